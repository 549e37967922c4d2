"""Does a job go on for somebody who lost the right to it, or after it was turned off?"""

from uuid import uuid4

import pytest

from accounts.models import Membership, Practice
from screening.jobs.models import JobState
from screening.jobs.running import run_job
from screening.jobs.standing import NO_LONGER_ALLOWED, SWITCHED_OFF
from screening.jobs.work import Publish, Work
from tests.factories import at_work, clinic
from tests.jobs.kinds_for_tests import KIND, ask, offered, writes_a_file

pytestmark = [pytest.mark.django_db, pytest.mark.security]


def test_a_role_lost_while_the_job_waited_ends_it_with_words() -> None:
    """A retry goes past the page that asks for the role; the job asks by itself."""
    place = clinic()
    with offered(writes_a_file):
        job = ask(place)
        with at_work(place):
            Membership.objects.filter(user=place.user).delete()

        run_job(place.practice.id, job.id)

    with at_work(place):
        job.refresh_from_db()
        assert (job.state, job.fault, job.files.count()) == (JobState.FAILED, NO_LONGER_ALLOWED, 0)


def test_a_role_lost_while_the_job_ran_keeps_its_file_from_appearing() -> None:
    place = clinic()

    def loses_it(work: Work) -> Publish:
        publish = writes_a_file(work)
        with work.in_scope():
            Membership.objects.filter(user=place.user).delete()
        return publish

    with offered(loses_it):
        job = ask(place)
        run_job(place.practice.id, job.id)

    with at_work(place):
        job.refresh_from_db()
        assert (job.state, job.fault, job.files.count()) == (JobState.FAILED, NO_LONGER_ALLOWED, 0)


def test_a_switch_turned_off_while_the_job_waited_ends_it_with_words() -> None:
    place = clinic()
    with offered(writes_a_file, switch="downloads"):
        job = ask(place)
        with at_work(place):
            Practice.objects.filter(pk=place.practice.pk).update(switches={"downloads": False})

        run_job(place.practice.id, job.id)

    with at_work(place):
        job.refresh_from_db()
        assert (job.state, job.fault) == (JobState.FAILED, SWITCHED_OFF)


def test_nobody_takes_the_key_of_another_kind_or_person() -> None:
    """Else a clinician could keep the recheck of a result from being made, by using its key first."""
    place, colleague = clinic(), clinic()
    key = uuid4()
    with offered(writes_a_file), offered(writes_a_file, "tests.another"):
        mine = ask(place, request_key=key)
        other_kind = ask(place, request_key=key, kind="tests.another")
        other_person = ask(place, request_key=key, by=colleague.user)
        again = ask(place, request_key=key)

    assert len({mine.id, other_kind.id, other_person.id}) == 3
    assert again.id == mine.id
    assert mine.kind == KIND
