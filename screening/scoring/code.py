"""How does a checked rule become a function? The one place where code is generated.

Only nodes that passed `expressions.parse` arrive here. Every name becomes an argument with a prefix,
so that nothing but the closed helpers below can be reached.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

HELPERS: dict[str, Any] = {"__builtins__": {}, "max": max, "min": min, "len": len}
PREFIX = "answer_"


def compile_rule(node: ast.expr, names: Sequence[str]) -> Callable[..., Any]:
    """
    Make a function of a checked rule.

    Args:
        node: a rule that passed `expressions.parse` and `expressions.check`.
        names: the names it reads, in the order in which their values will be given.

    Returns:
        A function of known values: booleans, int or Decimal, option text, frozensets.
    """
    constants: dict[str, Any] = {}
    body = _Generation(constants).visit(node)
    arguments = ast.arguments(
        posonlyargs=[ast.arg(PREFIX + name) for name in names],
        args=[], kwonlyargs=[], kw_defaults=[], defaults=[],
    )  # fmt: skip
    tree = ast.fix_missing_locations(ast.Expression(ast.Lambda(arguments, body)))
    function = eval(compile(tree, "<rule>", "eval"), {**HELPERS, **constants})
    return function  # type: ignore[no-any-return]


def compile_together(nodes: Sequence[ast.expr], name: str) -> Callable[[Any], tuple[Any, ...]]:
    """One function of the value of `name` that gives the values of several checked rules reading it alone."""
    function: Callable[[Any], tuple[Any, ...]] = compile_rule(ast.Tuple(list(nodes), ast.Load()), [name])
    return function


class _Generation(ast.NodeTransformer):
    """Rebuilds each node from the closed list; a node it does not know cannot pass."""

    def __init__(self, constants: dict[str, Any]) -> None:
        self.constants = constants

    def generic_visit(self, node: ast.AST) -> ast.AST:
        raise TypeError(f"{type(node).__name__} has no place in a rule")

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if not isinstance(node.value, Decimal):
            return ast.Constant(node.value)
        name = f"decimal_{len(self.constants)}"
        self.constants[name] = node.value
        return ast.Name(name, ast.Load())

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Name(PREFIX + node.id, ast.Load())

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        return ast.BoolOp(node.op, [self.visit(value) for value in node.values])

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        return ast.UnaryOp(node.op, self.visit(node.operand))

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        return ast.BinOp(self.visit(node.left), node.op, self.visit(node.right))

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        return ast.Compare(self.visit(node.left), node.ops, [self.visit(other) for other in node.comparators])

    def visit_Tuple(self, node: ast.Tuple) -> ast.expr:
        return ast.Tuple([self.visit(element) for element in node.elts], ast.Load())

    def visit_Call(self, node: ast.Call) -> ast.expr:
        arguments = [self.visit(argument) for argument in node.args]
        function = node.func.id if isinstance(node.func, ast.Name) else ""
        return _CALLS[function](arguments)


def _called(function: str) -> Callable[[list[ast.expr]], ast.expr]:
    return lambda arguments: ast.Call(ast.Name(function, ast.Load()), arguments, [])


def _extreme(function: str) -> Callable[[list[ast.expr]], ast.expr]:
    def made(arguments: list[ast.expr]) -> ast.expr:
        return arguments[0] if len(arguments) == 1 else _called(function)(arguments)

    return made


def _sum(values: list[ast.expr]) -> ast.expr:
    """True counts as 1; `0 +` makes a number of a single condition."""
    total: ast.expr = ast.Constant(0)
    for value in values:
        total = ast.BinOp(total, ast.Add(), value)
    return total


def _includes_any(arguments: list[ast.expr]) -> ast.expr:
    tests: list[ast.expr] = [ast.Compare(value, [ast.In()], [arguments[0]]) for value in arguments[1:]]
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.Or(), tests)


_CALLS: dict[str, Callable[[list[ast.expr]], ast.expr]] = {
    "count": _called("len"),
    "includes": _includes_any,
    "includes_any": _includes_any,
    "number_true": _sum,
    "at_least": lambda arguments: ast.Compare(_sum(arguments[1:]), [ast.GtE()], [arguments[0]]),
    "points": lambda arguments: ast.IfExp(arguments[0], arguments[1], ast.Constant(0)),
    "highest": _extreme("max"),
    "lowest": _extreme("min"),
}
