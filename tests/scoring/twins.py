"""How is a set in a questionnaire held against its second reading? Answers to draw, and the comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.questionnaires.recipes import assemble_file, recipe_paths
from screening.scoring import criteria
from screening.scoring.answers import NOT_ASSESSED, check_answers, known_values
from screening.scoring.bundle import Bundle, bundle_from_document
from screening.scoring.engine import assess
from screening.scoring.rule import Bounds
from tests.scoring import naive

SETS = naive.criteria_sets()
RECIPES = {path.stem: path for path in recipe_paths()}
FEW, MANY = 25, 400
FEW_OR_MANY = [pytest.param(FEW, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.slow)]
"""How many examples; the many only in `make test-all`."""
MIXED = ("acr-1990-fm", "aapt-2019-fm", "eular-acr-2017-iim", "eular-acr-2012-pmr")
"""Sets in which an answer can pull both ways, or one map feeds several counts: tried more often."""
MOST_COMPLETIONS = {FEW: 1_000, MANY: 3_000}
MOST_SEARCHED = 400
"""How many ways to fill the gaps at most, where only bounds are compared and where groups are looked for."""


@cache
def bundle_of(key: str) -> Bundle:
    """The bundle as its recipe makes it today."""
    return bundle_from_document(assemble_file(RECIPES[key]).value)


def as_answers(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the engine is given: lists and text, as JSON has them."""
    return {key: _plain(value) for key, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return str(value) if isinstance(value, Decimal) else value


@cache
def complete_answers(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Answers to all that a set reads: any, mostly the first of each, or near some of every status."""
    found = SETS[name]
    every = {key: (*values, *found.more.get(key, ())) for key, values in found.choices.items()}
    anything = st.fixed_dictionaries({key: st.sampled_from(values) for key, values in every.items()})
    mostly_first = st.fixed_dictionaries(
        {key: st.sampled_from((*values[:1] * (3 * len(values)), *values)) for key, values in every.items()}
    )
    change = st.sampled_from(sorted(every)).flatmap(
        lambda key: st.tuples(st.just(key), st.sampled_from(every[key]))
    )
    near = st.builds(
        lambda answers, changes: {**answers, **dict(changes)},
        st.sampled_from(naive.some_of_each_status(found)),
        st.lists(change, max_size=4),
    )
    return st.one_of(near, anything, mostly_first)


@st.composite
def answers_with_gaps(draw: st.DrawFn, name: str, most: int) -> dict[str, Any]:
    """Answers to some of what a set reads, so few missing that every completion can be tried."""
    answers, completions = dict(draw(complete_answers(name))), 1
    for key in draw(st.lists(st.sampled_from(sorted(answers)), max_size=12, unique=True)):
        completions *= len(SETS[name].choices[key])
        if completions > most:
            break
        del answers[key]
    return answers


def try_all(strategy: st.SearchStrategy[Any], check: Any, examples: int, name: str) -> None:
    """Run a check on that many examples, thrice as many for a mixed set."""
    settings(max_examples=examples * (3 if name in MIXED else 1), deadline=None)(given(strategy)(check))()


def evaluated(bundle: Bundle, name: str, answers: Mapping[str, Any]) -> criteria.CriterionResult:
    """What the engine's evaluation of one set says; the gaps are told in turn as absent and not assessed."""
    gaps = [key for key in SETS[name].choices if key not in answers]
    said = {**as_answers(answers), **dict.fromkeys(gaps[::2], NOT_ASSESSED)}
    assert check_answers(bundle, said) == []
    return criteria.evaluate(bundle.rules.criteria[name], known_values(bundle, said))


def compare_rules(bundle: Bundle, name: str, answers: Mapping[str, Any]) -> None:
    """What the compiled rules make of complete answers is the table's; quicker than a whole decision."""
    told, rules = SETS[name].evaluate(answers), bundle.rules.criteria[name]
    values = known_values(bundle, as_answers(answers))
    assert criteria.status_of(rules, values) == told.status, answers
    assert (rules.score.bounds(values).low if rules.score else None) == told.score, answers
    assert {part: rule.bounds(values).low for part, rule in rules.parts.items()} == told.parts, answers


def compare_complete(bundle: Bundle, name: str, answers: Mapping[str, Any]) -> None:
    """The decision on complete answers is the table's: status, score and every part."""
    told = SETS[name].evaluate(answers)

    decision = assess(bundle, as_answers(answers)).decision["criteria"]

    found = next(entry for entry in decision if entry["id"] == name)
    assert found["status"] == told.status
    assert found["score"] == (None if told.score is None else _json_interval(told.score))
    assert found["parts"] == {part: _json_interval(value) for part, value in told.parts.items()}
    assert (found["deciding"], found["open"]) == ([], [])


def _json_interval(value: int | Decimal) -> list[int | float]:
    number = int(value) if value == int(value) else float(value)
    return [number, number]


def compare_with_gaps(bundle: Bundle, name: str, answers: Mapping[str, Any]) -> None:
    """The law: "cannot tell" exactly where completions differ, and the tightest interval of each number."""
    told = naive.Completed(SETS[name], answers)

    result = evaluated(bundle, name, answers)

    assert result.status == told.status
    assert (None if result.score is None else _interval(result.score)) == told.score
    assert {part: _interval(bounds) for part, bounds in result.parts.items()} == told.parts


def _interval(bounds: Bounds) -> tuple[Any, Any]:
    return bounds.low, bounds.high


def compare_open_and_deciding(bundle: Bundle, name: str, answers: Mapping[str, Any]) -> None:
    """What is open can still turn the status; what decides does so whatever the rest, and no fewer do."""
    told = naive.Completed(SETS[name], answers)

    result = evaluated(bundle, name, answers)

    assert set(result.open) == told.open_items()
    if "met" not in told.statuses or told.status == "met":
        assert result.deciding == ()
        return
    assert result.deciding
    assert told.decides(result.deciding)
    size = len(result.deciding)
    smaller = range(1, size if result.exact else min(size, criteria.LARGEST_EXACT + 1))
    assert [group for count in smaller for group in told.deciding_groups(count)] == []
