"""What can the manager of one practice do to somebody who works in another, knowing only their address?"""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Role, User
from screening.audit.types import EVENT_TYPES
from tests.accounts.managing import managed, trail
from tests.factories import MembershipFactory, at_work, clinic

pytestmark = [pytest.mark.django_db, pytest.mark.security]


@pytest.fixture
def doctor() -> Any:
    """Somebody with a practice of their own, whose name no other manager may learn."""
    place = clinic()
    User.objects.filter(id=place.user.id).update(name="Dora Discreet", email="dora@own.example")
    place.user.refresh_from_db()
    return place


@pytest.fixture
def other(client: Client) -> Any:
    """Another practice, whose name comes first in every list."""
    place = managed()
    place.practice.name = "Aaaa"
    with at_work(place):
        place.practice.save()
    client.force_login(place.user)
    return place


def add(client: Client, email: str, *roles: str) -> None:
    answer = client.post(
        "/practice/manage/people/add/", {"email": email, "name": "Whoever", "roles": list(roles)}
    )
    assert answer.status_code == 302


def test_nobody_is_moved_to_the_practice_of_who_added_them(client: Client, doctor: Any, other: Any) -> None:
    """Their next screening would be written into a stranger's practice."""
    at_her_desk = Client()
    at_her_desk.force_login(doctor.user)
    assert doctor.practice.name in at_her_desk.get("/screenings/").content.decode()

    add(client, "dora@own.example", "clinician")

    assert at_her_desk.get("/screenings/").wsgi_request.practice == doctor.practice


def test_a_sign_in_at_ones_own_practice_gives_no_name_away(client: Client, doctor: Any, other: Any) -> None:
    add(client, "dora@own.example", "clinician")
    Client().force_login(doctor.user)

    assert "Dora Discreet" not in client.get("/practice/manage/").content.decode()


def test_a_name_is_shown_once_its_owner_has_worked_here(client: Client, doctor: Any, other: Any) -> None:
    add(client, "dora@own.example", "clinician")
    at_her_desk = Client()
    at_her_desk.force_login(doctor.user)
    at_her_desk.post("/practice/", {"practice": str(other.practice.id)})
    at_her_desk.get("/screenings/")

    assert "Dora Discreet" in client.get("/practice/manage/").content.decode()


def test_the_trail_does_not_tell_whether_an_address_was_known(
    client: Client, doctor: Any, other: Any
) -> None:
    """A manager may make themselves an auditor."""
    told = []
    for email in ("dora@own.example", "nobody@own.example"):
        before = len(trail(other, *EVENT_TYPES))
        add(client, email, "clinician")
        told.append([event["type"] for event in trail(other, *EVENT_TYPES)[before:]])

    assert told[0] == told[1] == ["role.grant"]


def test_turning_downloads_off_names_no_stranger(client: Client, doctor: Any, other: Any) -> None:
    add(client, "dora@own.example", "manager")
    MembershipFactory(practice=other.practice, user=other.user, role=Role.CLINICIAN)
    client.post("/practice/manage/switches/downloads/", {"on": "no"})

    page = client.get("/screenings/download/").content.decode()

    assert "turned off" in page and "Dora Discreet" not in page
