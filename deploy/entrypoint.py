"""What does a process of an installation run? `python -m deploy.entrypoint web|worker|beat|migrate|...`"""

import os
import sys
import time
import urllib.request
from pathlib import Path
from typing import NoReturn

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")  # noqa: TID251

DATABASE_SECONDS = 60
BEAT_SILENCE_SECONDS = 600  # it writes its schedule every three minutes


def web(*options: str) -> NoReturn:
    """Serve, once the database is there, migrated, and reached in a role that row-level security holds."""
    _wait_until_fit()
    _become("gunicorn", "-c", "python:config.gunicorn", *options)


def worker(*options: str) -> NoReturn:
    """Run jobs, as soon as the web processes could serve."""
    _wait_until_fit()
    _become("celery", "-A", "config.celery", "worker", "--loglevel", "INFO", "--without-mingle", *options)


def beat(*options: str) -> NoReturn:
    """Say when scheduled tasks are due; needs the broker alone. Its memory lies at BEAT_SCHEDULE."""
    _become("celery", "-A", "config.celery", "beat", "--loglevel", "INFO", "--pidfile", "", *options)


def roles() -> None:
    """Make the four database roles, their passwords and the database."""
    from tools import provision

    provision.main()


def migrate() -> None:
    """Bring tables and built-in questionnaires to the state of this code."""
    from django.core.management import call_command

    _set_up()
    _wait_for_database("owner")
    call_command("migrate", database="owner", interactive=False)
    call_command("sync_builtin")


def manage(*arguments: str) -> NoReturn:
    """Any command of manage.py."""
    os.execv(sys.executable, [sys.executable, "manage.py", *arguments])


def probe(what: str = "web", *options: str) -> None:
    """Exit with 0 if the process beside this one is well: the containers' health checks."""
    sys.exit(0 if PROBES[what](*options) else 1)


def _web_is_alive(address: str = "http://127.0.0.1:8000") -> bool:
    try:
        with urllib.request.urlopen(f"{address}/livez", timeout=3) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def _worker_is_alive() -> bool:
    """Asks the worker of this host over the broker. Without a broker nobody can be asked, or blamed."""
    import socket

    from kombu.exceptions import OperationalError

    from config.celery import app

    try:
        return bool(app.control.ping(timeout=5, destination=[f"celery@{socket.gethostname()}"]))
    except OperationalError:
        return True


def _beat_is_alive() -> bool:
    from django.conf import settings

    schedule = Path(settings.CELERY_BEAT_SCHEDULE_FILENAME)
    written = [path.stat().st_mtime for path in schedule.parent.glob(f"{schedule.name}*")]
    return bool(written) and time.time() - max(written) < BEAT_SILENCE_SECONDS


def _wait_until_fit() -> None:
    _set_up()
    _wait_for_database("default")
    from django.db import connection

    from config.health import is_behind
    from config.serving import UnfitToServe, check_fit_to_serve

    try:
        check_fit_to_serve()
    except UnfitToServe as fault:
        sys.exit(f"Not started: {fault}")
    if is_behind():
        sys.exit("Not started: migrations are missing. Run the step `migrate` of this version first.")
    connection.close()


def _wait_for_database(alias: str) -> None:
    from django.db import OperationalError, connections

    deadline = time.monotonic() + DATABASE_SECONDS
    while True:
        try:
            connections[alias].ensure_connection()
            return
        except OperationalError as error:
            if time.monotonic() > deadline:
                sys.exit(f"Not started: no database within {DATABASE_SECONDS} s: {error}")
            print("waiting for the database", file=sys.stderr, flush=True)
        time.sleep(1)


def _set_up() -> None:
    import django

    django.setup()


def _become(module: str, *arguments: str) -> NoReturn:
    """The same process from here on, so that signals reach it."""
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])


STEPS = {step.__name__: step for step in (web, worker, beat, roles, migrate, manage, probe)}
PROBES = {"web": _web_is_alive, "worker": _worker_is_alive, "beat": _beat_is_alive}


def main() -> None:
    name, *options = sys.argv[1:] or ["help"]
    if name not in STEPS:
        sys.exit("\n".join(f"{each}: {step.__doc__}" for each, step in STEPS.items()))
    STEPS[name](*options)


if __name__ == "__main__":
    main()
