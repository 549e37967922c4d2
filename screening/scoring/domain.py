"""Which answers to one item can a rule tell apart, and which of them are the extremes?"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from screening.scoring.bundle import Item
from screening.scoring.code import compile_alike
from screening.scoring.expressions import ExpressionFault, constants_in
from screening.scoring.polarity import EITHER, Component

MOST_VALUES = 60_000
"""How many answers of one item are looked through at most; more and the loader refuses the rule."""


MOST_AXES = 4096
"""How many axes a process keeps; many rules see an item alike."""

LONGEST_CHAIN = 256
"""How many answers are put in order at most; a search takes longer ones apart one by one."""


@dataclass(frozen=True)
class Domain:
    """All values an unanswered item or derived value may still take, as far as rules can see."""

    type: str
    minimum: int | Decimal = 0
    maximum: int | Decimal = 0
    members: tuple[str, ...] = ()
    exclusive: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Axis:
    """
    One unknown item as a rule sees it.

    `lowest` and `highest` hold one answer for each way of pulling the rule down or up that no other
    way outdoes; `cells` one answer for each thing the rule can tell apart, and `chain` the same from
    the lowest pull to the highest where they can be put in such an order, else nothing. `ladder` are
    some of the cells, in small steps from the lowest pull to the highest. `told_by` holds for each cell
    what the parts of the rule make of it, `directions` where each part pulls.
    """

    lowest: tuple[Any, ...]
    highest: tuple[Any, ...]
    cells: tuple[Any, ...]
    told_by: tuple[tuple[Any, ...], ...] = ()
    directions: tuple[int, ...] = ()

    @cached_property
    def chain(self) -> tuple[Any, ...]:
        return self._answers(_in_order(self.told_by, self.directions))

    @cached_property
    def ladder(self) -> tuple[Any, ...]:
        return self._answers(_ladder(self.told_by, self.directions))

    def _answers(self, signatures: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
        answers = dict(zip(self.told_by, self.cells, strict=True))
        return tuple(answers[signature] for signature in signatures)

    @cached_property
    def is_single(self) -> bool:
        """Whether one answer pulls furthest down and one furthest up."""
        return len(self.lowest) == len(self.highest) == 1


def domain_of_item(item: Item) -> Domain:
    """The answers an item may take; an option that means "not assessed" is not among them."""
    if item.type == "boolean":
        return Domain("boolean")
    if item.type in {"ordinal", "integer", "decimal"}:
        kind = "decimal" if item.type == "decimal" else "integer"
        return Domain(kind, item.minimum or 0, item.maximum or 0)
    return Domain("choice" if item.type == "choice" else "set", 0, 0, item.values, item.exclusive)


def axis_of(domain: Domain, parts: Sequence[Component]) -> Axis:
    """
    Sort the answers of an unknown item by what the parts of a rule make of them.

    Args:
        domain: the values the item may take.
        parts: all single-name parts of the rule(s) that read it, with their directions.

    Raises:
        ExpressionFault: more than `MOST_VALUES` answers would have to be looked through.
    """
    return _axis(domain, tuple(dict.fromkeys(parts)))


def pulls_one_way(domain: Domain, parts: Sequence[Component]) -> bool:
    """Whether one answer pulls furthest down in all these parts, and one furthest up."""
    distinct = set(parts)
    if len(distinct) == 1 and EITHER not in {part.direction for part in distinct}:
        return True
    return axis_of(domain, parts).is_single


@lru_cache(maxsize=MOST_AXES)
def _axis(domain: Domain, parts: tuple[Component, ...]) -> Axis:
    signature_of = compile_alike([part.node for part in parts], [parts[0].name])
    directions = [part.direction for part in parts]
    seen: dict[tuple[Any, ...], Any] = {}
    for count, value in enumerate(_values(domain, parts)):
        if count > MOST_VALUES:
            raise ExpressionFault(f"{parts[0].name} has too many answers to tell apart")
        seen.setdefault(signature_of(value), value)
    signatures = list(seen)
    return Axis(
        lowest=tuple(seen[s] for s in _extremes(signatures, [-d for d in directions])),
        highest=tuple(seen[s] for s in _extremes(signatures, directions)),
        cells=tuple(seen.values()),
        told_by=tuple(signatures),
        directions=tuple(directions),
    )


def _in_order(signatures: Sequence[tuple[Any, ...]], directions: Sequence[int]) -> list[tuple[Any, ...]]:
    """The signatures from the lowest to the highest, each outdoing the one before; else nothing."""
    if len(signatures) > LONGEST_CHAIN:
        return []
    ordered = sorted(
        signatures, key=lambda one: sum(_outdoes(one, other, directions) for other in signatures)
    )
    pairs = zip(ordered, ordered[1:], strict=False)
    return ordered if all(_outdoes(later, earlier, directions) for earlier, later in pairs) else []


def _ladder(signatures: Sequence[tuple[Any, ...]], directions: Sequence[int]) -> list[tuple[Any, ...]]:
    """Signatures of which each outdoes the one before, the smallest steps first."""
    rungs: list[tuple[Any, ...]] = []
    for signature in sorted(signatures, key=lambda s: sum(v * d for v, d in zip(s, directions, strict=True))):
        if not rungs or _outdoes(signature, rungs[-1], directions):
            rungs.append(signature)
    return rungs


def _extremes(signatures: Sequence[tuple[Any, ...]], directions: Sequence[int]) -> list[tuple[Any, ...]]:
    """The signatures that no other signature outdoes in every part."""
    kept: list[tuple[Any, ...]] = []
    for signature in signatures:
        if any(_outdoes(other, signature, directions) for other in kept):
            continue
        kept = [other for other in kept if not _outdoes(signature, other, directions)]
        kept.append(signature)
    return kept


def _outdoes(one: tuple[Any, ...], other: tuple[Any, ...], directions: Sequence[int]) -> bool:
    for mine, theirs, direction in zip(one, other, directions, strict=True):
        if mine == theirs:
            continue
        if direction == EITHER or (mine > theirs) != (direction > 0):
            return False
    return True


def _values(domain: Domain, parts: Sequence[Component]) -> Iterator[Any]:
    if domain.type == "boolean":
        return iter((False, True))
    if domain.type == "integer":
        return iter(range(int(domain.minimum), int(domain.maximum) + 1))
    if domain.type == "decimal":
        return iter(_decimals(domain, parts))
    if domain.type == "choice":
        return iter(domain.members)
    return _sets(domain, parts)


def _decimals(domain: Domain, parts: Sequence[Component]) -> list[Decimal]:
    """The written thresholds, one value between each two, and the ends of the range."""
    written = {Decimal(c) for part in parts for c in constants_in(part.node)}
    low, high = Decimal(domain.minimum), Decimal(domain.maximum)
    marks = sorted({low, high, *(c for c in written if low < c < high)})
    return sorted({*marks, *((a + b) / 2 for a, b in zip(marks, marks[1:], strict=False))})


def _sets(domain: Domain, parts: Sequence[Component]) -> Iterator[frozenset[str]]:
    """
    One set for each way of choosing from members that the rule cannot tell apart.

    Members named by the same `includes` calls are alike; only how many of them are in a set can
    matter. Without `count` even that matters only as none or some.
    """
    groups, counted = _reads(parts)
    alike: dict[tuple[bool, ...], list[str]] = {}
    for member in domain.members:
        if member not in domain.exclusive:
            alike.setdefault(tuple(member in group for group in groups), []).append(member)
    if not counted:
        alike = {key: members for key, members in alike.items() if any(key)}
    for chosen in _told_apart(alike, counted):
        taken = zip(alike.values(), chosen, strict=True)
        yield frozenset(member for members, number in taken for member in members[:number])
    for member in domain.members:
        if member in domain.exclusive:
            yield frozenset({member})


def _told_apart(alike: Mapping[tuple[bool, ...], Sequence[str]], counted: bool) -> list[tuple[int, ...]]:
    """
    How many to take of each kind of members, once for each set that `includes` and `count` can tell apart.

    Built up kind by kind: of two ways to the same groups and the same count only the first is kept.
    """
    ways: dict[tuple[frozenset[int], int], tuple[int, ...]] = {(frozenset(), 0): ()}
    for named_by, members in alike.items():
        groups = frozenset(place for place, is_named in enumerate(named_by) if is_named)
        sizes = range(len(members) + 1) if counted else range(2)
        grown: dict[tuple[frozenset[int], int], tuple[int, ...]] = {}
        for (met, count), chosen in ways.items():
            for size in sizes:
                key = (met | groups if size else met, count + size if counted else 0)
                grown[key] = min(grown.get(key, (*chosen, size)), (*chosen, size))
        ways = grown
    return sorted(ways.values())


def _reads(parts: Sequence[Component]) -> tuple[list[frozenset[str]], bool]:
    groups: list[frozenset[str]] = []
    counted = False
    for part in parts:
        for node in ast.walk(part.node):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                counted = counted or node.func.id == "count"
                if node.func.id in {"includes", "includes_any"}:
                    groups.append(frozenset(a.value for a in node.args[1:] if isinstance(a, ast.Constant)))  # type: ignore[misc]
    return list(dict.fromkeys(groups)), counted
