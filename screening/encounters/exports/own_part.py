"""What did the clinician add to a result: own thoughts, views, what was done about a flag, notes?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.encounters.exports.plain_words import one_line
from screening.encounters.models import Assessment, Response
from screening.scoring.bundle import Bundle

JUDGEMENT_WORDS = {
    "agree": gettext_lazy("agrees"),
    "disagree": gettext_lazy("disagrees"),
    "already_known": gettext_lazy("already known"),
}


@dataclass(frozen=True)
class Own:
    """One thing the clinician said, by whom and when."""

    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class OwnPart:
    """
    The clinician's own part; of what was said twice about the same thing, the later.

    `differentials` are what each clinician noted, or why nothing, before the result was read. `views` and
    `seen` are by condition and by flag.
    """

    differentials: tuple[Own, ...] = ()
    views: Mapping[str, Own] = field(default_factory=dict)
    seen: Mapping[str, Own] = field(default_factory=dict)
    notes: tuple[Own, ...] = ()


def own_part(bundle: Bundle, response: Response, assessment: Assessment) -> OwnPart:
    """Read the rows; in the practice's scope."""
    noted = {row.by_id: row for row in _by_time(response.own_differentials)}
    return OwnPart(
        differentials=tuple(_own(_differential(bundle, row), row) for row in noted.values()),
        views={row.condition: _own(_view(row), row) for row in _by_time(assessment.verdicts)},
        seen={row.flag: _own(_reasoned(row), row) for row in _by_time(assessment.acknowledgements)},
        notes=tuple(_own(row.text, row) for row in _by_time(response.notes)),
    )


def _by_time(rows: Any) -> Any:
    return rows.select_related("by").order_by("at", "id")


def _own(words: str, row: Any) -> Own:
    return Own(one_line(words), one_line(row.by.name), row.at)


def _differential(bundle: Bundle, row: Any) -> str:
    if row.skip_code:
        return _("none noted: %(reason)s") % {"reason": _said([row.get_skip_code_display(), row.skip_reason])}
    names = [bundle.conditions[key].name if key in bundle.conditions else key for key in row.conditions]
    return "; ".join(filter(None, [*names, row.other]))


def _view(row: Any) -> str:
    return _said([str(JUDGEMENT_WORDS.get(row.judgement, row.judgement)), _reasoned(row)])


def _reasoned(row: Any) -> str:
    return _said([row.get_reason_code_display() if row.reason_code else "", row.reason])


def _said(parts: Iterable[str]) -> str:
    return ": ".join(part for part in parts if part)
