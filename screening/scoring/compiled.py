"""How do the rules of one criteria set, of one finding and of one condition's tier hang together?"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from screening.evidence.schema import Bearing, Criterion, Finding
from screening.scoring.expressions import names_in, parse, substitute
from screening.scoring.polarity import DOWN, UP
from screening.scoring.rule import Rule


@dataclass(frozen=True)
class CriterionRules:
    """
    The compiled rules of one criteria set.

    `standing` is 2 where the set is met, 1 where it applies but is not met, 0 where its entry fails.
    """

    criterion: Criterion
    standing: Rule
    met: Rule
    score: Rule | None
    parts: Mapping[str, Rule]

    def rated(self) -> tuple[Rule, ...]:
        """All that counts points: the score, where there is one, then the parts."""
        return (*([self.score] if self.score else []), *self.parts.values())

    @cached_property
    def id(self) -> str:
        return self.criterion.id


@dataclass(frozen=True)
class FindingRule:
    """One finding as it bears on one condition; `points` is 1 weak, 2 moderate, 3 strong."""

    finding: Finding
    bearing: Bearing
    rule: Rule
    points: int
    observed: bool

    @cached_property
    def citations(self) -> tuple[str, ...]:
        return (self.bearing.source,)

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The names that stand in the rule itself."""
        return names_in(self.rule.node)

    @cached_property
    def items(self) -> tuple[str, ...]:
        """Every item it rests on, in order of key."""
        return tuple(sorted(self.rule.items))


@dataclass(frozen=True)
class Movers:
    """
    The rules that can move one condition's tier.

    `strong` pairs each strong finding for it with whether it was observed; `decisive` are its
    diagnostic and classification sets, `screening` its screening sets, `flags` red flags naming it.
    `one_moderate` says whether a single moderate finding is enough.
    """

    gate: Rule | None
    strong: tuple[tuple[Rule, bool], ...]
    moderate: tuple[Rule, ...]
    against: tuple[Rule, ...]
    decisive: tuple[Rule, ...]
    screening: tuple[Rule, ...]
    flags: tuple[Rule, ...]
    one_moderate: bool = False

    @cached_property
    def directed(self) -> tuple[tuple[Rule, int], ...]:
        """Every rule with the direction in which it moves the tier."""
        up = [
            *(rule for rule, _ in self.strong),
            *self.moderate,
            *self.decisive,
            *self.screening,
            *self.flags,
        ]
        up += [self.gate] if self.gate else []
        return tuple((rule, UP) for rule in up) + tuple((rule, DOWN) for rule in self.against)

    @cached_property
    def items(self) -> frozenset[str]:
        return frozenset(item for rule, _ in self.directed for item in rule.items)


def sources_of(criterion: Criterion) -> tuple[str, ...]:
    """What a criteria set cites: itself, its thresholds and its figures."""
    cited = [
        criterion.source,
        *(t.source for t in criterion.thresholds),
        *(p.source for p in criterion.performance),
    ]
    return tuple(dict.fromkeys(cited))


def parts_of(criterion: Criterion) -> dict[str, ast.expr]:
    """The parts of a criteria set over items alone: a part may name the parts before it."""
    parts: dict[str, ast.expr] = {}
    for part in criterion.parts:
        parts[part.id] = substitute(parse(part.expression), parts)
    return parts
