"""Does a real worker behind a real broker lose or repeat nothing, whatever is killed?"""

import hashlib
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from screening.audit.models import AuditEvent
from screening.jobs import broker as nudging
from screening.jobs.models import Job, JobState
from screening.jobs.sweep import sweep_practice
from screening.jobs.tidy import tidy_practice
from tests.factories import at_work, clinic
from tests.jobs.kinds_for_tests import again, ask, files_of
from tests.jobs.kinds_for_worker import KIND, SHA256
from tests.jobs.real_worker import RealWorker, telling, wait_for
from tools.broker import PrivateBroker

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 20
DONE_WITHIN = 30.0


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateBroker]:
    broker = PrivateBroker(tmp_path_factory.mktemp("broker"))
    broker.start()
    with telling(broker):
        yield broker
    broker.stop()


@pytest.fixture(scope="module")
def one_worker(broker: PrivateBroker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealWorker]:
    worker = RealWorker(broker, tmp_path_factory.mktemp("worker"))
    yield worker
    worker.kill_with_all_children()


@pytest.fixture
def worker(one_worker: RealWorker, settings: Any) -> RealWorker:
    """A worker whose lease runs out after a second, so that nobody waits half a minute."""
    settings.FILES_DIR = one_worker.files_dir
    settings.JOB_LEASE_SECONDS = settings.JOB_UNSENT_SECONDS = 1
    nudging.forget_failures()
    one_worker.ensure_running()
    return one_worker


@pytest.fixture
def place(db: None) -> Any:
    return clinic()


def ask_for_file(place: Any, directory: Path, pause: float = 0.02) -> Job:
    return ask(place, kind=KIND, args={"pause": pause, "noted": str(directory / "pid")})


def process_of(directory: Path) -> int:
    """The child that works at the job, once it does."""
    noted = directory / "pid"
    wait_for(lambda: noted.exists() and noted.read_text(), DONE_WITHIN, "the first step")
    return int(noted.read_text())


def kill_child(worker: RealWorker, directory: Path) -> None:
    os.kill(process_of(directory), signal.SIGKILL)


def kill_worker(worker: RealWorker, directory: Path) -> None:
    process_of(directory)
    worker.kill_with_all_children()
    worker.ensure_running()


def wait_until_done(place: Any, job: Job) -> None:
    """As the scheduler does, sweep now and then."""

    def is_done() -> bool:
        nudging.forget_failures()
        sweep_practice(place.practice.id)
        return again(job).is_over

    wait_for(is_done, DONE_WITHIN, "the end of the job")


def check_published_once(place: Any, job: Job, files_dir: Path) -> None:
    (file,) = files_of(job)
    assert again(job).state == JobState.DONE, again(job).fault
    assert hashlib.sha256((files_dir / file.place).read_bytes()).hexdigest() == file.sha256 == SHA256
    with at_work(place):
        events = AuditEvent.objects.filter(type="screenings.export", entity_id=str(job.id))
        assert events.count() == 1


def check_nothing_else_is_left(place: Any, jobs: list[Job], files_dir: Path) -> None:
    tidy_practice(place.practice.id)
    found = {str(path.relative_to(files_dir)) for path in files_dir.rglob("*") if path.is_file()}
    ours = {place for place in found if place.startswith((str(jobs[0].practice_id), "tmp"))}
    assert ours == {files_of(job)[0].place for job in jobs}


def test_a_worker_is_told_runs_the_job_and_publishes(worker: RealWorker, place: Any, tmp_path: Path) -> None:
    job = ask_for_file(place, tmp_path, pause=0)

    wait_for(lambda: again(job).is_over, DONE_WITHIN, "the job, without any sweep,")

    check_published_once(place, job, worker.files_dir)
    assert again(job).attempt == 1


# Celery looks after killed children every few seconds only.
@pytest.mark.parametrize("kill", [pytest.param(kill_child, marks=pytest.mark.slow), kill_worker])
def test_a_job_whose_process_is_killed_is_done_by_another(
    worker: RealWorker, place: Any, tmp_path: Path, kill: Any
) -> None:
    job = ask_for_file(place, tmp_path)

    kill(worker, tmp_path)
    wait_until_done(place, job)

    check_published_once(place, job, worker.files_dir)
    check_nothing_else_is_left(place, [job], worker.files_dir)
    assert again(job).attempt == 2


def test_with_the_broker_stopped_asking_is_no_error_and_the_job_is_done_later(
    worker: RealWorker, broker: PrivateBroker, place: Any, tmp_path: Path
) -> None:
    broker.stop()
    began = time.monotonic()
    job = ask_for_file(place, tmp_path, pause=0)
    took = time.monotonic() - began
    sweep_practice(place.practice.id)
    assert again(job).state == JobState.QUEUED
    broker.start()
    wait_until_done(place, job)

    assert took < 1
    check_published_once(place, job, worker.files_dir)


@pytest.mark.slow
def test_twenty_kills_at_any_moment_give_twenty_files_each_published_once(
    worker: RealWorker, place: Any, tmp_path: Path
) -> None:
    moments, jobs, attempts = random.Random(7), [], 0
    for number in range(ROUNDS):
        directory = tmp_path / str(number)
        directory.mkdir()
        job = ask_for_file(place, directory)
        process_of(directory)
        time.sleep(moments.uniform(0, 1.2))
        (kill_child if number % 2 else kill_worker)(worker, directory)
        wait_until_done(place, job)
        attempts += again(job).attempt
        jobs.append(job)

    for job in jobs:
        check_published_once(place, job, worker.files_dir)
    check_nothing_else_is_left(place, jobs, worker.files_dir)
    assert attempts > ROUNDS + ROUNDS // 2, "most kills met the job under way"
