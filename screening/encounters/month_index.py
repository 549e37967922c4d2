"""Which screening stands for a patient in a month? The first one submitted in it; months are those of UTC.

A work-up stands for no month: it asks again about somebody whom its screening stands for. An amendment
stands where the screening stood that it amends, in the month of that one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from screening.encounters.models import Response, ResponseStatus, StatisticsIndex, Subject

VALID = (ResponseStatus.SUBMITTED, ResponseStatus.SIGNED)


def month_of(submitted_at: datetime) -> date:
    """The first day of the month, in UTC, in which a screening was submitted."""
    return submitted_at.astimezone(UTC).date().replace(day=1)


def enter(response: Response) -> None:
    """
    Let a screening that was just submitted stand for its patient's month, unless an earlier one does.

    One statement. A trigger moves the row on if the month was closed in the meantime. An earlier row is
    written again as it is: whoever takes its screening back must wait for this transaction, and so finds
    this screening to stand instead.
    """
    if response.is_work_up:
        return
    StatisticsIndex.objects.bulk_create(
        [_row(response, uuid4())],
        update_conflicts=True,
        unique_fields=["practice", "subject", "month"],
        update_fields=["month"],
    )


def hand_over(old: Response, new: Response) -> None:
    """Let an amendment stand where the screening stood that it amends; a closed month stays as counted."""
    if old.is_work_up:
        return
    _hold_patient(old)
    StatisticsIndex.objects.filter(response=old).update(response=new)


def leave(response: Response) -> None:
    """Let the next screening of the month stand for it that still counts, if there is one, or none."""
    if response.is_work_up:
        return
    _hold_patient(response)
    row = StatisticsIndex.objects.select_for_update().filter(response=response).first()
    if row is None:
        return
    heir = _first_valid(row, but=response)
    if heir is None:
        row.delete()
        return
    row.response_id = heir
    row.save(update_fields=["response"])


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


def _hold_patient(response: Response) -> None:
    """Two that take back or amend screenings of one patient go one after the other."""
    rows = Subject.objects.select_for_update(no_key=True)
    rows.only("id").get(pk=response.encounter.subject_id)


def _first_valid(row: StatisticsIndex, *, but: Response) -> UUID | None:
    """The first screening of the row's month that counts; an amendment came when what it amends did."""
    found = Response.objects.filter(encounter__subject_id=row.subject_id, work_up_of__isnull=True)
    known = {each.pk: each for each in found.only("status", "submitted_at", "amends_id")}
    valid = ((_came(each, known), each.pk) for each in known.values() if each.status in VALID)
    standing = sorted(
        (came, pk) for came, pk in valid if came and month_of(came) == row.month and pk != but.pk
    )
    return standing[0][1] if standing else None


def _came(response: Response, known: Mapping[UUID, Response]) -> datetime | None:
    """When the first of a chain of amendments was submitted."""
    while response.amends_id is not None:
        response = known[response.amends_id]
    return response.submitted_at


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
