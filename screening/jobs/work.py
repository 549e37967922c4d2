"""What is a task handed: whose job it is, how to tell how far it is, and where to write its files."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from accounts.scope import practice_scope
from screening.audit.record import Actor, AuditContext, audit_context
from screening.jobs.files import Written, attempt_directory, written_file
from screening.jobs.models import Job, JobFile, JobState

Publish = Callable[[Sequence[JobFile]], None]
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class JobFault(Exception):
    """An expected failure: its text is shown to who asked, and nothing is tried again by itself."""


class Stopped(Exception):
    """The job was cancelled, or another worker has it: leave, nothing of this attempt will be kept."""


class Work:
    """One attempt at one job."""

    def __init__(self, job: Job) -> None:
        self.job_id: UUID = job.id
        self.practice_id: UUID = job.practice_id
        self.kind: str = job.kind
        self.args: Mapping[str, Any] = job.args
        self.asked_by: User | None = job.asked_by
        self.attempt: int = job.attempt
        self.written: list[Written] = []
        self._is_in_scope = False

    @contextmanager
    def in_scope(self) -> Iterator[None]:
        """A transaction in the practice's scope and in the name of who asked; keep it short."""
        user_id = self.asked_by.pk if self.asked_by else None
        self._is_in_scope = True
        try:
            with (
                transaction.atomic(),
                practice_scope(self.practice_id, user_id=user_id),
                audit_context(self._audit_context()),
            ):
                yield
        finally:
            self._is_in_scope = False

    def progress(self, steps_done: int, steps_total: int = 0, phase: str = "") -> None:
        """
        Tell how far it is and renew the lease; call it at least every few seconds.

        Raises:
            Stopped: let it pass.
        """
        if self._is_in_scope:
            raise RuntimeError("progress() would wait for the transaction around it; call it outside.")
        with transaction.atomic(), practice_scope(self.practice_id):
            kept = self.still_mine().update(
                lease_until=lease_end(), steps_done=steps_done, steps_total=steps_total, phase=phase[:120]
            )
        if not kept:
            raise Stopped(f"attempt {self.attempt} of {self.job_id}")

    @contextmanager
    def file(self, name: str, media_type: str) -> Iterator[BinaryIO]:
        """A file to write, kept aside; it is published only when the whole job succeeds."""
        if not FILE_NAME.fullmatch(name) or name in {written.name for written in self.written}:
            raise ValueError(f"A job cannot publish a file named {name!r}.")
        path = self.directory / name
        with written_file(path) as opened:
            yield opened
        self.written.append(Written.of(path, media_type))

    @property
    def directory(self) -> Path:
        """Where this attempt writes, before anything is published."""
        return attempt_directory(self.practice_id, self.job_id, self.attempt)

    def still_mine(self) -> Any:
        """The job's row, if this attempt still holds it; to be used in the practice's scope."""
        return Job.objects.filter(pk=self.job_id, attempt=self.attempt, state=JobState.RUNNING)

    def discard(self) -> None:
        shutil.rmtree(self.directory, ignore_errors=True)

    def _audit_context(self) -> AuditContext:
        actor = Actor(self.asked_by.pk, self.asked_by.name) if self.asked_by else None
        return AuditContext(self.practice_id, actor, system=f"job {self.kind}")


def lease_end() -> Any:
    """By the database's clock: those of the workers may differ."""
    return Now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
