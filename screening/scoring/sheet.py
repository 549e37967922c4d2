"""What do all rules of a bundle say of these values, worked out at once?

A sheet is two generated functions. One is for values in which nothing is missing that a rule reads; the
other also gives what can still come of missing ones. Both are exact. Where an item moves a rule both
ways, its bounds come from the general path (`scoring.rule`), which is also their twin in the tests.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from screening.scoring.code import compile_function
from screening.scoring.compiled import Movers
from screening.scoring.domain import pulls_one_way
from screening.scoring.expressions import substitute
from screening.scoring.formulas import HIGH, LOW, Ends, Leaf, Side, Term, Terms, all_known, term_of
from screening.scoring.polarity import UP, Component, components
from screening.scoring.rule import Known, Rule
from screening.scoring.rulebook import Rulebook

Values = Mapping[str, Any]


class Outcomes(NamedTuple):
    """
    What follows from some values, without words and in the bundle's order.

    What has two ends stands twice, its lowest and its highest; they are the same tuple where nothing is
    missing. `standing` is 2 for a set that is met, 1 not met, 0 not applicable; `points` the scores and
    parts of all sets; `findings` whether each holds, condition by condition; `gates` likewise.
    `reasons` say why a condition stands where it stands (`tiers.TIER_OF`); `reasons_best` and
    `reasons_core` at best why it could, if all or only core items were answered. `strengths` add up
    what speaks for each. `raised` and `urgencies` hold what is certain of the red flags, `asked`
    what is still possible of what a standard visit asks.
    """

    standing: tuple[int, ...]
    standing_high: tuple[int, ...]
    points: tuple[Any, ...]
    points_high: tuple[Any, ...]
    findings: tuple[bool, ...]
    findings_high: tuple[bool, ...]
    gates: tuple[bool, ...]
    gates_high: tuple[bool, ...]
    reasons: tuple[str, ...]
    reasons_best: tuple[str, ...]
    reasons_core: tuple[str, ...]
    strengths: tuple[int, ...]
    raised: tuple[bool, ...]
    asked: tuple[bool, ...]
    urgencies: tuple[bool, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing that any rule reads."""
        return self.standing is self.standing_high and self.findings is self.findings_high


class Sheet:
    """
    The rules of one bundle, compiled together when first needed.

    Args:
        rules: the rulebook of the bundle.
        answerable: the items that a visit could still answer.
        core: those of them that a standard visit asks.
    """

    def __init__(self, rules: Rulebook, answerable: frozenset[str], core: frozenset[str]) -> None:
        self._rules = rules
        self._best, self._core = Side(True, answerable), Side(True, core)
        self._numbered: list[Rule] = []
        self._two_way: dict[str, tuple[str, ...]] = {}

    def outcomes(self, values: Values) -> Outcomes:
        """What the rules say of these values; a missing key is unknown."""
        if not isinstance(values, Known):
            return self._fresh(values)
        if self not in values.outcomes:
            values.outcomes[self] = self._fresh(values)
        return values.outcomes[self]

    def _fresh(self, values: Values) -> Outcomes:
        try:
            return Outcomes._make(self.complete(values))
        except KeyError:  # something is missing
            return Outcomes._make(self.partial(values.get, self._general(values)))

    def _general(self, values: Values) -> Callable[[int], Any]:
        return lambda place: self._numbered[place].bounds(values)

    @cached_property
    def complete(self) -> Callable[[Values], tuple[Any, ...]]:
        """The function of values that hold all that any rule reads; raises KeyError if they do not."""
        terms = Terms()
        results = self._results(_Complete(terms))
        text = terms.function("complete(answers)", lambda name: f"answers[{name}]", results)
        return compile_function(text, "complete", terms.constants)

    @cached_property
    def partial(self) -> Callable[[Callable[[str], Any], Callable[[int], Any]], tuple[Any, ...]]:
        """The function of `values.get` and of what gives the bounds of the rule of a number."""
        terms = Terms()
        results = self._results(_Partial(terms, self._rules, self._numbered))
        text = terms.function("partial(get, general)", lambda name: f"get({name})", results)
        return compile_function(text, "partial", terms.constants)

    def two_way(self, condition: str) -> tuple[str, ...]:
        """The items that no single answer makes best for a condition; while missing, several are tried."""
        if condition not in self._two_way:
            directed = self._rules.movers[condition].directed
            self._two_way[condition] = tuple(_pulling_both_ways(self._rules, directed))
        return self._two_way[condition]

    def _results(self, seen: _Complete | _Partial) -> list[list[Term] | None]:
        """The terms of `Outcomes`, in its order."""
        rules = self._rules
        sets = list(rules.criteria.values())
        points = [rule for found in sets for rule in found.rated()]
        findings = [found.rule for key in rules.movers for found in rules.findings[key]]
        movers = list(rules.movers.values())
        return [
            *seen.both([found.standing for found in sets]),
            *seen.both(points),
            *seen.both(findings),
            *seen.both(list(rules.gates.values())),
            [_reason(seen, each, LOW) for each in movers],
            *(
                [_reason(seen, each, side) for each in movers] if seen.is_partial else None
                for side in (self._best, self._core)
            ),
            [_strength(seen, rules, key) for key in rules.movers],
            [seen.end(flag.raised, LOW) for flag in rules.flags],
            [seen.end(flag.asked, HIGH) for flag in rules.flags],
            [seen.end(rule, LOW) for flag in rules.flags for _, rule in flag.urgencies],
        ]


class _Complete:
    """Rules where every answer is known: both ends are one."""

    is_partial = False

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self._leaf: Leaf = all_known(terms)

    def end(self, rule: Rule, side: Side) -> Term:
        return term_of(rule.node, LOW, self.terms, self._leaf)

    def both(self, rules: Sequence[Rule]) -> tuple[list[Term], None]:
        return [self.end(rule, LOW) for rule in rules], None


class _Partial:
    """Rules where answers may be missing, each seen from the side that is asked for."""

    is_partial = True

    def __init__(self, terms: Terms, rules: Rulebook, numbered: list[Rule]) -> None:
        self.terms = terms
        self._rules = rules
        self._numbered = numbered
        self._leaf: Leaf = Ends(terms, rules.domains, rules.derived_nodes)
        self._bounds: dict[Rule, Term | None] = {}

    def end(self, rule: Rule, side: Side) -> Term:
        term = term_of(rule.node, side, self.terms, self._leaf)
        bounds = self._bounds_of(rule)
        return term if bounds is None else self.terms.bound_or(bounds, int(side.is_up), term)

    def both(self, rules: Sequence[Rule]) -> tuple[list[Term], list[Term]]:
        return [self.end(rule, LOW) for rule in rules], [self.end(rule, HIGH) for rule in rules]

    def _bounds_of(self, rule: Rule) -> Term | None:
        """The bounds by the general path where an item is missing that moves the rule both ways."""
        if rule not in self._bounds:
            names = list(_pulling_both_ways(self._rules, [(rule, UP)]))
            self._bounds[rule] = self.terms.bounds_if_missing(len(self._numbered), names) if names else None
            self._numbered.append(rule)
        return self._bounds[rule]


def _pulling_both_ways(rules: Rulebook, directed: Iterable[tuple[Rule, int]]) -> Iterator[str]:
    """The items of which no single answer pulls all these rules furthest in their directions."""
    found: dict[str, list[Component]] = {}
    for rule, direction in directed:
        for part in _base_parts(rule.node, direction, rules.derived_nodes):
            found.setdefault(part.name, []).append(part)
    for name, parts in found.items():
        if not pulls_one_way(rules.domains[name], parts):
            yield name


def _base_parts(node: ast.expr, direction: int, derived: Mapping[str, ast.expr]) -> Iterator[Component]:
    """The parts as `formulas.Ends` cuts them: of a derived value, those of what it is made of."""
    for part in components(node, direction):
        if part.name in derived:
            yield from _base_parts(substitute(part.node, derived), part.direction, derived)
        else:
            yield part


def _reason(seen: _Complete | _Partial, movers: Movers, side: Side) -> Term:
    """The first rule of architecture section 5 and ADR 0014 that fits, as `tiers.standing` has it."""
    terms = seen.terms

    def holding(rules: Iterable[Rule]) -> list[Term]:
        return [seen.end(rule, side) for rule in rules]

    def say(reason: str) -> Term:
        return terms.constant(reason)

    found = say("too_little")
    for reason, rules in (("red_flag", movers.flags), ("screening_met", movers.screening)):
        if rules:
            found = terms.choice(terms.joined(" or ", holding(rules)), say(reason), found)
    moderate, strong = holding(movers.moderate), holding(rule for rule, _ in movers.strong)
    if movers.one_moderate and moderate:
        found = terms.choice(terms.joined(" or ", moderate), say("one_moderate"), found)
    if len(moderate) >= 2:
        found = terms.choice(_at_least_two(terms, moderate), say("two_moderate"), found)
    if strong:
        found = terms.choice(terms.joined(" or ", strong), say("one_strong"), found)
    observed = holding(rule for rule, is_observed in movers.strong if is_observed)
    if len(strong) >= 2 and observed:
        both = terms.joined(" and ", [_at_least_two(terms, strong), terms.joined(" or ", observed)])
        against = [seen.end(rule, LOW) for rule in movers.against]
        two_strong = say("two_strong")
        if against:
            two_strong = terms.choice(terms.joined(" or ", against), say("held_back"), two_strong)
        found = terms.choice(both, two_strong, found)
    if movers.decisive:
        found = terms.choice(terms.joined(" or ", holding(movers.decisive)), say("criteria_met"), found)
    if movers.gate is not None:
        found = terms.choice(seen.end(movers.gate, HIGH), found, say("gate_closed"))
    return found


def _at_least_two(terms: Terms, holding: Sequence[Term]) -> Term:
    return terms.call("at_least", [terms.constant(2), *holding])


def _strength(seen: _Complete | _Partial, rules: Rulebook, condition: str) -> Term:
    """The summed points of what speaks for a condition."""
    terms = seen.terms
    by_points: dict[int, list[Term]] = {}
    for found in rules.findings[condition]:
        if found.bearing.direction == "for":
            by_points.setdefault(found.points, []).append(seen.end(found.rule, LOW))
    sums = [terms.constant(0)] if len(by_points) == 1 else []
    for points, holding in by_points.items():
        count = terms.joined(" + ", holding)
        sums.append(count if points == 1 else terms.joined(" * ", [terms.constant(points), count]))
    return terms.joined(" + ", sums) if sums else terms.constant(0)
