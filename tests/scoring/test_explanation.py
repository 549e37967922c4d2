"""Does the explanation name answer, rule, strength and source, and say what was not assessed?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from screening.scoring.contrast import contrast
from screening.scoring.engine import assess
from screening.scoring.explanation import ConditionView, Explanation
from tests.scoring.given import SCREEN, harmless, some_answers

FIBROMYALGIA = {
    "wpi_score": 12, "sss_score": 9, "pain_regions_count": 5, "symptoms_similar_level_3mo": True,
}  # fmt: skip
RHEUMATOID = {
    "swollen_joint_count_small": 4, "swollen_joint_count_large": 0, "involved_small_joints": 4,
    "involved_large_joints": 0, "rf_acpa": "high", "crp_esr": "normal", "joint_symptom_weeks": 8,
}  # fmt: skip


def explained(answers: dict[str, Any]) -> Explanation:
    return assess(SCREEN, answers).explanation


def condition(answers: dict[str, Any], key: str) -> ConditionView:
    return next(view for view in explained(answers).conditions if view.key == key)


def words_of(answers: dict[str, Any], criterion: str) -> str:
    return next(view.words for view in explained(answers).criteria if view.id == criterion)


def test_a_line_names_the_answer_the_rule_the_strength_and_the_source() -> None:
    line = condition(RHEUMATOID, "ra").findings_for[0]

    assert line.rule
    assert line.answer
    assert line.strength == "strong"
    assert set(line.citations) <= set(SCREEN.references)
    assert line.mark in {"V", "M"}


def test_unanswered_and_not_assessed_are_told_apart() -> None:
    """Both are unknown to every rule; a clinician wants to know which of them they left out."""
    lines = condition({"taut_band": None, "pain_recognition": "not_assessed"}, "mps").not_assessed
    states = {line.items: line.state for line in lines}

    assert states[("pain_recognition",)] == "not_assessed"
    assert states[("taut_band",)] == "unanswered"


def test_a_test_not_done_reads_as_not_assessed() -> None:
    lines = condition({"rf_acpa": "not_done"}, "ra").not_assessed

    assert {line.state for line in lines if line.items == ("rf_acpa",)} == {"not_assessed"}


@pytest.mark.parametrize(
    ("answers", "criterion", "words"),
    [
        (FIBROMYALGIA, "acr-2016-fm", "Meets ACR"),
        ({**FIBROMYALGIA, "sss_score": 2}, "acr-2016-fm", "Does not meet ACR"),
        (RHEUMATOID, "acr-eular-2010-ra", "Reaches the classification threshold (6 of 10); not a diagnosis"),
        (
            {**RHEUMATOID, "rf_acpa": "neg"},
            "acr-eular-2010-ra",
            "Does not reach the classification threshold",
        ),
        ({"ask_joints": False}, "acr-eular-2010-ra", "Does not apply"),
        ({}, "acr-eular-2010-ra", "Cannot tell yet"),
        ({"taut_band": True, "referred_pain_on_pressure": True}, "delphi-2018-mps", "not a diagnosis"),
        ({"taut_band": True, "referred_pain_on_pressure": False}, "delphi-2018-mps", "one answer decides"),
    ],
)
def test_the_words_of_a_set_never_say_more_than_it_does(
    answers: dict[str, Any], criterion: str, words: str
) -> None:
    """Only a diagnostic set "meets"; a classification set reaches a threshold and is not a diagnosis."""
    assert words in words_of(answers, criterion)


@settings(max_examples=6, deadline=None)
@given(answers=some_answers())
def test_every_shown_line_is_cited_and_every_citation_is_listed(answers: dict[str, Any]) -> None:
    explanation = explained(answers)
    listed = {reference.key for reference in explanation.references}

    for view in explanation.conditions:
        assert view.citations
        assert set(view.citations) <= listed
        for line in (*view.findings_for, *view.findings_against, *view.not_assessed):
            assert line.citations
            assert line.text
        assert not {line.items for line in view.not_assessed} & {line.items for line in view.findings_for}
    for criterion in explanation.criteria:
        assert set(criterion.citations) <= listed
    for flag in explanation.red_flags:
        assert set(flag.citations) <= listed


def test_a_raised_flag_says_because_of_what_and_shows_the_contradiction() -> None:
    flag = next(
        view
        for view in explained({"saddle_anaesthesia": True, "rf_ces": False}).red_flags
        if view.id == "RF1"
    )

    assert [line.items for line in flag.because] == [("saddle_anaesthesia",)]
    assert flag.because[0].answer == "yes"
    assert "answered no" in flag.contradiction
    assert flag.action
    assert flag.weakness


def test_an_absent_flag_gives_no_reasons() -> None:
    flag = next(view for view in explained(dict(harmless())).red_flags if view.id == "RF8")

    assert flag.status == "absent"
    assert flag.because == ()


def test_weak_support_is_named_in_one_line() -> None:
    explanation = explained({**harmless(), "mcp_mtp_squeeze_positive": True})

    assert "Rheumatoid arthritis" in explanation.weak_support


def test_what_next_names_at_most_three_unanswered_items_and_how_to_get_them() -> None:
    answers = {"swollen_joint_count_small": 2, "involved_small_joints": 2}

    views = explained(answers).what_next

    assert 1 <= len(views) <= 3
    assert not {view.item for view in views} & set(answers)
    assert all(view.kind in {"ask", "examine", "test"} and view.effect and view.label for view in views)


def test_what_next_is_empty_when_nothing_is_left() -> None:
    assert explained(dict(harmless())).what_next == ()


def test_contrast_names_what_separates_two_conditions_strongest_first() -> None:
    lines = contrast(SCREEN, "ra", "fm", {"swollen_joint_count_small": 2, "fatigue_severity": 0})
    by_finding = {line.finding: line for line in lines}
    differences = [abs(line.first - line.second) for line in lines]

    assert by_finding["swollen_small_joint"].first == 3
    assert by_finding["swollen_small_joint"].second == 0
    assert by_finding["swollen_small_joint"].state == "holds"
    assert by_finding["fatigue_from_2"].state == "does_not_hold"
    assert by_finding["rf_acpa_high"].state == "not_known"
    assert by_finding["crp_esr_raised"].second < 0
    assert differences == sorted(differences, reverse=True)
    assert 0 not in differences


def test_contrast_is_the_same_seen_from_the_other_side() -> None:
    one = {line.finding: (line.first, line.second) for line in contrast(SCREEN, "ms", "cidp", {})}
    other = {line.finding: (line.second, line.first) for line in contrast(SCREEN, "cidp", "ms", {})}

    assert one == other
