"""Does adding a colleague tell a manager who else uses Algia? And what may an e-mail address and a name be?"""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.managing import colleague, managed, roles_of, trail
from tests.factories import clinic

pytestmark = [pytest.mark.django_db, pytest.mark.security]

ADD = "/practice/manage/people/add/"
CHANGES_EACH_TIME = re.compile(r'[0-9a-f]{8}-[0-9a-f-]{27}|name="csrfmiddlewaretoken" value="[^"]*"')


@pytest.fixture
def place(client: Client) -> Any:
    place = managed()
    client.force_login(place.user)
    return place


def add(client: Client, email: str, name: str = "Ann Added", roles: tuple[str, ...] = ("clinician",)) -> Any:
    return client.post(ADD, {"email": email, "name": name, "roles": list(roles)})


@pytest.mark.audit
def test_somebody_new_gets_an_account_that_nobody_can_enter_yet(client: Client, place: Any) -> None:
    answer = add(client, " New.Person@Practice.EXAMPLE ", roles=("clinician", "auditor"))

    person = User.objects.get(email="new.person@practice.example")
    assert (answer.status_code, person.name, person.has_usable_password()) == (302, "Ann Added", False)
    assert roles_of(place, person) == {"clinician", "auditor"}
    events = trail(place, "role.grant")
    assert [event["change"]["role"][1] for event in events] == ["clinician", "auditor"]
    assert {event["entity"]["id"] for event in events} == {str(person.id)}


def test_somebody_known_elsewhere_gets_the_role_and_keeps_their_name_and_password(
    client: Client, place: Any
) -> None:
    known = clinic().user

    add(client, known.email.upper(), "Another Name")

    assert roles_of(place, known) == {"clinician"}
    after = User.objects.get(id=known.id)
    assert (after.name, after.password) == (known.name, known.password)
    assert trail(place, "user.create") == []


def test_the_answer_is_the_same_whether_the_address_was_known_or_not(client: Client) -> None:
    """The page that follows as well: no name, no moment and no order tells one from the other."""
    clinic().user.__class__.objects.update(email="aaaa@known.example", name="Known Elsewhere")
    shown = []
    for email in ("aaaa@known.example", "bbbb@known.example"):
        place = managed()
        User.objects.filter(id=place.user.id).update(email="zz@zz.example", name="Mona")
        client.force_login(place.user)
        first = add(client, email)
        page = client.get(first.url).content.decode()
        User.objects.filter(id=place.user.id).update(email=f"{place.user.id}@zz.example")
        words = page.replace(email, "").replace(place.practice.name, "")
        shown.append((first.status_code, first.url, CHANGES_EACH_TIME.sub("", words)))

    assert shown[0] == shown[1]


def test_somebody_who_is_here_already_keeps_what_they_have(client: Client, place: Any) -> None:
    user = colleague(place, "clinician")

    add(client, user.email, roles=("clinician", "author"))

    assert roles_of(place, user) == {"clinician", "author"}
    assert [event["change"]["role"][1] for event in trail(place, "role.grant")] == ["author"]


@pytest.mark.parametrize(
    "email",
    [
        "",
        "nobody",
        "\u212aate@practice.example",  # the sign for kelvin, k in lower case
        "\u0131an@practice.example",  # i without its dot
        "ann@pr\u0430ctice.example",  # a Cyrillic a
        "ann\u200b@practice.example",
        "ann\x00@practice.example",
        "ann@practice.example\r\nBcc: all@practice.example",
        "a" * 250 + "@practice.example",
        '"><script>@practice.example',
    ],
)
def test_an_address_that_is_none_or_only_looks_like_one_is_refused(
    client: Client, place: Any, email: str
) -> None:
    before = User.objects.count()

    answer = add(client, email)

    assert answer.status_code == 200 and answer.context["form"].errors["email"]
    assert "<script>@" not in answer.content.decode()
    assert User.objects.count() == before
    assert trail(place, "user.create", "role.grant") == []


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "x" * 151,
        "Ann\x1b[31m",
        "Ann\x00",
        "Ann \u202ennA",
        "\u200b",
        "An\u200bn",
        "\u2800",
        "\u200d",
        "-",
    ],
)
def test_a_name_that_cannot_be_read_is_refused(client: Client, place: Any, name: str) -> None:
    answer = add(client, "new@practice.example", name)

    assert answer.context["form"].errors["name"]
    assert not User.objects.filter(email="new@practice.example").exists()


@pytest.mark.parametrize("name", ["Zoë Ó Briain-李", "علی\u200cرضا", 'Ann "><script>'])
def test_names_of_all_scripts_are_kept(client: Client, place: Any, name: str) -> None:
    add(client, "new@practice.example", f"  {name}\r\n")

    assert User.objects.get(email="new@practice.example").name == name


def test_nobody_is_added_without_a_role(client: Client, place: Any) -> None:
    answer = add(client, "new@practice.example", roles=())

    assert "Choose at least one role" in answer.content.decode()
    assert not User.objects.filter(email="new@practice.example").exists()
