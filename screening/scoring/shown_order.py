"""In which order are conditions listed: by tier, by what a raised red flag names, by strength, by name?

Each condition gets one whole number, so that a list is sorted without comparing piece by piece; a smaller
number stands further up, and what is left of it below `count` says which condition it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress, product

from screening.scoring.bundle import Bundle
from screening.scoring.tiers import SUGGESTED, TIERS


class ShownOrder:
    """
    The order of one bundle's conditions.

    `by_name` are all conditions in order of name; equal names stay in the bundle's order. `firsts` hold, for
    whether a condition was known before and whether a raised flag names it, tier -> its first number.
    """

    def __init__(self, bundle: Bundle) -> None:
        rules = bundle.rules
        self.by_name = tuple(sorted(rules.weighed, key=rules.names.__getitem__))
        self.count = len(self.by_name)
        self.places = {key: place for place, key in enumerate(self.by_name)}
        self._named = tuple(flag.names or "" for flag in bundle.red_flags)
        most = sum(finding.points for found in rules.findings.values() for finding in found)
        ranks = [_rank(bundle, *each) for each in product(TIERS, (False, True), (False, True))]
        steps = {rank: step for step, rank in enumerate(sorted(set(ranks)))}
        self.firsts: Mapping[tuple[bool, bool], Mapping[str, int]] = {
            (known, named): {
                tier: (steps[_rank(bundle, tier, known, named)] * (most + 1) + most) * self.count
                for tier in TIERS
            }
            for known, named in product((False, True), repeat=2)
        }

    def named(self, raised: Sequence[bool]) -> frozenset[str]:
        """The conditions that raised red flags name."""
        return frozenset(compress(self._named, raised))

    def number(self, condition: str, tier: str, strength: int, known: bool, named: bool) -> int:
        """Where a condition is listed."""
        return self.firsts[known, named][tier] - strength * self.count + self.places[condition]


def _rank(bundle: Bundle, tier: str, known: bool, named: bool) -> tuple[int, ...]:
    """What counts before strength: suggestions that were known before come after new ones (ADR 0014)."""
    place = TIERS.index(tier)
    if not bundle.weighing.danger_first:
        return (place,)
    group = 2 if tier not in SUGGESTED else 1 if known else 0
    return (group, place, not named)
