"""Which screenings does somebody ask for, and where in them does a page begin? All of it fits into an address."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MARK = re.compile(r"([01])\.(\d{1,17})\.([0-9a-f]{32})")


class Whose(TextChoices):
    MINE = "mine", _("Mine")
    PRACTICE = "practice", _("Practice")


class State(TextChoices):
    """The values are those of a response, but for what stands in force, which several of them do."""

    IN_FORCE = "", _("Any that counts")
    DRAFT = "in_progress", _("Draft, or with an open work-up")
    SUBMITTED = "submitted", _("Submitted")
    SIGNED = "signed", _("Signed")
    SUPERSEDED = "superseded", _("Amended since")
    IN_ERROR = "entered_in_error", _("Entered in error")


class Period(TextChoices):
    ANY = "", _("Any time")
    WEEK = "week", _("This week")
    MONTH = "month", _("This month")


@dataclass(frozen=True)
class Wanted:
    """
    What to list; nothing given is all that counts of the practice. Days are those of the clinic's clock.

    `versions` are those of the questionnaire that was chosen, `subject` a patient found by the reference.
    """

    whose: str = Whose.PRACTICE
    state: str = State.IN_FORCE
    period: str = Period.ANY
    from_day: date | None = None
    to_day: date | None = None
    questionnaire: UUID | None = None
    versions: tuple[UUID, ...] = ()
    subject: UUID | None = None

    def days(self, today: date) -> tuple[date | None, date | None]:
        """The first and the last day, each None where there is no such bound."""
        begin = {Period.WEEK: today - timedelta(days=today.weekday()), Period.MONTH: today.replace(day=1)}
        since = begin.get(Period(self.period))
        bounds = [day for day in (since, self.from_day) if day]
        return max(bounds, default=None), self.to_day

    def of(self, whose: str) -> Wanted:
        return replace(self, whose=whose)

    @property
    def is_filtered(self) -> bool:
        return bool(self.filters())

    def filters(self) -> dict[str, str]:
        """As in an address, without what was not chosen."""
        given = {
            "state": self.state,
            "questionnaire": self.questionnaire,
            "period": self.period,
            "from_day": self.from_day,
            "to_day": self.to_day,
        }
        return {name: str(value) for name, value in given.items() if value}

    def parameters(self) -> dict[str, str]:
        """What an address needs to name the same list again; a patient is named by its path."""
        return self.filters() if self.subject else {"whose": self.whose, **self.filters()}


@dataclass(frozen=True)
class Mark:
    """
    A place between two screenings: those of part 0, with something open, come before those of part 1.

    It names a row that was shown by what it was sorted by, so that rows which come or go do not move it.
    """

    part: int
    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.part}.{(self.at - EPOCH) // MICROSECOND}.{self.id.hex}"

    @classmethod
    def read(cls, text: str) -> Mark | None:
        """None for what no page of ours wrote."""
        found = MARK.fullmatch(text)
        try:
            return cls(int(found[1]), EPOCH + int(found[2]) * MICROSECOND, UUID(found[3])) if found else None
        except OverflowError:
            return None
