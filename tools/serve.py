"""How is the demo served? Database, synthetic patients and web server come up and go down together."""

import json
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tools import stamps
from tools.databases import database_urls, set_database_aside
from tools.localdb.files import write_private
from tools.localdb.places import ROOT
from tools.prepare import PYTHON
from tools.say import LOGS, Failure, StepFailed, progress, say, step

FIRST_PORT = 8000
PORTS_TRIED = 100
READY_SECONDS = 60
MADE_BY_OTHER_CODE = 3  # tools/fill.py
STOP_SECONDS = 10
WORKERS = "2"
SECRET = ROOT / ".local" / "demo.secret"
SIGN_INS = ROOT / ".local" / "demo-sign-ins.txt"


class Stopped(Exception):
    """Somebody asked the demo to end."""


def demo() -> None:
    """Serve until Ctrl-C, SIGTERM, or the death of the web server."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        with database_urls() as urls:
            listener = _listen()
            port = listener.getsockname()[1]
            env = _environment(urls, port)
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
        "DJANGO_SETTINGS_MODULE": "config.settings",
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
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / "web.log"
    with _web_server(listener, log, env) as web:
        _fill(env)  # while the server loads the application
        _wait_until_ready(web, port, log)
        say(f"\nAlgia is ready: http://localhost:{port}\n\n{SIGN_INS.read_text()}\nCtrl-C stops it.")
        code = web.wait()
        raise Failure(f"{_tail(log)}\nThe web server ended with exit code {code}; its log is {log}")


@contextmanager
def _web_server(
    listener: socket.socket, log: Path, env: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    bind = f"fd://{listener.fileno()}"
    gunicorn = [PYTHON, "-m", "gunicorn", "config.wsgi:application", "--preload", "--no-control-socket"]
    with log.open("w") as sink:
        web = subprocess.Popen(
            [*gunicorn, "--workers", WORKERS, "--bind", bind],
            cwd=ROOT,
            env=dict(env),
            pass_fds=[listener.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield web
    finally:
        _end(web)


def _wait_until_ready(web: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    answer = "no answer"
    while time.monotonic() < deadline:
        if web.poll() is not None:
            raise Failure(f"{_tail(log)}\nThe web server did not start; its log is {log}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as response:
                if json.load(response)["ready"]:
                    return
        except urllib.error.HTTPError as error:
            answer = error.read().decode(errors="replace")[:300]
        except OSError as error:
            answer = str(error)
        time.sleep(0.2)
    raise Failure(f"{_tail(log)}\nThe web server was not ready in {READY_SECONDS} s: {answer}")


def _end(web: subprocess.Popen[bytes]) -> None:
    if web.poll() is None:
        web.terminate()
        try:
            web.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(web.pid, signal.SIGKILL)
            web.wait()


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-25:])
