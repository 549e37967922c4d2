"""In which direction does each part of a rule move the whole?

A rule is cut into its largest parts that read a single name. Each part moves the whole up (+1),
down (-1) or either way (0). The whole is monotone in parts of one direction; that is what makes the
bounds of `scoring.rule` exact.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from screening.scoring.expressions import names_in, written

UP, DOWN, EITHER = 1, -1, 0


@dataclass(frozen=True)
class Component:
    """
    A part of a rule that reads only `name`, and the direction in which it moves the whole.

    Two parts that are written alike and move the whole alike are equal.
    """

    name: str
    node: ast.expr = field(compare=False)
    direction: int
    written: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "written", written(self.node))


def components(node: ast.expr, direction: int = UP) -> list[Component]:
    """
    Cut a checked rule into its largest single-name parts.

    Args:
        node: a rule that passed `expressions.check`.
        direction: how the whole moves with this node.

    Returns:
        The parts in reading order; a part that stands twice is returned twice.
    """
    names = names_in(node)
    if not names:
        return []
    if len(names) == 1:
        return [Component(names[0], node, direction)]
    return [found for child, sign in _children(node) for found in components(child, direction * sign)]


def _children(node: ast.expr) -> list[tuple[ast.expr, int]]:
    match node:
        case ast.BoolOp(values=values):
            return [(value, UP) for value in values]
        case ast.UnaryOp(operand=operand):
            return [(operand, DOWN)]
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return [(left, UP), (right, DOWN)]
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return [(left, DOWN if is_negative(right) else UP), (right, DOWN if is_negative(left) else UP)]
        case ast.BinOp(left=left, right=right):
            return [(left, UP), (right, UP)]
        case ast.Compare(left=left, ops=ops, comparators=others):
            return _comparison(left, ops, others)
        case ast.Call(args=arguments):
            return [(argument, UP) for argument in arguments if not isinstance(argument, ast.Constant)]
    raise TypeError(f"{type(node).__name__} has no place in a rule")


def is_negative(factor: ast.expr) -> bool:
    """Whether a written factor is below 0."""
    return isinstance(factor, ast.UnaryOp) or (isinstance(factor, ast.Constant) and factor.value < 0)  # type: ignore[operator]


def _comparison(left: ast.expr, ops: list[ast.cmpop], others: list[ast.expr]) -> list[tuple[ast.expr, int]]:
    """A chain is the conjunction of its pairs: the middle of `4 <= x <= 6` moves it both ways."""
    found: list[tuple[ast.expr, int]] = []
    for first, op, second in zip([left, *others], ops, others, strict=False):
        if isinstance(op, ast.GtE | ast.Gt):
            found += [(first, UP), (second, DOWN)]
        elif isinstance(op, ast.LtE | ast.Lt):
            found += [(first, DOWN), (second, UP)]
        else:
            found += [(first, EITHER), (second, EITHER)]
    return found
