"""Is there a danger sign? Red flags stand outside every score; nothing can outvote them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from screening.scoring.rulebook import FlagRules

RAISED, NOT_EXCLUDED, ABSENT = "raised", "not_excluded", "absent"
URGENCIES = ("emergency", "same_day", "urgent", "soon")


@dataclass(frozen=True)
class FlagResult:
    """A red flag's status and urgency; `contradiction` where a direct no stands against its trigger."""

    id: str
    status: str
    urgency: str
    contradiction: bool


def evaluate(rules: FlagRules, values: Mapping[str, Any]) -> FlagResult:
    """
    Evaluate one red flag: raised by its trigger, its direct answer or a result that raises it too.

    It is absent only if trigger and direct answer are both known to be no.

    Args:
        rules: its compiled rules.
        values: known values as `answers.known_values` gives them.
    """
    status = _status(rules, values)
    return FlagResult(
        id=rules.flag.id,
        status=status,
        urgency=_urgency(rules, values),
        contradiction=status == RAISED and values.get(rules.flag.direct) is False,
    )


def _status(rules: FlagRules, values: Mapping[str, Any]) -> str:
    if rules.raised.truth(values):
        return RAISED
    return ABSENT if rules.asked.truth(values) is False else NOT_EXCLUDED


def _urgency(rules: FlagRules, values: Mapping[str, Any]) -> str:
    """The highest urgency whose condition holds; the flag's own where none does."""
    holding = [urgency for urgency, rule in rules.urgencies if rule.truth(values)]
    return min([rules.flag.urgency, *holding], key=URGENCIES.index)
