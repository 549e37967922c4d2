"""Which screenings does a clinician see listed, and how is a patient found?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import permission_required
from accounts.requests import practice_of, user_of
from screening.audit.record import record
from screening.encounters.lists.finding import Page, page_of
from screening.encounters.lists.forms import ReferenceForm, WantedForm
from screening.encounters.lists.questionnaires import filled_in
from screening.encounters.lists.rows import listed
from screening.encounters.lists.wanted import Mark, Wanted, Whose
from screening.encounters.models import Subject
from screening.encounters.references import open_reference, reference_index


@require_safe
@permission_required("screening.view")
def list_screenings(request: HttpRequest) -> HttpResponse:
    """
    Screenings with their work-ups: first those with anything still open, then the latest.

    Without a wish, those of the visits that the user made; the practice's to who made none.
    """
    return _list(request)


@require_safe
@permission_required("screening.view")
def list_of_patient(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The same of one patient, whoever screened them; the address names the row, never the reference."""
    subjects = Subject.objects.visible_to(user_of(request))
    return _list(request, get_object_or_404(subjects, pk=subject_id))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("screening.view")
def search(request: HttpRequest) -> HttpResponse:
    """From a reference to the patient's screenings. That somebody searched is an event, found or not."""
    if request.method != "POST":
        return render(request, "encounters/search.html", {"search": ReferenceForm()})
    form = ReferenceForm(request.POST)
    if not form.is_valid():
        return render(request, "encounters/search.html", {"search": form})
    index = reference_index(practice_of(request).id, form.cleaned_data["reference"])
    found = Subject.objects.visible_to(user_of(request)).filter(reference_index=index).only("id").first()
    asked = {"searched": "reference", "found": found is not None}
    record("assessment.list", action="R", subject=found.id if found else None, content=asked)
    if found is None:
        return render(request, "encounters/search.html", {"search": form, "is_missing": True})
    return redirect("encounters:patient", found.id)


def _list(request: HttpRequest, subject: Subject | None = None) -> HttpResponse:
    questionnaires = filled_in()
    form = WantedForm(request.GET, offered={key: each.title for key, each in questionnaires.items()})
    wanted, page = Wanted(subject=subject.id if subject else None), Page()
    if form.is_valid():
        versions = {key: each.versions for key, each in questionnaires.items()}
        wanted, page = _found(request, form.wanted(versions, wanted.subject))
    elif request.GET.get("whose") == Whose.MINE:
        wanted = wanted.of(Whose.MINE)
    visits, ids = listed(request, page)
    asked = {"filter": filters} if (filters := wanted.filters()) else {}
    record("assessment.list", action="R", fields=ids, subject=wanted.subject, content=asked)
    shown = {"form": form, "search": ReferenceForm(), "visits": visits, "page": page}
    return render(request, "encounters/list.html", shown | _links(wanted, page) | _patient(subject, page))


def _found(request: HttpRequest, wanted: Wanted) -> tuple[Wanted, Page]:
    """The page, and whose screenings it shows where nobody said."""
    user = user_of(request)
    marks = {name: Mark.read(request.GET.get(name, "")) for name in ("after", "before")}
    page = page_of(user, wanted, **marks)
    is_choosing = not wanted.subject and "whose" not in request.GET
    if is_choosing and not page.ids:
        wanted = wanted.of(Whose.PRACTICE)
        page = page_of(user, wanted, **marks)
    return wanted, page


def _links(wanted: Wanted, page: Page) -> dict[str, Any]:
    """Where the tabs and the pages lead. Whoever changes the tab keeps the filters, not the page."""
    here = (
        reverse("encounters:patient", args=[wanted.subject]) if wanted.subject else reverse("encounters:list")
    )
    asked = wanted.parameters()

    def to(**more: object) -> str:
        parameters = {**asked, **{name: str(value) for name, value in more.items()}}
        return f"{here}?{urlencode(parameters)}" if parameters else here

    return {
        "wanted": wanted,
        "here": here,
        "tabs": [(each.label, to(whose=each.value), each == wanted.whose) for each in Whose],
        "unfiltered": here if wanted.subject else f"{here}?{urlencode({'whose': wanted.whose})}",
        "newest": to(),
        "newer": to(before=page.newer) if page.newer else "",
        "older": to(after=page.older) if page.older else "",
    }


def _patient(subject: Subject | None, page: Page) -> dict[str, Any]:
    if subject is None:
        return {}
    history = reverse("encounters:history", args=page.ids[:1]) if page.ids else ""
    return {"reference": open_reference(subject), "subject": subject, "history": history}
