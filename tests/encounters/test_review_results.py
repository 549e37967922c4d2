"""Does a result ever calm where it must not: about red flags it never asked, and about why it puts one first?"""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from screening.encounters.models import Response
from screening.encounters.results.page import SUGGESTED
from screening.encounters.results.suggestions import Card, tier_blocks
from screening.encounters.work_ups import confirm_carried
from screening.questionnaires.catalogue import builtin_bundle
from screening.scoring.engine import assess
from tests.encounters.knees import (
    WORK_UP,
    knee_clinic,
    screened_knee,
    version_of,
    work_up_document,
    worked_up,
)
from tests.encounters.screenings import submitted
from tests.factories import NOON, at_work

SCREEN = builtin_bundle("chronic-pain-screen")
NO_FLAG = "No red flag was raised"


@pytest.fixture
def place(client: Client, db: None) -> SimpleNamespace:
    place = knee_clinic()
    client.force_login(place.user)
    return place


def result_of(client: Client, response: Response) -> str:
    return " ".join(client.get(reverse("encounters:result", args=[response.id])).content.decode().split())


def finished(place: Any, screening: Response, key: str, **answers: Any) -> Response:
    """The work-up of a screening with some answers more, all carried ones confirmed, submitted."""
    work_up = worked_up(place, screening, key)
    with at_work(place):
        Response.objects.filter(pk=work_up.pk).update(answers={**work_up.answers, **answers})
        work_up = confirm_carried(response_id=work_up.id, lock_number=1, by=place.user, at=NOON)
    return submitted(place, work_up)


def without_flags(key: str) -> dict[str, Any]:
    return {**work_up_document(key=key), "red_flags": []}


def test_what_asks_about_no_red_flag_does_not_say_that_none_was_raised(client: Client, place: Any) -> None:
    version_of(place, without_flags("no-flags"))
    screening = screened_knee(place)

    asked = result_of(client, finished(place, screening, WORK_UP))
    not_asked = result_of(client, finished(place, screening, "no-flags"))

    assert NO_FLAG in asked
    assert NO_FLAG not in not_asked and "asks about no red flag" in not_asked


def test_a_work_up_shows_what_was_raised_at_its_screening(client: Client, place: Any) -> None:
    version_of(place, without_flags("no-flags"))
    calm, alarming = screened_knee(place, "P-1"), screened_knee(place, "P-2", rf_knee=True)

    assert "Raised at the screening" not in result_of(client, finished(place, calm, "no-flags"))
    shown = result_of(client, finished(place, alarming, "no-flags"))
    assert "Raised at the screening:</b> Hot knee (same day)." in shown
    assert reverse("encounters:result", args=[alarming.id]) in shown


def test_a_result_shows_what_was_raised_at_its_work_up(client: Client, place: Any) -> None:
    screening = screened_knee(place)
    assert "Raised at the work-up" not in result_of(client, screening)

    finished(place, screening, WORK_UP, crp="200")

    shown = result_of(client, screening)
    assert "Raised at the work-up Knee criteria 2001:</b> Hot knee (same day)." in shown
    assert shown.index("Raised at the work-up") < shown.index(NO_FLAG)


def cards(**answers: Any) -> dict[str, Card]:
    found = assess(SCREEN, {"age_years": 60, "sex": "female", **answers}).explanation
    return {card.key: card for block in tier_blocks(SCREEN, found, SUGGESTED) for card in block.cards}


def test_what_a_red_flag_puts_first_is_no_tie() -> None:
    """The jaw that aches and the sausage toe weigh the same; the arteritis stands first for its danger."""
    shown = cards(jaw_claudication=True, dactylitis=True, upper_motor_neuron_signs=True)

    assert next(iter(shown)) == "gca" and shown["gca"].is_danger
    assert (shown["gca"].tied_with, shown["psa"].tied_with) == ("", shown["cns"].name)
    assert not shown["psa"].is_danger
