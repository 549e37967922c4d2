"""How are all rules of a bundle written as one function, with what they share worked out once?

The second and last place where code is generated (see `code`). Rules become terms; equal terms are one
term, and a term that is used twice gets a name of its own. Where all answers are known, two rules
`wpi >= 7 and sss >= 5` and `wpi >= 7 or sign` are written as

    def complete(answers):
        answer_0 = answers['wpi']
        answer_1 = answers['sss']
        answer_2 = answers['sign']
        value_4 = (answer_0 >= 7)
        return (((value_4 and (answer_1 >= 5)), (value_4 or answer_2), ), )

Where answers may be missing, each part that reads one name has a low and a high end, which are the same
as soon as the answer is known; and so has each rule (ADR 0013):

    def partial(get, general):
        answer_0 = get('wpi')
        answer_1 = get('sss')
        value_3 = (False if answer_0 is None else (answer_0 >= 7))
        ...
        return (((value_3 and value_5), ...), ((value_8 and value_9), ...), )
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from screening.scoring.code import (
    OPERATORS,
    Constants,
    call_text,
    compile_rule,
    node_text,
    tuple_text,
)
from screening.scoring.domain import Domain, axis_of
from screening.scoring.expressions import names_in, substitute, written
from screening.scoring.polarity import UP, Component, is_negative

DEEPEST = 20
"""Terms nested more deeply than this get a name, so that Python can read what is written."""

Term = int


class Side(NamedTuple):
    """
    From which end a rule with missing answers is looked at.

    `is_up` takes missing answers that raise the rule, for those items that `may_answer` names; the
    others are taken from the opposite end. None stands for all items.
    """

    is_up: bool
    may_answer: frozenset[str] | None = None

    @property
    def opposite(self) -> Side:
        return Side(not self.is_up, self.may_answer)

    def is_high(self, name: str) -> bool:
        return self.is_up == (self.may_answer is None or name in self.may_answer)


LOW, HIGH = Side(False), Side(True)


class _Written(NamedTuple):
    form: str
    extra: str
    parts: tuple[Term, ...]


class Terms:
    """Expressions in an order in which they can be worked out; each stands once."""

    def __init__(self) -> None:
        self.constants = Constants()
        self._places: dict[_Written, Term] = {}
        self._depths: list[int] = []
        self._variables: dict[str, str] = {}

    def variable(self, name: str) -> str:
        """The variable that holds the value of an answer or a derived value; None where that is unknown."""
        return self._variables.setdefault(name, f"answer_{len(self._variables)}")

    def leaf(self, text: str) -> Term:
        """Text that is written wherever it is used."""
        return self._term("leaf", text)

    def constant(self, value: object) -> Term:
        return self.leaf(self.constants.text(value))

    def answer(self, name: str) -> Term:
        return self.leaf(self.variable(name))

    def known(self, node: ast.expr) -> Term:
        """A node whose one answer is known, written in one piece."""
        return self.leaf(node_text(node, self.variable, self.constants))

    def joined(self, operator: str, parts: Sequence[Term]) -> Term:
        """Parts joined by `or`, `and` or `+`."""
        return parts[0] if len(parts) == 1 else self._term("joined", operator, *parts)

    def negation(self, operator: str, part: Term) -> Term:
        return self._term("negation", operator, part)

    def among(self, part: Term, options: Iterable[Term]) -> Term:
        return self._term("among", "", part, *options)

    def call(self, function: str, parts: Sequence[Term]) -> Term:
        return self._term("call", function, *parts)

    def choice(self, condition: Term, then: Term, otherwise: Term) -> Term:
        return self._term("choice", "", then, condition, otherwise)

    def unless_known(self, name: str, unknown: Term, known: Term) -> Term:
        """One term while the answer is missing, another when it is there."""
        return self._term("unless_known", self.variable(name), unknown, known)

    def bounds_if_missing(self, place: int, names: Iterable[str]) -> Term:
        """The bounds that `general` gives rule `place` while one of these answers is missing; else None."""
        missing = " or ".join(f"{self.variable(name)} is None" for name in names)
        return self._term("bounds", f"(general({place}) if {missing} else None)")

    def bound_or(self, bounds: Term, end: int, known: Term) -> Term:
        return self._term("bound_or", str(end), bounds, known)

    def function(
        self, heading: str, read: Callable[[str], str], results: Sequence[Sequence[Term] | None]
    ) -> str:
        """
        The text of a function that gives a tuple for each sequence of terms.

        Args:
            heading: its name and its parameters.
            read: the text that fetches the answer to a name, itself written as a literal.
            results: the terms of each tuple; None gives the tuple before it once more.
        """
        written = list(self._places)
        uses = self._uses(written, [term for terms in results for term in terms or ()])
        lines = [f"def {heading}:"]
        lines += [f"    {variable} = {read(repr(name))}" for name, variable in self._variables.items()]
        texts: list[str] = []
        for term, (form, extra, parts) in enumerate(written):
            text = _FORMS[form](extra, [texts[part] for part in parts]) if uses[term] else ""
            is_shared = uses[term] > 1 or self._depths[term] % DEEPEST == 0
            if form == "bounds" or (parts and uses[term] and is_shared):
                lines.append(f"    value_{term} = {text}")
                text = f"value_{term}"
            texts.append(text)
        names: list[str] = []
        for place, terms in enumerate(results):
            if terms is not None:
                names.append(f"result_{place}")
                lines.append(f"    {names[-1]} = {tuple_text(texts[term] for term in terms)}")
            else:
                names.append(names[-1])
        return "\n".join([*lines, f"    return {tuple_text(names)}", ""])

    def _term(self, form: str, extra: str, *parts: Term) -> Term:
        written = _Written(form, extra, parts)
        found = self._places.get(written)
        if found is None:
            found = self._places[written] = len(self._depths)
            self._depths.append(1 + max((self._depths[part] for part in parts), default=-1))
        return found

    def _uses(self, written: Sequence[_Written], results: Iterable[Term]) -> list[int]:
        """How often each term is read by what is needed for the results."""
        uses = [0] * len(written)
        for term in results:
            uses[term] += 1
        for term in range(len(written) - 1, -1, -1):
            if uses[term]:
                for part in written[term].parts:
                    uses[part] += 1
        return uses


_FORMS: Mapping[str, Callable[[str, Sequence[str]], str]] = {
    "leaf": lambda text, parts: text,
    "joined": lambda operator, parts: f"({operator.join(parts)})",
    "negation": lambda operator, parts: f"({operator}{parts[0]})",
    "among": lambda _, parts: f"({parts[0]} in {tuple_text(parts[1:])})",
    "call": call_text,
    "choice": lambda _, parts: f"({parts[0]} if {parts[1]} else {parts[2]})",
    "unless_known": lambda variable, parts: f"({parts[0]} if {variable} is None else {parts[1]})",
    "bounds": lambda text, _: text,
    "bound_or": lambda end, parts: f"({parts[1]} if {parts[0]} is None else {parts[0]}[{end}])",
}


Leaf = Callable[[ast.expr, Side], Term | None]


def term_of(node: ast.expr, side: Side, terms: Terms, leaf: Leaf) -> Term:
    """
    The term of a checked node.

    Args:
        node: a node of the closed list.
        side: from which end it is looked at; a part that moves the whole down is seen from the other.
        terms: where it is written.
        leaf: the term of a node that is not to be taken apart, else None.
    """

    def seen(child: ast.expr, from_side: Side = side) -> Term:
        return term_of(child, from_side, terms, leaf)

    found = leaf(node, side)
    if found is not None:
        return found
    match node:
        case ast.Constant(value=value):
            return terms.constant(value)
        case ast.BoolOp(op=op, values=values):
            return terms.joined(OPERATORS[type(op)], [seen(value) for value in values])
        case ast.UnaryOp(op=op, operand=operand):
            return terms.negation("not " if isinstance(op, ast.Not) else "-", seen(operand, side.opposite))
        case ast.BinOp(left=left, op=op, right=right):
            sides = _factor_sides(node, side)
            parts = [seen(left, sides[0]), seen(right, sides[1])]
            return terms.joined(f" {OPERATORS[type(op)]} ", parts)
        case ast.Compare(left=left, ops=[ast.In()], comparators=[ast.Tuple(elts=options)]):
            return terms.among(seen(left), [seen(option) for option in options])
        case ast.Compare():
            return _comparison(node, side, terms, seen)
        case ast.Call(func=ast.Name(id="highest"), args=arguments) if _are_points(arguments):
            return _first_that_holds(arguments, terms, seen)
        case ast.Call(func=ast.Name(id=function), args=arguments):
            return terms.call(function, [seen(argument) for argument in arguments])
    raise TypeError(f"{type(node).__name__} has no place in a rule")


def _factor_sides(node: ast.BinOp, side: Side) -> tuple[Side, Side]:
    if isinstance(node.op, ast.Sub):
        return side, side.opposite
    if isinstance(node.op, ast.Mult):
        return (
            side.opposite if is_negative(node.right) else side,
            side.opposite if is_negative(node.left) else side,
        )
    return side, side


def _comparison(node: ast.Compare, side: Side, terms: Terms, seen: Callable[..., Term]) -> Term:
    """A chain as the conjunction of its pairs, each end of a pair seen from the side that moves it so."""
    found: list[Term] = []
    for left, op, right in zip([node.left, *node.comparators], node.ops, node.comparators, strict=False):
        is_down = isinstance(op, ast.Lt | ast.LtE)
        parts = [
            seen(left, side.opposite if is_down else side),
            seen(right, side if is_down else side.opposite),
        ]
        found.append(terms.joined(f" {OPERATORS[type(op)]} ", parts))
    return terms.joined(" and ", found)


def _are_points(arguments: Sequence[ast.expr]) -> bool:
    return all(
        isinstance(argument, ast.Call)
        and isinstance(argument.func, ast.Name)
        and argument.func.id == "points"
        and isinstance(argument.args[1], ast.Constant)
        and argument.args[1].value >= 0  # type: ignore[operator]
        for argument in arguments
    )


def _first_that_holds(arguments: Sequence[ast.expr], terms: Terms, seen: Callable[..., Term]) -> Term:
    """The highest of several points: those of the first that holds, the most points first."""
    calls = [argument for argument in arguments if isinstance(argument, ast.Call)]
    found = terms.constant(0)
    for call in sorted(calls, key=lambda call: call.args[1].value):  # type: ignore[attr-defined]
        found = terms.choice(seen(call.args[0]), seen(call.args[1]), found)
    return found


def all_known(terms: Terms) -> Leaf:
    """Leaves where every answer is known: the names."""

    def leaf(node: ast.expr, side: Side) -> Term | None:
        return terms.answer(node.id) if isinstance(node, ast.Name) else None

    return leaf


class Ends:
    """Leaves where answers may be missing: a part that reads one name, at its low or its high end."""

    def __init__(self, terms: Terms, domains: Mapping[str, Domain], derived: Mapping[str, ast.expr]) -> None:
        self._terms = terms
        self._domains = domains
        self._derived = derived
        self._ends: dict[str, tuple[Any, Any]] = {}
        self._made_of: dict[ast.expr, ast.expr] = {}

    def __call__(self, node: ast.expr, side: Side) -> Term | None:
        name = single_name(node)
        if name is None:
            return None
        terms = self._terms
        if name in self._derived:
            if node not in self._made_of:
                self._made_of[node] = substitute(node, {name: self._derived[name]})
            made_of = self._made_of[node]
            return terms.unless_known(name, term_of(made_of, side, terms, self), terms.known(node))
        is_high = side.is_high(name)
        if isinstance(node, ast.Name) and self._domains[name].type == "boolean":
            return terms.leaf(f"({terms.variable(name)} is {'not False' if is_high else 'True'})")
        return terms.unless_known(name, terms.constant(self._ends_of(node, name)[is_high]), terms.known(node))

    def _ends_of(self, node: ast.expr, name: str) -> tuple[Any, Any]:
        """The lowest and the highest value of a part, whatever the answer."""
        key = written(node)
        if key not in self._ends:
            axis = axis_of(self._domains[name], [Component(name, node, UP)])
            call = compile_rule(node, [name])
            self._ends[key] = (call(axis.lowest[0]), call(axis.highest[0]))
        return self._ends[key]


def single_name(node: ast.expr) -> str | None:
    """The one name that a node reads; None where it reads none or several."""
    names = names_in(node)
    return names[0] if len(names) == 1 else None
