"""Which files and rows of jobs has nobody any more use for? Looks at one practice at a time."""

import shutil
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.scope import practice_scope
from screening.jobs.files import path_of, published_directory, published_place, unpublished_directory
from screening.jobs.kinds import all_kinds
from screening.jobs.models import Job, JobFile, JobState

AT_ONCE = 500
UNLISTED_KEPT = timedelta(days=1)
UNKNOWN_KEPT_SECONDS = 3600  # above every time limit of a job


def tidy_practice(practice_id: UUID) -> None:
    remove_expired_files(practice_id)
    remove_unpublished(practice_id)
    remove_orphans(practice_id)
    delete_unlisted_jobs(practice_id)


def remove_expired_files(practice_id: UUID) -> None:
    now = timezone.now()
    with transaction.atomic(), practice_scope(practice_id):
        expired = JobFile.objects.filter(expires_at__lte=now, removed_at=None)
        for file in expired.select_for_update(skip_locked=True)[:AT_ONCE]:
            path_of(file.place).unlink(missing_ok=True)
            JobFile.objects.filter(pk=file.pk).update(removed_at=now)


def remove_unpublished(practice_id: UUID) -> None:
    """What attempts left behind that have since lost their job."""
    for directory in _inside(unpublished_directory(practice_id)):
        job_id, attempt = _job_and_attempt(directory)
        if _is_lost(practice_id, job_id, attempt, directory):
            shutil.rmtree(directory, ignore_errors=True)


def remove_orphans(practice_id: UUID) -> None:
    """Files moved into place by a transaction that was never committed; and directories now empty."""
    for directory in _inside(published_directory(practice_id)):
        for path in _inside(directory):
            if _is_orphan(practice_id, directory, path):
                path.unlink(missing_ok=True)
        if not _inside(directory) and _is_old(directory):
            directory.rmdir()


def delete_unlisted_jobs(practice_id: UUID) -> None:
    unlisted = [kind.name for kind in all_kinds() if not kind.listed]
    before = timezone.now() - UNLISTED_KEPT
    with transaction.atomic(), practice_scope(practice_id):
        over = Job.objects.filter(kind__in=unlisted, finished_at__lt=before, files=None)
        Job.objects.filter(pk__in=over.values_list("id", flat=True)[:AT_ONCE]).delete()


def _is_orphan(practice_id: UUID, directory: Path, path: Path) -> bool:
    attempt, _, name = path.name.partition("-")
    job_id = _uuid(directory.name)
    if job_id is None or not attempt.isdigit():
        return _is_old(path)
    if not _is_lost(practice_id, job_id, int(attempt), path):
        return False
    place = published_place(practice_id, job_id, int(attempt), name)
    with transaction.atomic(), practice_scope(practice_id):
        return not JobFile.objects.filter(job_id=job_id, place=place, removed_at=None).exists()


def _is_lost(practice_id: UUID, job_id: UUID | None, attempt: int, path: Path) -> bool:
    """
    Whether this attempt can publish nothing more; what is not known at all is kept for an hour.

    Asked before looking for the file's row: once the job is seen as over, that row is seen, too.
    """
    with transaction.atomic(), practice_scope(practice_id):
        job = Job.objects.filter(pk=job_id).first() if job_id else None
    if job is None:
        return _is_old(path)
    return not (job.state == JobState.RUNNING and job.attempt == attempt)


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > UNKNOWN_KEPT_SECONDS
    except FileNotFoundError:
        return False


def _job_and_attempt(directory: Path) -> tuple[UUID | None, int]:
    job, _, attempt = directory.name.partition(".")
    return _uuid(job), int(attempt) if attempt.isdigit() else 0


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _inside(directory: Path) -> list[Path]:
    return sorted(directory.iterdir()) if directory.is_dir() else []
