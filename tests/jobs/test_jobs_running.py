"""Does a job run once, publish once, and end in words whatever goes wrong?"""

import pytest

from screening.jobs.models import JobState
from tests.factories import clinic
from tests.jobs.kinds_for_tests import again, ask, files_of, offered, writes_a_file
from tests.jobs.running_jobs import run_pending

pytestmark = pytest.mark.django_db


def test_a_job_publishes_its_file() -> None:
    place = clinic()
    with offered(writes_a_file):
        job = ask(place)
        assert run_pending(place.practice) == 1
    assert again(job).state == JobState.DONE
    assert [file.name for file in files_of(job)] == ["numbers.csv"]
