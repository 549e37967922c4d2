"""Who gets in, who does not, and is it on record?"""

import json
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction
from django.test import Client

from accounts.models import User
from screening.audit.models import AuditEvent
from tests.factories import PASSWORD, UserFactory, at_work, clinic

pytestmark = [pytest.mark.django_db, pytest.mark.security]


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password})


def seen(place: Any, event_type: str) -> list[dict[str, Any]]:
    with at_work(place):
        return [json.loads(event.body) for event in AuditEvent.objects.filter(type=event_type)]


def seen_without_a_practice() -> list[str]:
    """The application may write such events but not read them; inside this transaction the owner may not
    either, so the count of rows in the transaction's own statistics has to do."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT n_tup_ins FROM pg_stat_xact_user_tables WHERE relname = 'screening_auditevent'"
        )
        return cursor.fetchone()[0]


def test_a_sign_in_is_on_record_in_the_practice(client: Client) -> None:
    place = clinic()

    page = sign_in(client, place.user.email)

    assert page.status_code == 302
    (event,) = seen(place, "auth.login")
    assert event["actor"]["id"] == str(place.user.id)
    assert event["actor"]["roles"] == ["clinician"]
    assert event["entity"] == {"type": "user", "id": str(place.user.id), "version": None}


def test_the_address_may_be_typed_in_any_case(client: Client) -> None:
    place = clinic()

    assert sign_in(client, place.user.email.upper()).status_code == 302


def test_a_sign_out_is_on_record(client: Client) -> None:
    place = clinic()
    sign_in(client, place.user.email)

    client.post("/accounts/logout/")

    (event,) = seen(place, "auth.logout")
    assert event["actor"]["id"] == str(place.user.id)


def test_a_failed_sign_in_is_on_record_without_what_was_typed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    from screening.audit import record as room

    real = room.event_row
    monkeypatch.setattr(room, "event_row", lambda *a, **k: _kept(written, real(*a, **k)))
    place = clinic()
    before = seen_without_a_practice()

    sign_in(client, place.user.email, "my other secret phrase")
    sign_in(client, "password-typed-here@example.org", "x")

    assert seen_without_a_practice() == before + 2
    events = [json.loads(body) for body in written]
    assert [event["type"] for event in events] == ["auth.login_failed"] * 2
    assert events[0]["entity"]["id"] == str(place.user.id)
    assert "entity" not in events[1]
    assert "secret" not in "".join(written)
    assert "typed-here" not in "".join(written)


def _kept(written: list[str], row: Any) -> Any:
    written.append(row[2])
    return row


def test_a_changed_password_is_on_record_without_the_password(client: Client) -> None:
    place = clinic()
    client.force_login(place.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    fresh = "another sentence, longer still"

    client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    )

    (event,) = seen(place, "user.update")
    assert (event["action"], event["fields"]) == ("U", ["password"])
    assert "sentence" not in json.dumps(event)


def test_somebody_deactivated_does_not_get_in(client: Client) -> None:
    place = clinic()
    User.objects.filter(pk=place.user.pk).update(is_active=False)

    sign_in(client, place.user.email)

    assert "_auth_user_id" not in client.session


def test_there_is_no_open_sign_up(client: Client) -> None:
    client.post(
        "/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )

    assert not User.objects.filter(email="new@example.org").exists()


def test_nobody_adds_or_changes_the_address_they_sign_in_with(client: Client) -> None:
    place = clinic()
    client.force_login(place.user)

    shown = client.get("/accounts/email/")
    sent = client.post("/accounts/email/", {"action_add": "", "email": "other@example.org"})

    assert [shown.status_code, sent.status_code] == [404, 404]


def test_an_address_exists_once_whatever_its_case() -> None:
    UserFactory(email="somebody@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="somebody@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="Somebody@example.org")


def test_users_are_made_with_their_address_in_lower_case() -> None:
    user = User.objects.create_user("  New@Example.ORG ", PASSWORD, name="New")

    assert user.email == "new@example.org"
    assert user.check_password(PASSWORD)


def test_a_password_has_at_least_twelve_characters() -> None:
    with pytest.raises(ValidationError):
        validate_password("k7Qp!short")
    validate_password("a long enough sentence")


def test_passwords_are_kept_with_argon2id(settings: Any) -> None:
    from config import settings as production

    settings.PASSWORD_HASHERS = production.PASSWORD_HASHERS

    assert make_password(PASSWORD).startswith("argon2$argon2id$")
