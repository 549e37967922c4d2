"""Is what is read and written at once, where nothing is missing, the same as piece by piece?

`score_text` takes short ways that the decision does not take; `score_line` is their twin, which makes a
decision and writes it down.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from screening.questionnaires.catalogue import builtin_bundle, builtin_documents
from screening.scoring import flag_text
from screening.scoring.answers import NOT_ASSESSED, AnswersInvalid, read_answers, read_by_item
from screening.scoring.bundle import Bundle
from screening.scoring.code import HELPERS
from screening.scoring.engines import decide_again
from screening.scoring.json_text import json_text
from screening.scoring.reporting import score_line, score_text
from screening.scoring.tiers import SUGGESTED, TIERS
from tests.scoring.given import SCREEN, Answers, nearly_complete, offered

KEYS = sorted({document["meta"]["key"] for document in builtin_documents()})
OFTEN = (0.05, 0.2, 0.5)
ODD: tuple[Any, ...] = (
    None,
    NOT_ASSESSED,
    True,
    0,
    -1,
    2.5,
    10**9,
    10**25,
    "x",
    "",
    [],
    ["x"],
    ["neck", "neck"],
    {},
    "\x01",
)


def everything(bundle: Bundle, chance: random.Random, often: float) -> Answers:
    """Answers to all items and to values that nothing adds up to: the first that is offered is the harmless one."""
    answers = {
        key: chance.choice(values) if chance.random() < often else values[0]
        for key, values in offered(bundle.key).items()
    }
    for item in bundle.items.values():
        if item.is_stem or item.type == "text":
            answers[item.key] = True if item.is_stem else "in the patient's own words"
    added_up = bundle.rules.derived
    for key, derived in bundle.derived.items():
        if key not in added_up:
            number = chance.randint(derived.minimum or 0, derived.maximum or 0)
            answers[key] = number > 0 if derived.type == "boolean" else number
    return answers


def patients(bundle: Bundle, each: int = 4) -> Iterator[Answers]:
    chance = random.Random(bundle.key)
    for often in OFTEN:
        for _ in range(each):
            yield everything(bundle, chance, often)


def prove_equal(bundle: Bundle, answers: Any, identifier: Any = "a") -> None:
    line = json.dumps({"id": identifier, "answers": answers}).encode()

    assert score_text(bundle, line, explain=False).text == json_text(score_line(bundle, line, explain=False))


@pytest.mark.parametrize("key", KEYS)
def test_a_result_written_at_once_is_the_decision_written_down(key: str) -> None:
    bundle = builtin_bundle(key)
    for answers in patients(bundle):
        assert bundle.rules.whole_answers.read(answers) is not None
        prove_equal(bundle, answers)


@settings(max_examples=40, deadline=None)
@given(answers=nearly_complete(unknown=3, changed=40))
def test_it_is_so_where_something_may_be_missing(answers: Answers) -> None:
    prove_equal(SCREEN, answers)


@pytest.mark.parametrize("known", [["none"], ["fm"], ["gca"], ["pmr", "gca", "fm"]])
def test_it_is_so_for_who_was_diagnosed_before(known: list[str]) -> None:
    for answers in patients(SCREEN, each=2):
        prove_equal(SCREEN, {**answers, "known_conditions": known})


def test_it_is_so_when_no_more_texts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept is bounded, and thrown away without a trace in what is written."""
    monkeypatch.setattr(flag_text, "MOST_KEPT", 2)
    bundle = builtin_bundle(SCREEN.key)
    writer = flag_text.FlagTexts(bundle)
    for answers in patients(bundle, each=10):
        values = read_answers(bundle, answers)
        told = score_line(bundle, json.dumps({"answers": answers}).encode(), explain=False)["red_flags"]

        assert json.loads(f"[{writer.of(values, bundle.rules.sheet.outcomes(values))}]") == told
    assert max(len(kept) for flag in writer._flags for kept in flag.kept.values()) == 2


@pytest.mark.parametrize("key", KEYS)
def test_answers_read_at_once_are_what_they_are_item_by_item(key: str) -> None:
    """Whatever does not fit is refused in the same words, or read the same."""
    bundle, chance = builtin_bundle(key), random.Random(key)
    for answers in patients(bundle):
        assert read_answers(bundle, answers) == read_by_item(bundle, answers)
        for item in chance.sample(sorted(answers), min(20, len(answers))):
            odd = {**answers, item: chance.choice(ODD)}
            assert _read(read_answers, bundle, odd) == _read(read_by_item, bundle, odd), item


def _read(read: Any, bundle: Bundle, answers: Answers) -> Any:
    try:
        return read(bundle, answers)
    except AnswersInvalid as refused:
        return refused.faults


@pytest.mark.parametrize("engine", [1, 2])
def test_conditions_stand_in_the_order_that_was_agreed(engine: int) -> None:
    """Tier, what a raised flag names, strength, name; from engine 2 on known suggestions after new ones."""
    for answers in patients(SCREEN, each=3):
        told = decide_again(engine, SCREEN, answers)
        raised = {flag["id"] for flag in told["red_flags"] if flag["status"] == "raised"}
        named = {flag.names for flag in SCREEN.red_flags if flag.id in raised}

        def as_agreed(result: dict[str, Any], named: set[str | None] = named) -> tuple[Any, ...]:
            key, tier = result["condition"], result["tier"]
            by_tier, by_strength = TIERS.index(tier), (-result["strength"], SCREEN.conditions[key].name)
            if engine == 1:
                return by_tier, *by_strength
            group = 2 if tier not in SUGGESTED else int(result["known"])
            return group, by_tier, key not in named, *by_strength

        assert told["conditions"] == sorted(told["conditions"], key=as_agreed)


def test_the_code_that_fills_in_forms_reaches_nothing() -> None:
    function = SCREEN.rules.result_text._suggestions._said

    assert function.__code__.co_names == ()
    assert function.__globals__ == HELPERS
    assert {name.split("_")[0] for name in function.__code__.co_varnames} == {"holds"}
