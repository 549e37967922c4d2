"""Can a practice turn off what may be turned off, and nothing else?"""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Practice
from accounts.switches import SWITCHES, UnknownSwitch, is_on
from tests.accounts.managing import managed, trail
from tests.factories import clinic

pytestmark = [pytest.mark.django_db, pytest.mark.security]


@pytest.fixture
def place(client: Client) -> Any:
    place = managed()
    client.force_login(place.user)
    return place


def switches_of(place: Any) -> Practice:
    return Practice.objects.get(id=place.practice.id)


@pytest.mark.parametrize("key", SWITCHES)
def test_everything_stands_at_its_default_until_somebody_turns_it(key: str) -> None:
    assert is_on(Practice(), key) is SWITCHES[key].default
    assert is_on(Practice(switches={key: True}), key)
    assert not is_on(Practice(switches={key: False}), key)


@pytest.mark.parametrize("stored", [None, 0, 1, "yes", [], {}])
def test_what_cannot_be_read_is_off(stored: object) -> None:
    assert not is_on(Practice(switches={"downloads": stored}), "downloads")


def test_a_switch_that_is_not_in_the_table_is_an_error() -> None:
    with pytest.raises(UnknownSwitch):
        is_on(Practice(), "everything")


@pytest.mark.audit
@pytest.mark.parametrize("key", SWITCHES)
def test_a_manager_turns_it_off_and_on_again_with_old_and_new_on_record(
    client: Client, place: Any, key: str
) -> None:
    client.post(f"/practice/manage/switches/{key}/", {"on": "yes"})
    before = len(trail(place, "practice.update"))

    for word, on in (("no", False), ("no", False), ("yes", True)):
        client.post(f"/practice/manage/switches/{key}/", {"on": word})
        assert is_on(switches_of(place), key) is on

    assert [event["change"] for event in trail(place, "practice.update")[before:]] == [
        {key: [True, False]},
        {key: [False, True]},
    ]


def test_another_practices_switches_stay_as_they_are(client: Client, place: Any) -> None:
    other = clinic()

    client.post("/practice/manage/switches/downloads/", {"on": "no", "practice": str(other.practice.id)})

    assert switches_of(other).switches == {}


@pytest.mark.parametrize("sent", [{}, {"on": ""}, {"on": "maybe"}])
def test_a_page_that_arrives_incomplete_changes_nothing(client: Client, place: Any, sent: Any) -> None:
    answer = client.post("/practice/manage/switches/downloads/", sent, follow=True)

    assert "Nothing was changed" in answer.content.decode()
    assert switches_of(place).switches == {}


def test_a_switch_that_does_not_exist_is_not_found(client: Client, place: Any) -> None:
    assert client.post("/practice/manage/switches/everything/", {"on": "no"}).status_code == 404
    assert client.get("/practice/manage/switches/downloads/").status_code == 405
    assert switches_of(place).switches == {}
