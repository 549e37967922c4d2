"""Does whatever is written as a rule become a checked rule or a fault, and nothing else?"""

from __future__ import annotations

import ast
import keyword
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screening.scoring.expressions import (
    BOOLEAN,
    CHOICE,
    FUNCTIONS,
    NUMBER,
    SET,
    ExpressionFault,
    Kind,
    check,
    constants_in,
    names_in,
    parse,
    substitute,
)

KINDS = {
    "yes": Kind(BOOLEAN), "count_of": Kind(NUMBER), "level": Kind(NUMBER),
    "kind": Kind(CHOICE, frozenset({"a", "b"})), "several": Kind(SET, frozenset({"x", "y"})),
}  # fmt: skip

WORDS = st.sampled_from(
    ["yes", "count_of", "kind", "several", "and", "or", "not", "(", ")", ",", ">=", "<", "==", "!=", "in", "+",
     "-", "*", "/", "**", "%", "@", ":=", "lambda", ":", "if", "else", "for", "[", "]", "{", "}", ".", "'a'",
     "'x'", "1", "2.5", "1e999", "1j", "True", "None", "...", "f'{yes}'", "__import__", "await", "yield",
     *sorted(FUNCTIONS)]
)  # fmt: skip


@settings(max_examples=300, deadline=1000)
@given(text=st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=14).map(" ".join)))
@example("(" * 5000)
@example("not " * 5000 + "yes")
@example("-" * 5000 + "1")
@example("yes" + " and yes" * 700)
@example("9" * 5000)
@example("\x00")
@example("1_000.5 > level")
@example("''.__class__")
def test_any_text_gives_a_checked_rule_or_a_fault(text: str) -> None:
    """What an author types must never reach the interpreter unchecked, nor end in a traceback."""
    try:
        node = parse(text)
        check(node, KINDS, BOOLEAN)
    except ExpressionFault as fault:
        assert str(fault)
        return
    assert isinstance(node, ast.expr)
    assert set(names_in(node)) <= set(KINDS)


@pytest.mark.parametrize(
    "text",
    [
        "yes.real", "yes[0]", "[yes]", "{yes}", "{'a': 1}", "lambda: yes", "yes if yes else yes", "(yes := 1)",
        "f'{yes}'", "x for x in y", "(x for x in several)", "[x for x in several]", "await yes", "*several",
        "open('file')", "__import__('os')", "count(several, key=1)", "count(*several)", "count_of / 2",
        "count_of ** 2", "count_of % 2", "count_of // 2", "~count_of", "+count_of", "yes is True", "kind not in ('a',)",
        "1 in several", "several @ several", "yes; yes", "b'x'", "1j", "None", "...", "", "#", "yes\nyes",
    ],
)  # fmt: skip
def test_what_is_not_on_the_closed_list_is_refused(text: str) -> None:
    with pytest.raises(ExpressionFault):
        check(parse(text), KINDS, BOOLEAN)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("unheard_of", "unknown name 'unheard_of'"),
        ("kind == 'c'", "offers no option 'c'"),
        ("kind in ('a', 'c')", "offers no option 'c'"),
        ("kind < 'a'", "use ==, != or in"),
        ("includes(several, 'z')", "offers no option 'z'"),
        ("includes(several)", "wrong number of arguments"),
        ("count(several, 'x') > 1", "wrong number of arguments"),
        ("count(kind) > 1", "takes an item with several answers"),
        ("count_of", "must be a boolean, but is a number"),
        ("yes + 1 > 2", "expected a number here, found a boolean"),
        ("count_of and yes", "expected a boolean here, found a number"),
        ("count_of * level > 2", "only multiplication by a written number"),
        ("at_least(count_of, yes)", "needs a written number"),
        ("at_least(2)", "needs a written number"),
        ("points(yes, 1) + points(yes, yes, 1) > 1", "points takes one condition"),
        ("points(yes) > 1", "needs a written number"),
        ("'a' == kind", "expected a number"),
        ("several == several", "expected a number"),
        ("count_of in (1, 2)", "`in` compares a choice"),
    ],
)
def test_a_fault_says_what_to_mend(text: str, reason: str) -> None:
    with pytest.raises(ExpressionFault, match=reason.replace("(", r"\(")):
        check(parse(text), KINDS, BOOLEAN)


@pytest.mark.parametrize(
    "text",
    [
        "yes", "not yes", "yes and not yes or yes", "4 <= count_of <= 6", "count_of * 2 - level >= 3.5", "kind == 'a'",
        "kind in ('a', 'b')", "kind in ('a',)", "includes_any(several, 'x', 'y')", "count(several) == 2",
        "at_least(2, yes, kind != 'a', level > 1)", "points(yes, 2.1) + points(level > 0, 1) >= 3",
        "highest(count_of, level, 2) >= lowest(count_of, -1)", "number_true(yes, count_of > 1) == 1", "True",
    ],
)  # fmt: skip
def test_what_a_clinician_reads_in_a_rule_is_allowed(text: str) -> None:
    check(parse(text), KINDS, BOOLEAN)


def test_a_written_fraction_is_kept_as_it_is_written() -> None:
    """Myositis weights are tenths; as floats 0.7 + 0.8 + 2.1 + 3.3 would not be 6.9."""
    assert constants_in(parse("points(yes, 0.7) + points(yes, 3.30)")) == (Decimal("0.7"), Decimal("3.30"))


def test_names_are_listed_once_in_reading_order_without_functions() -> None:
    assert names_in(parse("at_least(1, b, a, b)")) == ("b", "a")


def test_substitution_leaves_the_original_rule_alone() -> None:
    rule, part = parse("count(several) + total"), parse("points(yes, 1)")

    replaced = substitute(rule, {"total": part, "count": part})

    assert names_in(rule) == ("several", "total")
    assert names_in(replaced) == ("several", "yes")


def test_no_function_of_the_rules_is_a_word_of_python() -> None:
    assert not FUNCTIONS & set(keyword.kwlist)
