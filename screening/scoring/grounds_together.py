"""In which ways is each red flag of a bundle raised, all of them found in one go where nothing is missing?"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from screening.scoring.code import compile_alike, compile_rule
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
        nodes: list[ast.expr] = []
        self.places: list[slice] = []
        """Where the ways of each flag stand among all; nowhere where a flag is not written as ways."""
        for flag in flags:
            ways = flag.grounds.ways
            begin = len(nodes)
            if ways is not None:
                nodes += [conjunction(*self._answered_yes(group)) for group in ways.groups]
            self.places.append(slice(begin, len(nodes)))
        self._names = tuple(dict.fromkeys(name for node in nodes for name in names_in(node)))
        self._call: Callable[..., Holds] = compile_alike(nodes, self._names)

    def holds(self, values: Mapping[str, Any]) -> Holds:
        """Which ways of all flags hold; none that could be told where an answer to any of them is missing."""
        try:
            return self._call(*map(values.__getitem__, self._names))
        except KeyError:
            return ()

    def _answered_yes(self, parts: Sequence[ast.expr]) -> Iterator[ast.expr]:
        """The parts of a way; one that a "no" makes true asks beside it for another answer than no."""
        for part in parts:
            (name,) = names_in(part)
            if compile_rule(part, [name])(_NO[self._domains[name].type]):
                is_no = ast.UnaryOp(ast.Not(), ast.Name(name, ast.Load()))
                yield ast.UnaryOp(ast.Not(), is_no)
            yield part
