"""Does a published set of criteria hold, and if that is not known, which answers decide it?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations, product
from math import prod
from typing import Any, NamedTuple

from screening.scoring.compiled import CriterionRules
from screening.scoring.pivotal import open_items
from screening.scoring.rule import Bounds, Reading, Rule, completions

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
    standing = rules.standing.bounds(values)
    searched = missing(rules, values) if standing.low != standing.high else SETTLED
    return CriterionResult(
        id=rules.criterion.id,
        status=status_between(standing.low, standing.high),
        score=rules.score.bounds(values) if rules.score else None,
        parts={key: rule.bounds(values) for key, rule in rules.parts.items()},
        deciding=searched.deciding,
        exact=searched.exact,
        open=searched.open,
    )


class Missing(NamedTuple):
    """What of the unanswered items decides a set, as in `CriterionResult`."""

    deciding: tuple[str, ...]
    exact: bool
    open: tuple[str, ...]


SETTLED = Missing((), True, ())


def missing(rules: CriterionRules, values: Mapping[str, Any]) -> Missing:
    """Which unanswered items decide a set whose status is not settled."""
    deciding, exact = smallest_deciding(rules.met, values)
    return Missing(deciding, exact, open_items(rules.standing, values))


def status_of(rules: CriterionRules, values: Mapping[str, Any]) -> str:
    """The status alone; settled only where every completion agrees."""
    return status_between(*rules.standing.bounds(values))


def status_between(low: int, high: int) -> str:
    """The status of a set whose standing lies between these two."""
    return _STANDING[low] if low == high else UNDETERMINED


def smallest_deciding(rule: Rule, values: Mapping[str, Any]) -> tuple[tuple[str, ...], bool]:
    """
    The smallest set of unanswered items some answers of which make a rule true whatever the rest.

    Returns:
        The items in the order in which the rule reads them, and whether no smaller set exists for
        certain. Empty when no answers can make it true.
    """
    if not rule.bounds(values).high:
        return (), True
    missing = rule.unknown(values)
    if len(missing) == 1:
        return missing, True
    return _Gap(rule.variant(values), values).smallest_deciding()


class _Gap:
    """One reading of a rule, with the answers that are known and those that are missing."""

    def __init__(self, reading: Reading, values: Mapping[str, Any]) -> None:
        self._call = reading.call
        self._places = {name: at for at, name in enumerate(reading.names) if name not in values}
        self._missing = tuple(self._places)
        axes = {name: reading.axis(name) for name in self._missing}
        self._highest = {name: axis.highest for name, axis in axes.items()}
        self._lowest = {name: axis.lowest for name, axis in axes.items() if len(axis.lowest) > 1}
        self._is_one_way = all(axis.is_single for axis in axes.values())
        # what is missing is answered so as to pull furthest down; where several answers do, `_lowest` has all
        self._given = [axes[name].lowest[0] if name in axes else values[name] for name in reading.names]

    def smallest_deciding(self) -> tuple[tuple[str, ...], bool]:
        needed = {name for name in self._missing if self._is_needed(name)}
        others = [name for name in self._missing if name not in needed]
        for size in range(max(1, len(needed)), min(LARGEST_EXACT, len(self._missing)) + 1):
            for some in combinations(others, size - len(needed)):
                chosen = needed.union(some)
                if self._can_settle(chosen):
                    return tuple(name for name in self._missing if name in chosen), True
        return self._greedy(), len(self._missing) <= LARGEST_EXACT

    def _is_needed(self, name: str) -> bool:
        """Whether no answers to all the others settle the rule; not asked where they are too many to try."""
        others = [other for other in self._missing if other != name]
        if prod(len(self._highest[other]) for other in others) > MOST_TRIED:
            return False
        return not self._can_settle(others)

    def _can_settle(self, names: Collection[str]) -> bool:
        """Whether some answers to these make the rule hold whatever the rest."""
        if self._is_one_way:
            given = list(self._given)
            for name in names:
                given[self._places[name]] = self._highest[name][0]
            return bool(self._call(*given))
        tried = product(*[self._highest[name] for name in names])
        return any(self._holds_with(dict(zip(names, answers, strict=True))) for answers in tried)

    def _holds_with(self, chosen: Mapping[str, Any]) -> bool:
        given = list(self._given)
        for name, answer in chosen.items():
            given[self._places[name]] = answer
        rest = [name for name in self._lowest if name not in chosen]
        for lowest in product(*[self._lowest[name] for name in rest]):
            for name, answer in zip(rest, lowest, strict=True):
                given[self._places[name]] = answer
            if not self._call(*given):
                return False
        return True

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
