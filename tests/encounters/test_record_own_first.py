"""Does the list stay shut until the clinician's own differential is noted or skipped, where a practice asks for it?"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from screening.encounters.models import OwnDifferential, Response
from screening.encounters.record.own_first import is_due
from tests.encounters.knees import worked_up
from tests.encounters.own_parts import AGREE, KNEE, colleague, events, knee_result, own_first, stored, url
from tests.factories import at_work

pytestmark = pytest.mark.django_db

NOTED = {"then": "note", "conditions": [KNEE, "ot"], "other": "Lyme <b>disease</b>"}
SKIPPED = {"then": "skip", "skip_code": "urgent"}
ON_THE_LIST = "Why here"


@pytest.fixture
def place(client: Client) -> Any:
    place = knee_result(rf_knee=True)
    own_first(place)
    client.force_login(place.user)
    return place


def shown(client: Client, response: Response) -> str:
    return client.get(url("result", response), follow=True).content.decode()


def send(client: Client, place: Any, body: dict[str, Any]) -> Any:
    return client.post(url("own_differential", place.response), body)


def test_a_practice_that_does_not_ask_for_it_opens_the_list_at_once(client: Client) -> None:
    place = knee_result()
    client.force_login(place.user)

    assert ON_THE_LIST in shown(client, place.response)


def test_the_list_is_shut_and_the_red_flags_are_not(client: Client, place: Any) -> None:
    page = shown(client, place.response)

    assert ON_THE_LIST not in page and "Knee criteria" not in page
    assert "Hot knee" in page and "Look at the knee today." in page
    assert "Knee disease" in page  # among all conditions to choose from
    assert events(place, "result.view")[-1]["fields"] == ["red_flags"]


@pytest.mark.parametrize("name", ["contrast", "findings", "sign", "amend"])
def test_no_other_page_shows_the_list(client: Client, place: Any, name: str) -> None:
    answer = client.get(url(name, place.response))

    assert answer.url == url("result", place.response)


def test_nothing_is_judged_or_written_before(client: Client, place: Any) -> None:
    assert client.post(url("verdict", place.response, KNEE), AGREE).url == url("result", place.response)
    assert client.post(url("note", place.response), {"text": "x"}).url == url("result", place.response)
    seen = client.post(url("acknowledge", place.response, "RF5"), {"reason_code": "acted"})

    assert seen.url.endswith("#acknowledge-RF5")
    assert "You acknowledged it" in shown(client, place.response)


def test_what_was_noted_stands_beside_the_list(client: Client, place: Any) -> None:
    answer = send(client, place, NOTED)

    assert answer.url == url("result", place.response)
    page = shown(client, place.response)
    assert ON_THE_LIST in page
    noted = page[page.index("Noted before the list opened") :]
    assert noted.index("Suggested here") < noted.index("Knee disease") < noted.index("Other disease")
    assert "Lyme &lt;b&gt;disease&lt;/b&gt;" in page
    with at_work(place):
        assert OwnDifferential.objects.get().conditions == [KNEE, "ot"]


def test_a_skip_opens_the_list_and_says_why(client: Client, place: Any) -> None:
    send(client, place, SKIPPED)

    page = shown(client, place.response)
    assert ON_THE_LIST in page
    assert "You opened the list without noting one" in page and "this patient is urgent" in page


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"then": "note"}, "Choose or write at least one"),
        ({"then": "note", "conditions": ["nonsense"]}, "Choose conditions from the list"),
        ({"then": "skip"}, "Choose why you skip this"),
        ({"then": "skip", "skip_code": "other"}, "Say the reason in a few words"),
        ({}, "Choose or write at least one"),
    ],
)
def test_what_says_nothing_leaves_the_list_shut(
    client: Client, place: Any, body: dict[str, Any], message: str
) -> None:
    answer = send(client, place, body)

    page = answer.content.decode()
    assert message in page and ON_THE_LIST not in page
    with at_work(place):
        assert not OwnDifferential.objects.exists()


def test_whoever_submitted_notes_an_own_one_and_others_read_once_there_is_any(
    client: Client, place: Any
) -> None:
    """The clinician of the encounter owes one whatever others noted; a reader waits for the first."""
    reader = colleague(place)

    def due(user: Any) -> bool:
        response = stored(place, place.response)
        with at_work(place):
            place.practice.refresh_from_db()
            return is_due(response, user, place.practice)

    assert (due(place.user), due(reader.user)) == (True, True)
    client.force_login(reader.user)
    send(client, place, {"then": "skip", "skip_code": "not_mine"})
    assert (due(place.user), due(reader.user), due(colleague(place, "Dr C").user)) == (True, False, False)
    client.force_login(place.user)
    send(client, place, NOTED)
    assert not due(place.user)


def test_a_second_one_from_an_open_tab_is_not_kept(client: Client, place: Any) -> None:
    send(client, place, NOTED)

    answer = send(client, place, SKIPPED)

    assert answer.url == url("result", place.response)
    with at_work(place):
        assert OwnDifferential.objects.count() == 1


def test_neither_a_work_up_nor_an_amendment_asks_again(client: Client, place: Any) -> None:
    send(client, place, NOTED)
    work_up = worked_up(place, place.response)
    client.post(url("amend", place.response), {"reason": "Mistyped"})
    with at_work(place):
        draft = Response.objects.get(amends=place.response)
    for each in (work_up, draft):
        client.post(url("confirm_carried", each), {"lock_number": each.lock_number})
        lock = stored(place, each).lock_number
        client.post(url("submit", each), {"submission_key": each.id, "lock_number": lock})

        assert ON_THE_LIST in shown(client, each)


def test_the_question_costs_no_statement_more(
    client: Client, place: Any, django_assert_max_num_queries: Any
) -> None:
    client.get(url("result", place.response))
    with django_assert_max_num_queries(12) as asked:
        client.get(url("result", place.response))
    send(client, place, NOTED)
    with django_assert_max_num_queries(16) as noted:
        client.get(url("result", place.response))

    statements = [q["sql"] for q in noted if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= len(noted)
    assert len(statements) <= 12
