"""Which jobs were lost on the way, and which worker died with one? Looks at one practice at a time."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import Practice
from accounts.scope import practice_scope
from screening.audit.record import AuditContext, audit_context
from screening.jobs.actions import queue
from screening.jobs.broker import nudge
from screening.jobs.kinds import all_kinds
from screening.jobs.models import Job, JobState, Outbox
from screening.jobs.running import fail, something_went_wrong

log = structlog.get_logger(__name__)

AT_ONCE = 100  # of each practice in one go
UNKNOWN_KEPT = timedelta(hours=1)
UNKNOWN_WORDS = gettext_noop("This version of Algia no longer does this kind of work. Nothing was made.")


def for_each_practice(do: Callable[[UUID], object]) -> None:
    """One that fails does not keep the others waiting."""
    for practice_id in Practice.objects.order_by("id").values_list("id", flat=True):
        try:
            do(practice_id)
        except Exception as error:
            log.error("a practice could not be swept", practice=str(practice_id), error=type(error).__name__)
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()


def sweep_practice(practice_id: UUID) -> None:
    """Take back what died with its worker, and tell the broker again of what nobody took."""
    take_back_lost_jobs(practice_id)
    fail_unknown_kinds(practice_id)
    send_waiting_jobs(practice_id)


def take_back_lost_jobs(practice_id: UUID) -> None:
    context = AuditContext(practice_id, system="jobs.sweep")
    with transaction.atomic(), practice_scope(practice_id), audit_context(context):
        lost = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=Now())
        for job in lost.select_for_update(skip_locked=True)[:AT_ONCE]:
            if job.attempt >= job.attempts_allowed:
                fail(job, something_went_wrong(job))
                continue
            Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, lease_until=None)
            queue(job, at=timezone.now())


def fail_unknown_kinds(practice_id: UUID) -> None:
    """
    Jobs that no worker will ever take, because this version of Algia no longer does such work.

    Only after an hour: during an upgrade the old version sweeps beside the new one.
    """
    known = [kind.name for kind in all_kinds()]
    before = timezone.now() - UNKNOWN_KEPT
    context = AuditContext(practice_id, system="jobs.sweep")
    with transaction.atomic(), practice_scope(practice_id), audit_context(context):
        waiting = Outbox.objects.filter(queued_at__lt=before).exclude(job__kind__in=known)
        jobs = Job.objects.filter(state=JobState.QUEUED, pk__in=waiting.values("job_id"))
        for job in jobs.select_for_update(skip_locked=True)[:AT_ONCE]:
            Outbox.objects.filter(job=job).delete()
            fail(job, UNKNOWN_WORDS)


def send_waiting_jobs(practice_id: UUID) -> None:
    """Stops at the first that the broker does not take: the next sweep goes on."""
    sent = []
    for row_id, kind, job_id in _unsent(practice_id):
        if not nudge(kind, practice_id, job_id):
            break
        sent.append(row_id)
    if sent:
        with transaction.atomic(), practice_scope(practice_id):
            Outbox.objects.filter(pk__in=sent).update(sent_at=timezone.now())


def _unsent(practice_id: UUID) -> list[tuple[UUID, str, UUID]]:
    now = timezone.now()
    before = now - timedelta(seconds=settings.JOB_UNSENT_SECONDS)
    is_late = Q(queued_at__lte=before) | Q(not_before__gt=F("queued_at"))
    is_quiet = Q(sent_at=None) | Q(sent_at__lte=before)
    with transaction.atomic(), practice_scope(practice_id):
        due = Outbox.objects.filter(is_late, is_quiet, not_before__lte=now).order_by("not_before")
        return list(due.values_list("id", "job__kind", "job_id")[:AT_ONCE])


def due_jobs(practice_id: UUID) -> list[UUID]:
    """What a worker may take now, the oldest first."""
    with transaction.atomic(), practice_scope(practice_id):
        due = Outbox.objects.filter(not_before__lte=timezone.now()).order_by("not_before", "id")
        return list(due.values_list("job_id", flat=True)[:AT_ONCE])
