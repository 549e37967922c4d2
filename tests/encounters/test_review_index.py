"""Does the month's index still say what counting from scratch would, after any course of a patient's screenings?"""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from screening.encounters.actions import ResponseNotInProgress, StaleResponse, submit_response
from screening.encounters.amendments import AmendedElsewhere
from screening.encounters.models import Response, ResponseStatus, StatisticsIndex
from screening.encounters.month_index import VALID, month_of
from screening.encounters.record.actions import Locked
from screening.encounters.record.closing import begin_amendment, enter_in_error, sign_response
from tests.encounters.screenings import begun
from tests.factories import NOON, at_work, clinic

pytestmark = pytest.mark.django_db(transaction=True)

EXPECTED = (Locked, StaleResponse, ResponseNotInProgress, AmendedElsewhere)
THREADS, STEPS_ALONE, STEPS_TOGETHER = 3, 60, 30


def step(place: Any, chance: random.Random, at: datetime) -> None:
    """One thing that somebody does to one of the patient's screenings."""
    act = chance.choice(("begin", "submit", "submit", "submit", "amend", "amend", "take back", "sign"))
    if act == "begin":
        begun(place, at=at)
        return
    with at_work(place):
        found = list(Response.objects.order_by("started_at", "id"))
        if not found:
            return
        one = chance.choice(found)
        named: dict[str, Any] = {"response_id": one.pk, "by": place.user, "at": at}
        if act == "submit":
            submit_response(**named, lock_number=one.lock_number, submission_key=uuid4())
        elif act == "amend":
            begin_amendment(**named, reason="Mistyped")
        elif act == "take back":
            enter_in_error(**named, lock_number=one.lock_number, reason="Wrong patient")
        else:
            sign_response(**named, lock_number=one.lock_number)


def walk(place: Any, seed: int, steps: int) -> None:
    chance = random.Random(seed)
    for number in range(steps):
        try:
            step(place, chance, NOON + timedelta(days=2 * number))
        except EXPECTED:
            continue


def counted_anew(place: Any) -> dict[Any, list[UUID]]:
    """Month -> the screenings that count for it, the first submitted first; amendments at the place of theirs."""
    with at_work(place):
        known = {each.pk: each for each in Response.objects.filter(work_up_of__isnull=True)}
    found: dict[Any, list[tuple[datetime, UUID]]] = {}
    for each in known.values():
        if each.status not in VALID:
            continue
        root = each
        while root.amends_id:
            root = known[root.amends_id]
        assert root.submitted_at is not None
        found.setdefault(month_of(root.submitted_at), []).append((root.submitted_at, each.pk))
    return {month: [pk for _at, pk in sorted(rows)] for month, rows in found.items()}


def indexed(place: Any) -> dict[Any, UUID]:
    with at_work(place):
        return dict(StatisticsIndex.objects.values_list("month", "response_id"))


@pytest.mark.parametrize("seed", range(3))
def test_one_after_the_other_the_first_that_counts_stands(seed: int) -> None:
    place = clinic()

    walk(place, seed, STEPS_ALONE)

    assert indexed(place) == {month: pks[0] for month, pks in counted_anew(place).items()}
    with at_work(place):
        seen = set(Response.objects.values_list("status", flat=True))
    assert {ResponseStatus.SUPERSEDED, ResponseStatus.ENTERED_IN_ERROR} <= seen


@pytest.mark.parametrize("seed", range(2))
def test_at_once_every_month_keeps_one_that_counts(seed: int) -> None:
    """Which of several it is depends on who came first; that there is one, and that it counts, does not."""
    place = clinic()
    start = threading.Barrier(THREADS)

    def one(number: int) -> None:
        start.wait()
        try:
            walk(place, 100 * seed + number, STEPS_TOGETHER)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(one, range(THREADS)))

    stands, anew = indexed(place), counted_anew(place)
    assert stands.keys() == anew.keys()
    assert all(stands[month] in pks for month, pks in anew.items())
