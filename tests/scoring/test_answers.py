"""Are answers refused, taken and normalised as each type of item wants it?"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from screening.evidence.source import parse_yaml
from screening.scoring.answers import AnswersInvalid, check_answers, is_answered, known_values
from screening.scoring.bundle import Bundle, bundle_from_document
from screening.scoring.engine import ENGINE, assess
from screening.scoring.engines import ENGINES, UnknownEngine, decide_again
from tests.questionnaires.small import SMALL


@pytest.fixture(scope="module")
def small() -> Bundle:
    return bundle_from_document(parse_yaml(SMALL.encode(), "small.yaml").value)


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("knee_swollen", True), ("knee_swollen", None), ("knee_swollen", "not_assessed"), ("sex", "unknown"),
        ("knee_stiff_minutes", 0), ("knee_stiff_minutes", 600), ("pain_level", 3), ("crp", "5.5"), ("crp", 5),
        ("crp", 5.5), ("crp", "0"), ("antibodies", []), ("antibodies", ["first_kind", "second_kind"]),
        ("antibodies", ["none_found"]), ("antibodies", ["not_done"]), ("remark", "two\nlines"), ("remark", ""),
        ("knee_signs", 2), ("knee_bad", True), ("ask_knee", False),
    ],
)  # fmt: skip
def test_what_an_item_offers_is_taken(small: Bundle, item: str, value: Any) -> None:
    assert check_answers(small, {item: value}) == []


@pytest.mark.parametrize(
    ("item", "value", "reason"),
    [
        ("knee_swollen", 0, "must be true or false"),
        ("knee_swollen", "true", "must be true or false"),
        ("knee_stiff_minutes", 601, "must be from 0 to 600"),
        ("knee_stiff_minutes", -1, "must be from 0 to 600"),
        ("knee_stiff_minutes", 1.0, "must be a whole number"),
        ("knee_stiff_minutes", False, "must be a whole number"),
        ("pain_level", 4, "must be from 0 to 3"),
        ("crp", "many", "must be a number"),
        ("crp", "NaN", "must be a number"),
        ("crp", "Infinity", "must be a number"),
        ("crp", True, "must be a number"),
        ("crp", [5], "must be a number"),
        ("crp", "500.1", "must be from 0 to 500"),
        ("crp", "9" * 400, "must be from 0 to 500"),
        ("sex", "Female", "is not an option that is offered"),
        ("sex", ["female"], "is not an option that is offered"),
        ("antibodies", "first_kind", "must be a list of options"),
        ("antibodies", [1], "must be a list of options"),
        ("antibodies", ["third_kind"], "contains an option that is not offered"),
        ("antibodies", ["first_kind", "first_kind"], "names an option twice"),
        ("antibodies", ["none_found", "first_kind"], "an option that stands alone is combined with others"),
        ("antibodies", ["not_done", "first_kind"], "an option that stands alone is combined with others"),
        ("remark", 5, "must be text"),
        ("remark", "a\x00b", "contains characters that cannot be stored"),
        ("remark", "x" * 2001, "must be at most 2000 characters long"),
        ("knee_signs", 3, "must be from 0 to 2"),
        ("knee_signs", "2", "must be a whole number"),
        ("knee_bad", 1, "must be true or false"),
        ("elbow", True, "this questionnaire does not ask it"),
    ],
)
def test_what_an_item_does_not_offer_is_refused_with_a_reason(
    small: Bundle, item: str, value: Any, reason: str
) -> None:
    faults = check_answers(small, {item: value})

    assert [(fault.item, fault.reason) for fault in faults] == [(item, reason)]


def test_every_fault_is_named_at_once_and_nothing_is_decided(small: Bundle) -> None:
    with pytest.raises(AnswersInvalid) as caught:
        assess(small, {"elbow": True, "pain_level": 9, "knee_swollen": True})

    assert [fault.item for fault in caught.value.faults] == ["elbow", "pain_level"]
    assert "elbow" in str(caught.value)


def test_a_derived_value_must_agree_with_the_sources_beside_it(small: Bundle) -> None:
    assert check_answers(small, {"knee_signs": 1, "knee_swollen": True}) == []
    assert check_answers(small, {"knee_signs": 2, "knee_swollen": True}) == []
    contradiction = check_answers(small, {"knee_signs": 0, "knee_swollen": True})

    assert [fault.item for fault in contradiction] == ["knee_signs"]
    assert "they give 1 to 2" in contradiction[0].reason


def test_known_values_are_normalised_and_joined_by_what_they_settle(small: Bundle) -> None:
    values = known_values(
        small,
        {"sex": "unknown", "crp": "5.50", "antibodies": ["first_kind"], "knee_swollen": True,
         "knee_stiff_minutes": 30, "pain_level": "not_assessed", "remark": None},
    )  # fmt: skip

    assert values == {
        "crp": Decimal("5.50"), "antibodies": frozenset({"first_kind"}), "knee_swollen": True,
        "knee_stiff_minutes": 30, "knee_signs": 2, "knee_bad": True,
    }  # fmt: skip


def test_a_stem_makes_negatives_known(small: Bundle) -> None:
    values = known_values(small, {"ask_knee": False})

    assert values["knee_swollen"] is False
    assert values["knee_stiff_minutes"] == 0
    assert values["knee_signs"] == 0


@pytest.mark.parametrize(
    ("value", "answered"), [(None, False), ("not_assessed", False), (False, True), (0, True), ([], True)]
)
def test_no_zero_and_an_empty_list_are_answers(value: Any, answered: bool) -> None:
    assert is_answered(value) is answered


def test_a_decimal_threshold_is_exact(small: Bundle) -> None:
    """Five and a half is not above five and a half, also when it came as a float."""
    status: Callable[[Any], str] = lambda crp: (  # noqa: E731
        assess(small, {"knee_swollen": True, "knee_stiff_minutes": 30, "antibodies": [], "crp": crp})
        .decision["criteria"][0]["status"]
    )  # fmt: skip

    assert [status(crp) for crp in ("5.5", 5.5, "5.51", 6)] == ["not_met", "not_met", "met", "met"]


def test_a_stored_decision_can_be_made_again_by_its_engine(small: Bundle) -> None:
    answers = {"knee_swollen": True, "knee_stiff_minutes": 45, "crp": "301"}

    assert decide_again(ENGINE, small, answers) == assess(small, answers).decision
    assert ENGINE in ENGINES
    with pytest.raises(UnknownEngine, match="no engine 99"):
        decide_again(99, small, answers)


def test_the_highest_urgency_that_holds_wins(small: Bundle) -> None:
    flags = [
        assess(small, {"knee_swollen": True, "crp": crp}).decision["red_flags"][0]
        for crp in ("50", "101", "301")
    ]

    assert [(flag["status"], flag["urgency"]) for flag in flags] == [
        ("not_excluded", "same_day"), ("raised", "same_day"), ("raised", "emergency"),
    ]  # fmt: skip
