"""What does a clinician see who has yet to note an own differential? The red flags, and the question."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import permission_required
from accounts.requests import practice_of, user_of
from screening.encounters.models import Response, SkipReason
from screening.encounters.reading import record_view, response_of
from screening.encounters.record.actions import Locked, note_own_differential, skip_own_differential
from screening.encounters.record.forms import MOST_WORDS, OwnDifferentialForm, SkipForm
from screening.encounters.record.own_first import is_due
from screening.encounters.record.presenter import Choice, differential_groups, own_part
from screening.encounters.record.rows import assessment_with_own_part
from screening.encounters.references import open_reference
from screening.encounters.results.flags import flags_of
from screening.encounters.visit_words import age_and_sex, notice_of
from screening.questionnaires.store import bundle_of
from screening.scoring.explanation import explain


@require_http_methods(["POST"])
@permission_required("screening.fill")
def own_differential(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Note it, or skip it with a reason; then the list is open."""
    response = response_of(request, response_id)
    assessment = assessment_with_own_part(response)
    if assessment is None:
        return redirect("encounters:resume", response.id)
    if not is_due(response, user_of(request), practice_of(request), assessment.own_rows):
        return redirect("encounters:result", response.id)
    is_skip = request.POST.get("then") == "skip"
    form: forms.Form
    form = (
        SkipForm(request.POST) if is_skip else OwnDifferentialForm(bundle_of(response.version), request.POST)
    )
    if not form.is_valid():
        return ask_first(request, response, assessment, form=form)
    act: Any = skip_own_differential if is_skip else note_own_differential
    try:
        act(response_id=response.id, by=user_of(request), at=timezone.now(), **form.cleaned_data)
    except Locked:
        return render(request, "409.html", status=409)
    return redirect("encounters:result", response.id)


def ask_first(
    request: HttpRequest, response: Response, assessment: Any, form: forms.Form | None = None
) -> HttpResponse:
    """Red flags are never withheld; nothing else of the result is shown or told."""
    bundle = bundle_of(response.version)
    content = {"digest": assessment.digest, "version": bundle.version, "engine": assessment.engine}
    record_view(response, ["red_flags"], event_type="result.view", content=content)
    found = explain(bundle, response.answers, assessment.decision)
    answers = reverse("encounters:check", args=[response.id])
    shown = {
        "response": response,
        "title": open_reference(response.encounter.subject),
        "who": age_and_sex(response),
        "answers": answers,
        "flags": flags_of(bundle, found.red_flags, answers),
        "part": own_part(bundle, response, assessment, user=user_of(request), may_fill=True),
        "groups": differential_groups(bundle),
        "skips": [Choice(code.value, str(code.label)) for code in SkipReason],
        "most_words": MOST_WORDS,
        "form": form,
        "chosen": form.data.getlist("conditions") if form is not None else (),  # type: ignore[attr-defined]
        "notice": notice_of(response),
    }
    return render(request, "record/own_first.html", shown)
