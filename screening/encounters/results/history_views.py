"""What may somebody see of everything that one patient was asked?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import permission_required
from accounts.requests import practice_of, user_of
from screening.audit.record import record
from screening.encounters.models import Assessment, Response
from screening.encounters.reading import response_of, responses
from screening.encounters.record.own_first import is_due
from screening.encounters.record.rows import own_differential_rows
from screening.encounters.results.history import Past, counts, history_page
from screening.encounters.results.two_dates import TwoDatesForm, mapped_of, two_dates

MOST_SHOWN = 200  # responses of one patient; the newest of them


@require_safe
@permission_required("screening.view")
def history(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Every response of the patient that this response is of; two body maps as `a` and `b` choose them."""
    this = response_of(request, response_id)
    past = _past(request, this)
    ids = [str(each.response.pk) for each in past]
    record("assessment.list", action="R", subject=this.encounter.subject_id, fields=ids)
    mapped = mapped_of([each.response for each in past if counts(each.response)])
    shown: dict[str, Any] = {"page": history_page(this, past)}
    status = 200
    if len(mapped) > 1:
        is_asked = bool(request.GET.keys() & {"a", "b"})
        form = TwoDatesForm(mapped, request.GET if is_asked else None)
        by_key = {each.key: each for each in mapped}
        pair = (form.cleaned_data["a"], form.cleaned_data["b"]) if form.is_valid() else None
        if pair is None and not is_asked:
            pair = (mapped[0].key, mapped[1].key)
        shown |= {"form": form, "two": two_dates(by_key[pair[0]], by_key[pair[1]]) if pair else None}
        status = 200 if pair else 404
    return render(request, "encounters/history.html", shown, status=status)


def _past(request: HttpRequest, this: Response) -> Sequence[Past]:
    """The patient's responses in this practice, the newest first, each with its decision. Two queries."""
    rows = responses(request).filter(encounter__subject_id=this.encounter.subject_id).defer("set_aside")
    found = list(rows.order_by("-encounter__opened_at", "-started_at", "id")[:MOST_SHOWN])
    decided = Assessment.objects.visible_to(user_of(request)).filter(response__in=[each.pk for each in found])
    noted = decided.annotate(own_rows=own_differential_rows(OuterRef("response_id")))
    by_response = {each.response_id: each for each in noted}
    return [_of(request, each, by_response.get(each.pk)) for each in found]


def _of(request: HttpRequest, response: Response, assessment: Any) -> Past:
    if assessment is None:
        return Past(response, None)
    withheld = is_due(response, user_of(request), practice_of(request), assessment.own_rows)
    return Past(response, assessment.decision, withheld)
