"""What is short of its best, though the pages work? Broker, schedule and disk; each asked within a time limit."""

import os
import shutil
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import redis
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from redis.backoff import NoBackoff
from redis.retry import Retry

from screening.jobs.models import ScheduledRun

BROKER_SECONDS = 0.5
REMEMBERED_SECONDS = 5.0
LONGEST_SILENCE = timedelta(minutes=5)  # the sweep runs every minute or oftener
LEAST_FREE_BYTES = 100 * 1024 * 1024


class Remembered:
    """An answer that is asked for anew only when the last one is older than REMEMBERED_SECONDS."""

    def __init__(self, ask: Callable[[], bool]) -> None:
        self.ask = ask
        self.answer = False
        self.asked_at = float("-inf")

    def __call__(self) -> bool:
        if time.monotonic() - self.asked_at > REMEMBERED_SECONDS:
            self.answer, self.asked_at = self.ask(), time.monotonic()
        return self.answer

    def forget(self) -> None:
        self.asked_at = float("-inf")


def broker_answers() -> bool:
    """In a thread, because looking up a host name has no time limit of its own."""
    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(_ping(settings.CELERY_BROKER_URL)), daemon=True)
    thread.start()
    thread.join(BROKER_SECONDS)
    return answers == [True]


def schedule_runs() -> bool:
    """Whether some worker has lately begun a scheduled task: scheduler, broker and worker are all up."""
    try:
        begun_at = ScheduledRun.objects.order_by("-id").values_list("started_at", flat=True).first()
    except DatabaseError:
        return False
    return begun_at is not None and timezone.now() - begun_at < LONGEST_SILENCE


def files_have_room() -> bool:
    return (
        can_write(settings.FILES_DIR)
        and shutil.disk_usage(_existing(settings.FILES_DIR)).free > LEAST_FREE_BYTES
    )


def can_write(directory: Path) -> bool:
    """Whether this process can make files there; a directory that is not there yet may be made."""
    place = _existing(directory)
    return place.is_dir() and os.access(place, os.W_OK | os.X_OK)


PROBES = {
    "broker": Remembered(broker_answers),
    "schedule": Remembered(schedule_runs),
    "files": Remembered(files_have_room),
}


def degraded() -> list[str]:
    """What jobs lack: they wait, while everything else works."""
    return [name for name, is_well in PROBES.items() if not is_well()]


def _ping(url: str) -> bool:
    address = url.replace("redis+socket://", "unix://")
    try:
        with redis.Redis.from_url(
            address,
            socket_connect_timeout=BROKER_SECONDS,
            socket_timeout=BROKER_SECONDS,
            retry=Retry(NoBackoff(), 0),
        ) as client:
            return bool(client.ping())
    except (redis.RedisError, OSError, ValueError):
        return False


def _existing(directory: Path) -> Path:
    """The directory, or the nearest one above it that is there; `Path.exists` would raise where it may not look."""
    return next(place for place in (directory, *directory.parents) if os.path.exists(place))
