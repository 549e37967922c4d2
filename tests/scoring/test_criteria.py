"""Do the published sets say what the tables say, for complete answers and for every gap in them?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.scoring import criteria
from screening.scoring.answers import known_values
from tests.scoring import naive
from tests.scoring.given import SCREEN

SETS = naive.criteria_sets()
MOST_COMPLETIONS = 3_000


def as_answers(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the engine is given: lists, as JSON has them."""
    return {key: sorted(value) if isinstance(value, frozenset) else value for key, value in values.items()}


@st.composite
def answers_with_gaps(draw: st.DrawFn, name: str, most: int = MOST_COMPLETIONS) -> dict[str, Any]:
    """Answers to some of what a set reads, so few missing that every completion can be tried."""
    choices = SETS[name].choices
    given_answers: dict[str, Any] = {}
    completions = 1
    for key in draw(st.permutations(sorted(choices))):
        is_left_open = draw(st.booleans()) and completions * len(choices[key]) <= most
        if is_left_open:
            completions *= len(choices[key])
        else:
            given_answers[key] = draw(st.sampled_from(choices[key]))
    return given_answers


def evaluated(name: str, answers: Mapping[str, Any]) -> criteria.CriterionResult:
    return criteria.evaluate(SCREEN.rules.criteria[name], known_values(SCREEN, as_answers(answers)))


@pytest.mark.parametrize("name", sorted(SETS))
def test_a_set_reads_what_its_table_names(name: str) -> None:
    assert SCREEN.rules.criteria[name].standing.items == set(SETS[name].choices)


@pytest.mark.parametrize("name", sorted(SETS))
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_status_and_score_equal_what_every_completion_gives(name: str, data: st.DataObject) -> None:
    """The law of the engine: "cannot tell" exactly where completions differ, and the tightest interval."""
    answers = data.draw(answers_with_gaps(name))

    result = evaluated(name, answers)
    told = naive.possible(SETS[name], answers)

    assert result.status == told.status
    assert result.score is not None
    assert (result.score.low, result.score.high) == (told.low, told.high)


@pytest.mark.parametrize("name", sorted(SETS))
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_open_items_are_those_that_can_still_change_the_status(name: str, data: st.DataObject) -> None:
    answers = data.draw(answers_with_gaps(name, most=400))

    result = evaluated(name, answers)

    assert set(result.open) == naive.open_items(SETS[name], answers)


@pytest.mark.parametrize("name", sorted(SETS))
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_deciding_items_decide_and_no_smaller_group_does(name: str, data: st.DataObject) -> None:
    """A clinician who is told "this answer decides" must not find afterwards that it did not."""
    answers = data.draw(answers_with_gaps(name, most=400))

    result = evaluated(name, answers)

    if result.status != criteria.UNDETERMINED:
        assert result.deciding == ()
        return
    can_be_met = "met" in naive.possible(SETS[name], answers).statuses
    assert bool(result.deciding) == can_be_met
    if can_be_met:
        size = len(result.deciding)
        assert frozenset(result.deciding) in naive.deciding_sets(SETS[name], answers, size)
        smaller = range(1, size if result.exact else min(size, criteria.LARGEST_EXACT + 1))
        assert not any(naive.deciding_sets(SETS[name], answers, count) for count in smaller)


def test_the_greedy_search_names_no_answer_it_could_do_without() -> None:
    """On an empty form four answers make the 2016 set: the map, two severities of 3, three months."""
    result = evaluated("acr-2016-fm", {})

    assert len(result.deciding) == 4
    assert not result.exact


def test_parts_are_shown_even_where_the_set_does_not_apply() -> None:
    """Without a swollen joint the RA set does not apply; its points stay visible (T15)."""
    answers = {
        "swollen_joint_count_small": 0, "swollen_joint_count_large": 0, "involved_small_joints": 12,
        "involved_large_joints": 0, "rf_acpa": "high", "crp_esr": "raised", "joint_symptom_weeks": 8,
    }  # fmt: skip

    result = evaluated("acr-eular-2010-ra", answers)

    assert result.status == criteria.NOT_APPLICABLE
    assert result.score is not None
    assert (result.score.low, result.score.high) == (10, 10)
