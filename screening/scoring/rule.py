"""What can still be said of a rule while some answers are missing?

Bounds are exact: they equal what trying every completion would give (ADR 0002). Known answers go
straight into the compiled rule. An unknown item is represented by the few answers that pull the rule
furthest down or up; a rule is monotone in what it can tell apart, so no other answer goes further.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

from screening.scoring.code import compile_rule
from screening.scoring.domain import Axis, Domain, axis_of
from screening.scoring.expressions import ExpressionFault, constants_in, names_in, substitute
from screening.scoring.polarity import Component, components

if TYPE_CHECKING:
    from screening.scoring.sheet import Outcomes, Sheet

MOST_CELLS = 4096
"""How many combinations of extreme answers a rule may need; the loader refuses more (architecture 5)."""

Values = Mapping[str, Any]
_ABSENT = object()


class Known(dict[str, Any]):
    """
    What is known of one patient; keeps the bounds of every rule already asked about it.

    `supposing` adds answers that are only supposed: rules that read none of them keep their bounds.
    """

    def __init__(
        self, values: Values, base: Known | None = None, supposed: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(values)
        self.seen: dict[Rule, Bounds] = {}
        self.outcomes: dict[Sheet, Outcomes] = {}
        self.base = base
        self.supposed = supposed

    def supposing(self, answers: Values) -> Known:
        """What would be known with these answers too."""
        return Known({**self, **answers}, self, frozenset(answers))


class Bounds(NamedTuple):
    """The smallest and the largest value a rule can still take."""

    low: Any
    high: Any

    @property
    def truth(self) -> bool | None:
        """True or False where it is settled, None where it is not known."""
        return bool(self.low) if self.low == self.high else None


@dataclass(eq=False)
class Rule:
    """A compiled rule over items and derived values whose domains are known."""

    node: ast.expr
    domains: Mapping[str, Domain]
    derived: Mapping[str, ast.expr] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._variants: dict[frozenset[str], Reading] = {frozenset(): Reading(self.node, self.domains)}
        self._derivable = tuple(name for name in self._reads(self.node) if name in self.derived)

    def bounds(self, values: Values) -> Bounds:
        """The exact bounds given what is known; a missing key is unknown."""
        if not isinstance(values, Known):
            return self.variant(values).bounds(values)
        found = values.seen.get(self)
        if found is None:
            found = values.seen[self] = self._fresh_bounds(values)
        return found

    def _fresh_bounds(self, values: Known) -> Bounds:
        if values.base is not None and self.items.isdisjoint(values.supposed):
            return self.bounds(values.base)
        return self.variant(values).bounds(values)

    def truth(self, values: Values) -> bool | None:
        """Whether the rule holds: True, False or None for not known."""
        return self.bounds(values).truth

    def settled(self, values: Values) -> Any:
        """The value of the rule where all that it reads is known, else None."""
        reading = self.variant(values)
        try:
            return reading.call(*[values[name] for name in reading.names])
        except KeyError:
            return None

    def unknown(self, values: Values) -> tuple[str, ...]:
        """The unanswered items and underived values that the rule reads."""
        return tuple([name for name in self.variant(values).names if name not in values])

    @cached_property
    def items(self) -> frozenset[str]:
        """Every item the rule reads, directly or through derived values."""
        return frozenset(self.variant({}).names)

    def variant(self, values: Values) -> Reading:
        """The rule with each derived value that is not known replaced by what it is made of."""
        if not self._derivable:
            return self._variants[frozenset()]
        missing = frozenset(name for name in self._derivable if name not in values)
        if missing not in self._variants:
            node = self.node
            for _ in missing:
                node = substitute(node, {name: self.derived[name] for name in missing})
            self._variants[missing] = Reading(node, self.domains)
        return self._variants[missing]

    def _reads(self, node: ast.expr) -> list[str]:
        found = list(names_in(node))
        for name in found:
            if name in self.derived:
                found += [inner for inner in names_in(self.derived[name]) if inner not in found]
        return found


class Reading:
    """One reading of a rule: a compiled function and, made when first needed, the axes of its names."""

    def __init__(self, node: ast.expr, domains: Mapping[str, Domain]) -> None:
        self.node = node
        self.names = names_in(node)
        self._domains = domains
        self._axes: dict[str, Axis] = {}

    @cached_property
    def call(self) -> Callable[..., Any]:
        """The function of the values of all names; compiled when first needed."""
        return compile_rule(self.node, self.names)

    @cached_property
    def parts(self) -> Mapping[str, list[Component]]:
        """Name -> the parts of the rule that read only it."""
        found: dict[str, list[Component]] = {name: [] for name in self.names}
        for part in components(self.node):
            found[part.name].append(part)
        return found

    @cached_property
    def written(self) -> frozenset[Any]:
        """The numbers written in the rule and their neighbours, where it is likely to turn."""
        return frozenset(c + step for c in constants_in(self.node) for step in (-1, 0, 1))

    def axis(self, name: str) -> Axis:
        """How the rule sees an unknown name."""
        if name not in self._axes:
            self._axes[name] = axis_of(self._domains[name], self.parts[name])
        return self._axes[name]

    def bounds(self, values: Values) -> Bounds:
        get = values.get
        given = [get(name, _ABSENT) for name in self.names]
        if _ABSENT not in given:
            value = self.call(*given)
            return Bounds(value, value)
        unknown = {place: self.axis(self.names[place]) for place, v in enumerate(given) if v is _ABSENT}
        if all(axis.is_single for axis in unknown.values()):
            return self._between(given, unknown)
        lows: list[tuple[Any, ...]] = [(value,) for value in given]
        highs = list(lows)
        for place, axis in unknown.items():
            lows[place], highs[place] = axis.lowest, axis.highest
        return Bounds(_furthest(min, self._tried(lows), False), _furthest(max, self._tried(highs), True))

    def _between(self, given: list[Any], unknown: Mapping[int, Axis]) -> Bounds:
        """The bounds where each unknown name pulls one way only: one call each."""
        for place, axis in unknown.items():
            given[place] = axis.lowest[0]
        low = self.call(*given)
        for place, axis in unknown.items():
            given[place] = axis.highest[0]
        return Bounds(low, self.call(*given))

    def holds(self, known: Values) -> bool:
        """Whether the rule holds for certain with what is known, whatever the rest."""
        if self.floor:
            return bool(self.call(*map(known.get, self.names, self.floor)))
        choices = [(known[name],) if name in known else self.axis(name).lowest for name in self.names]
        return all(self.call(*given) for given in product(*choices))

    @cached_property
    def floor(self) -> tuple[Any, ...]:
        """The one answer to each name that pulls furthest down; nothing where some name has several."""
        lowest = [self.axis(name).lowest for name in self.names]
        return tuple(answers[0] for answers in lowest) if all(len(each) == 1 for each in lowest) else ()

    @cached_property
    def is_one_way(self) -> bool:
        """Whether each name it reads, by itself, pulls it one way."""
        return all(self.axis(name).is_single for name in self.names)

    def _tried(self, choices: list[tuple[Any, ...]]) -> Iterator[Any]:
        if prod(len(choice) for choice in choices) > MOST_CELLS:
            raise ExpressionFault(
                f"needs more than {MOST_CELLS} cells to be exact; write it in simpler parts"
            )
        return (self.call(*chosen) for chosen in product(*choices))

    def check_cells(self) -> None:
        """Raise `ExpressionFault` when bounds with nothing known would need too many cells."""
        for side in ("lowest", "highest"):
            if prod(len(getattr(self.axis(name), side)) for name in self.names) > MOST_CELLS:
                raise ExpressionFault(f"needs more than {MOST_CELLS} cells to be exact")


def _furthest(pick: Callable[[Any, Any], Any], tried: Iterator[Any], end: bool) -> Any:
    """The smallest or the largest value; no more is tried once a condition has reached its end."""
    found = next(tried)
    for value in tried:
        if found is end:
            break
        found = pick(found, value)
    return found


def completions(choices: Mapping[str, Iterable[Any]]) -> Iterator[dict[str, Any]]:
    """Every way of choosing one value for each name."""
    names = list(choices)
    for chosen in product(*choices.values()):
        yield dict(zip(names, chosen, strict=True))
