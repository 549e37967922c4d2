"""What does a clinician see of a result?"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import may, permission_required
from accounts.requests import roles_of
from screening.encounters.reading import record_view, response_of
from screening.encounters.results.page import SUGGESTED, result_page
from screening.encounters.results.work_ups import screening_of, work_ups_for
from screening.encounters.visit_words import (
    notice_of,
)
from screening.questionnaires.store import bundle_of
from screening.scoring.explanation import explain


@require_safe
@permission_required("screening.view")
def result(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """What follows from the answers, and why."""
    response = response_of(request, response_id)
    assessment = response.assessments.first()
    if assessment is None:
        return redirect("encounters:resume", response.id)
    bundle = bundle_of(response.version)
    content = {"digest": assessment.digest, "version": bundle.version, "engine": assessment.engine}
    record_view(response, [], event_type="result.view", content=content)
    found = explain(bundle, response.answers, assessment.decision)
    conditions = assessment.decision.get("conditions", ())
    suggested = [each["condition"] for each in conditions if each["tier"] in SUGGESTED]
    work_ups = work_ups_for(response, suggested, may(roles_of(request), "screening.fill"))
    shown = {
        "page": result_page(bundle, found, response, assessment, timezone.localdate()),
        "notice": notice_of(response),
        "work_ups": work_ups,
        "begun": [each for each in work_ups if each.state != "not_opened"],
        "to_open": [each for each in work_ups if each.state == "not_opened"],
        "screening": screening_of(response),
    }
    return render(request, "encounters/result.html", shown)
