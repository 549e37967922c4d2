"""Is the summary fit for a record: short, complete, plain, and harmless wherever it is pasted?"""

import unicodedata
from typing import Any

import pytest

from screening.encounters.exports.plain_words import TURNING, ascii_punctuation, one_line
from screening.encounters.exports.summary_text import summary_text
from screening.encounters.models import Response, ResponseStatus
from tests.encounters.taking_away import ARABIC, MARKUP, add_own_part, hostile_result, open_again, result_of
from tests.factories import at_work, clinic, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Any:
    return clinic()


def summary(place: Any, response: Response) -> str:
    with at_work(place):
        return summary_text(open_again(place, response).told())


def test_it_says_who_what_and_why_in_lines_that_a_record_can_hold(place: Any) -> None:
    response = result_of(place)
    add_own_part(place, response, "seen before")

    text = summary(place, response)
    lines = text.splitlines()

    assert 25 <= len(lines) <= 80
    for part in ("Patient: CANARY-0815, 52, female", "RED FLAGS", "PUBLISHED CRITERIA", "TO BE CONSIDERED"):
        assert part in text
    assert "Fibromyalgia - " in text
    assert "  Clinician: agrees: Fits the whole picture: seen before (" in text
    assert "* Own differential, before the result was read: Fibromyalgia; seen before (" in text
    assert "* Note: first line seen before (" in text
    assert "Not a diagnosis." in text
    with at_work(place):
        assessment = response.assessments.get()
    assert assessment.digest in text and assessment.decision_digest in text


def test_the_patient_is_named_by_the_reference_age_and_sex_alone(place: Any) -> None:
    response = result_of(place)

    text = summary(place, response)

    assert str(response.encounter.subject_id) not in text and str(response.id) not in text
    assert "1974" not in text  # the year of birth


def test_unanswered_danger_signs_are_not_told_as_absent(place: Any) -> None:
    text = summary(place, result_of(place, visual_loss_painless=None))

    assert "Not excluded, answers are missing:" in text


def test_a_result_taken_back_says_so_before_anything_else(place: Any) -> None:
    response = result_of(place)
    with at_work(place):
        facts = standing(ResponseStatus.ENTERED_IN_ERROR, place.user)
        Response.objects.filter(pk=response.pk).update(**facts)

    text = summary(place, response)

    warning = "TAKE CARE: Entered in error, not to be relied on: The wrong patient."
    assert text.index(warning) < text.index("TO BE CONSIDERED")


@pytest.mark.security
def test_no_line_begins_with_what_a_spreadsheet_calculates(place: Any) -> None:
    text = summary(place, hostile_result(place))

    assert "HYPERLINK" in text
    assert [line for line in text.splitlines() if line.lstrip()[:1] in ("=", "+", "-", "@")] == []
    assert "\t" not in text and "\r" not in text


@pytest.mark.security
def test_text_comes_out_as_text_and_turns_nothing_around(place: Any) -> None:
    text = summary(place, hostile_result(place))

    assert MARKUP in text and ARABIC in text
    assert not TURNING & set(text)
    assert {unicodedata.category(letter) for letter in text if letter != "\n"}.isdisjoint({"Cc", "Cs"})


def test_our_own_punctuation_is_plain() -> None:
    assert ascii_punctuation("the patient’s “view” – 3 × ≥ 2…") == 'the patient\'s "view" - 3 x >= 2...'


def test_one_line_is_one_line() -> None:
    assert one_line("a\u2028b\x0bc\x00d\n\n e\u202e") == "a b cd e"
