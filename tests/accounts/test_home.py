"""Does everybody arrive where their work is?"""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from tests.factories import MembershipFactory, UserFactory, clinic

pytestmark = pytest.mark.django_db

ROOMS = {
    Role.CLINICIAN: "encounters:list",
    Role.AUTHOR: "authoring:list",
    Role.PUBLISHER: "authoring:list",
    Role.STATISTICS: "statistics:exports",
    Role.AUDITOR: "audit:events",
    Role.MANAGER: "accounts:manage",
}


@pytest.mark.parametrize("role", Role.values)
def test_each_role_has_a_page_that_it_may_open(client: Client, role: str) -> None:
    client.force_login(clinic(role=role).user)

    answer = client.get("/")

    assert answer.url == reverse(ROOMS[Role(role)])
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(("first", "second"), [("clinician", "manager"), ("auditor", "manager")])
def test_somebody_with_several_roles_arrives_at_the_first(client: Client, first: str, second: str) -> None:
    place = clinic(role=second)
    MembershipFactory(user=place.user, practice=place.practice, role=first)
    client.force_login(place.user)

    assert client.get("/").url == reverse(ROOMS[Role(first)])


def test_somebody_without_a_practice_is_told_whom_to_ask(client: Client) -> None:
    client.force_login(UserFactory())

    assert "You do not belong to a practice yet" in client.get("/").content.decode()


@pytest.mark.parametrize("address", ["/practice/manage/", "/about/"])
def test_the_menu_says_where_one_is(client: Client, address: str) -> None:
    client.force_login(clinic(role=Role.MANAGER).user)

    page = client.get(address).content.decode()

    assert f'<a href="{address}" aria-current="true">' in page
    assert page.count("aria-current") == 1


def test_the_page_about_algia_names_every_role(client: Client) -> None:
    page = client.get("/about/").content.decode()

    assert all(str(role.label) in page for role in Role)
