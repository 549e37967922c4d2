"""How does somebody take one result away: as text, as a PDF, or for another program?"""

from __future__ import annotations

import json
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import permission_required
from accounts.requests import user_of
from screening.encounters.exports.fhir import Given, Ids, result_bundle
from screening.encounters.exports.opened import Opened, open_result
from screening.encounters.exports.pdf_job import PERMISSION, ask_for_pdf
from screening.encounters.exports.pdf_library import can_lay_out
from screening.encounters.exports.score_json import score_json
from screening.encounters.exports.summary_text import summary_text
from screening.encounters.models import ResponseStatus
from screening.encounters.reading import record_view
from screening.encounters.references import open_reference
from screening.encounters.visit_words import age_and_sex
from screening.jobs.actions import TooManyJobs
from screening.jobs.forms import request_key_field


class PdfForm(forms.Form):
    """Nothing is asked; a second click finds the same job."""

    request_key = request_key_field()


@require_safe
@permission_required(PERMISSION)
def take_away(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """What can leave, what each form holds, and one click for each."""
    found = open_result(request, response_id)
    if isinstance(found, HttpResponse):
        return redirect("encounters:resume", response_id) if found.status_code == 409 else found
    record_view(found.response, [], event_type="result.view", content=found.content())
    shown = {
        "response": found.response,
        "reference": open_reference(found.response.encounter.subject),
        "who": age_and_sex(found.response),
        "form": PdfForm(initial={"request_key": uuid4()}),
        "can_lay_out": can_lay_out(),
    }
    return render(request, "encounters/take_away/page.html", shown)


@require_safe
@permission_required(PERMISSION)
def summary(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """The summary as text, which the copy button reads as well."""
    found = open_result(request, response_id)
    if isinstance(found, HttpResponse):
        return found
    text = summary_text(found.told())
    found.record_export("summary")
    return _file(text, "text/plain; charset=utf-8", "screening-summary.txt")


@require_safe
@permission_required(PERMISSION)
def fhir(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """A FHIR R4 Bundle."""
    found = open_result(request, response_id)
    if isinstance(found, HttpResponse):
        return found
    text = json.dumps(_fhir_bundle(found), ensure_ascii=False, indent=2) + "\n"
    found.record_export("fhir")
    return _file(text, "application/fhir+json; charset=utf-8", "screening-fhir.json")


@require_safe
@permission_required(PERMISSION)
def result_json(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """What `manage.py score --explain` says of the same answers."""
    found = open_result(request, response_id)
    if isinstance(found, HttpResponse):
        return found
    text = score_json(found.bundle, found.response, found.assessment)
    found.record_export("json")
    return _file(text, "application/json", "screening-result.json")


@require_POST
@permission_required(PERMISSION)
def pdf(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Ask for the filed PDF, and follow it."""
    found = open_result(request, response_id)
    if isinstance(found, HttpResponse):
        return found
    form = PdfForm(request.POST)
    if not can_lay_out() or not form.is_valid():
        refusal = (
            _("PDFs are not available on this installation.") if not can_lay_out() else _("Ask once more.")
        )
        messages.error(request, refusal)
        return redirect("encounters:take_away", found.response.id)
    try:
        job = ask_for_pdf(
            response=found.response,
            by=user_of(request),
            request_key=form.cleaned_data["request_key"],
            at=timezone.now(),
        )
    except TooManyJobs as refusal_of_more:
        return render(request, "jobs/too_many.html", {"words": str(refusal_of_more)}, status=429)
    return redirect("jobs:job", job.id)


@require_POST
@permission_required(PERMISSION)
def printed(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """The page says that the browser is about to print it; where scripts do not run, nobody can know."""
    found = open_result(request, response_id)
    if isinstance(found, HttpResponse):
        return found
    record_view(found.response, [], event_type="result.print", content=found.content())
    return HttpResponse(status=204)


def _fhir_bundle(found: Opened) -> dict[str, object]:
    response = found.response
    return result_bundle(
        found.bundle,
        found.told(),
        Ids(response.version_id, response.id, found.assessment.id),
        Given(
            response.answers,
            is_amendment=response.amends_id is not None,
            is_in_error=response.status == ResponseStatus.ENTERED_IN_ERROR,
        ),
    )


def _file(text: str, content_type: str, name: str) -> HttpResponse:
    """Something to be saved; its name says nothing of the patient."""
    answer = HttpResponse(text, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
