"""How does a checked rule become a function? Here, and for whole bundles in `formulas`, code is generated.

Only nodes that passed `expressions.parse` arrive here. They are written out again as text, node by node
from a closed list: answers become arguments, written values become literals, and nothing but `max`,
`min` and `len` can be reached. `points(sign and level > 2.5, 2)` becomes

    lambda answer_sign, answer_level, /: (2 if (answer_sign and answer_level > decimal_0) else 0)

The text that says which of many conditions hold is filled in by such a function too (`compile_forms`).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from screening.scoring.expressions import ExpressionFault

HELPERS: Mapping[str, Any] = {"__builtins__": {}, "max": max, "min": min, "len": len}
PREFIX = "answer_"
MOST_JOINED = 16
OPERATORS: Mapping[type[ast.AST], str] = {
    ast.And: " and ", ast.Or: " or ", ast.Add: "+", ast.Sub: "-", ast.Mult: "*",
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip

NameText = Callable[[str], str]


class Constants:
    """The decimals that some code reads, each under one name; all other written values are literals."""

    def __init__(self) -> None:
        self._names: dict[Decimal, str] = {}

    def text(self, value: object) -> str:
        """How a written value stands in the code."""
        if isinstance(value, Decimal):
            return self._names.setdefault(value, f"decimal_{len(self._names)}")
        if isinstance(value, bool | int | str):
            return repr(value)
        raise TypeError(f"{type(value).__name__} has no place in a rule")

    def scope(self) -> dict[str, Any]:
        """All that the code can reach."""
        return {**HELPERS, **{name: value for value, name in self._names.items()}}


def compile_rule(node: ast.expr, names: Sequence[str]) -> Callable[..., Any]:
    """
    Make a function of a checked rule.

    Args:
        node: a rule that passed `expressions.parse` and `expressions.check`.
        names: the names it reads, in the order in which their values will be given.

    Returns:
        A function of known values: booleans, int or Decimal, option text, frozensets.
    """
    constants = Constants()
    return _lambda(node_text(node, _argument, constants), names, constants)


def compile_alike(nodes: Sequence[ast.expr], names: Sequence[str]) -> Callable[..., tuple[Any, ...]]:
    """One function of the same names that gives the values of several checked rules."""
    constants = Constants()
    body = tuple_text(node_text(node, _argument, constants) for node in nodes)
    return _lambda(body, names, constants)


def compile_grouped(
    groups: Sequence[Sequence[ast.expr]], names: Sequence[str]
) -> Callable[..., tuple[tuple[Any, ...], ...]]:
    """The same with the values of each group in a tuple of their own."""
    constants = Constants()
    bodies = (tuple_text(node_text(node, _argument, constants) for node in group) for group in groups)
    return _lambda(tuple_text(bodies), names, constants)


class Entry(NamedTuple):
    """Text that stands in a list where any of some conditions holds (nothing: always) and none of others does."""

    text: str
    any_of: tuple[int, ...] = ()
    unless: tuple[int, ...] = ()


class Form(NamedTuple):
    """Text for the operator `%`, and for each `%s` of it the list that stands there, joined by commas."""

    text: str
    lists: Sequence[Sequence[Entry]]


def compile_forms(forms: Iterable[Form], count: int) -> Callable[[Sequence[bool]], tuple[str, ...]]:
    """
    Make a function of `count` conditions that fills in forms.

    The form `[%s]` of two entries, of which the second stands there only without the first, is written as

        def filled(holds):
            (holds_0, holds_1, ) = holds
            return ('[%s]' % (
                ('%s%s' % ((',a' if (holds_0) else ''), (',b' if (holds_1) and not (holds_0) else ''), ))[1:],
            ), )
    """
    names = tuple_text(f"holds_{place}" for place in range(count))
    filled = tuple_text(f"{form.text!r} % {tuple_text(map(_list_text, form.lists))}" for form in forms)
    text = f"def filled(holds):\n    {names} = holds\n    return {filled}\n"
    return compile_function(text, "filled", Constants())


def _list_text(entries: Sequence[Entry]) -> str:
    """Entries in groups of groups: Python joins few texts at once faster than many, and by no method."""
    texts = [_entry_text(entry) for entry in entries]
    while len(texts) > 1:
        groups = [texts[begin : begin + MOST_JOINED] for begin in range(0, len(texts), MOST_JOINED)]
        texts = [f"({'%s' * len(group)!r} % {tuple_text(group)})" for group in groups]
    return f"{texts[0]}[1:]" if texts else "''"


def _entry_text(entry: Entry) -> str:
    conditions = [f"({_any_holds(entry.any_of)})"] if entry.any_of else []
    if entry.unless:
        conditions.append(f"not ({_any_holds(entry.unless)})")
    said = repr(f",{entry.text}")
    return f"({said} if {' and '.join(conditions)} else '')" if conditions else said


def _any_holds(places: Iterable[int]) -> str:
    return " or ".join(f"holds_{place}" for place in places)


def compile_function(text: str, name: str, constants: Constants) -> Callable[..., Any]:
    """
    The function `name` that generated text defines.

    Raises:
        ExpressionFault: the text is nested more deeply than Python reads.
    """
    found: dict[str, Any] = {}
    try:
        exec(compile(text, f"<{name}>", "exec"), constants.scope(), found)
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise ExpressionFault("is nested too deeply once its parts are put in") from error
    function: Callable[..., Any] = found[name]
    return function


def node_text(node: ast.expr, name_text: NameText, constants: Constants) -> str:
    """
    A checked node as text of Python.

    Args:
        node: a node of the closed list.
        name_text: what stands for the value of a name.
        constants: collects the decimals that are read.

    Raises:
        TypeError: a node that has no place in a rule.
    """

    def written(child: ast.expr) -> str:
        return node_text(child, name_text, constants)

    match node:
        case ast.Constant(value=value):
            return constants.text(value)
        case ast.Name(id=name):
            return name_text(name)
        case ast.BoolOp(op=op, values=values):
            return f"({OPERATORS[type(op)].join(map(written, values))})"
        case ast.UnaryOp(op=op, operand=operand):
            return f"({'not ' if isinstance(op, ast.Not) else '-'}{written(operand)})"
        case ast.BinOp(left=left, op=op, right=right):
            return f"({written(left)} {OPERATORS[type(op)]} {written(right)})"
        case ast.Compare(left=left, ops=[ast.In()], comparators=[ast.Tuple(elts=options)]):
            return f"({written(left)} in {tuple_text(map(written, options))})"
        case ast.Compare(left=left, ops=ops, comparators=others):
            compared = (f" {OPERATORS[type(o)]} {written(r)}" for o, r in zip(ops, others, strict=True))
            return f"({written(left)}{''.join(compared)})"
        case ast.Call(func=ast.Name(id=function), args=arguments):
            return call_text(function, [written(argument) for argument in arguments])
    raise TypeError(f"{type(node).__name__} has no place in a rule")


def call_text(function: str, arguments: Sequence[str]) -> str:
    """A call of one of the closed functions, its arguments being written already."""
    if function not in _CALLS:
        raise TypeError(f"{function} has no place in a rule")
    return _CALLS[function](arguments)


def tuple_text(texts: Iterable[str]) -> str:
    """A tuple of what is written already."""
    return f"({''.join(f'{text}, ' for text in texts)})"


def _lambda(body: str, names: Sequence[str], constants: Constants) -> Callable[..., Any]:
    arguments = ", ".join([*map(_argument, names), "/"] if names else [])
    return compile_function(f"rule = lambda {arguments}: {body}", "rule", constants)


def _argument(name: str) -> str:
    if not name.isidentifier():
        raise TypeError(f"{name!r} has no place in a rule")
    return PREFIX + name


def _sum(values: Sequence[str]) -> str:
    """True counts as 1; `0 +` makes a number of a single condition."""
    return f"({' + '.join(values if len(values) > 1 else ['0', *values])})"


def _extreme(function: str) -> Callable[[Sequence[str]], str]:
    return lambda arguments: arguments[0] if len(arguments) == 1 else f"{function}({', '.join(arguments)})"


def _includes_any(arguments: Sequence[str]) -> str:
    return f"({' or '.join(f'{option} in {arguments[0]}' for option in arguments[1:])})"


_CALLS: Mapping[str, Callable[[Sequence[str]], str]] = {
    "count": lambda arguments: f"len({arguments[0]})",
    "includes": _includes_any,
    "includes_any": _includes_any,
    "number_true": _sum,
    "at_least": lambda arguments: f"({_sum(arguments[1:])} >= {arguments[0]})",
    "points": lambda arguments: f"({arguments[1]} if {arguments[0]} else 0)",
    "highest": _extreme("max"),
    "lowest": _extreme("min"),
}
