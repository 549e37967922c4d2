"""Which questionnaires may a screening begin with, and what if one goes while the page is open?"""

from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django.test import Client

from screening.encounters.actions import VersionNotPublished
from screening.encounters.filling import views
from screening.encounters.models import Response
from screening.questionnaires.catalogue import builtin_bundle
from screening.questionnaires.models import QuestionnaireVersion
from screening.questionnaires.store import bundle_of, offered_versions
from tests.factories import QuestionnaireFactory, VersionFactory, at_work, clinic, small_document

pytestmark = pytest.mark.django_db

URL = "/screenings/new/"
BUILTIN = "chronic-pain-screen"
NEWEST = builtin_bundle(BUILTIN).version
PATIENT = {"reference": "P-1", "birth_year": "1974", "age_years": "52", "sex": "female"}


@pytest.fixture
def place(client: Client) -> SimpleNamespace:
    """A clinician whose practice has, beside the built-in questionnaire, a small one of its own."""
    place = clinic()
    client.force_login(place.user)
    return place


def own_version(place: Any, key: str, version: str = "1.0.0", **more: Any) -> QuestionnaireVersion:
    questionnaire = QuestionnaireFactory(practice=place.practice, key=key)
    return VersionFactory(practice=place.practice, questionnaire=questionnaire, version=version, **more)


def retire(place: Any, version: QuestionnaireVersion, status: str = "retired") -> None:
    with at_work(place):
        QuestionnaireVersion.objects.filter(pk=version.pk).update(status=status)


def offered(place: Any) -> list[tuple[str, str, bool]]:
    with at_work(place):
        found = offered_versions(place.practice.id)
        return [(v.questionnaire.key, v.version, v.practice_id is not None) for v in found]


def begun_with(place: Any) -> list[str]:
    with at_work(place):
        rows = Response.objects.select_related("version__questionnaire")
        return [response.version.questionnaire.key for response in rows]


# --- What is offered


def test_built_in_and_own_questionnaires_are_offered_by_title(place: Any) -> None:
    key = place.version.questionnaire.key

    assert offered(place) == [(key, "1.0.0", True), (BUILTIN, NEWEST, False)]


def test_an_own_questionnaire_with_a_built_in_ones_key_takes_its_place(place: Any) -> None:
    """Even with a lower number: the practice has decided what it asks."""
    own = own_version(place, BUILTIN, "0.9.0")

    assert (BUILTIN, "0.9.0", True) in offered(place)
    assert (BUILTIN, NEWEST, False) not in offered(place)

    retire(place, own)
    assert (BUILTIN, NEWEST, False) in offered(place)


def test_the_newest_published_version_is_offered_once(place: Any) -> None:
    questionnaire = QuestionnaireFactory(practice=place.practice, key="other")
    for version in ("1.9.0", "1.10.0"):
        VersionFactory(practice=place.practice, questionnaire=questionnaire, version=version)
    VersionFactory(practice=place.practice, questionnaire=questionnaire, version="2.0.0", draft=True)

    assert [each for each in offered(place) if each[0] == "other"] == [("other", "1.10.0", True)]


@pytest.mark.security
def test_a_questionnaire_of_another_practice_is_not_offered(place: Any) -> None:
    own_version(clinic(), "theirs")

    assert "theirs" not in [key for key, *_ in offered(place)]


# --- The page


def test_with_several_one_is_to_be_chosen_and_none_is_chosen_before(client: Client, place: Any) -> None:
    page = client.get(URL).content.decode()
    unchosen = client.post(URL, PATIENT)

    assert page.count('name="questionnaire"') == 2
    assert "A small screen, version 1.0.0, your practice’s own" in page
    assert page.count(" checked") == 0
    assert "Choose a questionnaire" in unchosen.content.decode()
    assert begun_with(place) == []


@pytest.mark.parametrize("which", ["own", "built-in"])
def test_a_screening_begins_with_the_chosen_one(client: Client, place: Any, which: str) -> None:
    key = BUILTIN if which == "built-in" else place.version.questionnaire.key

    answer = client.post(URL, {**PATIENT, "questionnaire": key})

    assert answer.status_code == 302
    assert begun_with(place) == [key]


def test_a_single_one_needs_no_choice_and_is_named(client: Client, place: Any) -> None:
    retire(place, place.version)

    page = client.get(URL).content.decode()
    answer = client.post(URL, PATIENT)

    assert 'type="radio" name="questionnaire"' not in page
    with at_work(place):
        assert bundle_of(offered_versions(place.practice.id)[0]).title in page
    assert answer.status_code == 302
    assert begun_with(place) == [BUILTIN]


def test_one_that_was_retired_since_the_page_was_opened_is_not_used_in_silence(
    client: Client, place: Any
) -> None:
    """Nobody is to fill in another questionnaire than the one they chose."""
    key = place.version.questionnaire.key
    retire(place, place.version)

    page = client.post(URL, {**PATIENT, "questionnaire": key})

    assert "no longer in use" in page.content.decode()
    assert 'type="radio" name="questionnaire"' in page.content.decode()
    assert begun_with(place) == []


def test_one_that_is_retired_in_the_same_moment_is_refused_in_words(client: Client, place: Any) -> None:
    refusal = VersionNotPublished("This questionnaire version is no longer in use. Please start again.")

    with mock.patch.object(views, "open_encounter", side_effect=refusal):
        page = client.post(URL, {**PATIENT, "questionnaire": BUILTIN})

    assert page.status_code == 200
    assert "no longer in use. Please start again" in page.content.decode()


@pytest.mark.security
@pytest.mark.parametrize("key", ["theirs", "x" * 5000, "<script>", "\x00"])
def test_a_key_that_is_not_offered_begins_nothing(client: Client, place: Any, key: str) -> None:
    own_version(clinic(), "theirs")

    page = client.post(URL, {**PATIENT, "questionnaire": key})

    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    assert begun_with(place) == []


def test_without_any_questionnaire_the_page_says_who_can_help(client: Client, place: Any) -> None:
    with mock.patch.object(views, "offered_versions", return_value=[]):
        page, answer = client.get(URL), client.post(URL, PATIENT)

    assert "No questionnaire can be used at the moment" in page.content.decode()
    assert answer.status_code == 200
    assert begun_with(place) == []


def test_a_newer_version_is_what_the_next_screening_begins_with(client: Client, place: Any) -> None:
    questionnaire = place.version.questionnaire
    document = small_document(questionnaire.key, "1.1.0")
    VersionFactory(practice=place.practice, questionnaire=questionnaire, version="1.1.0", bundle=document)

    client.post(URL, {**PATIENT, "questionnaire": questionnaire.key})

    with at_work(place):
        assert Response.objects.get().version.version == "1.1.0"
