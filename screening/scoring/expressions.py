"""What may be written in a rule, and does it fit the answers it reads?

A rule is a small subset of Python's expression syntax, parsed with `ast` and checked node by node
against a closed list. Nothing is evaluated here.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TypeVar

BOOLEAN, NUMBER, CHOICE, SET = "boolean", "number", "choice", "set"

Noted = TypeVar("Noted")

MOST_PARSED = 4096
"""How many parsed rules a process keeps; a rule is read by many and parsed once."""

_COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
_ON_SETS = {"count": NUMBER, "includes": BOOLEAN, "includes_any": BOOLEAN}
_ON_BOOLEANS = {"at_least": BOOLEAN, "number_true": NUMBER, "points": NUMBER}
_ON_NUMBERS = {"highest": NUMBER, "lowest": NUMBER}
FUNCTIONS = frozenset({**_ON_SETS, **_ON_BOOLEANS, **_ON_NUMBERS})


class ExpressionFault(ValueError):
    """A rule that cannot be used; the message says what to mend, `column` where it stands (from 0)."""

    def __init__(self, message: str, column: int = 0) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True)
class Kind:
    """What a name stands for: its type and, for choices and sets, the values it offers."""

    type: str
    values: frozenset[str] = frozenset()


@lru_cache(maxsize=MOST_PARSED)
def parse(text: str) -> ast.expr:
    """
    Parse the text of a rule; the same text gives the same nodes, which nobody may change.

    Raises:
        ExpressionFault: not one expression, or a node outside the closed list.
    """
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionFault(f"cannot be read as a rule: {text!r}") from error
    _check_closed(node, text.strip())
    return node


def names_in(node: ast.AST) -> tuple[str, ...]:
    """The names a rule reads, in order of first appearance."""
    return _noted(node, "names_read", _names)


def written(node: ast.AST) -> str:
    """How a rule is written; two that read alike are written alike, wherever they stand."""
    return _noted(node, "written", ast.dump)


def _noted(node: ast.AST, note: str, work_out: Callable[[ast.AST], Noted]) -> Noted:
    """What was worked out of a node, kept with it: nodes are asked again and again and never change."""
    found: Noted | None = getattr(node, note, None)
    if found is None:
        found = work_out(node)
        setattr(node, note, found)
    return found


def check(node: ast.expr, kinds: Mapping[str, Kind], expected: str) -> None:
    """
    Check that every name is known and every operation fits its operands.

    Args:
        node: a parsed rule.
        kinds: name -> what it stands for.
        expected: `BOOLEAN` or `NUMBER`, what the whole rule must be.

    Raises:
        ExpressionFault: an unknown name, an option that is not offered, a type that does not fit.
    """
    found = _type_of(node, kinds)
    if found != expected:
        raise ExpressionFault(f"must be a {expected}, but is a {found}", node.col_offset)


def substitute(node: ast.expr, replacements: Mapping[str, ast.expr]) -> ast.expr:
    """The rule with names replaced by the rules they stand for; the original stays as it is."""
    if not replacements or not set(names_in(node)) & set(replacements):
        return node
    return _Substitution(replacements).visit(_copy(node))  # type: ignore[no-any-return]


def constants_in(node: ast.AST) -> tuple[int | Decimal, ...]:
    """The numbers written in a rule, smallest first."""
    found = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and _is_number(n.value)}
    return tuple(sorted(found))  # type: ignore[arg-type]


def negate(node: ast.expr) -> ast.expr:
    """The rule that holds when this one does not."""
    return ast.UnaryOp(ast.Not(), node)


def conjunction(*nodes: ast.expr) -> ast.expr:
    """The rule that holds when all of these do."""
    return nodes[0] if len(nodes) == 1 else ast.BoolOp(ast.And(), list(nodes))


def call(function: str, *arguments: ast.expr | int) -> ast.expr:
    """A call of one of the closed functions, for rules that are put together by code."""
    values = [ast.Constant(a) if isinstance(a, int) else a for a in arguments]
    return ast.Call(ast.Name(function, ast.Load()), values, [])


def plus(left: ast.expr, right: ast.expr) -> ast.expr:
    """The sum of two number rules."""
    return ast.BinOp(left, ast.Add(), right)


class _Substitution(ast.NodeTransformer):
    def __init__(self, replacements: Mapping[str, ast.expr]) -> None:
        self.replacements = replacements

    def visit_Call(self, node: ast.Call) -> ast.AST:
        node.args = [self.visit(argument) for argument in node.args]
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        found = self.replacements.get(node.id)
        return node if found is None else _copy(found)


def _copy(node: ast.expr) -> ast.expr:
    """A deep copy; `ast` nodes are mutable and rules share their parts."""
    fields = {
        name: [_copy(v) if isinstance(v, ast.expr) else v for v in value]
        if isinstance(value, list)
        else _copy(value)
        if isinstance(value, ast.expr)
        else value
        for name, value in ast.iter_fields(node)
    }
    made: ast.expr = type(node)(**fields)  # type: ignore[arg-type]
    return ast.copy_location(made, node) if hasattr(node, "lineno") else made


def _names(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.Name):
        return (node.id,)
    children = node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
    return tuple(dict.fromkeys(name for child in children for name in names_in(child)))


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _check_closed(node: ast.AST, text: str, depth: int = 0) -> None:
    """Refuse every node that is not on the list; make decimals of written fractions."""
    if depth > 40:
        raise ExpressionFault("is nested too deeply; name its parts")
    column = getattr(node, "col_offset", 0)
    match node:
        case ast.Constant(value=bool() | int() | str()):
            return
        case ast.Constant(value=float()):
            node.value = _decimal(ast.get_source_segment(text, node) or "", column)  # type: ignore[assignment]
            return
        case ast.Name():
            return
        case ast.BoolOp(op=ast.And() | ast.Or(), values=values):
            children: list[ast.AST] = list(values)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            children = [operand]
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult(), right=right):
            children = [left, right]
        case ast.Compare(left=left, ops=ops, comparators=others):
            children = [left, *_comparators(ops, others, column)]
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
            children = list(arguments)
        case ast.Call(func=ast.Name(id=name)):
            raise ExpressionFault(f"there is no function {name!r}", column)
        case _:
            raise ExpressionFault(f"{type(node).__name__} is not allowed in a rule", column)
    for child in children:
        _check_closed(child, text, depth + 1)


def _decimal(written: str, column: int) -> Decimal:
    """The number as it is written, not as a float rounds it."""
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise ExpressionFault(f"{written!r} is not a number", column) from None
    if not number.is_finite():
        raise ExpressionFault("a number must be finite", column)
    return number


def _comparators(ops: list[ast.cmpop], others: list[ast.expr], column: int) -> list[ast.AST]:
    found: list[ast.AST] = []
    for op, other in zip(ops, others, strict=True):
        if isinstance(op, _COMPARISONS):
            found.append(other)
        elif isinstance(op, ast.In) and isinstance(other, ast.Tuple) and len(ops) == 1:
            found.extend(other.elts)
        else:
            raise ExpressionFault(f"comparison {type(op).__name__} is not allowed", column)
    return found


def _type_of(node: ast.expr, kinds: Mapping[str, Kind]) -> str:
    match node:
        case ast.Constant(value=bool()):
            return BOOLEAN
        case ast.Constant(value=str()):
            return "text"
        case ast.Constant():
            return NUMBER
        case ast.Name(id=name):
            if name not in kinds:
                raise ExpressionFault(f"unknown name {name!r}", node.col_offset)
            return kinds[name].type
        case ast.BoolOp(values=values):
            return _all(values, BOOLEAN, kinds, BOOLEAN)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _all([operand], BOOLEAN, kinds, BOOLEAN)
        case ast.UnaryOp(operand=operand):
            return _all([operand], NUMBER, kinds, NUMBER)
        case ast.BinOp(left=left, op=op, right=right):
            if isinstance(op, ast.Mult) and not any(isinstance(side, ast.Constant) for side in (left, right)):
                raise ExpressionFault("only multiplication by a written number is allowed", node.col_offset)
            return _all([left, right], NUMBER, kinds, NUMBER)
        case ast.Compare():
            return _compare_type(node, kinds)
        case ast.Call():
            return _call_type(node, kinds)
    raise ExpressionFault(f"{type(node).__name__} is not allowed in a rule")


def _all(nodes: list[ast.expr], wanted: str, kinds: Mapping[str, Kind], result: str) -> str:
    for node in nodes:
        found = _type_of(node, kinds)
        if found != wanted:
            raise ExpressionFault(
                f"expected a {wanted} here, found a {found}", getattr(node, "col_offset", 0)
            )
    return result


def _compare_type(node: ast.Compare, kinds: Mapping[str, Kind]) -> str:
    left = node.left
    if isinstance(left, ast.Name) and left.id in kinds and kinds[left.id].type == CHOICE:
        return _choice_type(node, left.id, kinds[left.id].values)
    if any(isinstance(op, ast.In) for op in node.ops):
        raise ExpressionFault("`in` compares a choice with its options", node.col_offset)
    return _all([left, *node.comparators], NUMBER, kinds, BOOLEAN)


def _choice_type(node: ast.Compare, name: str, offered: frozenset[str]) -> str:
    other = node.comparators[0]
    if len(node.ops) != 1 or not isinstance(node.ops[0], ast.Eq | ast.NotEq | ast.In):
        raise ExpressionFault(f"{name} is a choice: use ==, != or in", node.col_offset)
    _offered(name, other.elts if isinstance(other, ast.Tuple) else [other], offered)
    return BOOLEAN


def _offered(name: str, values: list[ast.expr], offered: frozenset[str]) -> None:
    for value in values:
        if not isinstance(value, ast.Constant) or value.value not in offered:
            text = value.value if isinstance(value, ast.Constant) else ast.unparse(value)
            raise ExpressionFault(f"{name} offers no option {text!r}", getattr(value, "col_offset", 0))


def _call_type(node: ast.Call, kinds: Mapping[str, Kind]) -> str:
    function = node.func.id if isinstance(node.func, ast.Name) else ""
    arguments = node.args
    if not arguments:
        raise ExpressionFault(f"{function} needs arguments", getattr(node, "col_offset", 0))
    if function in _ON_SETS:
        return _set_call_type(node, function, kinds)
    if function in _ON_NUMBERS:
        return _all(arguments, NUMBER, kinds, NUMBER)
    if function == "number_true":
        return _all(arguments, BOOLEAN, kinds, NUMBER)
    number, booleans = (
        (arguments[0], arguments[1:]) if function == "at_least" else (arguments[-1], arguments[:-1])
    )
    if not isinstance(number, ast.Constant) or not _is_number(number.value) or not booleans:
        raise ExpressionFault(
            f"{function} needs a written number and conditions", getattr(node, "col_offset", 0)
        )
    if function == "points" and (len(booleans) != 1 or number.value < 0):  # type: ignore[operator]
        raise ExpressionFault(
            "points takes one condition and a number of at least 0", getattr(node, "col_offset", 0)
        )
    return _all(booleans, BOOLEAN, kinds, _ON_BOOLEANS[function])


def _set_call_type(node: ast.Call, function: str, kinds: Mapping[str, Kind]) -> str:
    first = node.args[0]
    if not isinstance(first, ast.Name) or first.id not in kinds or kinds[first.id].type != SET:
        name = ast.unparse(first)
        raise ExpressionFault(f"{function} takes an item with several answers, not {name!r}", node.col_offset)
    if (function == "count") != (len(node.args) == 1):
        raise ExpressionFault(f"{function} has the wrong number of arguments", node.col_offset)
    _offered(first.id, node.args[1:], kinds[first.id].values)
    return _ON_SETS[function]
