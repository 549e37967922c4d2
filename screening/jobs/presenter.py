"""What does a person read about a job: how far it is, what went wrong, what to do, which files there are?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import may
from screening.jobs.kinds import Kind, UnknownKind, kind_of
from screening.jobs.models import Job, JobFile, JobState

LOOKS = {JobState.DONE: "done", JobState.FAILED: "stop", JobState.CANCELLED: "stop"}


@dataclass(frozen=True)
class FileLine:
    """One file that can be, or could once be, downloaded."""

    name: str
    size_bytes: int
    until: datetime
    is_there: bool
    url: str


@dataclass(frozen=True)
class JobPage:
    """What a page or a line about a job shows; `stage` and `steps` change with what is to be told anew."""

    job: Job
    title: str
    url: str
    look: str
    percent: int | None
    files: tuple[FileLine, ...]
    stage: str
    steps: str

    @property
    def phase(self) -> str:
        """Stored as it was written by the worker; said in the reader's language where that is known."""
        return _(self.job.phase) if self.job.phase else ""

    @property
    def fault(self) -> str:
        return _(self.job.fault) if self.job.fault else ""

    @property
    def can_be_stopped(self) -> bool:
        return not self.job.is_over

    @property
    def can_be_retried(self) -> bool:
        return self.job.state in (JobState.FAILED, JobState.CANCELLED)

    @property
    def has_only_old_files(self) -> bool:
        return bool(self.files) and not any(file.is_there for file in self.files)


def job_page(job: Job, now: datetime) -> JobPage:
    return JobPage(
        job=job,
        title=title_of(job),
        url=reverse("jobs:job", args=[job.id]),
        look=LOOKS.get(JobState(job.state), "draft"),
        percent=_percent(job),
        files=tuple(_file_line(file, now) for file in job.files.all()),
        stage=_fingerprint(job.state, job.attempt, job.phase),
        steps=_fingerprint(job.steps_done, job.steps_total),
    )


def title_of(job: Job) -> str:
    """For the manager's page, too; a kind that this version of Algia no longer has goes by its name."""
    try:
        return str(kind_of(job.kind).title)
    except UnknownKind:
        return job.kind


def kind_shown_to(job: Job, roles: Collection[str]) -> Kind | None:
    """The job's kind, if people with these roles may look at it and at what it made."""
    try:
        kind = kind_of(job.kind)
    except UnknownKind:
        return None
    return kind if is_shown_to(kind, roles) else None


def is_shown_to(kind: Kind, roles: Collection[str]) -> bool:
    return kind.listed and (not kind.permission or may(roles, kind.permission))


def _percent(job: Job) -> int | None:
    if not job.steps_total:
        return None
    return min(100, 100 * job.steps_done // job.steps_total)


def _file_line(file: JobFile, now: datetime) -> FileLine:
    is_there = file.removed_at is None and file.expires_at > now
    url = reverse("jobs:file", args=[file.job_id, file.id])
    return FileLine(file.name, file.size_bytes, file.expires_at, is_there, url)


def _fingerprint(*shown: object) -> str:
    """Changes with what is shown of a job under way, so that nothing is sent, or read out, twice."""
    return sha256(repr(shown).encode()).hexdigest()[:12]
