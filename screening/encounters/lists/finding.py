"""Which screenings stand on one page of a list? Found along indexes, however many are stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from accounts.models import User
from screening.encounters.lists.wanted import EPOCH, Mark, State, Wanted, Whose
from screening.encounters.models import Response, ResponseStatus

VISITS_ON_A_PAGE = 25
OPEN, DONE = 0, 1
IN_FORCE = (ResponseStatus.SUBMITTED, ResponseStatus.SIGNED)
OUT_OF_FORCE = (State.SUPERSEDED, State.IN_ERROR)

Found = tuple[Mark, UUID]  # a row and its encounter
Rows = QuerySet[Any, Any]  # of responses, with `at` beside their own columns


@dataclass(frozen=True)
class Page:
    """The ids of the screenings on a page; with the places before and after it, where there may be more."""

    ids: tuple[UUID, ...] = ()
    encounters: tuple[UUID, ...] = ()
    newer: Mark | None = None
    older: Mark | None = None


def page_of(user: User, wanted: Wanted, *, after: Mark | None = None, before: Mark | None = None) -> Page:
    """
    The screenings wanted of the practice in scope, those with anything open first, then the latest visit first.

    These are ids: what the user may see of them is asked when the rows are read.
    One statement; a second one where nothing more stands before `before`: that is the first page.
    """
    if before is not None:
        found = _next_to(user, wanted, before, is_backwards=True)
        if len(found) > VISITS_ON_A_PAGE:
            shown = found[:VISITS_ON_A_PAGE][::-1]
            return _page(shown, newer=shown[0][0], older=shown[-1][0])
    found = _next_to(user, wanted, after)
    shown = found[:VISITS_ON_A_PAGE]
    newer = (shown[0][0] if shown else after) if after is not None else None
    return _page(shown, newer=newer, older=shown[-1][0] if len(found) > len(shown) else None)


def _page(shown: Sequence[Found], *, newer: Mark | None, older: Mark | None) -> Page:
    return Page(tuple(mark.id for mark, _ in shown), tuple(each for _, each in shown), newer, older)


def _next_to(user: User, wanted: Wanted, mark: Mark | None, *, is_backwards: bool = False) -> list[Found]:
    """The rows on one side of the mark, the nearest first: a page of them, and one more if there is one."""
    sides = [
        _nearest(rows, part, mark, is_backwards)
        for part, rows in _parts(user, wanted)
        if mark is None or part == mark.part or (part < mark.part) == is_backwards
    ]
    if not sides:
        return []
    union = sides[0].union(*sides[1:], all=True) if sides[1:] else sides[0]
    found = [(Mark(part, at, row_id), encounter) for part, at, row_id, encounter in union]
    found.sort(key=lambda each: (each[0].part, EPOCH - each[0].at, each[0].id), reverse=is_backwards)
    return found[: VISITS_ON_A_PAGE + 1]


def _parts(user: User, wanted: Wanted) -> Iterator[tuple[int, Rows]]:
    """The rows that the list is made of, each kind along an index of its own; `at` is what sorts them."""
    rows = _restricted(Response.objects.all(), user, wanted)
    screenings = rows.filter(work_up_of__isnull=True)
    open_work_up = Response.objects.filter(
        encounter=OuterRef("encounter"), work_up_of__isnull=False, status=ResponseStatus.IN_PROGRESS
    )
    if wanted.state in ("", State.DRAFT):
        yield OPEN, screenings.filter(status=ResponseStatus.IN_PROGRESS).annotate(at=F("saved_at"))
        waiting = screenings.filter(Exists(open_work_up), status__in=IN_FORCE)
        yield OPEN, waiting.annotate(at=F("saved_at"))
    if wanted.state == State.IN_FORCE:
        done = screenings.filter(~Exists(open_work_up), status__in=IN_FORCE)
        yield DONE, done.annotate(at=F("encounter__opened_at"))
    elif wanted.state != State.DRAFT:
        alike = rows if wanted.state in OUT_OF_FORCE else screenings
        yield DONE, alike.filter(status=wanted.state).annotate(at=F("encounter__opened_at"))


def _restricted(rows: Rows, user: User, wanted: Wanted) -> Rows:
    first, last = wanted.days(timezone.localdate())
    if wanted.whose == Whose.MINE:
        rows = rows.filter(encounter__clinician=user)
    if wanted.subject is not None:
        rows = rows.filter(encounter__subject_id=wanted.subject)
    if wanted.questionnaire is not None:
        rows = rows.filter(version_id__in=wanted.versions)
    if first is not None:
        rows = rows.filter(encounter__opened_at__gte=_begin(first))
    if last is not None:
        rows = rows.filter(encounter__opened_at__lt=_begin(last + timedelta(days=1)))
    return rows


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _nearest(rows: Rows, part: int, mark: Mark | None, is_backwards: bool) -> Rows:
    """Up to one row more than fit on a page. The bound on `at` alone is what an index can begin at."""
    if mark is not None and mark.part == part:
        side, tie = ("gt", "lt") if is_backwards else ("lt", "gt")
        beyond = Q(**{f"at__{side}": mark.at}) | Q(**{"at": mark.at, f"pk__{tie}": mark.id})
        rows = rows.filter(beyond, **{f"at__{side}e": mark.at})
    rows = rows.order_by("at", "-pk") if is_backwards else rows.order_by("-at", "pk")
    numbered = rows.annotate(part=Value(part, output_field=IntegerField()))
    nearest: Rows = numbered.values_list("part", "at", "pk", "encounter_id")[: VISITS_ON_A_PAGE + 1]
    return nearest
