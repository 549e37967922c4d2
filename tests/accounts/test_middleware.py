"""Does a request happen whole, in one practice's scope, with its refusals on record?"""

import json
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from accounts.current import SESSION_KEY
from accounts.models import Membership, Role
from accounts.scope import _practice, _user, practice_scope
from screening.audit.models import AuditEvent
from screening.encounters.models import Subject
from tests.factories import MembershipFactory, PracticeFactory, SubjectFactory, UserFactory, at_work, clinic

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls"), pytest.mark.security]


# Fixed: every xdist worker must collect the same parameters.
NOBODYS_ID = "5a1f9a52-3c0e-4f0e-9a70-0b1de0b2f3c4"


@pytest.fixture
def place(client: Client) -> SimpleNamespace:
    place = clinic()
    client.force_login(place.user)
    client.raise_request_exception = False
    return place


def seen(place: Any, event_type: str) -> list[dict[str, Any]]:
    with at_work(place):
        found = AuditEvent.objects.filter(type=event_type).order_by("id")
        return [json.loads(event.body) for event in found]


def subjects(place: Any) -> int:
    with at_work(place):
        return Subject.objects.count()


def test_a_signed_in_person_works_in_their_practice(client: Client, place: Any) -> None:
    answer = client.get("/where/").json()

    assert answer == {"practice": str(place.practice.id), "user": str(place.user.id), "roles": ["clinician"]}


def test_every_request_runs_in_a_transaction(client: Client, place: Any) -> None:
    assert client.get("/transaction/").json() == {"in_transaction": True}


def test_the_practice_chosen_in_the_session_is_the_current_one(client: Client, place: Any) -> None:
    other = MembershipFactory(user=place.user, role=Role.MANAGER, practice__name="Zephyr")
    session = client.session
    session[SESSION_KEY] = str(other.practice.id)
    session.save()

    answer = client.get("/where/").json()

    assert (answer["practice"], answer["roles"]) == (str(other.practice.id), ["manager"])


@pytest.mark.parametrize("chosen", [NOBODYS_ID, "nonsense", "", 7, None])
def test_a_practice_without_a_membership_cannot_be_chosen(client: Client, place: Any, chosen: object) -> None:
    PracticeFactory()
    session = client.session
    session[SESSION_KEY] = chosen
    session.save()

    assert client.get("/where/").json()["practice"] == str(place.practice.id)


def test_a_role_taken_away_is_gone_with_the_next_request(client: Client, place: Any) -> None:
    assert client.get("/clinicians/").status_code == 200
    with at_work(place):
        place.user.memberships.all().delete()

    assert client.get("/clinicians/").status_code == 403


def test_somebody_without_a_practice_sees_nothing(client: Client) -> None:
    client.force_login(UserFactory())

    answer = client.get("/where/").json()

    assert (answer["practice"], answer["roles"]) == ("", [])
    assert client.get("/clinicians/").status_code == 403


def test_the_scope_does_not_outlive_the_request(client: Client, place: Any) -> None:
    client.get("/where/")

    assert Client().get("/where/").json() == {"practice": "", "user": "", "roles": []}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/where/", "/forbidden/", "/ends/409/", "/breaks/"])
def test_what_the_database_was_told_goes_with_the_transaction(
    client: Client, place: Any, address: str
) -> None:
    """The same connection serves the next request, perhaps somebody else's."""
    client.get(address)

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('algia.practice', true), current_setting('algia.user', true)")
        assert set(cursor.fetchone() or ()) <= {None, ""}
    assert (_practice.get(), _user.get()) == (None, None)


def test_a_transaction_around_the_request_keeps_nothing_of_its_scope(client: Client, place: Any) -> None:
    SubjectFactory(practice=place.practice)
    with practice_scope(None):
        client.get("/where/")

        assert Subject.unscoped.count() == Membership.unscoped.count() == 0


def test_a_deferred_template_is_rendered_inside_the_scope(client: Client, place: Any) -> None:
    SubjectFactory(practice=place.practice)

    page = client.get("/deferred/")

    assert page.content == b"1 in scope, one written while rendering"
    assert subjects(place) == 2


@pytest.mark.parametrize("status", [200, 302, 409, 422])
def test_what_a_view_did_before_it_answered_is_kept(client: Client, place: Any, status: int) -> None:
    client.get(f"/ends/{status}/")

    assert subjects(place) == 1
    assert len(seen(place, "assessment.view")) == 1


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/ends/500/", 500),
        ("/ends/503/", 503),
        ("/breaks/", 500),
        ("/breaks-while-rendering/", 500),
        ("/swallows/", 500),
        ("/swallows-block/", 500),
        ("/forbidden/", 403),
        (f"/screenings/{NOBODYS_ID}/", 404),
    ],
)
def test_a_failure_rolls_everything_back(client: Client, place: Any, address: str, status: int) -> None:
    page = client.get(address)

    assert page.status_code == status
    assert subjects(place) == 0
    assert not seen(place, "assessment.view")


def test_a_page_whose_audit_row_cannot_be_written_is_not_sent(client: Client, place: Any) -> None:
    page = client.get("/unaudited/")

    assert page.status_code == 500
    assert b"patient data" not in page.content


@pytest.mark.parametrize(
    ("status", "event_type"),
    [
        (401, "authz.denied"),
        (403, "authz.denied"),
        (404, "authz.denied"),
        (409, "request.refused"),
        (429, "request.refused"),
    ],
)
def test_a_refusal_is_on_record(client: Client, place: Any, status: int, event_type: str) -> None:
    client.get(f"/ends/{status}/")

    (event,) = seen(place, event_type)
    assert event["content"] == {"status": status, "method": "GET"}
    assert event["actor"]["id"] == str(place.user.id)
    assert event["outcome"] == 4


def test_a_refused_screening_is_named_by_its_id_and_route_never_by_its_address(
    client: Client, place: Any
) -> None:
    asked = uuid4()

    client.get(f"/screenings/{asked}/", {"reference": "Mustermann"})

    (event,) = seen(place, "authz.denied")
    assert event["entity"] == {"type": "response", "id": str(asked), "version": None}
    assert event["request"]["route"] == "one"
    assert "Mustermann" not in json.dumps(event)


def test_a_missing_role_is_refused_and_on_record(client: Client) -> None:
    manager = clinic(role=Role.MANAGER)
    client.force_login(manager.user)

    assert client.get("/clinicians/").status_code == 403
    (event,) = seen(manager, "authz.denied")
    assert event["reason"] == "needs screening.fill"


def test_nobody_signed_in_is_sent_to_sign_in(client: Client) -> None:
    page = client.get("/clinicians/")

    assert page.status_code == 302
    assert page["Location"].endswith("/login/?next=/clinicians/")


def test_a_fragment_asked_for_after_signing_out_sends_the_whole_page_to_sign_in(client: Client) -> None:
    page = client.get("/clinicians/", headers={"HX-Request": "true"})

    assert page.status_code == 401
    assert page["HX-Redirect"].endswith("/login/")


def test_a_strangers_mistyped_address_is_not_on_record(client: Client, place: Any) -> None:
    Client().get("/no/such/page")
    assert not seen(place, "authz.denied")

    client.get("/no/such/page")
    assert len(seen(place, "authz.denied")) == 1


def test_signed_in_pages_are_never_stored_by_a_browser(client: Client, place: Any) -> None:
    assert "no-store" in client.get("/where/")["Cache-Control"]
    assert "no-store" in client.get("/forbidden/")["Cache-Control"]


def test_every_request_has_an_id_of_its_own_and_its_session_is_not_given_away(
    client: Client, place: Any
) -> None:
    client.get("/forbidden/")
    client.get("/forbidden/")

    first, second = seen(place, "authz.denied")
    assert first["request"]["id"] != second["request"]["id"]
    assert first["actor"]["session"] == second["actor"]["session"]
    assert str(client.session.session_key) not in json.dumps(first)
