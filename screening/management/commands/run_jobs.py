"""How are jobs run where there is no broker and no worker? Here, one after another."""

import time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from screening.jobs.running import run_job
from screening.jobs.schedule import run_when_due
from screening.jobs.sweep import due_jobs, for_each_practice, take_back_lost_jobs
from screening.jobs.tidy import tidy_practice

PAUSE_SECONDS = 2.0


class Command(BaseCommand):
    help = "Run the jobs that wait, in this process, until Ctrl-C; with --once those that wait now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what waits now, and end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        try:
            _run_what_waits()
            while not once:
                time.sleep(PAUSE_SECONDS)
                _run_what_waits()
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")


def _run_what_waits() -> None:
    for_each_practice(_run_for)
    run_when_due("jobs.tidy", settings.JOB_TIDY_SECONDS, lambda: for_each_practice(tidy_practice))


def _run_for(practice_id: UUID) -> None:
    take_back_lost_jobs(practice_id)
    for job_id in due_jobs(practice_id):
        run_job(practice_id, job_id)
