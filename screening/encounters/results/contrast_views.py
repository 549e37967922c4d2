"""What does a clinician see who asks what tells conditions apart, for one patient?"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import permission_required
from screening.audit.record import record
from screening.encounters.models import Assessment, Response
from screening.encounters.reading import response_of
from screening.encounters.record.own_first import refuse_while_due
from screening.encounters.results.contrast import contrast_page, matrix_page
from screening.encounters.results.contrast_form import ContrastForm
from screening.encounters.visit_words import notice_of
from screening.questionnaires.store import bundle_of


@require_safe
@permission_required("screening.view")
def compare(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """What separates two conditions of the result's questionnaire version; a pair it has not is refused."""
    response = response_of(request, response_id)
    assessment = response.assessments.first()
    if assessment is None:
        return redirect("encounters:resume", response.id)
    if (refused := refuse_while_due(request, response)) is not None:
        return refused
    bundle = bundle_of(response.version)
    is_asked = bool(request.GET.keys() & {"first", "second"})
    form = ContrastForm(bundle, request.GET if is_asked else None)
    pair = (form.cleaned_data["first"], form.cleaned_data["second"]) if form.is_valid() else None
    _record_view(response, assessment, ["contrast", *(pair or ())])
    page = contrast_page(bundle, response, pair, timezone.localdate())
    shown = {"page": page, "form": form, "notice": notice_of(response)}
    return render(request, "encounters/contrast.html", shown, status=404 if is_asked and not pair else 200)


@require_safe
@permission_required("screening.view")
def findings(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """The matrix of findings against conditions: the suggested ones, or with `all` every one it has."""
    response = response_of(request, response_id)
    assessment = response.assessments.first()
    if assessment is None:
        return redirect("encounters:resume", response.id)
    if (refused := refuse_while_due(request, response)) is not None:
        return refused
    bundle = bundle_of(response.version)
    _record_view(response, assessment, ["findings"])
    whole = "all" in request.GET
    page = matrix_page(bundle, response, assessment.decision, whole=whole, today=timezone.localdate())
    return render(request, "encounters/findings.html", {"page": page, "notice": notice_of(response)})


def _record_view(response: Response, assessment: Assessment, fields: Sequence[str]) -> None:
    content = {
        "digest": assessment.digest,
        "version": response.version.version,
        "engine": assessment.engine,
    }
    entity = ("response", response.id, response.lock_number)
    subject = response.encounter.subject_id
    record("result.view", action="R", entity=entity, subject=subject, fields=fields, content=content)
