"""What stands in the rows of a list? The screenings of a page, each with its work-ups under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import HttpRequest

from screening.encounters.models import Response, ResponseStatus
from screening.encounters.reading import responses
from screening.encounters.visit_words import Visit, visit_of

COUNTING = (ResponseStatus.IN_PROGRESS, ResponseStatus.SUBMITTED, ResponseStatus.SIGNED)


def listed(request: HttpRequest, ids: Sequence[UUID]) -> tuple[list[Visit], list[str]]:
    """The rows for these screenings, in this order, and the ids of all that is shown in them."""
    if not ids:
        return [], []
    rows = responses(request)
    found = rows.in_bulk(ids)
    screenings = [found[each] for each in ids if each in found]
    under = _by_screening(screenings, rows)
    visits = [visit_of(each, under[each.id]) for each in screenings]
    return visits, [str(one.id) for each in screenings for one in (each, *under[each.id])]


def _by_screening(screenings: Iterable[Response], rows: QuerySet[Response]) -> dict[UUID, list[Response]]:
    """
    The work-ups that count, under the screening from which they were opened.

    Those of a screening that was amended since stand under its amendment too: it may be all that is listed.
    """
    found: dict[UUID, list[Response]] = {each.id: [] for each in screenings}
    in_force = {each.encounter_id: each.id for each in screenings if each.submitted_at and _counts(each)}
    encounters = {each.encounter_id for each in screenings}
    work_ups = rows.filter(encounter__in=encounters, work_up_of__isnull=False, status__in=COUNTING)
    work_ups = work_ups.annotate(screening_status=F("work_up_of__status"))
    for each in work_ups.order_by("started_at", "id"):
        is_amended = each.screening_status == ResponseStatus.SUPERSEDED
        for place in {each.work_up_of_id, in_force.get(each.encounter_id) if is_amended else None}:
            if place in found:
                found[place].append(each)
    return found


def _counts(response: Response) -> bool:
    return response.status in COUNTING
