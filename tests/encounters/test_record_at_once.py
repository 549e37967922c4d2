"""What if two people sign, amend, judge or take back the same result at once?"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from screening.encounters.actions import ResponseNotInProgress, StaleResponse, submit_response
from screening.encounters.models import Response, ResponseStatus, StatisticsIndex, Verdict
from screening.encounters.record.actions import Locked, give_verdict
from screening.encounters.record.closing import begin_amendment, enter_in_error, sign_response
from tests.encounters.own_parts import KNEE, colleague, events, knee_result, stored
from tests.encounters.screenings import begun, submitted
from tests.factories import NOON, at_work

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 6
MARCH = date(2026, 3, 1)
LATER = NOON + timedelta(hours=1)


def at_once(*works: Callable[[], object]) -> list[object]:
    """Each in a thread and on a connection of its own, all started together."""
    start = threading.Barrier(len(works))

    def one(work: Callable[[], object]) -> object:
        start.wait()
        try:
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def sign(place: Any, lock: int) -> Response:
    with at_work(place):
        return sign_response(response_id=place.response.id, lock_number=lock, by=place.user, at=LATER)


def judge(place: Any) -> Verdict:
    with at_work(place):
        return give_verdict(
            response_id=place.response.id,
            condition=KNEE,
            judgement="agree",
            reason_code="",
            reason="",
            by=place.user,
            at=LATER,
        )


def amend(place: Any) -> Response:
    with at_work(place):
        return begin_amendment(response_id=place.response.id, reason="Mistyped", by=place.user, at=LATER)


def take_back(place: Any, response: Response, lock: int) -> Response:
    with at_work(place):
        return enter_in_error(
            response_id=response.id, lock_number=lock, reason="Wrong patient", by=place.user, at=LATER
        )


def submit(place: Any, draft: Response) -> object:
    with at_work(place):
        return submit_response(
            response_id=draft.id,
            submission_key=uuid4(),
            lock_number=draft.lock_number,
            by=place.user,
            at=LATER,
        )


def test_of_two_signatures_one_stands() -> None:
    place = knee_result()
    other, lock = colleague(place), stored(place, place.response).lock_number

    found = at_once(partial(sign, place, lock), partial(sign, other, lock))

    assert sorted(type(one).__name__ for one in found) == ["Locked", "Response"]
    assert len(events(place, "record.sign")) == 1


def test_a_verdict_is_either_seen_by_the_signature_or_refused() -> None:
    for _ in range(ROUNDS):
        place = knee_result()
        other, lock = colleague(place), stored(place, place.response).lock_number

        signed, judged = at_once(partial(sign, place, lock), partial(judge, other))

        if isinstance(judged, Verdict):
            assert isinstance(signed, StaleResponse)
        else:
            assert isinstance(judged, Locked)
            assert stored(place, place.response).status == ResponseStatus.SIGNED


def test_verdicts_given_at_once_are_all_kept() -> None:
    place = knee_result()
    people = [place, *(colleague(place, f"Dr {n}") for n in range(5))]

    at_once(*(partial(judge, who) for who in people))

    with at_work(place):
        assert Verdict.objects.count() == len(people)


def test_of_two_amendments_there_is_one_draft() -> None:
    place = knee_result()
    other = colleague(place)

    first, second = at_once(partial(amend, place), partial(amend, other))

    assert isinstance(first, Response) and first == second
    assert len(events(place, "assessment.amend")) == 1


def test_an_amendment_is_submitted_or_goes_with_what_it_amends_and_never_both() -> None:
    """Both hold the same rows, in the same order: neither waits for the other for ever."""
    for _ in range(ROUNDS):
        place = knee_result()
        draft = amend(place)
        lock = stored(place, place.response).lock_number

        done, gone = at_once(
            partial(submit, place, draft),
            partial(take_back, place, place.response, lock),
        )

        old, new = stored(place, place.response).status, stored(place, draft).status
        with at_work(place):
            standing = list(StatisticsIndex.objects.values_list("response_id", flat=True))
        if isinstance(gone, Locked):
            assert (old, new, standing) == ("superseded", "submitted", [draft.id])
        else:
            assert isinstance(done, ResponseNotInProgress)
            assert (old, new, standing) == ("entered_in_error", "entered_in_error", [])


def test_a_screening_submitted_while_the_first_is_taken_back_stands_for_the_month() -> None:
    for number in range(ROUNDS):
        place = knee_result()
        draft = begun(place, "P-1", at=NOON + timedelta(minutes=number))
        lock = stored(place, place.response).lock_number

        at_once(
            partial(submit, place, draft),
            partial(take_back, place, place.response, lock),
        )

        with at_work(place):
            assert list(StatisticsIndex.objects.values_list("month", "response_id")) == [(MARCH, draft.id)]


def test_of_two_taken_back_at_once_the_third_stands_for_the_month() -> None:
    for _ in range(ROUNDS):
        place = knee_result()
        second = submitted(place, begun(place, "P-1"), at=NOON + timedelta(days=1))
        third = submitted(place, begun(place, "P-1"), at=NOON + timedelta(days=2))

        found = at_once(
            partial(take_back, place, place.response, place.response.lock_number),
            partial(take_back, place, second, second.lock_number),
        )

        assert [one for one in found if isinstance(one, Exception)] == []
        with at_work(place):
            assert [row.response_id for row in StatisticsIndex.objects.all()] == [third.id]
