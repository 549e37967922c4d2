"""Does another process look again at each decision, and speak up only where it differs?"""

import json
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from screening.audit.models import AuditEvent
from screening.encounters.checking import recheck, rescoring
from screening.encounters.models import Assessment
from screening.jobs.models import Job, JobState, Outbox
from screening.scoring.engine import ENGINE
from screening.scoring.engines import ENGINES
from tests.encounters.screenings import begun, screened, submitted
from tests.factories import at_work, clinic
from tests.jobs.running_jobs import run_pending

pytestmark = pytest.mark.django_db

MOST_STATEMENTS_OF_A_SUBMIT = 16  # within at_work; the walk through middleware and view adds its own


@pytest.fixture
def place() -> Any:
    return clinic()


def differing(place: Any) -> list[dict[str, Any]]:
    with at_work(place):
        return [json.loads(event.body) for event in AuditEvent.objects.filter(type="result.differs")]


def the_job(place: Any) -> Job:
    with at_work(place):
        return Job.objects.get(kind=recheck.KIND)


def another_decision(*_: Any) -> dict[str, Any]:
    return {"engine": 1, "conditions": [{"condition": "fm", "tier": "consider"}]}


def test_a_submit_asks_for_one_recheck_however_often_it_is_sent(place: Any) -> None:
    response = screened(place)

    job = the_job(place)
    with at_work(place):
        assert job.args == {"assessment": str(Assessment.objects.get(response=response).id)}
        assert job.asked_by == place.user
        assert Outbox.objects.filter(job=job).count() == 1


def test_a_decision_that_follows_again_leaves_no_trace_in_the_trail(place: Any) -> None:
    screened(place)
    with at_work(place):
        before = AuditEvent.objects.count()

    assert run_pending(place.practice) == 1

    assert the_job(place).state == JobState.DONE
    with at_work(place):
        assert AuditEvent.objects.count() == before


@pytest.mark.audit
def test_a_decision_that_differs_is_an_event_and_an_error_in_the_log(place: Any) -> None:
    response = screened(place)

    with (
        mock.patch.object(rescoring, "decide_again", another_decision),
        mock.patch.object(recheck.log, "error") as logged,
    ):
        run_pending(place.practice)

    (event,) = differing(place)
    assert event["outcome"] == 8
    assert event["entity"]["id"] == str(response.id)
    assert event["subject"] == str(response.encounter.subject_id)
    assert event["content"]["found"] == "the rules now give another decision"
    assert "P-1" not in json.dumps(event)
    logged.assert_called_once()


def test_a_lost_worker_does_not_make_two_events_of_one_difference(place: Any) -> None:
    """The event is written where the job ends, so that a second attempt replaces the first."""
    screened(place)

    with (
        mock.patch.object(rescoring, "decide_again", another_decision),
        mock.patch("screening.jobs.running._place_files", side_effect=[OSError("the worker died"), []]),
        mock.patch.object(recheck.log, "error"),
    ):
        run_pending(place.practice)
        run_pending(place.practice)

    assert len(differing(place)) == 1


def test_an_engine_that_is_gone_is_a_difference(place: Any) -> None:
    screened(place)

    older = {number: run for number, run in ENGINES.items() if number < ENGINE}
    with (
        mock.patch("screening.scoring.engines.ENGINES", older),
        mock.patch.object(recheck.log, "error"),
    ):
        run_pending(place.practice)

    assert differing(place)[0]["content"]["found"] == f"no engine {ENGINE}"


def test_a_decision_that_is_no_longer_there_is_passed_over(place: Any) -> None:
    screened(place)
    with at_work(place):
        job = the_job(place)
        Job.objects.filter(pk=job.pk).update(args={"assessment": str(job.id)})

    run_pending(place.practice)

    assert the_job(place).state == JobState.DONE
    assert differing(place) == []


def test_nobody_sees_the_recheck_in_the_trail_as_something_they_asked_for(place: Any) -> None:
    screened(place)
    run_pending(place.practice)

    with at_work(place):
        assert not AuditEvent.objects.filter(type__startswith="job.").exists()


def test_a_submit_asks_the_database_no_more_often_than_it_may(place: Any) -> None:
    response = begun(place)

    with CaptureQueriesContext(connection) as asked:
        submitted(place, response)

    assert len(asked) <= MOST_STATEMENTS_OF_A_SUBMIT, [query["sql"][:80] for query in asked.captured_queries]
