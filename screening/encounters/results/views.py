"""What does a clinician see of a result?"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import may, permission_required
from accounts.requests import practice_of, roles_of, user_of
from screening.encounters.reading import record_view, response_of
from screening.encounters.record.own_first import is_due
from screening.encounters.record.presenter import own_part
from screening.encounters.record.rows import assessment_with_own_part
from screening.encounters.results.own_first import ask_first
from screening.encounters.results.page import SUGGESTED, result_page
from screening.encounters.results.work_ups import by_condition, screening_of, work_ups_for
from screening.encounters.visit_words import (
    version_notice_of,
)
from screening.questionnaires.store import bundle_of
from screening.scoring.explanation import explain


@require_safe
@permission_required("screening.view")
def result(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """What follows from the answers, and why."""
    response = response_of(request, response_id)
    assessment = assessment_with_own_part(response)
    if assessment is None:
        return redirect(f"encounters:{'resume' if response.is_in_progress else 'check'}", response.id)
    if is_due(response, user_of(request), practice_of(request), assessment.own_rows):
        return ask_first(request, response, assessment)
    bundle = bundle_of(response.version)
    content = {"digest": assessment.digest, "version": bundle.version, "engine": assessment.engine}
    record_view(response, [], event_type="result.view", content=content)
    found = explain(bundle, response.answers, assessment.decision)
    conditions = assessment.decision.get("conditions", ())
    suggested = [each["condition"] for each in conditions if each["tier"] in SUGGESTED]
    may_fill = may(roles_of(request), "screening.fill")
    work_ups = work_ups_for(response, suggested, may_fill)
    shown = {
        "page": result_page(bundle, found, response, assessment, timezone.localdate()),
        "part": own_part(bundle, response, assessment, user=user_of(request), may_fill=may_fill),
        "notice": version_notice_of(response),
        "work_ups": work_ups,
        "work_ups_of": by_condition(work_ups),
        "begun": [each for each in work_ups if each.state != "not_opened"],
        "to_open": [each for each in work_ups if each.state == "not_opened"],
        "screening": screening_of(response),
    }
    return render(request, "encounters/result.html", shown)
