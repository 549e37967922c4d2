"""Which screenings does a clinician see listed?"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.permissions import permission_required
from accounts.requests import user_of
from screening.audit.record import record
from screening.encounters.models import Response, ResponseStatus
from screening.encounters.reading import responses
from screening.encounters.visit_words import (
    visit_of,
)

VISITS_ON_A_PAGE = 25


@require_safe
@permission_required("screening.view")
def list_screenings(request: HttpRequest) -> HttpResponse:
    """Screenings with their work-ups: first those with anything still open, then the latest."""
    rows = responses(request)
    page = Paginator(_screenings_in_order(user_of(request)), VISITS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    found = rows.in_bulk(list(page))
    screenings = [found[each] for each in page if each in found]
    work_ups = rows.filter(work_up_of__in=found).exclude(status=ResponseStatus.ENTERED_IN_ERROR)
    under = _by_screening(work_ups.order_by("started_at", "id"))
    visits = [visit_of(each, under.get(each.id, ())) for each in screenings]
    ids = [str(one.id) for each in screenings for one in (each, *under.get(each.id, ()))]
    record("assessment.list", action="R", fields=ids)
    return render(request, "encounters/list.html", {"page": page, "visits": visits})


def _screenings_in_order(user: User) -> QuerySet[Response, UUID]:
    """
    The ids of the screenings a user may see, those with anything open first, then the latest.

    Ids alone: a practice may have tens of thousands, and only a page of them is then read whole.
    """
    rows = Response.objects.visible_to(user)
    open_work_ups = rows.filter(status=ResponseStatus.IN_PROGRESS, work_up_of__isnull=False)
    is_open = Q(status=ResponseStatus.IN_PROGRESS) | Q(pk__in=open_work_ups.values("work_up_of"))
    open_first = Case(When(is_open, then=Value(0)), default=Value(1), output_field=IntegerField())
    screenings = rows.filter(work_up_of__isnull=True).exclude(status=ResponseStatus.ENTERED_IN_ERROR)
    screenings = screenings.order_by(open_first, "-saved_at", "id")
    return screenings.values_list("id", flat=True)


def _by_screening(work_ups: Iterable[Response]) -> dict[UUID | None, list[Response]]:
    found: dict[UUID | None, list[Response]] = {}
    for each in work_ups:
        found.setdefault(each.work_up_of_id, []).append(each)
    return found
