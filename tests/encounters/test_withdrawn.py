"""What becomes of a screening whose questionnaire version is retired or withdrawn, and who is told?"""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from screening.encounters.checking.rescoring import difference
from screening.encounters.models import Response
from screening.questionnaires.models import QuestionnaireVersion
from tests.encounters.screenings import begun, screened
from tests.factories import VersionFactory, at_work, clinic, small_document

pytestmark = pytest.mark.django_db

NOTICE = 'role="note"'


@pytest.fixture
def place(client: Client) -> SimpleNamespace:
    place = clinic()
    client.force_login(place.user)
    return place


def becomes(place: Any, status: str) -> None:
    with at_work(place):
        QuestionnaireVersion.objects.filter(pk=place.version.pk).update(status=status)


def page(client: Client, name: str, response: Response, *more: str) -> str:
    return client.get(reverse(f"encounters:{name}", args=[response.id, *more])).content.decode()


@pytest.mark.parametrize("status", ["retired", "withdrawn"])
def test_a_screening_in_progress_finishes_on_its_version(client: Client, place: Any, status: str) -> None:
    response = begun(place, x_note="typed before")
    becomes(place, status)

    saved = client.post(
        reverse("encounters:step", args=[response.id, "pain"]),
        {"lock_number": response.lock_number, "x_note": "typed after"},
    )
    with at_work(place):
        lock_number = Response.objects.get().lock_number
    body = {"submission_key": uuid4(), "lock_number": lock_number}
    answer = client.post(reverse("encounters:submit", args=[response.id]), body)

    assert saved.status_code == answer.status_code == 302
    with at_work(place):
        stored = Response.objects.get()
        assert (stored.status, stored.version_id) == ("submitted", place.version.pk)
        assert stored.answers["x_note"] == "typed after"
        assert difference(stored.assessments.get()) == ""


@pytest.mark.parametrize("name", ["step", "check"])
def test_the_pages_of_a_draft_say_that_its_version_was_withdrawn(
    client: Client, place: Any, name: str
) -> None:
    response = begun(place)
    where = ("step", response, "pain") if name == "step" else ("check", response)
    before = page(client, *where)
    becomes(place, "withdrawn")

    after = page(client, *where)

    assert NOTICE not in before
    assert "Questionnaire withdrawn." in after and "its result will say so" in after


def test_the_pages_of_a_draft_say_mildly_that_its_version_was_retired(client: Client, place: Any) -> None:
    response = begun(place)
    becomes(place, "retired")

    shown = page(client, "check", response)

    assert "finishes on the version it began with" in shown
    assert "notice--stop" not in shown


def test_a_result_of_a_withdrawn_version_says_so_before_anything_else(client: Client, place: Any) -> None:
    """In words, and above the flags: whoever reads on has read it."""
    response = screened(place)
    becomes(place, "withdrawn")

    shown = page(client, "result", response)

    assert shown.index("Questionnaire withdrawn.") < shown.index("asks about no red flag")
    assert "not to be relied on" in shown


def test_a_result_of_a_retired_version_says_nothing_of_it(client: Client, place: Any) -> None:
    response = screened(place)
    becomes(place, "retired")

    assert NOTICE not in page(client, "result", response)


def test_an_old_result_is_shown_in_the_words_of_its_version(client: Client, place: Any) -> None:
    response = screened(place, x_note="As it was")
    becomes(place, "retired")
    newer = small_document(place.version.questionnaire.key, "2.0.0")
    newer["meta"]["title"] = "A renamed screen"
    newer["sections"][1]["title"] = "Renamed section"
    facts = {"practice": place.practice, "questionnaire": place.version.questionnaire}
    VersionFactory(version="2.0.0", bundle=newer, **facts)

    result, answers = page(client, "result", response), page(client, "check", response)

    assert "A small screen 1.0.0" in result and "A renamed screen" not in result
    assert "Renamed section" not in answers and "As it was" in answers
