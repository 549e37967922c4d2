"""How is the demo served? Database, broker, web server, worker and scheduler come up and go down together."""

import json
import os
import secrets
import signal
import socket
import urllib.request
from collections.abc import Mapping

from tools import stamps
from tools.broker import broker_url
from tools.databases import database_urls, set_database_aside
from tools.localdb.files import write_private
from tools.localdb.places import ROOT
from tools.prepare import PYTHON
from tools.processes import started, wait_for_an_end, wait_until
from tools.say import Failure, StepFailed, progress, say, step

FIRST_PORT = 8000
PORTS_TRIED = 100
READY_SECONDS = 60
MADE_BY_OTHER_CODE = 3  # tools/fill.py
WORKERS = "2"
GUNICORN = [PYTHON, "-m", "gunicorn", "config.wsgi:application", "--preload", "--no-control-socket"]
CELERY = [PYTHON, "-m", "celery", "--app", "config.celery"]
WORKER = [*CELERY, "worker", "--concurrency", WORKERS, "--without-gossip", "--without-mingle"]
BEAT = [*CELERY, "beat", "--pidfile", ""]
CELERY_IS_READY = " ready."
SECRET = ROOT / ".local" / "demo.secret"
SIGN_INS = ROOT / ".local" / "demo-sign-ins.txt"


class Stopped(Exception):
    """Somebody asked the demo to end."""


def demo() -> None:
    """Serve until Ctrl-C, SIGTERM, or the death of any of the processes."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        with database_urls() as urls, broker_url() as broker:
            listener = _listen()
            port = listener.getsockname()[1]
            env = _environment(urls | broker, port)
            _collect_static_files(env)
            _serve(listener, port, env)
    except Stopped:
        say("Stopped.")


def _stop(number: int, frame: object) -> None:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)  # once is enough: what follows only tidies up
    raise Stopped


def _environment(urls: Mapping[str, str], port: int) -> dict[str, str]:
    if not SECRET.exists():
        write_private(SECRET, secrets.token_urlsafe(64))  # kept: references are found again by it
    cache = ROOT / ".local" / "cache"
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    ours = {
        "DEMO": "1",
        "SECRET_KEY": SECRET.read_text(),
        "CACHE_DIR": str(cache),
        "BASE_URL": f"http://localhost:{port}",
        "FILES_DIR": str(ROOT / ".local" / "files"),
        "BEAT_SCHEDULE": str(ROOT / ".local" / f"beat-schedule-{port}"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "INFO",  # the worker says when it is ready
    }
    return {**os.environ, **urls, **ours}


def _collect_static_files(env: Mapping[str, str]) -> None:
    made_from = [ROOT / "build" / "static", ROOT / "screening" / "static", ROOT / "requirements" / "base.txt"]
    statics = stamps.hash_of(made_from)
    if not stamps.is_done("static", statics) or not (ROOT / "staticfiles").exists():
        step("Static files", [PYTHON, "manage.py", "collectstatic", "--noinput", "--clear"], env=env)
        stamps.mark_done("static", statics)


def _fill(env: Mapping[str, str]) -> None:
    """Data of an older state of the code, whose questionnaires differ, are set aside under another name."""
    command = [PYTHON, "-m", "tools.fill", str(SIGN_INS)]
    try:
        step("Tables, questionnaires, synthetic patients", command, env=env)
    except StepFailed as failure:
        if failure.code != MADE_BY_OTHER_CODE:
            raise
        old = set_database_aside()
        progress(f"   The data are of another state of the code. They are kept as the database {old}.")
        step("Tables, questionnaires, synthetic patients", command, env=env)


def _listen() -> socket.socket:
    """A listening socket on the first free port: nobody can take it before the server does."""
    first = int(os.environ.get("PORT", FIRST_PORT))
    for port in range(first, first + PORTS_TRIED):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(128)
        except OSError:
            listener.close()
            continue
        return listener
    raise Failure(f"No free port from {first} to {first + PORTS_TRIED - 1}. Set PORT to another one.")


def _serve(listener: socket.socket, port: int, env: Mapping[str, str]) -> None:
    bind = f"fd://{listener.fileno()}"
    web_server = [*GUNICORN, "--workers", WORKERS, "--bind", bind]
    with started("web", web_server, env, listener.fileno()) as web, started("worker", WORKER, env) as worker:
        _fill(env)  # while the other two load the application
        with started("beat", BEAT, env) as beat:
            everybody = (web, worker, beat)
            wait_until(everybody, lambda: _is_ready(port), READY_SECONDS)
            wait_until(everybody, lambda: CELERY_IS_READY in worker.log.read_text(), READY_SECONDS)
            say(f"\nAlgia is ready: http://localhost:{port}\n\n{SIGN_INS.read_text()}\nCtrl-C stops it.")
            wait_for_an_end(everybody)


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as response:
            return bool(json.load(response)["ready"])
    except OSError:
        return False
