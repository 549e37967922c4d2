"""Does a published set of criteria hold, and if that is not known, which answers decide it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from screening.scoring.pivotal import open_items
from screening.scoring.rule import Bounds, Reading, Rule, completions
from screening.scoring.rulebook import CriterionRules

MET, NOT_MET, UNDETERMINED, NOT_APPLICABLE = "met", "not_met", "undetermined", "not_applicable"
_STANDING = {0: NOT_APPLICABLE, 1: NOT_MET, 2: MET}
LARGEST_EXACT = 3


@dataclass(frozen=True)
class CriterionResult:
    """
    What a set of criteria says of these answers.

    `deciding` is the smallest set of unanswered items some answers of which make the set met
    whatever the rest (found by trying up to three, then greedily with `exact` false); `open` every
    unanswered item that can still change the status.
    """

    id: str
    status: str
    score: Bounds | None
    parts: Mapping[str, Bounds]
    deciding: tuple[str, ...]
    exact: bool
    open: tuple[str, ...]


def evaluate(rules: CriterionRules, values: Mapping[str, Any]) -> CriterionResult:
    """
    Evaluate one set of criteria.

    Args:
        rules: its compiled rules.
        values: known values as `answers.known_values` gives them.
    """
    status = status_of(rules, values)
    deciding: tuple[str, ...] = ()
    exact = True
    still_open: tuple[str, ...] = ()
    if status == UNDETERMINED:
        deciding, exact = smallest_deciding(rules.met, values)
        still_open = open_items(rules.standing, values)
    return CriterionResult(
        id=rules.criterion.id,
        status=status,
        score=rules.score.bounds(values) if rules.score else None,
        parts={key: rule.bounds(values) for key, rule in rules.parts.items()},
        deciding=deciding,
        exact=exact,
        open=still_open,
    )


def status_of(rules: CriterionRules, values: Mapping[str, Any]) -> str:
    """The status alone; settled only where every completion agrees."""
    standing = rules.standing.bounds(values)
    return _STANDING[standing.low] if standing.low == standing.high else UNDETERMINED


def smallest_deciding(rule: Rule, values: Mapping[str, Any]) -> tuple[tuple[str, ...], bool]:
    """
    The smallest set of unanswered items some answers of which make a rule true whatever the rest.

    Returns:
        The items in the order in which the rule reads them, and whether no smaller set exists for
        certain. Empty when no answers can make it true.
    """
    if not rule.bounds(values).high:
        return (), True
    reading = rule.variant(values)
    known = reading.known(values)
    unknown = tuple(name for name in reading.names if name not in known)
    for size in range(1, min(LARGEST_EXACT, len(unknown)) + 1):
        for chosen in combinations(unknown, size):
            if _can_settle(reading, known, {name: reading.axis(name).highest for name in chosen}):
                return chosen, True
    return _greedy(reading, known, unknown), len(unknown) <= LARGEST_EXACT


def _can_settle(reading: Reading, known: Mapping[str, Any], choices: Mapping[str, tuple[Any, ...]]) -> bool:
    return any(reading.bounds({**known, **chosen}).low for chosen in completions(choices))


def _greedy(reading: Reading, known: Mapping[str, Any], unknown: tuple[str, ...]) -> tuple[str, ...]:
    """Answer everything so that the rule holds, then take back what it does not need, from either end."""
    kept: tuple[str, ...] = unknown
    for chosen in completions({name: reading.axis(name).highest for name in unknown}):
        if not reading.bounds({**known, **chosen}).low:
            continue
        for order in (unknown, unknown[::-1]):
            needed = _needed(reading, known, chosen, order)
            if len(needed) < len(kept):
                kept = tuple(name for name in unknown if name in needed)
    return kept


def _needed(
    reading: Reading, known: Mapping[str, Any], chosen: Mapping[str, Any], order: tuple[str, ...]
) -> set[str]:
    """The answers left when each in turn is taken back that the rule still holds without."""
    needed = dict(chosen)
    for name in order:
        rest = {key: value for key, value in needed.items() if key != name}
        if reading.bounds({**known, **rest}).low:
            needed = rest
    return set(needed)
