"""How do tests run a real Celery worker against their own database, and kill it?"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connections

from config.celery import app
from screening.jobs import broker as nudging
from tools.broker import PrivateBroker

READY_SECONDS = 60
WORKER = ["-m", "celery", "--app", "config.celery", "worker", "--include", "tests.jobs.kinds_for_worker"]
QUIET = ["--concurrency", "1", "--without-gossip", "--without-mingle", "--without-heartbeat"]


class RealWorker:
    """A Celery worker with one child, in a process group of its own."""

    def __init__(self, broker: PrivateBroker, directory: Path) -> None:
        self.broker = broker
        self.log = directory / "worker.log"
        self.files_dir = directory / "files"
        self.process: subprocess.Popen[bytes] | None = None

    def ensure_running(self) -> None:
        if self.process is None or self.process.poll() is not None:
            self._start()

    def kill_with_all_children(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _start(self) -> None:
        with self.log.open("w") as sink:
            self.process = subprocess.Popen(
                [sys.executable, *WORKER, *QUIET],
                cwd=settings.BASE_DIR,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                start_new_session=True,
            )
        deadline = time.monotonic() + READY_SECONDS
        while " ready." not in self.log.read_text():
            assert self.process.poll() is None and time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)

    def _environment(self) -> dict[str, str]:
        ours = {
            "DATABASE_URL": _database_url(),
            "REDIS_URL": self.broker.url,
            "FILES_DIR": str(self.files_dir),
            "SECRET_KEY": settings.SECRET_KEY,
            "DEMO": "1",
            "LOG_LEVEL": "INFO",
            "JOB_LEASE_SECONDS": str(settings.JOB_LEASE_SECONDS),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        return {**os.environ, **ours}  # noqa: TID251


def _database_url() -> str:
    """That of this run's clone."""
    found = connections["default"].get_connection_params()
    user, password = quote(found["user"]), quote(found["password"])
    host, port = found.get("host", ""), found.get("port") or 5432
    if host.startswith("/"):
        return f"postgres://{user}:{password}@/{found['dbname']}?host={quote(host, safe='')}"
    return f"postgres://{user}:{password}@{host}:{port}/{found['dbname']}"


@contextmanager
def telling(broker: PrivateBroker) -> Iterator[None]:
    """This process sends its messages to `broker` meanwhile."""
    before = app.conf.broker_url
    _use(broker.url)
    try:
        yield
    finally:
        _use(before)


def _use(url: str) -> None:
    app.conf.broker_url = url
    app._pool = app.amqp._producer_pool = None  # they hold connections to the broker before
    nudging.forget_failures()


def wait_for(condition: Any, seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"{what} did not happen in {seconds} s")
        time.sleep(0.05)
