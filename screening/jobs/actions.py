"""What can be done with a job? Ask for it, stop it, ask for it again."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from screening.audit.record import Actor, current_context, record
from screening.jobs.broker import nudge
from screening.jobs.kinds import all_kinds, kind_of
from screening.jobs.models import ATTEMPTS_ALLOWED, Job, JobState, Outbox

UNDER_WAY = (JobState.QUEUED, JobState.RUNNING)
MOST_UNDER_WAY = 10  # of one person in one practice
TOO_MANY_WORDS = gettext_noop(
    "%(number)s of your jobs are waiting or running already. "
    "Wait until one of them is done, or stop one, and ask again."
)
GIVEN_UP = (JobState.FAILED, JobState.CANCELLED)


class JobIsOver(RuntimeError):
    """What has ended cannot be stopped."""


class TooManyJobs(PermissionError):
    """One person has that many jobs waiting or running already; the message says so."""


class JobIsNotOver(RuntimeError):
    """Only what failed or was stopped can be tried again."""


def ask_for_job(
    *,
    kind: str,
    args: Mapping[str, Any],
    practice_id: UUID,
    by: User | None,
    request_key: UUID,
    at: datetime,
) -> Job:
    """
    Queue a job in the caller's transaction; the same person's same wish with the same request_key is one job.

    What is stored is a key made of all of it: a page opened again by Back asks for other things anew, and
    nobody takes the key of another person's job, or of the application's own, before it is used.

    Raises:
        kinds.UnknownKind, TooManyJobs: for work that people ask for; the application's own is not counted.
    """
    known = kind_of(kind)
    wish = json.dumps([kind, str(by.pk) if by else "", args], sort_keys=True)
    key = uuid5(request_key, wish)
    asked = {"kind": kind, "args": dict(args), "asked_by": by, "asked_at": at}
    fresh = Job(practice_id=practice_id, request_key=key, **asked)
    if known.listed and by:  # before the transaction: a refusal leaves the caller's whole
        _check_room(by, key)
    with transaction.atomic(savepoint=False):
        Job.objects.bulk_create(
            [fresh], ignore_conflicts=True
        )  # two statements; get_or_create would need four
        job = Job.objects.get(practice_id=practice_id, request_key=key)
        if job.pk == fresh.pk:
            queue(job, at=at)
            if known.listed:
                _record("job.request", "E", job, by)
    return job


@transaction.atomic
def cancel_job(*, job_id: UUID, by: User, at: datetime) -> Job:
    """Stop a job that `by` asked for; a running one notices when it next tells how far it is."""
    job = _locked(job_id, by)
    if job.state not in UNDER_WAY:
        raise JobIsOver(_("This job had ended before it could be stopped."))
    before = job.state
    job.state, job.lease_until, job.finished_at = JobState.CANCELLED, None, at
    job.save(update_fields=["state", "lease_until", "finished_at"])
    Outbox.objects.filter(job=job).delete()
    _record("job.cancel", "U", job, by, change={"state": [before, job.state]})
    return job


@transaction.atomic
def retry_job(*, job_id: UUID, by: User, at: datetime) -> Job:
    """Queue a job again that `by` asked for and that failed or was stopped; raises JobIsNotOver, TooManyJobs."""
    job = _locked(job_id, by)
    if job.state not in GIVEN_UP:
        raise JobIsNotOver(_("This job is not over, or it is done: there is nothing to try again."))
    _check_room(by, job.request_key)
    before = job.state
    job.state, job.fault, job.phase, job.finished_at = JobState.QUEUED, "", "", None
    job.steps_done, job.steps_total = 0, 0
    job.attempts_allowed = job.attempt + ATTEMPTS_ALLOWED
    job.save()
    queue(job, at=at)
    _record("job.retry", "U", job, by, change={"state": [before, job.state]})
    return job


def queue(job: Job, *, at: datetime, not_before: datetime | None = None) -> None:
    """Note that a worker has to be told, and tell one as soon as this transaction is committed."""
    due = Outbox(practice_id=job.practice_id, job=job, queued_at=at, not_before=not_before or at)
    Outbox.objects.bulk_create(
        [due],
        update_conflicts=True,
        unique_fields=["practice", "job"],
        update_fields=["queued_at", "not_before", "sent_at"],
    )
    if not_before is None:
        transaction.on_commit(partial(nudge, job.kind, job.practice_id, job.id), robust=True)


def _check_room(by: User, key: UUID) -> None:
    """Of the practice in scope; what was asked for already is found again, however many there are."""
    listed = [kind.name for kind in all_kinds() if kind.listed]
    waiting = Job.objects.filter(asked_by=by, state__in=UNDER_WAY, kind__in=listed)
    keys = waiting.order_by().values_list("request_key", flat=True)[:MOST_UNDER_WAY]
    if len(found := set(keys)) >= MOST_UNDER_WAY and key not in found:
        raise TooManyJobs(_(TOO_MANY_WORDS) % {"number": MOST_UNDER_WAY})


def _locked(job_id: UUID, by: User) -> Job:
    return Job.objects.select_for_update().get(pk=job_id, asked_by=by)


def _record(event_type: str, action: str, job: Job, by: User | None, **more: Any) -> None:
    record(
        event_type,
        action=action,
        entity=("job", job.id, job.attempt),
        content={"kind": job.kind},
        practice=job.practice_id,
        actor=current_context().actor or (Actor(by.pk, by.name) if by else None),
        **more,
    )
