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
    Evaluate one red flag: raised by its trigger or by the direct answer, absent only if both are no.

    Args:
        rules: its compiled rules.
        values: known values as `answers.known_values` gives them.
    """
    truth = rules.raised.truth(values)
    status = NOT_EXCLUDED if truth is None else RAISED if truth else ABSENT
    return FlagResult(
        id=rules.flag.id,
        status=status,
        urgency=_urgency(rules, values),
        contradiction=status == RAISED and values.get(rules.flag.direct) is False,
    )


def _urgency(rules: FlagRules, values: Mapping[str, Any]) -> str:
    """The highest urgency whose condition holds; the flag's own where none does."""
    holding = [urgency for urgency, rule in rules.urgencies if rule.truth(values)]
    return min([rules.flag.urgency, *holding], key=URGENCIES.index)
