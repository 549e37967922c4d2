"""What can a job do in a test? Kinds of work that succeed, fail, stop and get in their own way."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.db import transaction

from accounts.models import User
from accounts.scope import practice_scope
from screening.audit.record import record
from screening.jobs import kinds
from screening.jobs.actions import ask_for_job
from screening.jobs.kinds import Kind
from screening.jobs.models import Job, JobFile
from screening.jobs.work import Publish, Work
from tests.factories import NOON, at_work

KIND = "tests.writes_a_file"


@contextmanager
def offered(
    run: Callable[[Work], Publish | None],
    name: str = KIND,
    *,
    permission: str = "screening.download",
    listed: bool = True,
    switch: str = "",
) -> Iterator[None]:
    """A kind of work for as long as the block lasts."""
    kinds.load_kinds()
    facts = ("Work of a test", permission, "screenings.download", listed, run, switch)
    kinds._KINDS[name] = Kind(name, *facts)
    try:
        yield
    finally:
        del kinds._KINDS[name]


def writes_a_file(work: Work) -> Publish:
    with work.file("numbers.csv", "text/csv") as file:
        file.write(b"one,two\r\n")
    work.progress(1, 1, "Writing")
    return writes_an_event


def writes_an_event(files: Sequence[JobFile]) -> None:
    record("screenings.export", action="E", content={"files": [file.name for file in files]})


def ask(place: Any, by: User | None = None, kind: str = KIND, **more: Any) -> Job:
    facts: dict[str, Any] = {"args": {}, "request_key": uuid4(), "at": NOON} | more
    with at_work(place):
        return ask_for_job(kind=kind, practice_id=place.practice.id, by=by or place.user, **facts)


def again(job: Job) -> Job:
    """The job as it is stored now."""
    with transaction.atomic(), practice_scope(job.practice_id):
        return Job.objects.get(pk=job.pk)


def change(job: Job, **values: Any) -> None:
    with transaction.atomic(), practice_scope(job.practice_id):
        Job.objects.filter(pk=job.pk).update(**values)


def files_of(job: Job) -> list[JobFile]:
    with transaction.atomic(), practice_scope(job.practice_id):
        return list(JobFile.objects.filter(job=job))
