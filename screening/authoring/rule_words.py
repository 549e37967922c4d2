"""How does a rule read in plain words, with the labels of what it asks in place of their keys?"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from screening.scoring.bundle import Bundle
from screening.scoring.expressions import ExpressionFault, names_in, parse
from screening.scoring.wording import label_of

_COMPARED: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "is less than",
    ast.LtE: "is at most",
    ast.Gt: "is more than",
    ast.GtE: "is at least",
    ast.Eq: "is",
    ast.NotEq: "is not",
}
_MIRRORED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
}
_SUMS: Mapping[type[ast.operator], str] = {ast.Add: "plus", ast.Sub: "minus", ast.Mult: "times"}


class RuleWords:
    """The words of a bundle's rules; `named` adds what only one criteria set knows: its parts and its score."""

    def __init__(self, bundle: Bundle, named: Mapping[str, str] | None = None) -> None:
        self.bundle = bundle
        self.named = named or {}

    def of(self, expression: str) -> str:
        """A rule in words; one that cannot be read, as it is written."""
        try:
            return self._words(parse(expression))
        except ExpressionFault:
            return expression

    def reads(self, expression: str) -> tuple[str, ...]:
        """The labels of the items and derived values that a rule names."""
        try:
            names = names_in(parse(expression))
        except ExpressionFault:
            return ()
        return tuple(label_of(self.bundle, name) for name in names if name not in self.named)

    def _words(self, node: ast.expr) -> str:
        match node:
            case ast.Name(id=name):
                return f"“{self.named.get(name) or label_of(self.bundle, name)}”"
            case ast.Constant(value=value):
                return str(value)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return f"not {self._inside(operand)}"
            case ast.UnaryOp(operand=operand):
                return f"minus {self._inside(operand)}"
            case ast.BoolOp(op=op, values=values):
                return (" or " if isinstance(op, ast.Or) else " and ").join(map(self._inside, values))
            case ast.BinOp(left=left, op=op, right=right):
                return f"{self._inside(left)} {_SUMS[type(op)]} {self._inside(right)}"
            case ast.Compare():
                return self._compared(node)
            case ast.Call(func=ast.Name(id=function), args=arguments) if arguments:
                return self._called(function, arguments)
        return ast.unparse(node)

    def _inside(self, node: ast.expr) -> str:
        """As part of something larger: in brackets, where the words alone would be read wrongly."""
        words = self._words(node)
        return f"({words})" if isinstance(node, ast.BoolOp | ast.BinOp) else words

    def _compared(self, node: ast.Compare) -> str:
        """`4 <= wpi <= 6` begins with what is compared, not with the number."""
        terms, ops = [node.left, *node.comparators], list(node.ops)
        if len(ops) == 2 and isinstance(node.left, ast.Constant) and type(ops[0]) in _MIRRORED:
            middle = self._inside(terms[1])
            if all(isinstance(op, ast.LtE) for op in ops):
                return f"{middle} is from {self._words(terms[0])} to {self._words(terms[2])}"
            first = _COMPARED[_MIRRORED[type(ops[0])]]
            return f"{middle} {first} {self._words(terms[0])} and {self._said(ops[1], terms[1], terms[2])}"
        pairs = zip(terms, ops, terms[1:], strict=False)
        return " and ".join(
            f"{self._inside(left)} {self._said(op, left, right)}" for left, op, right in pairs
        )

    def _said(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> str:
        if isinstance(op, ast.In) and isinstance(right, ast.Tuple):
            return "is " + " or ".join(self._option(left, value) for value in right.elts)
        return f"{_COMPARED.get(type(op), '?')} {self._option(left, right)}"

    def _option(self, left: ast.expr, right: ast.expr) -> str:
        item = self.bundle.items.get(left.id) if isinstance(left, ast.Name) else None
        if item is not None and isinstance(right, ast.Constant) and isinstance(right.value, str):
            return f"“{item.option_label(right.value)}”"
        return self._inside(right)

    def _called(self, function: str, arguments: list[ast.expr]) -> str:
        first, rest = arguments[0], arguments[1:]
        match function:
            case "count":
                return f"the number chosen in {self._words(first)}"
            case "includes" | "includes_any":
                joint = " and " if function == "includes" else " or "
                return f"{self._words(first)} includes " + joint.join(self._option(first, v) for v in rest)
            case "points" if rest:
                number = self._words(rest[0])
                return f"{number} {'point' if number == '1' else 'points'} if {self._inside(first)}"
            case "at_least":
                return f"at least {self._words(first)} of ({self._list(rest)})"
            case "number_true":
                return f"how many hold of ({self._list(arguments)})"
        return f"the {function} of ({self._list(arguments)})"

    def _list(self, nodes: list[ast.expr]) -> str:
        return "; ".join(map(self._words, nodes))
