"""What stands in the rows of a list? The screenings of a page, each with its work-ups under it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.http import HttpRequest

from accounts.requests import user_of
from screening.encounters.lists.finding import Page
from screening.encounters.models import Response, ResponseStatus
from screening.encounters.visit_words import Visit, visit_of

COUNTING = (ResponseStatus.IN_PROGRESS, ResponseStatus.SUBMITTED, ResponseStatus.SIGNED)
_LISTED = (
    "practice_id",
    "status",
    "answers",
    "work_up_of_id",
    "amends_id",
    "started_at",
    "submitted_at",
    "encounter__opened_at",
    "encounter__subject__reference_ciphertext",
    "encounter__subject__sex",
    "encounter__clinician__name",
    "version__title",
    "version__version",
)


def listed(request: HttpRequest, page: Page) -> tuple[list[Visit], list[str]]:
    """The rows for a page, in its order, and the ids of all that is shown in them. One statement."""
    if not page.ids:
        return [], []
    work_ups = Q(work_up_of__isnull=False, status__in=COUNTING)
    rows = Response.objects.visible_to(user_of(request)).filter(encounter__in=page.encounters)
    rows = rows.filter(Q(pk__in=page.ids) | work_ups).annotate(screening_status=F("work_up_of__status"))
    rows = rows.select_related("encounter__subject", "encounter__clinician", "version").only(*_LISTED)
    found = {each.id: each for each in rows.order_by("started_at", "id")}
    screenings = [found[each] for each in page.ids if each in found]
    under = _by_screening(screenings, found.values())
    visits = [visit_of(each, under[each.id]) for each in screenings]
    return visits, [str(one.id) for each in screenings for one in (each, *under[each.id])]


def _by_screening(screenings: Iterable[Response], rows: Iterable[Any]) -> dict[UUID, list[Response]]:
    """
    The work-ups that count, under the screening from which they were opened.

    Those of a screening that was amended since stand under its amendment too: it may be all that is listed.
    """
    found: dict[UUID, list[Response]] = {each.id: [] for each in screenings}
    in_force = {each.encounter_id: each.id for each in screenings if each.submitted_at and _counts(each)}
    for each in rows:
        if not each.is_work_up or not _counts(each):
            continue
        is_amended = each.screening_status == ResponseStatus.SUPERSEDED
        for place in {each.work_up_of_id, in_force.get(each.encounter_id) if is_amended else None}:
            if place in found:
                found[place].append(each)
    return found


def _counts(response: Response) -> bool:
    return response.status in COUNTING
