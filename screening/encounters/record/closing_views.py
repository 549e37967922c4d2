"""How does a clinician sign a result, amend it, or mark it as entered in error? Each asks once more."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import permission_required
from accounts.requests import user_of
from screening.encounters.actions import StaleResponse
from screening.encounters.models import Response, ResponseStatus
from screening.encounters.reading import record_view, response_of
from screening.encounters.record.actions import Locked
from screening.encounters.record.closing import (
    AMENDED_FROM,
    TAKEN_BACK_FROM,
    AnotherIsOpen,
    FlagsWait,
    begin_amendment,
    enter_in_error,
    sign_response,
)
from screening.encounters.record.forms import AmendForm, SignForm, TakeBackForm
from screening.encounters.record.own_first import refuse_while_due
from screening.encounters.record.presenter import own_part
from screening.encounters.record.rows import assessment_with_own_part
from screening.encounters.visit_words import notice_of, patient_words, work_up_words
from screening.questionnaires.store import bundle_of


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("screening.fill")
def sign(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Show what will be locked, then lock it; pressing red flags are acknowledged before."""
    response = response_of(request, response_id)
    if response.status != ResponseStatus.SUBMITTED:
        return _too_late(request, response)
    refused = refuse_while_due(request, response)
    if refused is not None:
        return refused
    if request.method != "POST":
        return _sign_page(request, response)
    form = SignForm(request.POST)
    if not form.is_valid():
        return _sign_page(request, response, _("This page arrived incomplete. Read it again, then sign."))
    try:
        sign_response(response_id=response.id, by=user_of(request), at=timezone.now(), **form.cleaned_data)
    except Locked:
        return render(request, "409.html", status=409)
    except StaleResponse:
        changed = _("Something was added after you opened this page. Read it again, then sign.")
        return _sign_page(request, response, changed, status=409)
    except FlagsWait as waiting:
        words = _("Acknowledge these red flags first: %(names)s.") % {"names": waiting}
        return _sign_page(request, response, words)
    messages.success(request, _("Signed."))
    return redirect("encounters:result", response.id)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("screening.fill")
def amend(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Ask for the reason, then to the draft that corrects it; a second request finds the same draft."""
    response = response_of(request, response_id)
    if response.status not in AMENDED_FROM:
        return _too_late(request, response)
    refused = refuse_while_due(request, response)
    if refused is not None:
        return refused
    form = AmendForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, "record/amend.html", response, form)
    try:
        draft = begin_amendment(
            response_id=response.id, by=user_of(request), at=timezone.now(), **form.cleaned_data
        )
    except Locked:
        return render(request, "409.html", status=409)
    except AnotherIsOpen as refusal:
        form.add_error(None, str(refusal))
        return _page(request, "record/amend.html", response, form, status=409)
    return redirect("encounters:check", draft.id)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("screening.fill")
def take_back(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Ask for the reason and once more, then mark it as entered in error."""
    response = response_of(request, response_id)
    if response.status not in TAKEN_BACK_FROM:
        return _too_late(request, response)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, "record/take_back.html", response, form)
    try:
        enter_in_error(response_id=response.id, by=user_of(request), at=timezone.now(), **form.cleaned_data)
    except Locked:
        return render(request, "409.html", status=409)
    except StaleResponse:
        response = response_of(request, response_id)
        form.add_error(None, _("This was changed after you opened the page. Read it again, then confirm."))
        return _page(request, "record/take_back.html", response, form, status=409)
    messages.success(request, _("Marked as entered in error."))
    return redirect("encounters:list")


def _sign_page(
    request: HttpRequest, response: Response, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The lock number is of what is shown: read again where somebody added to it."""
    response = response_of(request, response.id)
    assessment = assessment_with_own_part(response)
    if assessment is None:
        raise Http404("no result yet")
    bundle = bundle_of(response.version)
    part = own_part(bundle, response, assessment, user=user_of(request), may_fill=True)
    record_view(response, ["own_part"], event_type="result.view")
    shown = {
        "response": response,
        "part": part,
        "refusal": refusal,
        "patient": patient_words(response),
        "work_up": work_up_words(response),
        "verdicts": [each for each in part.verdicts.values() if each.latest],
        "unjudged": [each for each in part.verdicts.values() if not each.latest],
        "seen": [each for each in part.flags.values() if each.latest],
        "unseen": [each for each in part.flags.values() if not each.latest],
    }
    return render(request, "record/sign.html", shown, status=status)


def _page(
    request: HttpRequest, template: str, response: Response, form: forms.Form, status: int = 200
) -> HttpResponse:
    record_view(response, [])
    shown: dict[str, Any] = {
        "response": response,
        "form": form,
        "patient": patient_words(response),
        "work_up": work_up_words(response),
        "notice": notice_of(response),
        "is_draft": response.is_in_progress,
    }
    return render(request, template, shown, status=status)


def _too_late(request: HttpRequest, response: Response) -> HttpResponse:
    """A page that was kept open too long leads to the result; what it sends is refused."""
    if request.method == "POST":
        return render(request, "409.html", status=409)
    page = "resume" if response.is_in_progress else "result"
    return redirect(f"encounters:{page}", response.id)
