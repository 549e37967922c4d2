"""In which words is shown who said something, when, and why?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from accounts.models import User
from screening.encounters.models import FlagReason, Judgement, SkipReason, VerdictReason


@dataclass(frozen=True)
class Said:
    """One saying: "You agreed", "10:42", "Fits the whole picture", and the words that were added."""

    words: str
    when: str
    reason: str
    own_words: str


def judged_words(row: Mapping[str, Any], user: User) -> Said:
    """A verdict."""
    own, others = {
        Judgement.AGREE: (_("You agreed"), _("%(name)s agreed")),
        Judgement.DISAGREE: (_("You disagreed"), _("%(name)s disagreed")),
        Judgement.ALREADY_KNOWN: (_("You said: already known"), _("%(name)s said: already known")),
    }[Judgement(row["judgement"])]
    return _said(row, user, own, others, _label(VerdictReason, row["reason_code"]), row["reason"])


def acknowledged_words(row: Mapping[str, Any], user: User) -> Said:
    """An acknowledged red flag."""
    reason = _label(FlagReason, row["reason_code"])
    return _said(row, user, _("You acknowledged it"), _("%(name)s acknowledged it"), reason, row["reason"])


def note_words(row: Mapping[str, Any], user: User) -> Said:
    """A note."""
    return _said(row, user, _("You"), "%(name)s", "", row["text"])


def noted_words(row: Mapping[str, Any], user: User) -> Said:
    """An own differential."""
    return _said(row, user, _("You noted"), _("%(name)s noted"), "", row["other"])


def skipped_words(row: Mapping[str, Any], user: User) -> Said:
    """A list that was opened without an own differential."""
    own, others = (
        _("You opened the list without noting one"),
        _("%(name)s opened the list without noting one"),
    )
    return _said(row, user, own, others, _label(SkipReason, row["skip_code"]), row["skip_reason"])


def moment(at: datetime | str) -> str:
    """ "10:42" of today, else "2 Mar 2026, 10:42"."""
    local = timezone.localtime(datetime.fromisoformat(at) if isinstance(at, str) else at)
    return date_format(local, "H:i" if local.date() == timezone.localdate() else "j M Y, H:i")


def day(at: datetime | str) -> str:
    """ "2 March 2026"."""
    local = timezone.localtime(datetime.fromisoformat(at) if isinstance(at, str) else at)
    return date_format(local, "j F Y")


def _said(row: Mapping[str, Any], user: User, own: str, others: str, reason: str, own_words: str) -> Said:
    is_own = UUID(row["by_id"]) == user.pk
    return Said(own if is_own else others % {"name": row["by"]}, moment(row["at"]), reason, own_words)


def _label(codes: Any, code: str) -> str:
    return str(codes(code).label) if code else ""
