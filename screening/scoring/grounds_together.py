"""In which ways is each red flag of a bundle raised, all of them found in one go where nothing is missing?"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from screening.scoring.code import compile_grouped, compile_rule
from screening.scoring.domain import Domain
from screening.scoring.expressions import conjunction, names_in
from screening.scoring.flag_rules import FlagRules

Holds = tuple[bool, ...]

_NO: Mapping[str, Any] = {"boolean": False, "integer": 0, "decimal": 0, "choice": "", "set": frozenset()}
"""What was answered no, by the type of the item."""


class GroundsTogether:
    """
    The ways of `grounds.Grounds`, of all flags as one function of known values.

    A way counts as `Grounds.of` first sees it: on what was not answered no.
    """

    def __init__(self, flags: Sequence[FlagRules], domains: Mapping[str, Domain]) -> None:
        self._domains = domains
        nodes = [self._nodes(flag) for flag in flags]
        self._names = tuple(
            dict.fromkeys(name for group in nodes for node in group for name in names_in(node))
        )
        self._call: Callable[..., tuple[Holds, ...]] = compile_grouped(nodes, self._names)
        self._none: tuple[Holds, ...] = ((),) * len(nodes)

    def holds(self, values: Mapping[str, Any]) -> tuple[Holds, ...]:
        """
        For each flag, which of its ways hold.

        None are told of a flag that is not written as ways, nor of any where an answer to one is missing.
        """
        try:
            return self._call(*map(values.__getitem__, self._names))
        except KeyError:
            return self._none

    def _nodes(self, flag: FlagRules) -> list[ast.expr]:
        ways = flag.grounds.ways
        return [conjunction(*self._answered_yes(group)) for group in ways.groups] if ways else []

    def _answered_yes(self, parts: Sequence[ast.expr]) -> Iterator[ast.expr]:
        """The parts of a way; one that a "no" makes true asks beside it for another answer than no."""
        for part in parts:
            (name,) = names_in(part)
            if compile_rule(part, [name])(_NO[self._domains[name].type]):
                is_no = ast.UnaryOp(ast.Not(), ast.Name(name, ast.Load()))
                yield ast.UnaryOp(ast.Not(), is_no)
            yield part
