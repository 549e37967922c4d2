"""Which screening stands for a patient in a month? The first one submitted in it; months are those of UTC.

A work-up stands for no month: it asks again about somebody whom its screening stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from screening.encounters.models import Response, StatisticsIndex


def month_of(submitted_at: datetime) -> date:
    """The first day of the month, in UTC, in which a screening was submitted."""
    return submitted_at.astimezone(UTC).date().replace(day=1)


def enter(response: Response) -> None:
    """
    Let a screening that was just submitted stand for its patient's month, unless an earlier one does.

    One statement. A trigger moves the row on if the month was closed in the meantime.
    """
    if response.is_work_up:
        return
    StatisticsIndex.objects.bulk_create([_row(response, uuid4())], ignore_conflicts=True)


def first_of_each_month(responses: Iterable[Response]) -> Iterator[StatisticsIndex]:
    """The rows for many screenings of one practice, which come in the order of their submission."""
    taken: set[tuple[UUID, date]] = set()
    for response in responses:
        if response.is_work_up:
            continue
        row = _row(response, response.id)
        if (row.subject_id, row.month) not in taken:
            taken.add((row.subject_id, row.month))
            yield row


def _row(response: Response, row_id: UUID) -> StatisticsIndex:
    if response.submitted_at is None:
        raise ValueError("only a submitted screening stands for a month")
    return StatisticsIndex(
        id=row_id,
        practice_id=response.practice_id,
        subject_id=response.encounter.subject_id,
        month=month_of(response.submitted_at),
        response=response,
    )
