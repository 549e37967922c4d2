"""Which files and rows of jobs has nobody any more use for? Looks at one practice at a time."""

import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.utils import timezone

from accounts.scope import practice_scope
from screening.jobs.files import (
    OutsideFiles,
    path_of,
    published_directory,
    published_place,
    unpublished_directory,
)
from screening.jobs.kinds import all_kinds
from screening.jobs.models import Job, JobFile, JobState

log = structlog.get_logger(__name__)

AT_ONCE = 500
LONGEST_ATTEMPT = 5  # digits: attempts are a smallint
UNLISTED_KEPT = timedelta(days=1)
UNKNOWN_KEPT_SECONDS = 3600  # above every time limit of a job


def tidy_practice(practice_id: UUID) -> None:
    """One step that fails does not keep the others waiting."""
    for step in (remove_expired_files, remove_unpublished, remove_orphans, delete_unlisted_jobs):
        _try(step, practice_id)


def remove_expired_files(practice_id: UUID) -> None:
    now = timezone.now()
    with transaction.atomic(), practice_scope(practice_id):
        expired = JobFile.objects.filter(expires_at__lte=now, removed_at=None)
        for file in expired.select_for_update(skip_locked=True)[:AT_ONCE]:
            if _is_removed(file):
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
        for path in (directory, *_inside(directory)):
            if not _is_directory(path) and _is_orphan(practice_id, directory, path):
                _is_gone(path)
        if _is_directory(directory) and not _inside(directory) and _is_old(directory):
            _is_gone(directory)


def delete_unlisted_jobs(practice_id: UUID) -> None:
    unlisted = [kind.name for kind in all_kinds() if not kind.listed]
    before = timezone.now() - UNLISTED_KEPT
    with transaction.atomic(), practice_scope(practice_id):
        over = Job.objects.filter(kind__in=unlisted, finished_at__lt=before, files=None)
        Job.objects.filter(pk__in=over.values_list("id", flat=True)[:AT_ONCE]).delete()


def _try(step: Callable[[UUID], object], practice_id: UUID) -> None:
    try:
        step(practice_id)
    except Exception as error:
        log.error("not tidied", step=step.__name__, practice=str(practice_id), error=type(error).__name__)
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def _is_removed(file: JobFile) -> bool:
    try:
        return _is_gone(path_of(file.place))
    except OutsideFiles:
        log.error("a file's row leads out of the directory of files", file=str(file.pk))
        return False


def _is_gone(path: Path) -> bool:
    """Remove a file or an empty directory; whether it is not there any more. Told, not raised: others wait."""
    try:
        path.rmdir() if _is_directory(path) else path.unlink(missing_ok=True)
    except OSError as error:
        log.error("cannot be removed", path=path.name, error=type(error).__name__)
        return False
    return True


def _is_orphan(practice_id: UUID, directory: Path, path: Path) -> bool:
    attempt, _, name = path.name.partition("-")
    job_id = _uuid(directory.name)
    if job_id is None or not _is_attempt(attempt):
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
        return time.time() - path.lstat().st_mtime > UNKNOWN_KEPT_SECONDS
    except OSError:
        return False


def _job_and_attempt(directory: Path) -> tuple[UUID | None, int]:
    job, _, attempt = directory.name.partition(".")
    return _uuid(job), int(attempt) if _is_attempt(attempt) else 0


def _is_attempt(text: str) -> bool:
    return text.isdecimal() and len(text) <= LONGEST_ATTEMPT


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _is_directory(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _inside(directory: Path) -> list[Path]:
    """Nothing, where it is a link: what lies behind one is not ours to remove."""
    try:
        return sorted(directory.iterdir()) if _is_directory(directory) else []
    except OSError as error:
        log.error("cannot be read", path=directory.name, error=type(error).__name__)
        return []
