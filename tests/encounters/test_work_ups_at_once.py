"""What if the same work-up is opened, or confirmed, many times at once?"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from screening.audit.models import AuditEvent
from screening.encounters.models import Response
from screening.encounters.work_ups import confirm_carried
from tests.encounters.knees import knee_clinic, screened_knee, worked_up
from tests.factories import NOON, at_work

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 8


def _all_at_once(work: Callable[[], object]) -> list[object]:
    start = threading.Barrier(AT_ONCE)

    def one(_: int) -> object:
        start.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_many_who_open_or_confirm_it_at_once_do_so_once() -> None:
    place = knee_clinic()
    screening = screened_knee(place)

    opened = _all_at_once(lambda: worked_up(place, screening).id)

    with at_work(place):
        work_up = Response.objects.get(work_up_of=screening)
    assert opened == [work_up.id] * AT_ONCE

    def confirm() -> int:
        with at_work(place):
            return confirm_carried(response_id=work_up.id, lock_number=1, by=place.user, at=NOON).lock_number

    assert _all_at_once(confirm) == [2] * AT_ONCE
    with at_work(place):
        assert AuditEvent.objects.filter(type="assessment.create").count() == 2
        assert AuditEvent.objects.filter(type="assessment.confirm").count() == 1
