"""Do the generated functions of a bundle say what its rules say one by one, and is their code closed?

`scoring.sheet` is fast and generated; `scoring.rule` is its twin, slow and general. Nothing else in the
suite compares them, so every built-in questionnaire is tried here.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from screening.questionnaires.catalogue import builtin_bundle, builtin_documents
from screening.scoring import flags, tiers
from screening.scoring.answers import NOT_ASSESSED, known_values
from screening.scoring.bundle import Bundle
from screening.scoring.code import HELPERS, compile_function
from screening.scoring.formulas import Terms
from screening.scoring.rule import Bounds, Known
from screening.scoring.sheet import Outcomes, Sheet
from tests.scoring.given import SCREEN, Answers, harmless, nearly_complete, offered, some_answers

KEYS = sorted({document["meta"]["key"] for document in builtin_documents()})
SHARES_LEFT_OPEN = (0.0, 0.05, 0.4, 0.8)


def prove_equal(bundle: Bundle, values: Known) -> None:
    """Every bound, every tier and every flag of the sheet against the rules one by one."""
    rules, found = bundle.rules, bundle.rules.sheet.outcomes(values)
    sets = list(rules.criteria.values())
    findings = [finding.rule for key in bundle.conditions for finding in rules.findings[key]]
    told = {
        "standing": [each.standing for each in sets],
        "points": [rule for each in sets for rule in each.rated()],
        "findings": findings,
        "gates": list(rules.gates.values()),
    }
    for name, each in told.items():
        ends = zip(getattr(found, name), getattr(found, f"{name}_high"), strict=True)
        assert [Bounds(*pair) for pair in ends] == [rule.bounds(values) for rule in each], name
    by_rules = [tiers.weigh(bundle, key, values) for key in bundle.conditions]
    raised = [flags.evaluate(each, values).status == "raised" for each in rules.flags]
    assert tiers.evaluate(bundle, values) == tiers.in_order(bundle, by_rules, raised)
    assert list(flags.evaluate_all(bundle, values)) == [flags.evaluate(each, values) for each in rules.flags]
    for each in (each.grounds for each, is_raised in zip(rules.flags, raised, strict=True) if is_raised):
        assert each.of(values) == each.by_taking_back(values)


@pytest.mark.parametrize("key", KEYS)
def test_a_sheet_says_what_its_rules_say_one_by_one(key: str) -> None:
    bundle, chance = builtin_bundle(key), random.Random(key)
    for share in SHARES_LEFT_OPEN:
        answers = {item: chance.choice(values) for item, values in offered(key).items()}
        kept = {item: value for item, value in answers.items() if chance.random() >= share}

        prove_equal(bundle, known_values(bundle, kept))


@settings(max_examples=10, deadline=None)
@given(answers=some_answers(120))
def test_a_sheet_of_the_screen_holds_for_any_answers(answers: Answers) -> None:
    prove_equal(SCREEN, known_values(SCREEN, answers))


@settings(max_examples=10, deadline=None)
@given(answers=nearly_complete(unknown=4, changed=40))
def test_a_sheet_of_the_screen_holds_where_little_is_missing(answers: Answers) -> None:
    prove_equal(SCREEN, known_values(SCREEN, answers))


@pytest.mark.parametrize(
    "handed_in",
    [
        {"sss_score": 7},
        {"wpi_score": 5, "pain_regions_count": 4},
        {"known_conditions": ["fm", "gca"], "age_years": 30},
        {"pain_sites_wpi": ["neck", "chest"], "fatigue_severity": NOT_ASSESSED},
        {"asymmetric_single_region": True},
    ],
)
def test_values_handed_in_are_read_before_what_they_are_made_of(handed_in: Answers) -> None:
    values = known_values(SCREEN, handed_in)

    prove_equal(SCREEN, values)
    prove_equal(SCREEN, Known({**values, "pain_sites_wpi": frozenset({"neck"})}))


def test_only_values_without_gaps_are_complete() -> None:
    """What nothing on the form adds up to is handed in here, else a rule that reads it stays open."""
    bundle = builtin_bundle("delphi-2018-mps")
    whole = {item: values[-1] for item, values in offered(bundle.key).items()}
    whole |= {key: derived.minimum or 0 for key, derived in bundle.derived.items() if not derived.expression}

    assert bundle.rules.sheet.outcomes(known_values(bundle, whole)).is_complete
    assert not bundle.rules.sheet.outcomes(known_values(bundle, {})).is_complete


def test_both_functions_agree_on_complete_answers() -> None:
    values = known_values(SCREEN, dict(harmless()))
    values |= {key: derived.minimum or 0 for key, derived in SCREEN.derived.items() if key not in values}
    sheet = SCREEN.rules.sheet

    def general(place: int) -> Any:
        raise AssertionError("nothing is missing")

    assert Outcomes._make(sheet.partial(values.get, general)) == Outcomes._make(sheet.complete(values))


def functions(sheet: Sheet) -> list[Callable[..., Any]]:
    return [sheet.complete, sheet.partial]


@pytest.mark.parametrize("key", KEYS)
def test_generated_functions_reach_nothing_outside_the_closed_list(key: str) -> None:
    """Rules come from files that practices write; their code reaches max, min, len and numbers only."""
    for function in functions(builtin_bundle(key).rules.sheet):
        code = function.__code__
        decimals = {name for name in function.__globals__ if name.startswith("decimal_")}
        own = {"answers", "get", "general"}

        assert set(code.co_names) <= {"max", "min", "len"} | decimals
        assert set(function.__globals__) == set(HELPERS) | decimals
        assert function.__globals__["__builtins__"] == {}
        assert {name.split("_")[0] for name in set(code.co_varnames) - own} <= {"answer", "value", "result"}
        assert code.co_freevars == code.co_cellvars == ()
        assert not any(isinstance(constant, type(code)) for constant in code.co_consts)


def test_a_key_is_never_read_as_code() -> None:
    """An item's key stands in the code as a literal, so that nothing in it can be run."""
    key = "a'] or __import__('os').abort() or answers['a"
    terms = Terms()
    results = [[terms.answer(key)]]
    text = terms.function("complete(answers)", lambda name: f"answers[{name}]", results)

    assert compile_function(text, "complete", terms.constants)({key: 7}) == ((7,),)
