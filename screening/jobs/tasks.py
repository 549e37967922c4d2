"""What do workers do for the jobs themselves, at regular times? Look after lost ones, and tidy up."""

from celery import shared_task
from django.conf import settings

from screening.jobs.schedule import run_when_due
from screening.jobs.sweep import for_each_practice, sweep_practice
from screening.jobs.tidy import tidy_practice


@shared_task(name="jobs.sweep", ignore_result=True)  # type: ignore[untyped-decorator]
def sweep() -> None:
    run_when_due("jobs.sweep", settings.JOB_SWEEP_SECONDS, lambda: for_each_practice(sweep_practice))


@shared_task(name="jobs.tidy", ignore_result=True)  # type: ignore[untyped-decorator]
def tidy() -> None:
    run_when_due("jobs.tidy", settings.JOB_TIDY_SECONDS, lambda: for_each_practice(tidy_practice))
