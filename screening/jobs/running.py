"""How is a job run so that, whatever dies when, its result appears exactly once or not at all?"""

import errno
import traceback
from datetime import timedelta
from uuid import UUID

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.scope import practice_scope
from screening.audit.record import record
from screening.jobs.actions import queue
from screening.jobs.files import Written, move_into_place, path_of, published_place
from screening.jobs.kinds import kind_of
from screening.jobs.models import Job, JobFile, JobState, Outbox
from screening.jobs.standing import check_still_allowed
from screening.jobs.work import JobFault, Publish, Stopped, Work, lease_end

log = structlog.get_logger(__name__)

SERIOUS_FAILURE = 8
PAUSE_SECONDS = 10  # times the number of attempts made
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_ROOM_WORDS = gettext_noop(
    "There is no room left on the server's disk for this file. "
    "Ask for it again once there is; nothing was kept."
)
TOO_LONG_WORDS = gettext_noop("This took longer than the server allows, and was stopped. Nothing was kept.")


def run_job(practice_id: UUID, job_id: UUID) -> None:
    """Take the job if nobody else has it, do its work, publish; what the Celery task calls."""
    work = _take(practice_id, job_id)
    if work is None:
        return
    try:
        with work.in_scope():
            check_still_allowed(work)
        _publish(work, kind_of(work.kind).run(work))
    except Stopped:
        log.info("job stopped", **_facts(work))
    except Exception as error:
        _after_failure(work, error)
    finally:
        work.discard()


def _take(practice_id: UUID, job_id: UUID) -> Work | None:
    """None while another worker holds it, or when there is nothing left to do."""
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=Now())
    with transaction.atomic(), practice_scope(practice_id):
        rows = Job.objects.select_for_update(skip_locked=True).filter(free, pk=job_id)
        job = rows.filter(attempt__lt=F("attempts_allowed")).first()
        if job is None:
            return None
        Job.objects.filter(pk=job.pk).update(
            state=JobState.RUNNING,
            attempt=job.attempt + 1,
            lease_until=lease_end(),
            started_at=timezone.now(),
            steps_done=0,
            steps_total=0,
            phase="",
        )
        Outbox.objects.filter(job=job).delete()
        return Work(Job.objects.select_related("asked_by").get(pk=job.pk))


def _publish(work: Work, publish: Publish | None) -> None:
    """Everything becomes visible in one transaction, if this attempt still holds the job."""
    with work.in_scope():
        job = work.still_mine().select_for_update().first()
        if job is None:
            raise Stopped(f"attempt {work.attempt} of {work.job_id}")
        try:
            _show(work, job, publish)
        except BaseException:
            for written in work.written:  # certainly not committed; after a failing commit the sweep looks
                path_of(_place_of(work, written)).unlink(missing_ok=True)
            raise


def _show(work: Work, job: Job, publish: Publish | None) -> None:
    check_still_allowed(work)
    files = _place_files(work)
    if publish:
        publish(files)
    job.state, job.lease_until, job.finished_at, job.fault = JobState.DONE, None, timezone.now(), ""
    job.steps_done = job.steps_total or job.steps_done
    job.save(update_fields=["state", "lease_until", "finished_at", "fault", "steps_done"])
    if kind_of(work.kind).listed:
        made = [{"name": file.name, "sha256": file.sha256} for file in files]
        record("job.done", action="E", entity=_entity(work), content={"kind": work.kind, "files": made})


def _place_files(work: Work) -> list[JobFile]:
    at = timezone.now()
    files = []
    for written in work.written:
        place = _place_of(work, written)
        move_into_place(written.path, place)
        row = JobFile(
            practice_id=work.practice_id,
            job_id=work.job_id,
            name=written.name,
            media_type=written.media_type,
            place=place,
            size_bytes=written.size_bytes,
            sha256=written.sha256,
            made_at=at,
            expires_at=at + timedelta(hours=settings.JOB_FILES_KEPT_HOURS),
        )
        files.append(row)
    return JobFile.objects.bulk_create(files)


def _place_of(work: Work, written: Written) -> str:
    return published_place(work.practice_id, work.job_id, work.attempt, written.name)


def _after_failure(work: Work, error: Exception) -> None:
    """Give up or queue again; where the database is gone, the lease runs out and the sweep does it."""
    if isinstance(error, JobFault):
        log.info("job cannot be done", **_facts(work))
    else:
        # Not the message: it may quote what it stumbled over.
        where = traceback.format_tb(error.__traceback__)
        log.error("job failed", error=type(error).__name__, where=where, **_facts(work))
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    try:
        with work.in_scope():
            _settle(work, error)
    except DatabaseError as gone:
        log.error("job left to the sweep", error=type(gone).__name__, **_facts(work))


def _settle(work: Work, error: Exception) -> None:
    job = work.still_mine().select_for_update().first()
    if job is None:
        return
    if words := _final_words(error):
        fail(job, words)
    else:
        queue_again_or_fail(job)


def _final_words(error: Exception) -> str:
    """What is told to who asked, where trying again by itself is of no use; else nothing."""
    if isinstance(error, JobFault):
        return str(error)
    if isinstance(error, SoftTimeLimitExceeded):
        return TOO_LONG_WORDS
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return NO_ROOM_WORDS
    return ""


def queue_again_or_fail(job: Job) -> None:
    """After a failure that nobody expected; the row is locked, and the practice in scope."""
    if job.attempt >= job.attempts_allowed:
        fail(job, something_went_wrong(job))
        return
    at = timezone.now()
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, lease_until=None)
    queue(job, at=at, not_before=at + timedelta(seconds=PAUSE_SECONDS * job.attempt))


def fail(job: Job, words: str) -> None:
    Job.objects.filter(pk=job.pk).update(
        state=JobState.FAILED, lease_until=None, finished_at=timezone.now(), fault=words[:300]
    )
    content = {"kind": job.kind, "fault": words[:300]}
    record(
        "job.fail",
        action="E",
        outcome=SERIOUS_FAILURE,
        entity=("job", job.id, job.attempt),
        content=content,
        practice=job.practice_id,
    )


def something_went_wrong(job: Job) -> str:
    return _(
        "Something went wrong, %(times)s times in a row. "
        "Try again later; if it stays so, quote %(code)s to whoever runs Algia."
    ) % {"times": job.attempt, "code": str(job.id)[:8]}


def _entity(work: Work) -> tuple[str, UUID, int]:
    return "job", work.job_id, work.attempt


def _facts(work: Work) -> dict[str, str | int]:
    return {"kind": work.kind, "job": str(work.job_id), "attempt": work.attempt}
