"""How do tests run what was asked for? In this process, by the code that a worker runs."""

from typing import Any

from django.db import transaction

from accounts.scope import practice_scope
from screening.jobs.models import Job, JobState
from screening.jobs.running import run_job


def run_pending(practice: Any) -> int:
    """Run all queued jobs of a practice, those that they ask for as well; how many were run."""
    count = 0
    while job_id := _next(practice):
        run_job(practice.id, job_id)
        count += 1
    return count


def _next(practice: Any) -> Any:
    with transaction.atomic(), practice_scope(practice.id):
        queued = Job.objects.filter(state=JobState.QUEUED).order_by("asked_at", "id")
        return queued.values_list("id", flat=True).first()
