"""Is it this process's turn to do what is due? However many schedulers there are, one does it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from screening.jobs.models import ScheduledRun

BUSY_FOR = timedelta(minutes=1)  # how long a run that never ended keeps the next ones waiting
RUNS_KEPT = timedelta(days=1)


def run_when_due(name: str, every_seconds: int, run: Callable[[], object]) -> bool:
    """Do `run` unless it was done for this moment or is being done; whether it was done now."""
    claimed = _claim(name, _due_at(every_seconds))
    if claimed is None:
        return False
    run()
    ScheduledRun.objects.filter(pk=claimed.pk).update(finished_at=timezone.now())
    return True


@transaction.atomic
def _claim(name: str, due_at: datetime) -> ScheduledRun | None:
    if not _locked(name) or _is_busy(name):
        return None
    now = timezone.now()
    run, is_new = ScheduledRun.objects.get_or_create(name=name, due_at=due_at, defaults={"started_at": now})
    ScheduledRun.objects.filter(name=name, due_at__lt=now - RUNS_KEPT).delete()
    return run if is_new else None


def _locked(name: str) -> bool:
    """Until the transaction ends; somebody else's lock means that they are about to do it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"schedule:{name}"])
        return bool(cursor.fetchone()[0])


def _is_busy(name: str) -> bool:
    since = timezone.now() - BUSY_FOR
    return ScheduledRun.objects.filter(name=name, finished_at=None, started_at__gt=since).exists()


def _due_at(every_seconds: int) -> datetime:
    moment = int(timezone.now().timestamp())
    return datetime.fromtimestamp(moment - moment % every_seconds, UTC)
