"""Does a job run once, publish once, and end in words whatever goes wrong?"""

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError, connection
from django.utils import timezone

from screening.audit.models import AuditEvent
from screening.jobs import running
from screening.jobs.actions import cancel_job, retry_job
from screening.jobs.models import JobFile, JobState, Outbox
from screening.jobs.running import NO_ROOM_WORDS, TOO_LONG_WORDS, run_job
from screening.jobs.work import JobFault, Publish, Work
from tests.factories import NOON, at_work, clinic
from tests.jobs.kinds_for_tests import (
    KIND,
    again,
    ask,
    change,
    files_of,
    offered,
    writes_a_file,
    writes_an_event,
)
from tests.jobs.running_jobs import run_pending

pytestmark = pytest.mark.django_db

CANARY = "P-0815-canary"


@pytest.fixture(autouse=True)
def files_dir(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def place() -> Any:
    return clinic()


@pytest.fixture
def kind() -> Iterator[None]:
    with offered(writes_a_file):
        yield


def events(place: Any, event_type: str) -> list[dict[str, Any]]:
    with at_work(place):
        rows = AuditEvent.objects.filter(type=event_type)
        return [json.loads(row.body) for row in rows]


def on_disk(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.rglob("*") if path.is_file())


def test_a_job_publishes_its_file_with_its_digest_where_nobody_else_can_read_it(
    place: Any, kind: None, files_dir: Path
) -> None:
    job = ask(place)

    assert run_pending(place.practice) == 1

    (file,) = files_of(job)
    path = files_dir / file.place
    assert again(job).state == JobState.DONE
    assert file.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert file.size_bytes == path.stat().st_size == 9
    assert file.expires_at - file.made_at == timedelta(hours=24)
    assert path.stat().st_mode & 0o777 == 0o600
    private = [directory for directory in path.parents if files_dir in [directory, *directory.parents]]
    assert {directory.stat().st_mode & 0o777 for directory in private} == {0o700}
    assert on_disk(files_dir) == ["1-numbers.csv"], "nothing is left in tmp"


@pytest.mark.audit
def test_a_job_is_in_the_trail_from_asking_to_what_it_made(place: Any, kind: None) -> None:
    job = ask(place)
    run_pending(place.practice)

    (asked,), (done,), (made,) = (
        events(place, name) for name in ("job.request", "job.done", "screenings.export")
    )
    assert asked["entity"]["id"] == done["entity"]["id"] == str(job.id)
    assert done["content"]["files"] == [{"name": "numbers.csv", "sha256": files_of(job)[0].sha256}]
    assert made["actor"]["id"] == done["actor"]["id"] == str(place.user.id)
    assert made["system"] == f"job {KIND}"


def test_an_unlisted_job_leaves_no_trail_unless_it_fails(place: Any) -> None:
    def fails(work: Work) -> None:
        raise JobFault("no")

    with offered(lambda work: None, listed=False):
        ask(place)
        run_pending(place.practice)
    with offered(fails, listed=False):
        ask(place)
        run_pending(place.practice)

    assert (events(place, "job.request"), events(place, "job.done")) == ([], [])
    assert len(events(place, "job.fail")) == 1


def test_a_duplicate_message_finds_the_job_done(place: Any, kind: None) -> None:
    job = ask(place)

    run_job(place.practice.id, job.id)
    run_job(place.practice.id, job.id)

    assert again(job).attempt == 1
    assert len(files_of(job)) == 1


def test_a_job_held_by_another_worker_is_left_to_it(place: Any, kind: None) -> None:
    job = ask(place)
    lease = timezone.now() + timedelta(seconds=20)
    change(job, state=JobState.RUNNING, attempt=1, lease_until=lease)

    run_job(place.practice.id, job.id)

    assert (again(job).state, again(job).attempt) == (JobState.RUNNING, 1)


def test_a_job_whose_worker_fell_silent_is_taken_over(place: Any, kind: None) -> None:
    job = ask(place)
    change(job, state=JobState.RUNNING, attempt=1, lease_until=timezone.now() - timedelta(seconds=1))

    run_job(place.practice.id, job.id)

    assert (again(job).state, again(job).attempt) == (JobState.DONE, 2)


@pytest.mark.parametrize("moment", ["while it works", "before it publishes"])
def test_an_attempt_that_lost_its_job_publishes_nothing(place: Any, files_dir: Path, moment: str) -> None:
    def is_overtaken(work: Work) -> Publish:
        with work.file("numbers.csv", "text/csv") as file:
            file.write(b"mine")
        change(job, attempt=2)
        if moment == "while it works":
            work.progress(1, 2)
            pytest.fail("it should have stopped")
        return writes_an_event

    with offered(is_overtaken):
        job = ask(place)
        run_job(place.practice.id, job.id)

    assert (again(job).state, again(job).attempt) == (JobState.RUNNING, 2), "it is the other's"
    assert files_of(job) == []
    assert events(place, "screenings.export") == []
    assert on_disk(files_dir) == []


def test_progress_is_seen_and_renews_the_lease(place: Any) -> None:
    seen = []

    def works(work: Work) -> None:
        change(job, lease_until=timezone.now() + timedelta(seconds=1))
        work.progress(3, 7, "Counting")
        seen.append(again(job))

    with offered(works):
        job = ask(place)
        run_job(place.practice.id, job.id)

    assert (seen[0].steps_done, seen[0].steps_total, seen[0].phase) == (3, 7, "Counting")
    assert seen[0].lease_until > timezone.now() + timedelta(seconds=20)


def test_telling_progress_inside_a_transaction_is_a_mistake(place: Any) -> None:
    def mistaken(work: Work) -> None:
        with work.in_scope(), pytest.raises(RuntimeError, match="outside"):
            work.progress(1)

    with offered(mistaken):
        job = ask(place)
        run_job(place.practice.id, job.id)

    assert again(job).state == JobState.DONE


def test_stopping_a_running_job_takes_effect_when_it_next_tells_how_far_it_is(
    place: Any, files_dir: Path
) -> None:
    def works(work: Work) -> None:
        with work.file("numbers.csv", "text/csv") as file:
            file.write(b"1")
        with at_work(place):
            cancel_job(job_id=job.id, by=place.user, at=NOON)
        work.progress(1)
        pytest.fail("it should have stopped")

    with offered(works):
        job = ask(place)
        run_job(place.practice.id, job.id)

    assert again(job).state == JobState.CANCELLED
    assert (files_of(job), on_disk(files_dir)) == ([], [])


def test_an_expected_fault_ends_the_job_in_its_own_words(place: Any) -> None:
    def faulty(work: Work) -> None:
        raise JobFault("March is not over yet.")

    with offered(faulty):
        job = ask(place)
        run_pending(place.practice)

    assert (again(job).state, again(job).fault, again(job).attempt) == (
        JobState.FAILED,
        "March is not over yet.",
        1,
    )
    assert events(place, "job.fail")[0]["outcome"] == 8


@pytest.mark.security
def test_an_unknown_fault_is_tried_three_times_and_says_nothing_of_what_it_met(
    place: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def poisonous(work: Work) -> None:
        raise LookupError(CANARY)

    with offered(poisonous):
        job = ask(place)
        for _ in range(5):
            run_job(place.practice.id, job.id)

    ended = again(job)
    assert (ended.state, ended.attempt) == (JobState.FAILED, 3)
    assert ended.fault.startswith("Something went wrong, 3 times in a row.")
    assert str(job.id)[:8] in ended.fault
    assert CANARY not in ended.fault + caplog.text
    assert "LookupError" in caplog.text and "poisonous" in caplog.text


def test_after_an_unknown_fault_it_waits_longer_each_time(place: Any) -> None:
    def poisonous(work: Work) -> None:
        raise LookupError

    with offered(poisonous):
        job = ask(place)
        waits = []
        for _ in range(2):
            run_job(place.practice.id, job.id)
            with at_work(place):
                row = Outbox.objects.get(job=job)
            waits.append(round((row.not_before - row.queued_at).total_seconds()))

    assert waits == [10, 20]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_said_and_keeps_nothing(place: Any, files_dir: Path, number: int) -> None:
    def fills_the_disk(work: Work) -> None:
        with work.file("numbers.csv", "text/csv") as file:
            file.write(b"part")
            raise OSError(number, os.strerror(number))

    with offered(fills_the_disk):
        job = ask(place)
        run_pending(place.practice)
    assert (again(job).state, again(job).fault) == (JobState.FAILED, NO_ROOM_WORDS)
    assert on_disk(files_dir) == []

    with at_work(place):
        retry_job(job_id=job.id, by=place.user, at=NOON)
    with offered(writes_a_file):
        run_pending(place.practice)
    assert again(job).state == JobState.DONE, "once there is room, asking again works"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_disk_that_is_really_full_is_said(place: Any, files_dir: Path) -> None:
    """/dev/full takes no byte: the fault comes from the kernel, when the file is flushed."""

    def fills_the_disk(work: Work) -> None:
        with work.file("numbers.csv", "text/csv") as file:
            os.dup2(os.open("/dev/full", os.O_RDWR), file.fileno())
            file.write(b"x" * 100)

    with offered(fills_the_disk):
        job = ask(place)
        run_pending(place.practice)

    assert again(job).fault == NO_ROOM_WORDS
    assert on_disk(files_dir) == []


def test_a_job_that_takes_too_long_is_ended_in_words(place: Any) -> None:
    def never_ends(work: Work) -> None:
        raise SoftTimeLimitExceeded

    with offered(never_ends):
        job = ask(place)
        run_pending(place.practice)

    assert (again(job).state, again(job).fault) == (JobState.FAILED, TOO_LONG_WORDS)


def test_when_the_database_is_gone_the_job_is_left_to_the_sweep(
    place: Any, files_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_gone(*facts: Any) -> None:
        raise OperationalError("the connection is lost")

    def works(work: Work) -> None:
        with work.file("numbers.csv", "text/csv") as file:
            file.write(b"1")
        is_gone()

    monkeypatch.setattr(running, "_settle", is_gone)
    with offered(works):
        job = ask(place)
        run_job(place.practice.id, job.id)

    assert (again(job).state, again(job).attempt) == (JobState.RUNNING, 1)
    assert on_disk(files_dir) == []


def spoils_the_transaction(files: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")


def refuses(files: Any) -> None:
    raise JobFault("Downloads were switched off meanwhile.")


@pytest.mark.parametrize(
    ("publish", "state"), [(spoils_the_transaction, JobState.QUEUED), (refuses, JobState.FAILED)]
)
def test_when_publishing_fails_nothing_of_it_is_seen(
    place: Any, files_dir: Path, publish: Any, state: str
) -> None:
    def works(work: Work) -> Publish:
        with work.file("numbers.csv", "text/csv") as file:
            file.write(b"1")
        return publish

    with offered(works):
        job = ask(place)
        run_job(place.practice.id, job.id)

    assert again(job).state == state
    assert (files_of(job), on_disk(files_dir)) == ([], [])


@pytest.mark.security
@pytest.mark.parametrize("name", ["../numbers.csv", "/etc/passwd", "a/b.csv", ".hidden", "", "a" * 101])
def test_a_file_cannot_be_named_out_of_its_directory(place: Any, name: str) -> None:
    def escapes(work: Work) -> None:
        with pytest.raises(ValueError, match="cannot publish"), work.file(name, "text/csv"):
            pytest.fail("it was opened")

    with offered(escapes):
        job = ask(place)
        run_job(place.practice.id, job.id)

    assert again(job).state == JobState.DONE


@pytest.mark.security
def test_a_job_of_another_practice_is_not_found(place: Any, kind: None) -> None:
    job = ask(place)

    run_job(clinic().practice.id, job.id)
    run_job(place.practice.id, uuid4())

    assert again(job).state == JobState.QUEUED


def test_the_message_is_dropped_once_a_worker_has_the_job(place: Any, kind: None) -> None:
    job = ask(place)
    with at_work(place):
        assert Outbox.objects.filter(job=job).count() == 1
    run_pending(place.practice)

    with at_work(place):
        assert not Outbox.objects.exists()
        assert JobFile.objects.count() == 1
