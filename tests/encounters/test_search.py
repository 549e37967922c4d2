"""Is a patient found by the reference alone, and does the reference stay out of addresses, logs and titles?"""

from __future__ import annotations

import logging
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.encounters.listed import LIST, SEARCH, find, looks, references, screening, subject_of
from tests.factories import clinic

pytestmark = [pytest.mark.django_db, pytest.mark.security]

SCRIPT = '"><img src=x onerror=alert(1)>'


@pytest.fixture
def place(client: Client) -> SimpleNamespace:
    place = clinic()
    client.force_login(place.user)
    return place


@pytest.mark.parametrize("typed", ["AB 12/7", "ab 12/7", "  Ab   12/7 ", "ＡＢ 12/7"])
def test_a_patient_is_found_however_the_reference_is_typed(
    client: Client, place: SimpleNamespace, typed: str
) -> None:
    mine = screening(place, "AB 12/7")
    screening(place, "AB 12/70")

    answer = find(client, typed)
    page = client.get(answer.url)

    assert answer.url == reverse("encounters:patient", args=[subject_of(mine)])
    assert references(page) == ["AB 12/7"]
    assert page.context["history"] == reverse("encounters:history", args=[mine.id])


def test_the_reference_stands_in_no_address_log_title_or_event(
    client: Client, place: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    screening(place, "SECRET-1")

    with caplog.at_level(logging.DEBUG):
        answer = find(client, "SECRET-1", follow=True)
        missed = find(client, "SECRET-2")

    page = answer.content.decode()
    addresses = [address for address, _ in answer.redirect_chain]
    addresses += re.findall(r'(?:href|action)="([^"]*)"', page + missed.content.decode())
    titles = re.findall(r"<title>[^<]*", page + missed.content.decode())
    assert "SECRET-1" in page
    for kept in (*addresses, *titles, *caplog.messages, str(looks(place))):
        assert "SECRET" not in kept


def test_a_search_is_in_the_trail_found_or_not(client: Client, place: SimpleNamespace) -> None:
    mine = screening(place, "P-1")

    find(client, "P-1")
    find(client, "P-2")

    hit, miss = looks(place)
    assert (hit["subject"], hit["content"]["found"]) == (str(subject_of(mine)), True)
    assert "subject" not in miss
    assert miss["content"] == {"searched": "reference", "found": False}


def test_who_is_not_found_is_said_so_with_what_to_do(client: Client, place: SimpleNamespace) -> None:
    screening(place, "P-12")

    answer = find(client, "P-1")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "No patient of this practice has this reference" in page
    assert "a part of it finds nobody" in page
    assert f'href="{reverse("encounters:start")}"' in page
    assert 'value="P-1"' in page


def test_the_same_reference_of_another_practice_is_not_found(client: Client, place: SimpleNamespace) -> None:
    screening(clinic(), "P-1")

    assert find(client, "P-1").context["is_missing"]


@pytest.mark.parametrize("typed", ["", "   ", "x" * 65, "P-\u200b1\u0007"])
def test_what_is_no_reference_is_not_searched(client: Client, place: SimpleNamespace, typed: str) -> None:
    answer = find(client, typed)

    assert answer.context["search"].errors
    assert "There is a problem" in answer.content.decode()
    assert looks(place) == []


def test_markup_in_what_is_searched_comes_out_as_text(client: Client, place: SimpleNamespace) -> None:
    screening(place, SCRIPT)

    for answer in (find(client, SCRIPT, follow=True), find(client, f"{SCRIPT}!")):
        assert "<img src=x" not in answer.content.decode()
        assert "&lt;img src=x" in answer.content.decode()


def test_a_search_is_sent_with_a_token_and_by_post_alone(place: SimpleNamespace) -> None:
    client: Any = Client(enforce_csrf_checks=True)
    client.force_login(place.user)
    screening(place, "P-1")

    assert find(client, "P-1").status_code == 403
    assert client.get(SEARCH, {"reference": "P-1"}).context["search"].is_bound is False
    assert references(client.get(LIST, {"reference": "P-2"})) == ["P-1"]
