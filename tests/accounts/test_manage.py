"""Can a manager decide who belongs to the practice, and nobody else, and never against the practice?"""

from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import Membership, Practice, Role, User
from tests.accounts.managing import colleague, managed, page_of, roles_of, send_roles, trail
from tests.factories import MembershipFactory, UserFactory, at_work, clinic

pytestmark = [pytest.mark.django_db, pytest.mark.security]

HOSTILE = '"><script>alert(1)</script>{{7*7}}'
ADDRESSES = ("/practice/manage/", "/practice/manage/people/add/", "/practice/jobs/")


@pytest.fixture
def place(client: Client) -> Any:
    place = managed()
    client.force_login(place.user)
    return place


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("address", ADDRESSES)
def test_managers_alone_open_the_managers_pages(client: Client, address: str, role: str) -> None:
    client.force_login(clinic(role=role).user)

    assert client.get(address).status_code == (200 if role == Role.MANAGER else 403)


def test_without_the_role_nothing_can_be_sent_either(client: Client) -> None:
    """The actions ask again under the lock; the views ask first."""
    place = clinic(role=Role.AUDITOR)
    client.force_login(place.user)
    form = {"email": "new@practice.example", "name": "New", "roles": ["manager"]}

    answers = [
        client.post("/practice/manage/people/add/", form),
        send_roles(client, place.user, ["manager"], seen="auditor"),
        client.post("/practice/manage/switches/downloads/", {"on": "no"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert roles_of(place, place.user) == {"auditor"}
    assert trail(place, "role.grant", "role.revoke", "user.create", "practice.update") == []


@pytest.mark.audit
def test_the_page_shows_everybody_here_and_nobody_from_elsewhere(client: Client, place: Any) -> None:
    both = colleague(place, "clinician", "author", email="both@practice.example")
    stranger = clinic()

    page = client.get("/practice/manage/").content.decode()

    assert "both@practice.example" in page and "Clinician, Author of questionnaires" in page
    assert stranger.user.email not in page
    assert set(trail(place, "practice.view")[-1]["fields"]) == {str(place.user.id), str(both.id)}


def test_a_member_of_another_practice_is_not_found(client: Client, place: Any) -> None:
    stranger = clinic()

    for user in (stranger.user, UserFactory(), UserFactory.build(id=uuid4())):
        assert client.get(page_of(user)).status_code == 404
        assert send_roles(client, user, ["manager"], seen="").status_code == 404
    assert roles_of(stranger, stranger.user) == {"clinician"}


@pytest.mark.audit
def test_saved_roles_are_granted_and_revoked_one_event_each(client: Client, place: Any) -> None:
    user = colleague(place, "clinician", "author")

    answer = send_roles(client, user, ["author", "auditor", "statistics"], seen="clinician,author")

    assert answer.status_code == 302
    assert roles_of(place, user) == {"author", "auditor", "statistics"}
    events = trail(place, "role.revoke", "role.grant")
    assert [(event["type"], event["change"]["role"]) for event in events] == [
        ("role.revoke", ["clinician", None]),
        ("role.grant", [None, "statistics"]),
        ("role.grant", [None, "auditor"]),
    ]
    assert {event["entity"]["id"] for event in events} == {str(user.id)}


def test_a_role_taken_away_is_gone_with_the_persons_next_request(client: Client, place: Any) -> None:
    user = colleague(place, "clinician", "auditor")
    theirs = Client()
    theirs.force_login(user)
    assert theirs.get("/screenings/").status_code == 200

    send_roles(client, user, ["auditor"], seen="clinician,auditor")

    assert theirs.get("/screenings/").status_code == 403


def test_removing_somebody_asks_first(client: Client, place: Any) -> None:
    user = colleague(place, "clinician")

    asked = send_roles(client, user, [], seen="clinician")
    assert asked.status_code == 200 and "Remove from the practice" in asked.content.decode()
    assert roles_of(place, user) == {"clinician"}

    answer = send_roles(client, user, [], seen="clinician", is_confirmed="yes")
    assert answer.status_code == 302
    assert roles_of(place, user) == set()
    assert User.objects.filter(id=user.id).exists()


def test_giving_up_ones_own_management_asks_first(client: Client, place: Any) -> None:
    colleague(place, "manager")

    asked = send_roles(client, place.user, ["clinician"], seen="manager")
    assert "You will not be able to open the manager’s page" in asked.content.decode()
    assert roles_of(place, place.user) == {"manager"}

    answer = send_roles(client, place.user, ["clinician"], seen="manager", is_confirmed="yes")
    assert answer.url == "/"
    assert client.get("/practice/manage/").status_code == 403


@pytest.mark.parametrize("roles", [[], ["clinician"]])
@pytest.mark.parametrize("is_active", [None, False], ids=["nobody-else", "another-who-cannot-sign-in"])
def test_the_last_manager_stays_one(client: Client, place: Any, roles: list[str], is_active: object) -> None:
    if is_active is not None:
        colleague(place, "manager", is_active=is_active)

    answer = send_roles(client, place.user, roles, seen="manager", is_confirmed="yes")

    assert answer.status_code == 200 and "only manager" in answer.content.decode()
    assert roles_of(place, place.user) == {"manager"}
    assert trail(place, "role.revoke", "role.grant") == []


def test_roles_that_somebody_else_changed_meanwhile_are_not_overwritten(client: Client, place: Any) -> None:
    user = colleague(place, "clinician", "publisher")

    answer = send_roles(client, user, ["clinician", "author"], seen="clinician")

    assert answer.status_code == 409
    assert "Publisher of questionnaires" in answer.content.decode()
    assert roles_of(place, user) == {"clinician", "publisher"}


@pytest.mark.parametrize("roles", [["owner"], [HOSTILE], ["clinician", "superuser"]])
def test_a_role_that_does_not_exist_is_refused_in_words(client: Client, place: Any, roles: list[str]) -> None:
    user = colleague(place, "clinician")

    answer = send_roles(client, user, roles, seen="clinician")

    assert "Choose from the roles listed" in answer.content.decode()
    assert HOSTILE not in answer.content.decode()
    assert roles_of(place, user) == {"clinician"}


def test_fields_that_the_form_does_not_have_change_nothing(client: Client, place: Any) -> None:
    user, other = colleague(place, "clinician", name="Ann"), clinic()
    more = {"practice": str(other.practice.id), "name": "X", "is_superuser": "on", "is_staff": "on"}

    send_roles(client, user, ["author"], seen="clinician", **more)

    user.refresh_from_db()
    assert (user.name, user.is_superuser, user.is_staff) == ("Ann", False, False)
    assert roles_of(other, user) == set()


def test_a_name_is_shown_once_its_owner_has_been_here_and_never_as_markup(client: Client, place: Any) -> None:
    user = colleague(place, "clinician", name=HOSTILE)
    assert "&lt;script&gt;" not in client.get("/practice/manage/").content.decode()
    Client().force_login(user)

    for address in ("/practice/manage/", page_of(user)):
        page = client.get(address).content.decode()
        assert "&lt;script&gt;" in page and HOSTILE not in page


def test_a_person_in_two_practices_loses_roles_in_one_only(client: Client, place: Any) -> None:
    elsewhere = clinic()
    MembershipFactory(practice=place.practice, user=elsewhere.user, role="clinician")

    send_roles(client, elsewhere.user, [], seen="clinician", is_confirmed="yes")

    assert roles_of(place, elsewhere.user) == set()
    assert roles_of(elsewhere, elsewhere.user) == {"clinician"}


def test_a_practice_changes_no_row_of_another() -> None:
    """By the database's policies, when the code forgets its scope."""
    ours, theirs = managed(), managed()
    with at_work(ours):
        assert Practice.objects.filter(id=theirs.practice.id).update(switches={"downloads": False}) == 0
        assert Membership.unscoped.filter(practice=theirs.practice).delete()[0] == 0
        assert Practice.objects.filter(id=ours.practice.id).update(switches={"downloads": False}) == 1


def test_a_person_without_a_password_gets_one_by_the_command_the_page_names(
    client: Client, place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = {"email": "new@practice.example", "name": "New One", "roles": ["clinician"]}
    client.post("/practice/manage/people/add/", form)
    monkeypatch.setattr("getpass.getpass", lambda prompt="": "a long enough sentence")

    call_command("changepassword", "new@practice.example")

    assert Client().login(username="new@practice.example", password="a long enough sentence")
