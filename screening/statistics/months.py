"""Which month is meant, has it ended, and may these months be asked for?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _

MOST_MONTHS = 120
WRITTEN = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200


class MonthsRefused(ValueError):
    """These months cannot be exported; the message says why. `field` is "first" or "last"."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def parse_month(text: str) -> date | None:
    """The first day of a month written as 2026-03; None for anything else."""
    found = WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    year, month = int(found[1]), int(found[2])
    if not (EARLIEST_YEAR <= year <= LATEST_YEAR and 1 <= month <= 12):
        return None
    return date(year, month, 1)


def written(month: date) -> str:
    return f"{month:%Y-%m}"


def plus_months(month: date, number: int) -> date:
    years, index = divmod(month.year * 12 + month.month - 1 + number, 12)
    return date(years, index + 1, 1)


def months_between(first: date, last: date) -> Iterator[date]:
    """Both included."""
    while first <= last:
        yield first
        first = plus_months(first, 1)


def month_of(at: datetime) -> date:
    """By UTC, as everywhere in the statistics."""
    return at.astimezone(UTC).date().replace(day=1)


def has_ended(month: date, at: datetime) -> bool:
    return month < month_of(at)


def check_months(first: date, last: date, *, kept_since: datetime, at: datetime) -> None:
    """
    Refuse what cannot be exported.

    How far back one may ask depends on when the practice was entered here, never on when its first patient
    was screened: that there was one would be told of a month whose published count is 0.

    Raises:
        MonthsRefused.
    """
    earliest = plus_months(month_of(kept_since), -MOST_MONTHS)
    latest = plus_months(month_of(at), -1)
    if first > last:
        raise MonthsRefused("last", _("The last month must not be before the first month"))
    if last > latest:
        words = _("The last month must have ended (by UTC): choose %(month)s or earlier") % {
            "month": written(latest)
        }
        raise MonthsRefused("last", words)
    if plus_months(first, MOST_MONTHS) <= last:
        raise MonthsRefused("last", _("Choose at most %(number)s months at once") % {"number": MOST_MONTHS})
    if first < earliest:
        words = _("This practice has no statistics before %(month)s") % {"month": written(earliest)}
        raise MonthsRefused("first", words)
