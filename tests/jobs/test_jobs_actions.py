"""Is a job asked for once, whoever clicks how often, and does a dead broker keep nobody waiting?"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from celery import current_app
from celery.signals import worker_init
from django.db import connection
from django.test import Client
from django.urls import reverse
from kombu.exceptions import ContentDisallowed
from kombu.serialization import dumps, loads

from accounts.models import Practice, Role
from config.celery import app
from screening.audit.models import AuditEvent
from screening.jobs import actions, broker
from screening.jobs.actions import (
    MOST_UNDER_WAY,
    JobIsNotOver,
    JobIsOver,
    TooManyJobs,
    cancel_job,
    retry_job,
)
from screening.jobs.kinds import UnknownKind, all_kinds, rooms_with_tasks
from screening.jobs.models import Job, JobState, Outbox
from tests.factories import NOON, MembershipFactory, UserFactory, at_work, clinic
from tests.jobs.kinds_for_tests import KIND, again, ask, change, offered, writes_a_file


@pytest.fixture
def place() -> Any:
    return clinic()


@pytest.mark.django_db
def test_the_same_request_finds_the_same_job(place: Any) -> None:
    key = uuid4()
    with offered(writes_a_file):
        first, second = ask(place, request_key=key), ask(place, request_key=key)

    assert first == second
    with at_work(place):
        assert Job.objects.count() == Outbox.objects.count() == 1
        assert AuditEvent.objects.filter(type="job.request").count() == 1


@pytest.mark.django_db(transaction=True)
def test_ten_requests_at_once_make_one_job() -> None:
    place, key = clinic(), uuid4()
    start = threading.Barrier(10)

    def one(number: int) -> UUID:
        start.wait()
        try:
            return ask(place, request_key=key).id
        finally:
            connection.close()

    with offered(writes_a_file), ThreadPoolExecutor(10) as pool:
        found = set(pool.map(one, range(10)))

    assert len(found) == 1
    with at_work(place):
        assert Job.objects.count() == Outbox.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.security
def test_one_person_has_ten_jobs_under_way_and_no_more(place: Any) -> None:
    """A page sent again finds its job all the same; other people's, ended and background jobs do not count."""
    key = uuid4()
    with offered(writes_a_file), offered(writes_a_file, "tests.silent", listed=False):
        over, kept = ask(place), ask(place, request_key=key)
        change(over, state=JobState.CANCELLED)
        ask(place, by=UserFactory())
        ask(place, kind="tests.silent")
        for _ in range(MOST_UNDER_WAY - 1):
            ask(place)

        with pytest.raises(TooManyJobs, match="10 of your jobs are waiting or running"):
            ask(place)

        assert ask(place, request_key=key) == kept
        ask(place, by=UserFactory())
        ask(place, kind="tests.silent")


@pytest.mark.django_db
@pytest.mark.security
@pytest.mark.audit
def test_the_pages_that_ask_for_files_say_that_there_are_too_many(client: Client) -> None:
    """Refused as a whole, with the words, and written down."""
    place = clinic()
    client.force_login(place.user)
    MembershipFactory(practice=place.practice, user=place.user, role=Role.STATISTICS)
    with at_work(place):
        Practice.objects.update(created_at=NOON - timedelta(days=900))
    with offered(writes_a_file):
        for _ in range(MOST_UNDER_WAY):
            ask(place)
        for name in ("encounters:download", "statistics:exports"):
            form = client.get(reverse(name)).context["form"]
            more = {"period": "all", "reason": "To look at all of it"}
            sent = {field: form[field].value() or "" for field in form.fields} | more
            answer = client.post(reverse(name), sent)
            assert answer.status_code == 429, answer.content.decode()
            assert "10 of your jobs are waiting or running" in answer.content.decode()

    with at_work(place):
        assert Job.objects.count() == MOST_UNDER_WAY
        assert AuditEvent.objects.filter(type="request.refused").count() == 2


@pytest.mark.django_db
def test_unknown_work_cannot_be_asked_for(place: Any) -> None:
    with pytest.raises(UnknownKind):
        ask(place, kind="tests.nobody_knows")


@pytest.mark.django_db
def test_the_broker_is_told_after_the_commit_and_only_then(
    place: Any, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[Any, ...]] = []
    monkeypatch.setattr(actions, "nudge", lambda *facts: told.append(facts))
    with offered(writes_a_file), django_capture_on_commit_callbacks(execute=True):
        job = ask(place)
        assert told == []

    assert told == [(KIND, place.practice.id, job.id)]


@pytest.mark.django_db
def test_a_waiting_job_can_be_stopped_and_asked_for_again(place: Any) -> None:
    with offered(writes_a_file):
        job = ask(place)
    with at_work(place):
        cancel_job(job_id=job.id, by=place.user, at=NOON)
        assert not Outbox.objects.exists()
    assert again(job).state == JobState.CANCELLED

    with at_work(place):
        retry_job(job_id=job.id, by=place.user, at=NOON)
        assert Outbox.objects.count() == 1
        types = list(AuditEvent.objects.order_by("id").values_list("type", flat=True))
    assert again(job).state == JobState.QUEUED
    assert types == ["job.request", "job.cancel", "job.retry"]


@pytest.mark.django_db
def test_trying_again_allows_three_more_attempts(place: Any) -> None:
    with offered(writes_a_file):
        job = ask(place)
    change(job, state=JobState.FAILED, attempt=3, fault="no", finished_at=NOON)

    with at_work(place):
        retry_job(job_id=job.id, by=place.user, at=NOON)

    queued = again(job)
    assert (queued.attempts_allowed, queued.fault, queued.finished_at) == (6, "", None)


@pytest.mark.django_db
def test_what_is_over_cannot_be_stopped_nor_what_is_not_over_tried_again(place: Any) -> None:
    with offered(writes_a_file):
        job = ask(place)
    with at_work(place), pytest.raises(JobIsNotOver):
        retry_job(job_id=job.id, by=place.user, at=NOON)
    change(job, state=JobState.DONE)
    with at_work(place), pytest.raises(JobIsOver):
        cancel_job(job_id=job.id, by=place.user, at=NOON)
    with at_work(place), pytest.raises(JobIsNotOver):
        retry_job(job_id=job.id, by=place.user, at=NOON)


@pytest.mark.security
@pytest.mark.django_db
def test_a_job_is_stopped_only_by_who_asked_for_it(place: Any) -> None:
    with offered(writes_a_file):
        job = ask(place)
    with at_work(place), pytest.raises(Job.DoesNotExist):
        cancel_job(job_id=job.id, by=UserFactory(), at=NOON)


class SlowSender:
    """A broker that takes the connection and never answers."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, *args: Any, **options: Any) -> None:
        self.asked += 1
        time.sleep(1.5)


def test_a_broker_that_does_not_answer_costs_half_a_second_once(monkeypatch: pytest.MonkeyPatch) -> None:
    broker.forget_failures()
    silent = SlowSender()
    monkeypatch.setattr(current_app, "send_task", silent, raising=False)

    began = time.monotonic()
    assert [broker.nudge(KIND, uuid4(), uuid4()) for _ in range(20)] == [False] * 20
    took = time.monotonic() - began
    broker.forget_failures()

    assert took < 1
    assert silent.asked == 1, "after a failure it is left alone for half a minute"


def test_a_dead_broker_is_no_error_and_the_next_message_goes_once_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broker.forget_failures()
    sent: list[Any] = []

    def refuse(*args: Any, **options: Any) -> None:
        raise ConnectionError("nobody there")

    monkeypatch.setattr(app, "send_task", refuse)
    assert not broker.nudge(KIND, uuid4(), uuid4())
    monkeypatch.setattr(app, "send_task", lambda kind, args, **options: sent.append((kind, args)))
    assert not broker.nudge(KIND, uuid4(), uuid4()), "still within the half minute"
    monkeypatch.setattr(broker, "SILENCE_SECONDS", 0)
    broker.forget_failures()
    practice_id, job_id = uuid4(), uuid4()

    assert broker.nudge(KIND, practice_id, job_id)
    assert sent == [(KIND, [str(practice_id), str(job_id)])], "only ids travel"


@pytest.mark.security
def test_a_message_that_is_not_json_is_refused() -> None:
    kind, coding, body = dumps({"anything": 1}, serializer="pickle")

    assert app.conf.accept_content == ["json"]
    with pytest.raises(ContentDisallowed):
        loads(body, kind, coding, accept=app.conf.accept_content)


def test_every_kind_is_a_task_that_loses_nothing_when_its_worker_dies() -> None:
    for kind in all_kinds():
        task = app.tasks[kind.name]
        assert task.acks_late and task.reject_on_worker_lost and task.ignore_result, kind.name
    assert "screening.jobs" in rooms_with_tasks()
    assert app.conf.worker_prefetch_multiplier == 1
    visible = app.conf.broker_transport_options["visibility_timeout"]
    assert visible > app.conf.task_time_limit > app.conf.task_soft_time_limit


@pytest.mark.security
def test_a_worker_does_not_start_on_a_temporary_key(settings: Any) -> None:
    """Celery logs what such a hook raises, and goes on: only leaving the process stops it."""
    settings.SECRET_KEY_IS_TEMPORARY = True

    with pytest.raises(SystemExit, match="SECRET_KEY is not set"):
        worker_init.send(sender=None)
