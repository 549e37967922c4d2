"""What raises a red flag, and which of the answers given does a raised one rest on?"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from screening.evidence.schema import RedFlag
from screening.scoring.code import compile_alike
from screening.scoring.expressions import names_in
from screening.scoring.rule import Reading, Rule

Known = Mapping[str, Any]


@dataclass(frozen=True)
class FlagRules:
    """
    A red flag's rules: `raised` joins all that raises it, `asked` what a standard visit asks of it.
    """

    flag: RedFlag
    raised: Rule
    asked: Rule
    trigger: Rule
    urgencies: tuple[tuple[str, Rule], ...]

    def raising(self, values: Known) -> list[str]:
        """The known items a raised flag rests on: each belongs to a smallest group that is enough alone."""
        known = {item: values[item] for item in self._items if item in values}
        positive = {item: value for item, value in known.items() if value}
        live = self._alternatives.holding(positive)
        if live:  # it nearly always stands without what was answered no
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
        stands = self._alternatives.stands
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
    def _items(self) -> tuple[str, ...]:
        return tuple(sorted(self.raised.items))

    @cached_property
    def _alternatives(self) -> _Alternatives:
        return _Alternatives(self.raised.variant({}))


class _Alternatives:
    """What raises a flag, each by itself; only the whole where an item pulls it both ways."""

    def __init__(self, whole: Reading) -> None:
        self._whole = whole
        nodes = list(_parts_of_or(whole.node)) if whole.is_one_way else [whole.node]
        self._reads = [names_in(node) for node in nodes]
        self._call: Callable[..., tuple[bool, ...]] = compile_alike(nodes, whole.names)

    def holding(self, known: Known) -> list[tuple[str, ...]]:
        """For each alternative that holds for certain, the names it reads."""
        if not self._whole.is_one_way:
            return [self._whole.names] if self._whole.holds(known) else []
        holds = self._call(*map(known.get, self._whole.names, self._whole.floor))
        return [names for names, is_held in zip(self._reads, holds, strict=True) if is_held]

    def stands(self, known: Known) -> bool:
        return self._whole.holds(known)


def _parts_of_or(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        for value in node.values:
            yield from _parts_of_or(value)
    else:
        yield node
