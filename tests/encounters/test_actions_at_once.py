"""What if the same form arrives twenty times at once?"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from screening.audit.models import AuditEvent
from screening.encounters.actions import StaleResponse, open_encounter, save_step, submit_response
from screening.encounters.models import Assessment, Response, Subject
from tests.factories import NOON, at_work, clinic

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 20


def _all_at_once(work: Callable[[int], object]) -> list[object]:
    """Run `work(n)` in AT_ONCE threads that start together, each on a connection of its own."""
    start = threading.Barrier(AT_ONCE)

    def one(number: int) -> object:
        start.wait()
        try:
            return work(number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def _begin(place: Any, reference: str = "P-0815") -> Response:
    with at_work(place):
        return open_encounter(
            practice_id=place.practice.id,
            clinician=place.user,
            reference=reference,
            birth_year=1974,
            age_years=52,
            sex="female",
            version=place.version,
            at=NOON,
        )


def test_twenty_submits_with_one_key_make_one_assessment_and_one_event() -> None:
    place, key = clinic(), uuid4()
    draft = _begin(place)
    with at_work(place):
        no_danger = {"rf_fever": False, "rf_weight_loss": False}
        ready = save_step(
            response_id=draft.id,
            section_key="dangers",
            posted=no_danger,
            lock_number=1,
            by=place.user,
            at=NOON,
        )

    def submit(number: int) -> UUID:
        with at_work(place):
            at = NOON + timedelta(minutes=1)
            lock = ready.lock_number
            return submit_response(
                response_id=draft.id, submission_key=key, lock_number=lock, by=place.user, at=at
            ).id

    found = _all_at_once(submit)

    with at_work(place):
        only = Assessment.objects.get()
        assert AuditEvent.objects.filter(type="assessment.submit").count() == 1
    assert found == [only.id] * AT_ONCE


def test_of_twenty_tabs_saving_at_once_one_wins_and_the_others_are_told() -> None:
    place = clinic()
    draft = _begin(place)

    def save(number: int) -> int:
        with at_work(place):
            posted = {"ask_pain": True, "pain_duration_months": number + 1}
            return save_step(
                response_id=draft.id, section_key="pain", posted=posted, lock_number=1, by=place.user, at=NOON
            ).lock_number

    found = _all_at_once(save)

    assert found.count(2) == 1
    assert sum(isinstance(one, StaleResponse) for one in found) == AT_ONCE - 1


def test_twenty_new_screenings_of_one_patient_make_one_patient() -> None:
    place = clinic()

    found = _all_at_once(lambda number: _begin(place).id)

    with at_work(place):
        assert Subject.objects.count() == 1
    assert len(set(found)) == AT_ONCE
