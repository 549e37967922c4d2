"""Does this result still stand: signed, amended since, the amendment of another, or entered in error?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from screening.encounters.models import Response, ResponseStatus
from screening.encounters.record.said import day, moment


@dataclass(frozen=True)
class StandingLine:
    """One thing to know before reading on, and where it leads."""

    heading: str
    words: str
    href: str = ""
    link: str = ""
    is_grave: bool = False


@dataclass(frozen=True)
class Standing:
    """What is to be known of a result, the gravest first; `status` is the response's."""

    status: str
    lines: tuple[StandingLine, ...]


def standing_of(response: Response, assessment: Any, may_fill: bool) -> Standing:
    """`response` with `work_up_of` and `amends`; `assessment` as `rows.assessment_with_own_part` gives it."""
    lines = [
        _taken_back(response, assessment),
        _amended(response, assessment),
        _screening_moved_on(response),
        _amends(response),
        _open_amendment(response, assessment, may_fill),
        _signed(response, assessment),
    ]
    return Standing(response.status, tuple(line for line in lines if line is not None))


def _taken_back(response: Response, assessment: Any) -> StandingLine | None:
    if response.status != ResponseStatus.ENTERED_IN_ERROR or response.voided_at is None:
        return None
    words = _("Marked by %(name)s, %(when)s. It is shown as it was and counts nowhere. Reason: “%(reason)s”")
    facts = {
        "name": assessment.voided_name,
        "when": moment(response.voided_at),
        "reason": response.void_reason,
    }
    return StandingLine(_("Entered in error"), words % facts, is_grave=True)


def _amended(response: Response, assessment: Any) -> StandingLine | None:
    if response.status != ResponseStatus.SUPERSEDED:
        return None
    done = [row for row in assessment.amendment_rows if row["status"] != ResponseStatus.IN_PROGRESS]
    if not done:
        words = _("Its amendment was entered in error, so nothing of this screening stands any more.")
        return StandingLine(_("Amended since"), words, is_grave=True)
    words = _("This is how it was; an amendment took its place, %(when)s.") % {"when": moment(done[-1]["at"])}
    return StandingLine(
        _("Amended since"), words, _result(done[-1]["id"]), _("Go to the amendment"), is_grave=True
    )


def _screening_moved_on(response: Response) -> StandingLine | None:
    """A work-up stays with the screening it was opened from."""
    screening = response.work_up_of
    if screening is None:
        return None
    if screening.status == ResponseStatus.SUPERSEDED:
        words = _("The screening that this work-up was opened from was amended since.")
        return StandingLine(_("Screening amended"), words, _result(screening.id), _("Go to the screening"))
    if screening.status == ResponseStatus.ENTERED_IN_ERROR:
        words = _("The screening that this work-up was opened from was entered in error.")
        heading = _("Screening entered in error")
        return StandingLine(heading, words, _result(screening.id), _("Go to the screening"), is_grave=True)
    return None


def _amends(response: Response) -> StandingLine | None:
    old = response.amends
    if old is None or old.submitted_at is None:
        return None
    words = _("Takes the place of what was submitted on %(day)s. Reason: “%(reason)s”")
    if response.status == ResponseStatus.ENTERED_IN_ERROR:
        words = _("It amended what was submitted on %(day)s. Reason: “%(reason)s”")
    facts = {"day": day(old.submitted_at), "reason": response.amendment}
    return StandingLine(_("Amendment"), words % facts, _result(old.id), _("Go to what it amends"))


def _open_amendment(response: Response, assessment: Any, may_fill: bool) -> StandingLine | None:
    drafts = [row for row in assessment.amendment_rows if row["status"] == ResponseStatus.IN_PROGRESS]
    if not drafts:
        return None
    words = _("An amendment was begun. This result stands until it is submitted.")
    page = "resume" if may_fill else "check"
    href = reverse(f"encounters:{page}", args=[drafts[-1]["id"]])
    return StandingLine(_("Being amended"), words, href, _("Go to the amendment"))


def _signed(response: Response, assessment: Any) -> StandingLine | None:
    if response.signed_at is None:
        return None
    words = _("By %(name)s, %(when)s.") % {"name": assessment.signed_name, "when": moment(response.signed_at)}
    return StandingLine(_("Signed"), words)


def _result(response_id: Any) -> str:
    return reverse("encounters:result", args=[response_id])
