"""Is what got lost found again, once, and is what nobody needs any more taken away?"""

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from screening.audit.models import AuditEvent
from screening.jobs import schedule, sweep, tidy
from screening.jobs.models import JobFile, JobState, Outbox, ScheduledRun
from screening.jobs.schedule import run_when_due
from screening.jobs.sweep import for_each_practice, sweep_practice
from screening.jobs.tidy import tidy_practice
from screening.jobs.work import Work
from tests.factories import PracticeFactory, at_work, clinic
from tests.jobs.kinds_for_tests import again, ask, change, files_of, offered, writes_a_file
from tests.jobs.running_jobs import run_pending

pytestmark = pytest.mark.django_db

AN_HOUR_AGO = -3700


class Sent(list[UUID]):
    """A broker that notes which jobs it was told of, or refuses."""

    is_there = True

    def __call__(self, kind: str, practice_id: UUID, job_id: UUID) -> bool:
        if self.is_there:
            self.append(job_id)
        return self.is_there


@pytest.fixture(autouse=True)
def files_dir(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def place() -> Any:
    return clinic()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    sent = Sent()
    monkeypatch.setattr(sweep, "nudge", sent)
    return sent


@pytest.fixture
def kind() -> Iterator[None]:
    with offered(writes_a_file):
        yield


def fell_silent(job: Any, **more: Any) -> None:
    change(job, state=JobState.RUNNING, lease_until=timezone.now() - timedelta(seconds=1), **more)


def outbox(place: Any, **values: Any) -> None:
    with at_work(place):
        Outbox.objects.update(**values)


def on_disk(directory: Path) -> list[str]:
    return sorted(str(path.relative_to(directory)) for path in directory.rglob("*") if path.is_file())


def test_a_job_whose_worker_fell_silent_waits_again(place: Any, kind: None, sent: Sent) -> None:
    job = ask(place)
    outbox(place, sent_at=timezone.now())
    fell_silent(job, attempt=1)

    sweep_practice(place.practice.id)

    assert again(job).state == JobState.QUEUED
    assert run_pending(place.practice) == 1
    assert (again(job).state, again(job).attempt) == (JobState.DONE, 2)


def test_a_job_that_killed_three_workers_is_given_up(place: Any, kind: None, sent: Sent) -> None:
    job = ask(place)
    fell_silent(job, attempt=3)

    sweep_practice(place.practice.id)

    assert again(job).state == JobState.FAILED
    assert "3 times in a row" in again(job).fault


def test_a_job_under_way_is_left_alone(place: Any, kind: None, sent: Sent) -> None:
    job = ask(place)
    change(job, state=JobState.RUNNING, attempt=1, lease_until=timezone.now() + timedelta(seconds=9))

    sweep_practice(place.practice.id)

    assert again(job).state == JobState.RUNNING


@pytest.mark.parametrize(
    ("age", "last_sent", "wait", "is_sent"),
    [
        (31, None, 0, True),
        (5, None, 0, False),  # the first message is on its way
        (90, 31, 0, True),
        (90, 5, 0, False),
        (90, None, 5, False),  # after a fault it waits a while
    ],
)
def test_a_job_that_nobody_took_is_sent_again(
    place: Any,
    kind: None,
    sent: Sent,
    *,
    age: int,
    last_sent: int | None,
    wait: int,
    is_sent: bool,
) -> None:
    job, now = ask(place), timezone.now()
    at = None if last_sent is None else now - timedelta(seconds=last_sent)
    outbox(
        place,
        queued_at=now - timedelta(seconds=age),
        sent_at=at,
        not_before=now + timedelta(seconds=wait or -age),
    )

    sweep_practice(place.practice.id)
    sweep_practice(place.practice.id)

    assert sent == ([job.id] if is_sent else []), "and not twice at once"


def test_with_the_broker_dead_the_message_stays_until_it_is_back(place: Any, kind: None, sent: Sent) -> None:
    job = ask(place)
    sent.is_there = False
    sweep_practice(place.practice.id)
    sent.is_there = True
    sweep_practice(place.practice.id)

    assert sent == [job.id]


def test_a_practice_that_fails_does_not_keep_the_others_waiting(place: Any) -> None:
    others = [PracticeFactory(), PracticeFactory()]
    done = []

    def do(practice_id: UUID) -> None:
        if practice_id == place.practice.id:
            raise DatabaseError("no")
        done.append(practice_id)

    for_each_practice(do)

    assert {practice.id for practice in others} <= set(done)


def test_expired_files_go_and_are_said_to_be_gone(place: Any, kind: None, files_dir: Path) -> None:
    old, new = ask(place), ask(place)
    run_pending(place.practice)
    with at_work(place):
        JobFile.objects.filter(job=old).update(expires_at=timezone.now())

    tidy_practice(place.practice.id)

    assert on_disk(files_dir) == [files_of(new)[0].place]
    assert files_of(old)[0].removed_at and not files_of(new)[0].removed_at


def test_what_a_dead_attempt_left_goes_and_what_a_living_one_writes_stays(
    place: Any, kind: None, files_dir: Path
) -> None:
    job, practice = ask(place), str(place.practice.id)
    change(job, state=JobState.RUNNING, attempt=2, lease_until=timezone.now())
    for attempt in (1, 2):
        for path in (
            files_dir / "tmp" / practice / f"{job.id}.{attempt}" / "numbers.csv",
            files_dir / practice / str(job.id) / f"{attempt}-numbers.csv",
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"1")

    tidy_practice(place.practice.id)

    assert on_disk(files_dir) == [
        f"{practice}/{job.id}/2-numbers.csv",
        f"tmp/{practice}/{job.id}.2/numbers.csv",
    ]


@pytest.mark.parametrize(("age", "stays"), [(0, True), (AN_HOUR_AGO, False)])
def test_files_of_jobs_that_nobody_knows_go_after_an_hour(
    place: Any, files_dir: Path, age: int, stays: bool
) -> None:
    left = files_dir / "tmp" / str(place.practice.id) / f"{uuid4()}.1"
    moved = files_dir / str(place.practice.id) / str(uuid4()) / "1-numbers.csv"
    strange = files_dir / str(place.practice.id) / "what" / "is-this"
    for path in (left / "numbers.csv", moved, strange):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"1")
    for path in (left, moved, strange):
        os.utime(path, (time.time() + age,) * 2)

    tidy_practice(place.practice.id)

    assert len(on_disk(files_dir)) == (3 if stays else 0)


def test_an_odd_path_keeps_nothing_else_from_being_tidied(place: Any, kind: None, files_dir: Path) -> None:
    """A directory in place of an expired file, a file or a link among directories, a number of no decimal digit."""
    jobs = [ask(place) for _ in range(3)]
    run_pending(place.practice)
    with at_work(place):
        JobFile.objects.update(expires_at=timezone.now())
    first, second = (files_dir / files_of(job)[0].place for job in jobs[:2])
    first.unlink()
    (first / "inner").mkdir(parents=True)
    own = files_dir / str(place.practice.id)
    odd = [own / "stray.txt", second.parent / "\u00b2-x", second.parent / ("1" * 200)]
    for path in odd:
        path.write_text("x")
        os.utime(path, (1, 1))
    (own / "elsewhere").symlink_to(files_dir.parent)

    tidy_practice(place.practice.id)

    assert [bool(files_of(job)[0].removed_at) for job in jobs] == [False, True, True]
    assert on_disk(own) == []
    assert (own / "elsewhere").is_symlink(), "it is not old yet"


def test_a_step_of_tidying_that_fails_does_not_keep_the_others_waiting(
    place: Any, kind: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def fails(practice_id: UUID) -> None:
        raise PermissionError

    monkeypatch.setattr(tidy, "remove_expired_files", fails)
    monkeypatch.setattr(tidy, "delete_unlisted_jobs", lambda practice_id: done.append("rows"))

    tidy_practice(place.practice.id)

    assert done == ["rows"]


@pytest.mark.parametrize(("minutes", "state"), [(50, JobState.QUEUED), (70, JobState.FAILED)])
def test_work_that_no_version_does_any_more_fails_in_words_after_an_hour(
    place: Any, kind: None, sent: Sent, minutes: int, state: str
) -> None:
    """Not at once: while two versions run side by side the older one does not know what the newer one can."""
    job, other = ask(place), ask(place)
    change(job, kind="tests.gone")
    outbox(place, queued_at=timezone.now() - timedelta(minutes=minutes))

    sweep_practice(place.practice.id)

    assert again(job).state == state
    assert again(job).fault == (sweep.UNKNOWN_WORDS if state == JobState.FAILED else "")
    assert again(other).state == JobState.QUEUED
    with at_work(place):
        assert Outbox.objects.filter(job=job).exists() == (state == JobState.QUEUED)
        assert AuditEvent.objects.filter(type="job.fail").count() == (state == JobState.FAILED)


@pytest.mark.security
def test_files_of_another_practice_are_not_touched(place: Any, kind: None, files_dir: Path) -> None:
    other = clinic()
    ask(other)
    run_pending(other.practice)

    tidy_practice(place.practice.id)

    assert len(on_disk(files_dir)) == 1


@pytest.mark.parametrize(("listed", "days", "stays"), [(False, 2, False), (False, 0, True), (True, 2, True)])
def test_unlisted_jobs_are_forgotten_after_a_day(place: Any, listed: bool, days: int, stays: bool) -> None:
    with offered(lambda work: None, listed=listed):
        job = ask(place)
        run_pending(place.practice)
        change(job, finished_at=timezone.now() - timedelta(days=days))

        tidy_practice(place.practice.id)

    with at_work(place):
        assert type(job).objects.filter(pk=job.pk).exists() is stays


def test_two_schedulers_start_a_task_once() -> None:
    runs: list[int] = []
    for _scheduler in range(2):
        run_when_due("tests.task", 3600, lambda: runs.append(1))

    assert runs == [1]
    run = ScheduledRun.objects.get(name="tests.task")
    assert run.finished_at and run.due_at.minute == run.due_at.second == 0


def test_a_task_is_not_started_while_it_runs_nor_for_ever_kept_from_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A run that died does not stop the next ones for longer than a minute."""
    now = timezone.now()
    ScheduledRun.objects.create(
        name="tests.task", due_at=now - timedelta(hours=2), started_at=now - timedelta(seconds=30)
    )
    assert not run_when_due("tests.task", 10, lambda: None)

    monkeypatch.setattr(schedule, "BUSY_FOR", timedelta(seconds=20))
    assert run_when_due("tests.task", 10, lambda: None)


def test_old_runs_are_forgotten() -> None:
    long_ago = timezone.now() - timedelta(days=2)
    ScheduledRun.objects.create(name="tests.task", due_at=long_ago, started_at=long_ago, finished_at=long_ago)

    run_when_due("tests.task", 10, lambda: None)

    assert ScheduledRun.objects.filter(name="tests.task").count() == 1


def test_without_a_worker_one_command_does_what_waits(place: Any, kind: None) -> None:
    job, lost = ask(place), ask(place)
    fell_silent(lost, attempt=1)

    call_command("run_jobs", "--once")

    assert (again(job).state, again(lost).state) == (JobState.DONE, JobState.DONE)


def test_the_command_waits_as_long_as_a_worker_would_after_a_fault(place: Any) -> None:
    def poisonous(work: Work) -> None:
        raise LookupError

    with offered(poisonous):
        job = ask(place)
        call_command("run_jobs", "--once")
        call_command("run_jobs", "--once")

    assert (again(job).state, again(job).attempt) == (JobState.QUEUED, 1)


@pytest.mark.django_db(transaction=True)
def test_ten_schedulers_at_the_same_moment_start_a_task_once() -> None:
    start, runs = threading.Barrier(10), []

    def one(number: int) -> bool:
        start.wait()
        try:
            return run_when_due("tests.task", 3600, lambda: runs.append(number))
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        did = list(pool.map(one, range(10)))

    assert (len(runs), did.count(True)) == (1, 1)
