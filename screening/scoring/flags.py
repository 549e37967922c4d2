"""Is there a danger sign? Red flags stand outside every score; nothing can outvote them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from screening.scoring.bundle import Bundle
from screening.scoring.flag_rules import FlagRules

RAISED, NOT_EXCLUDED, ABSENT = "raised", "not_excluded", "absent"
URGENCIES = ("emergency", "same_day", "urgent", "soon")


class FlagResult(NamedTuple):
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
    holding = [urgency for urgency, rule in rules.urgencies if rule.truth(values)]
    could_be = rules.asked.truth(values) is not False
    return _result(rules, values, bool(rules.raised.truth(values)), could_be, holding)


def evaluate_all(bundle: Bundle, values: Mapping[str, Any]) -> Iterator[FlagResult]:
    """Evaluate every red flag of a bundle by its sheet; in authored order."""
    found = bundle.rules.sheet.outcomes(values)
    holds = iter(found.urgencies)
    for rules, raised, could_be in zip(bundle.rules.flags, found.raised, found.asked, strict=True):
        holding = [urgency for urgency, _ in rules.urgencies if next(holds)] if rules.urgencies else []
        yield _result(rules, values, raised, could_be, holding)


def _result(
    rules: FlagRules, values: Mapping[str, Any], raised: bool, could_be: bool, holding: list[str]
) -> FlagResult:
    flag = rules.flag
    return FlagResult(
        id=flag.id,
        status=status_of(raised, could_be),
        urgency=urgency_of(rules, holding) if holding else flag.urgency,
        contradiction=raised and values.get(flag.direct) is False,
    )


def status_of(raised: bool, could_be: bool) -> str:
    """What is said of a flag by whether it is raised, and whether it still could be."""
    return RAISED if raised else NOT_EXCLUDED if could_be else ABSENT


def urgency_of(rules: FlagRules, holding: Iterable[str]) -> str:
    """The highest urgency whose condition holds counts; the flag's own where none does."""
    return min([rules.flag.urgency, *holding], key=URGENCIES.index)
