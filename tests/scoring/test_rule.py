"""Are the bounds of every rule of the screen what trying every answer gives, and is its code closed?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.scoring.code import HELPERS, PREFIX, compile_rule
from screening.scoring.domain import Domain
from screening.scoring.expressions import ExpressionFault, parse
from screening.scoring.rule import Bounds, Rule
from tests.scoring import naive
from tests.scoring.given import SCREEN, harmless, offered

MOST_COMPLETIONS = 2_000


def all_rules() -> Iterator[tuple[str, Rule]]:
    """Every compiled rule of the screen with a name for messages."""
    rules = SCREEN.rules
    yield from rules.derived.items()
    yield from rules.gates.items()
    yield from rules.shown.items()
    for flag in rules.flags:
        yield f"{flag.flag.id} raised", flag.raised
        yield f"{flag.flag.id} trigger", flag.trigger
        yield from ((f"{flag.flag.id} {urgency}", rule) for urgency, rule in flag.urgencies)
    for key, found in rules.findings.items():
        yield from ((f"{finding.finding.id} for {key}", finding.rule) for finding in found)
    for key, criterion in rules.criteria.items():
        yield f"{key} standing", criterion.standing
        yield f"{key} met", criterion.met
        yield from ((f"{key} {part}", rule) for part, rule in criterion.parts.items())
        if criterion.score:
            yield f"{key} score", criterion.score


RULES = dict(all_rules())


def every_answer(name: str) -> list[Any]:
    """Every value the item can have at all."""
    domain = SCREEN.rules.domains[name]
    if domain.type == "boolean":
        return [False, True]
    if domain.type == "integer":
        return list(range(int(domain.minimum), int(domain.maximum) + 1))
    if domain.type == "decimal":
        return _around_what_is_written(name, domain)
    if domain.type == "choice":
        return list(domain.members)
    return [frozenset(chosen) for chosen in _subsets(domain)]


def _around_what_is_written(name: str, domain: Domain) -> list[Decimal]:
    """The ends of the range, every number that a rule compares with, and what lies one off."""
    readings = (rule.variant({}) for rule in RULES.values())
    written = {Decimal(c) for reading in readings if name in reading.names for c in reading.written}
    low, high = Decimal(domain.minimum), Decimal(domain.maximum)
    return sorted({low, high, *(c for c in written if low < c < high)})


def _subsets(domain: Domain) -> Iterator[list[str]]:
    free = [member for member in domain.members if member not in domain.exclusive]
    yield from ([member] for member in domain.exclusive)
    for chosen in product((False, True), repeat=min(len(free), 12)):
        yield [member for member, taken in zip(free, chosen, strict=False) if taken]


@settings(max_examples=200, deadline=None)
@given(name=st.sampled_from(sorted(RULES)), data=st.data())
def test_bounds_equal_every_completion(name: str, data: st.DataObject) -> None:
    """The law, tried on findings, flags, gates and sets with the whole range of each unknown answer."""
    rule = RULES[name]
    names = sorted(rule.variant({}).names)
    values: dict[str, Any] = {}
    choices: dict[str, list[Any]] = {}
    completions = 1
    for item in data.draw(st.permutations(names)):
        every = every_answer(item) if item != "pain_sites_wpi" else []
        if every and completions * len(every) <= MOST_COMPLETIONS and data.draw(st.booleans()):
            choices[item] = every
            completions *= len(every)
        else:
            values[item] = _known(item, data)

    variant = rule.variant(values)
    told = [
        variant.call(*({**values, **dict(zip(choices, chosen, strict=True))}[n] for n in variant.names))
        for chosen in product(*choices.values())
    ]

    assert rule.bounds(values) == Bounds(min(told), max(told))


def _known(item: str, data: st.DataObject) -> Any:
    if item == "pain_sites_wpi":
        return data.draw(st.sampled_from(naive.site_sets()))
    if item in offered():
        value = data.draw(st.sampled_from(offered()[item]))
        return frozenset(value) if isinstance(value, list) else value
    return data.draw(st.sampled_from(every_answer(item)))


MAP_RULES = sorted(name for name, rule in RULES.items() if "pain_sites_wpi" in rule.variant({}).names)


@pytest.mark.parametrize("name", MAP_RULES)
def test_an_unknown_body_map_gives_the_bounds_of_all_its_maps(name: str) -> None:
    """The map is the one answer with too many values to sample: here all that rules can tell apart."""
    rule = RULES[name]
    others = {key: value for key, value in harmless().items() if key != "pain_sites_wpi"}
    maps = {*naive.site_sets(), frozenset({"lower_back"}), frozenset({"lower_back", "hip_left"})}
    for severe in (0, 3):
        values = {**others, "fatigue_severity": severe, "waking_unrefreshed_severity": severe}
        values |= {"cognitive_severity": severe, "symptoms_similar_level_3mo": True}
        variant = rule.variant(values)
        told = [variant.call(*({**values, "pain_sites_wpi": m}[n] for n in variant.names)) for m in maps]

        assert rule.bounds(values) == Bounds(min(told), max(told))


@pytest.mark.parametrize("name", sorted(RULES))
def test_generated_code_reaches_nothing_outside_the_closed_list(name: str) -> None:
    """Rules come from files that practices write; their code must reach max, min, len and numbers only."""
    function = RULES[name].variant({}).call
    code = function.__code__
    decimals = {key for key in function.__globals__ if key.startswith("decimal_")}

    assert set(code.co_names) <= {"max", "min", "len"} | decimals
    assert set(code.co_varnames) == {PREFIX + item for item in RULES[name].variant({}).names}
    assert code.co_freevars == code.co_cellvars == ()
    assert set(function.__globals__) == set(HELPERS) | decimals
    assert function.__globals__["__builtins__"] == {}
    assert not any(isinstance(constant, type(code)) for constant in code.co_consts)


DOMAINS = {
    "yes": Domain("boolean"), "other": Domain("boolean"), "count": Domain("integer", 0, 10),
    "level": Domain("decimal", Decimal("0"), Decimal("5")), "kind": Domain("choice", members=("a", "b", "c")),
    "several": Domain("set", members=("x", "y", "z", "none"), exclusive=frozenset({"none"})),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "known", "low", "high"),
    [
        ("yes and other", {"yes": False}, False, False),
        ("yes or not yes", {}, True, True),
        ("yes and not yes", {}, False, False),
        ("4 <= count <= 6", {}, False, True),
        ("count - count", {}, 0, 0),
        ("points(count >= 4, 2) + points(count < 4, 3)", {}, 2, 3),
        ("level > 2.5 and level < 2.6", {}, False, True),
        ("level > 5", {}, False, False),
        ("kind in ('a', 'b') and kind == 'c'", {}, False, False),
        ("kind != 'a'", {"kind": "a"}, False, False),
        ("count(several)", {}, 0, 3),
        ("includes(several, 'none') and count(several) > 1", {}, False, False),
        ("highest(count, 3)", {}, 3, 10),
        ("lowest(count, 3)", {}, 0, 3),
        ("at_least(2, yes, other, count > 5)", {"count": 6}, False, True),
        ("number_true(yes, yes, yes)", {}, 0, 3),
        ("(yes and count > 3) or (not yes and count <= 3)", {}, False, True),
        ("(count > 3 and other) or (count <= 3 and not other)", {"other": True}, False, True),
    ],
)
def test_bounds_of_small_rules(text: str, known: dict[str, Any], low: Any, high: Any) -> None:
    assert Rule(parse(text), DOMAINS).bounds(known) == Bounds(low, high)


def test_a_rule_too_wide_to_be_exact_is_refused_and_never_guessed() -> None:
    """Each item is pulled both ways on different thresholds; nothing cheaper than all cells is exact."""
    domains = {f"item_{number}": Domain("integer", 0, 9) for number in range(8)}
    pairs = " or ".join(f"(item_{n} == {n % 5 + 2} and item_{(n + 1) % 8} != {n % 4 + 3})" for n in range(8))
    rule = Rule(parse(pairs), domains)

    bounds = None
    try:
        bounds = rule.bounds({})
    except ExpressionFault as fault:
        assert "4096 cells" in str(fault)
    assert bounds is None or bounds == Bounds(False, True)


def test_compiled_rules_take_answers_by_place_only() -> None:
    function = compile_rule(parse("yes and count >= 2"), ["yes", "count"])

    assert function(True, 2) is True
    with pytest.raises(TypeError):
        function(answer_yes=True, answer_count=2)
