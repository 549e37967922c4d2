"""Do the published sets say inside the screen what the tables say, for complete answers and for gaps?"""

from __future__ import annotations

from typing import Any

import pytest

from screening.questionnaires.recipes import pantry
from screening.scoring import criteria
from tests.scoring import twins

SCREEN = twins.bundle_of("chronic-pain-screen")
IN_SCREEN = [criterion.id for criterion in SCREEN.criteria]


def test_every_set_of_the_evidence_has_a_second_reading_and_none_is_left_over() -> None:
    written = {piece.value["id"] for piece in pantry().evidence.criteria.pieces()}

    assert written == set(twins.SETS)


@pytest.mark.parametrize("examples", twins.FEW_OR_MANY)
@pytest.mark.parametrize("name", IN_SCREEN)
def test_complete_answers_in_the_screen_give_what_the_table_gives(name: str, examples: int) -> None:
    def check(answers: dict[str, Any]) -> None:
        twins.compare_rules(SCREEN, name, answers)

    twins.try_all(twins.complete_answers(name), check, examples, name)


@pytest.mark.parametrize("examples", twins.FEW_OR_MANY)
@pytest.mark.parametrize("name", IN_SCREEN)
def test_gaps_in_the_screen_leave_what_every_completion_gives(name: str, examples: int) -> None:
    def check(answers: dict[str, Any]) -> None:
        twins.compare_with_gaps(SCREEN, name, answers)

    twins.try_all(twins.answers_with_gaps(name, most=500), check, examples, name)


def test_the_greedy_search_names_no_answer_it_could_do_without() -> None:
    """On an empty form four answers make the 2016 set: the map, two severities of 3, three months."""
    result = twins.evaluated(SCREEN, "acr-2016-fm", {})

    assert len(result.deciding) == 4
    assert not result.exact


def test_parts_are_shown_even_where_the_set_does_not_apply() -> None:
    """Without a swollen joint the RA set does not apply; its points stay visible (T15)."""
    answers = {
        "swollen_joint_count_small": 0, "swollen_joint_count_large": 0, "involved_small_joints": 12,
        "involved_large_joints": 0, "rf_acpa": "high", "crp_esr": "raised", "joint_symptom_weeks": 8,
    }  # fmt: skip

    result = twins.evaluated(SCREEN, "acr-eular-2010-ra", answers)

    assert result.status == criteria.NOT_APPLICABLE
    assert result.score is not None
    assert (result.score.low, result.score.high) == (10, 10)
