"""Does a published set of criteria hold, and if that is not known, which answers decide it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from math import prod
from typing import Any, NamedTuple

from screening.scoring.bundle import Bundle
from screening.scoring.pivotal import open_items
from screening.scoring.rule import Bounds, Reading, Rule, completions
from screening.scoring.rulebook import CriterionRules

MET, NOT_MET, UNDETERMINED, NOT_APPLICABLE = "met", "not_met", "undetermined", "not_applicable"
_STANDING = {0: NOT_APPLICABLE, 1: NOT_MET, 2: MET}
LARGEST_EXACT = 3
MOST_TRIED = 64
"""Ways of answering all other items up to which it is found out whether an item cannot be done without."""


class CriterionResult(NamedTuple):
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
    Evaluate one set of criteria, rule by rule.

    Args:
        rules: its compiled rules.
        values: known values as `answers.known_values` gives them.
    """
    points = [rule.bounds(values) for rule in rules.rated()]
    return _result(rules, values, rules.standing.bounds(values), points)


def evaluate_all(bundle: Bundle, values: Mapping[str, Any]) -> Iterator[CriterionResult]:
    """Evaluate every set of a bundle by its sheet; in authored order."""
    found = bundle.rules.sheet.outcomes(values)
    standings = map(Bounds, found.standing, found.standing_high)
    points = map(Bounds, found.points, found.points_high)
    for rules, standing in zip(bundle.rules.criteria.values(), standings, strict=True):
        yield _result(rules, values, standing, list(islice(points, rules.rates)))


def _result(
    rules: CriterionRules, values: Mapping[str, Any], standing: Bounds, points: Sequence[Bounds]
) -> CriterionResult:
    status = _status(standing)
    deciding: tuple[str, ...] = ()
    exact = True
    still_open: tuple[str, ...] = ()
    if status == UNDETERMINED:
        deciding, exact = smallest_deciding(rules.met, values)
        still_open = open_items(rules.standing, values)
    score, parts = (points[0], points[1:]) if rules.score else (None, points)
    return CriterionResult(
        id=rules.criterion.id,
        status=status,
        score=score,
        parts=dict(zip(rules.parts, parts, strict=True)),
        deciding=deciding,
        exact=exact,
        open=still_open,
    )


def status_of(rules: CriterionRules, values: Mapping[str, Any]) -> str:
    """The status alone; settled only where every completion agrees."""
    return _status(rules.standing.bounds(values))


def _status(standing: Bounds) -> str:
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
    return _Gap(rule.variant(values), values).smallest_deciding()


class _Gap:
    """One reading of a rule, with the answers that are known and those that are missing."""

    def __init__(self, reading: Reading, values: Mapping[str, Any]) -> None:
        self._call = reading.call
        self._names = reading.names
        self._values = values
        self._missing = tuple(name for name in reading.names if name not in values)
        self._lowest = {name: reading.axis(name).lowest for name in self._missing}
        self._highest = {name: reading.axis(name).highest for name in self._missing}

    def smallest_deciding(self) -> tuple[tuple[str, ...], bool]:
        needed = {name for name in self._missing if self._is_needed(name)}
        others = [name for name in self._missing if name not in needed]
        for size in range(max(1, len(needed)), min(LARGEST_EXACT, len(self._missing)) + 1):
            for some in combinations(others, size - len(needed)):
                chosen = tuple(name for name in self._missing if name in needed or name in some)
                if self._can_settle(chosen):
                    return chosen, True
        return self._greedy(), len(self._missing) <= LARGEST_EXACT

    def _is_needed(self, name: str) -> bool:
        """Whether no answers to all the others settle the rule; not asked where they are too many to try."""
        others = [other for other in self._missing if other != name]
        if prod(len(self._highest[other]) for other in others) > MOST_TRIED:
            return False
        return not self._can_settle(others)

    def _can_settle(self, names: Iterable[str]) -> bool:
        return any(self._holds_with(chosen) for chosen in completions({n: self._highest[n] for n in names}))

    def _holds_with(self, chosen: Mapping[str, Any]) -> bool:
        """Whether the rule holds for certain with these answers, whatever the others."""
        choices = [
            (self._values[name],)
            if name in self._values
            else (chosen[name],)
            if name in chosen
            else self._lowest[name]
            for name in self._names
        ]
        return all(self._call(*given) for given in product(*choices))

    def _greedy(self) -> tuple[str, ...]:
        """Answer everything so that the rule holds, then take back what it does not need, from either end."""
        kept = self._missing
        for chosen in completions(self._highest):
            if not self._holds_with(chosen):
                continue
            for order in (self._missing, self._missing[::-1]):
                needed = self._needed(chosen, order)
                if len(needed) < len(kept):
                    kept = tuple(name for name in self._missing if name in needed)
        return kept

    def _needed(self, chosen: Mapping[str, Any], order: tuple[str, ...]) -> set[str]:
        """The answers left when each in turn is taken back that the rule still holds without."""
        needed = dict(chosen)
        for name in order:
            rest = {key: value for key, value in needed.items() if key != name}
            if self._holds_with(rest):
                needed = rest
        return set(needed)
