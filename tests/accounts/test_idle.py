"""Is somebody who left signed out, and nobody who is still at work?"""

import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from screening.audit.models import AuditEvent
from tests.factories import at_work, clinic

pytestmark = [pytest.mark.django_db, pytest.mark.security]

HOME = "/screenings/"
BY_ITSELF = {"HX-Request": "true", "Algia-By": "timer"}


@pytest.fixture
def place(client: Client) -> SimpleNamespace:
    place = clinic()
    client.force_login(place.user)
    return place


@pytest.fixture
def pass_minutes(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets time pass for everything that asks Django for it."""
    now, passed = timezone.now, timedelta()

    def go_on(minutes: int) -> None:
        nonlocal passed
        passed += timedelta(minutes=minutes)
        monkeypatch.setattr(timezone, "now", lambda: now() + passed)

    return go_on


def test_who_does_nothing_is_signed_out_and_comes_back_to_the_same_page(
    client: Client, place: SimpleNamespace, pass_minutes: Any
) -> None:
    pass_minutes(settings.SESSION_IDLE_MINUTES + 1)

    answer = client.get(HOME)

    assert answer.url == f"{reverse('account_login')}?next={HOME}"
    with at_work(place):
        (event,) = AuditEvent.objects.filter(type="session.timeout")
    assert json.loads(event.body)["actor"]["id"] == str(place.user.id)


def test_who_goes_on_working_stays(client: Client, place: SimpleNamespace, pass_minutes: Any) -> None:
    for _ in range(4):
        pass_minutes(settings.SESSION_IDLE_MINUTES - 6)
        assert client.get(HOME).status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_a_page_does_by_itself_keeps_nobody_signed_in(
    client: Client, place: SimpleNamespace, pass_minutes: Any, method: str
) -> None:
    pass_minutes(settings.SESSION_IDLE_MINUTES - 6)
    getattr(client, method)(HOME, headers=BY_ITSELF)
    pass_minutes(7)

    assert client.get(HOME).status_code == 302


def test_saving_what_was_typed_counts(client: Client, place: SimpleNamespace, pass_minutes: Any) -> None:
    pass_minutes(settings.SESSION_IDLE_MINUTES - 6)
    client.post(HOME, headers={"HX-Request": "true"})
    pass_minutes(7)

    assert client.get(HOME).status_code == 200


def test_nobody_stays_longer_than_a_session_may_last(
    client: Client, place: SimpleNamespace, pass_minutes: Any
) -> None:
    hours = settings.SESSION_COOKIE_AGE // 3600
    for _ in range(hours * 2):
        pass_minutes(30)
        client.get(HOME)
    pass_minutes(1)

    assert client.get(HOME).status_code == 302


def test_activity_is_written_at_most_every_five_minutes(
    client: Client, place: SimpleNamespace, pass_minutes: Any
) -> None:
    def writes() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(HOME)
        return sum(query["sql"].startswith("UPDATE") for query in asked.captured_queries)

    before = writes()
    pass_minutes(6)

    assert [before, writes(), writes()] == [0, 1, 0]


def test_a_form_sent_too_late_leads_back_to_its_page_and_says_so(client: Client) -> None:
    page = "/screenings/1b0e2a52-6d0c-4c1b-9a46-5c1f2f3a4b5c/check/"

    answer = client.post(
        page.replace("check", "submit"), headers={"Referer": f"http://testserver{page}"}, follow=True
    )

    assert answer.redirect_chain[0][0] == f"{reverse('account_login')}?next={page}&lost=1"
    assert "signed out before this was saved" in answer.content.decode()


def test_a_form_from_elsewhere_leads_nowhere_else(client: Client) -> None:
    answer = client.post("/screenings/new/", headers={"Referer": "https://elsewhere.example/x"})

    assert answer.url == f"{reverse('account_login')}?next=/screenings/new/&lost=1"
