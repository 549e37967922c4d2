"""Is a line of a result that is remembered the line that would be made anew, for every patient and language?"""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from screening.encounters.made_up.patients import draw_answers, load_patients
from screening.encounters.results.criteria import CriteriaSet, criteria_of
from screening.encounters.results.kept import STORE, made_lately, made_once
from screening.encounters.results.sources import cite, cited, source_lines
from screening.encounters.results.suggestions import Card, tier_blocks
from screening.questionnaires.catalogue import builtin_bundle, builtin_documents
from screening.scoring.bundle import Bundle
from screening.scoring.engine import assess

SCREEN = builtin_bundle("chronic-pain-screen")
TIERS = ("consider_first", "consider", "cannot_tell")


@pytest.fixture
def fresh() -> Bundle:
    """The screen with nothing remembered of it."""
    vars(SCREEN).pop(STORE, None)
    return SCREEN


def patients() -> list[dict[str, Any]]:
    """One of every kind that a demonstration has, and one of whom nothing is known."""
    keys = {document["meta"]["key"] for document in builtin_documents()} - {SCREEN.key}
    made_up = load_patients(SCREEN, [builtin_bundle(key) for key in sorted(keys)])
    chance = Random(5)
    drawn = [
        draw_answers(SCREEN, made_up, each, given={"age_years": 61, "sex": "female"}, chance=chance)
        for each in made_up.profiles
    ]
    return [*drawn, {"age_years": 61, "sex": "female"}]


def shown(answers: dict[str, Any]) -> tuple[tuple[CriteriaSet, ...], list[Card]]:
    found = assess(SCREEN, answers).explanation
    first, others = criteria_of(SCREEN, found)
    cards = [card for block in tier_blocks(SCREEN, found, TIERS) for card in block.cards]
    return (*first, *others), cards


def test_what_is_remembered_of_other_patients_changes_no_line_of_this_one(fresh: Bundle) -> None:
    answers = patients()
    alone = []
    for each in answers:
        vars(fresh).pop(STORE, None)
        alone.append(shown(each))

    assert [shown(each) for each in answers] == alone
    assert [shown(each) for each in reversed(answers)] == alone[::-1]


def test_a_remembered_line_is_what_its_template_gives(fresh: Bundle) -> None:
    for answers in patients()[::4]:
        sets, cards = shown(answers)
        for each in sets:
            assert each.shown == render_to_string("encounters/_criterion.html", {"set": each})
            assert each.published == render_to_string(
                "encounters/_criterion_details.html", {"about": each.about}
            )
        for finding in (f for card in cards for column in card.columns for f in column.first):
            bare = replace(finding, shown="")
            assert finding.shown == render_to_string("encounters/_finding.html", {"finding": bare})
            links = {"sources": finding.sources, "from_memory": finding.is_from_memory}
            assert finding.cite == render_to_string("encounters/_cite.html", links)


def test_each_language_remembers_its_own(fresh: Bundle) -> None:
    english = cite(fresh, ("wolfe2016",), True)
    with translation.override("de"):
        made_once(fresh, "greeting", lambda: "Guten Tag")
        assert cite(fresh, ("wolfe2016",), True) is not english

    assert made_once(fresh, "greeting", lambda: "Good day") == "Good day"
    assert cite(fresh, ("wolfe2016",), True) is english


def test_an_overdue_source_is_not_remembered_as_one_that_is_not(fresh: Bundle) -> None:
    sources = cited(fresh, ("wolfe2016",))

    assert "review overdue" not in source_lines(fresh, sources, False)[0]
    assert "review overdue" in source_lines(fresh, sources, True)[0]


def test_only_the_states_of_lately_are_remembered(fresh: Bundle) -> None:
    made: list[int] = []

    def make(_bundle: Bundle, state: Any) -> int:
        made.append(state)
        return -int(state)

    for state in (1, 2, 1, 3, 1):
        assert made_lately(fresh, "numbers", make, state, most=2) == -state
    assert made == [1, 2, 3]
    assert made_lately(fresh, "numbers", make, 2, most=2) == -2
    assert made == [1, 2, 3, 2]
