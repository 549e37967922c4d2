"""Which of the answers given does a raised flag rest on?

Nearly every flag can be written as ways of being raised, each a group of parts that read one answer; then
what it rests on is found on these groups. Where it cannot, answers are taken back one by one.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import compress, product
from typing import Any, NamedTuple

from screening.scoring.code import compile_alike
from screening.scoring.expressions import names_in
from screening.scoring.rule import Reading

MOST_WAYS = 256
"""Ways of being raised up to which a flag is written as such."""
MOST_KEPT = 1024
"""Patterns of ways that hold of which the items are kept; a pattern says nothing of one patient."""

Known = Mapping[str, Any]
Parts = tuple[ast.expr, ...]


class Grounds:
    """What a raised flag rests on, by the reading of its rule over items alone."""

    def __init__(self, whole: Reading) -> None:
        self._whole = whole
        self._items = tuple(sorted(whole.names))
        self._kept: dict[tuple[bool, ...], tuple[str, ...]] = {}

    def of(self, values: Known) -> list[str]:
        """The known items that belong to a smallest group which is enough alone, in order of key."""
        ways = self.ways
        if ways is None:
            return self.by_taking_back(values)
        get = values.get
        holds = ways.call(*[get(name) or low for name, low in ways.floor])
        if True not in holds:  # it nearly always stands without what was answered no
            holds = ways.call(*[get(name, low) for name, low in ways.floor])
        items = self._kept.get(holds)
        if items is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            items = self._kept[holds] = ways.kept(holds)
        return [*items]

    @cached_property
    def ways(self) -> Ways | None:
        """The ways in which the flag can be raised; None where it cannot be written so."""
        whole = self._whole
        groups = _groups(whole.node) if whole.floor else None
        if groups is None or len(groups) > MOST_WAYS:
            return None
        parts = [part for group in groups for part in group]
        if any(compile_alike(parts, whole.names)(*whole.floor)):
            return None  # some part holds with nothing known
        bits = {item: 1 << place for place, item in enumerate(reversed(self._items))}
        alternatives = zip(self._alternatives.nodes, self._alternatives.reads, strict=True)
        alone = [reads for node, reads in alternatives for _ in _groups(node) or ()]
        return Ways(
            groups=tuple(groups),
            floor=tuple(zip(whole.names, whole.floor, strict=True)),
            bits=tuple((item, bits[item]) for item in self._items),
            masks=tuple(sum(bits[name] for name in _names(group)) for group in groups),
            enough=tuple(bits[reads[0]] if len(reads) == 1 else 0 for reads in alone),
            call=compile_alike([_conjunction(group) for group in groups], whole.names),
        )

    def by_taking_back(self, values: Known) -> list[str]:
        """The same by trying; the path for any rule, and the twin of the other in the tests."""
        known = {item: values[item] for item in self._items if item in values}
        positive = {item: value for item, value in known.items() if value}
        live = self._alternatives.holding(positive)
        if live:
            known = positive
        else:
            live = self._alternatives.holding(known)
        helping = {name for names in live for name in names}
        known = {item: value for item, value in known.items() if item in helping}
        enough = [item for item in known if (item,) in live]
        return [item for item in known if item in enough or self._rests_on(item, known, enough)]

    def _rests_on(self, item: str, known: Known, enough: list[str]) -> bool:
        """
        Whether an answer stays when all are dropped that the flag stands without, this one last.

        While an answer that is enough alone still waits for its turn, all before it can be dropped; so the
        last of these is where dropping begins to matter.
        """
        stands = self._whole.holds
        left = {
            name: value for name, value in known.items() if name == item or not enough or name > enough[-1]
        }
        if not stands(left):
            return False
        for other in [*(name for name in left if name != item), item]:
            without = {name: value for name, value in left.items() if name != other}
            if stands(without):
                left = without
        return item in left

    @cached_property
    def _alternatives(self) -> _Alternatives:
        return _Alternatives(self._whole)


class Ways(NamedTuple):
    """
    The ways in which a flag can be raised, each a set of items as bits, the first item the highest bit.

    `groups` are the parts of each way, all of which hold where it does. `floor` names each item with the
    answer that pulls it furthest down. `enough` is, for each way, the bit of the item that raises the flag
    alone by it, else 0.
    """

    groups: tuple[Parts, ...]
    floor: tuple[tuple[str, Any], ...]
    bits: tuple[tuple[str, int], ...]
    masks: tuple[int, ...]
    enough: tuple[int, ...]
    call: Callable[..., tuple[bool, ...]]

    def kept(self, holds: Sequence[bool]) -> tuple[str, ...]:
        """
        What the flag rests on, by which of the ways hold.

        Dropping what can be dropped, item after item and one of them last, leaves the least of the sets,
        this item taken for the lowest bit. Only what comes after the last that is enough alone can matter.
        """
        masks = set(compress(self.masks, holds))
        union = kept = 0
        for mask in masks:
            union |= mask
        for bit in compress(self.enough, holds):
            kept |= bit
        last = kept & -kept
        for bit in _bits(union & ~kept):
            ways = [(mask & ~bit, mask & bit) for mask in masks if not last or mask & ~bit < last]
            if ways and min(ways)[1]:
                kept |= bit
        return tuple(item for item, bit in self.bits if kept & bit)


def _bits(mask: int) -> Iterator[int]:
    while mask:
        bit = mask & -mask
        yield bit
        mask ^= bit


def _groups(node: ast.expr) -> list[Parts] | None:
    """A rule as groups of parts that read one name each, any of which is enough; None where it is not so."""
    match node:
        case ast.BoolOp(op=ast.Or(), values=values):
            return _any_of(values)
        case ast.Call(func=ast.Name(id="at_least"), args=[ast.Constant(value=1), *values]):
            return _any_of(values)
        case ast.BoolOp(op=ast.And(), values=values):
            factors = [_groups(value) for value in values]
            found: list[Parts] = [()]
            for factor in factors:
                if factor is None or len(found) * len(factor) > MOST_WAYS:
                    return None
                found = [(*one, *other) for one, other in product(found, factor)]
            return found
    return [(node,)] if len(names_in(node)) == 1 else None


def _any_of(nodes: Sequence[ast.expr]) -> list[Parts] | None:
    found: list[Parts] = []
    for node in nodes:
        groups = _groups(node)
        if groups is None:
            return None
        found += groups
    return found


def _names(group: Parts) -> set[str]:
    return {name for part in group for name in names_in(part)}


def _conjunction(group: Parts) -> ast.expr:
    return group[0] if len(group) == 1 else ast.BoolOp(ast.And(), list(group))


class _Alternatives:
    """What raises a flag, each by itself; only the whole where an item pulls it both ways."""

    def __init__(self, whole: Reading) -> None:
        self._whole = whole
        self.nodes = list(_parts_of_or(whole.node)) if whole.is_one_way else [whole.node]
        self.reads = [names_in(node) for node in self.nodes]
        self._call: Callable[..., tuple[bool, ...]] = compile_alike(self.nodes, whole.names)

    def holding(self, known: Known) -> list[tuple[str, ...]]:
        """For each alternative that holds for certain, the names it reads."""
        if not self._whole.is_one_way:
            return [self._whole.names] if self._whole.holds(known) else []
        holds = self._call(*map(known.get, self._whole.names, self._whole.floor))
        return [names for names, is_held in zip(self.reads, holds, strict=True) if is_held]


def _parts_of_or(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        for value in node.values:
            yield from _parts_of_or(value)
    else:
        yield node
