"""Do the steps of the image run without Docker? Roles, migrate, web, worker and beat, as nobody in particular."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connections

from config import gunicorn as web_server
from tests.platform import containers
from tests.platform.installed import (
    START_SECONDS,
    STOP_SECONDS,
    Installation,
    broker,
    forget_roles,
    free_port,
    get,
    program,
    tree,
    until,
    writable,
)
from tools.localdb import cluster
from tools.localdb.places import ROOT, places

NEEDS_STYLE_SHEET = pytest.mark.skipif(
    not (ROOT / "build" / "static" / "app.css").exists(), reason="the style sheet is not built: npm run build"
)


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    """On an empty database server, with a broker started as compose starts it."""
    top = Path(tempfile.mkdtemp(prefix="algia-image-"))
    top.chmod(0o755)
    here = places(top / "cluster")
    secrets = containers.fresh_environment()
    try:
        cluster.init(here)
        forget_roles(here)
        secrets["POSTGRES_PASSWORD"] = here.admin_password.read_text()
        made = Installation(program(top / "app"), writable(top / "work", here), here, free_port(), secrets)
        with broker(made):
            yield made
            for process in made.started:
                process.kill()
                process.wait()
    finally:
        cluster.remove(here)
        subprocess.run(["chmod", "-R", "u+w", str(top)], check=True)
        shutil.rmtree(top)


@pytest.mark.slow
@NEEDS_STYLE_SHEET
def test_an_installation_comes_up_serves_and_goes_down(installation: Installation) -> None:
    """The whole of docs/operations/running.md but the containers themselves, in the order of `depends_on`."""
    before = tree(installation.program)

    _make_roles_twice(installation)
    _refuse_to_serve_unmigrated(installation)
    _migrate_twice(installation)
    worker, beat = _start_worker_and_beat(installation)
    web, port = _start_web(installation)
    _serve_the_sign_in_page(port)
    _keep_what_is_searched_for_out_of_the_log(installation, port)
    _be_wholly_ready(port)
    _healthy(installation)
    _stop_web(web, port)
    for process in (worker, beat):
        _stop(process)

    assert tree(installation.program) == before
    written = {path.relative_to(installation.work).parts[0] for path in installation.work.rglob("*")}
    assert written == {"files", "cache", "tmp", "web.log", "worker.log", "beat.log"}


@pytest.mark.django_db
def test_the_web_step_serves_turns_unready_and_stops(tmp_path: Path) -> None:
    """The quick part of the test above: the real server against the tests' database."""
    port, log = free_port(), tmp_path / "web.log"
    given = {
        "PATH": "/usr/bin:/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": "/nonexistent",
        "SECRET_KEY": "k" * 64,
        "ALLOWED_HOSTS": "algia.example",
        "FILES_DIR": str(tmp_path),
        "DATABASE_URL": _url_of_the_tests_database(),
        "GUNICORN_CMD_ARGS": f"--bind 127.0.0.1:{port} --workers 1",
    }
    command = [sys.executable, "-m", "deploy.entrypoint", "web"]
    with log.open("wb") as sink:
        web = subprocess.Popen(command, cwd=ROOT, env=given, stdout=sink, stderr=subprocess.STDOUT)
    try:
        until(lambda: get(port, "/livez")[0] == 200, web, log)
        ready = json.loads(get(port, "/readyz")[1])
        web.terminate()
        until(lambda: get(port, "/readyz")[0] == 503, web, log)
        web.terminate()  # the second one does not wait for a load balancer

        assert web.wait(web_server.DRAIN_SECONDS + STOP_SECONDS) == 0
        assert (ready["ready"], ready["fault"]) == (True, "")
    finally:
        web.kill()
        web.wait()


def _make_roles_twice(installation: Installation) -> None:
    for _ in range(2):
        done = installation.run("roles", "roles")
        assert done.returncode == 0, done.stderr
    assert 'the database "algia"' in done.stdout
    assert installation.secrets["ALGIA_APP_PASSWORD"] not in done.stdout + done.stderr


def _refuse_to_serve_unmigrated(installation: Installation) -> None:
    for step in ("web", "worker"):
        refused = installation.run(step, step)
        assert refused.returncode == 1
        assert "Not started: migrations are missing" in refused.stderr


def _migrate_twice(installation: Installation) -> None:
    first, second = (installation.run("migrate", "migrate") for _ in range(2))
    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert "added chronic-pain-screen" in first.stdout
    assert "No migrations to apply" in second.stdout


def _start_worker_and_beat(
    installation: Installation,
) -> tuple[subprocess.Popen[bytes], subprocess.Popen[bytes]]:
    worker, log = installation.start("worker", "worker", "--concurrency", "1")
    until(lambda: " ready." in log.read_text(), worker, log)
    beat, log = installation.start("beat", "beat")
    until(lambda: any((installation.work / "tmp").glob("beat-schedule*")), beat, log)
    return worker, beat


def _start_web(installation: Installation) -> tuple[subprocess.Popen[bytes], int]:
    port = free_port()
    web, log = installation.start("web", "web", GUNICORN_CMD_ARGS=f"--bind 127.0.0.1:{port}")
    until(lambda: get(port, "/livez")[0] == 200, web, log)
    return web, port


def _serve_the_sign_in_page(port: int) -> None:
    through_the_proxy = {"X-Forwarded-Proto": "https", "Host": "algia.example"}
    status, page = get(port, "/accounts/login/", **through_the_proxy)
    style_sheet = re.search(r'href="(/static/app\.\w+\.css)"', page)

    assert status == 200
    assert style_sheet and get(port, style_sheet[1], **through_the_proxy)[0] == 200
    assert get(port, "/accounts/login/", Host="algia.example")[0] == 301  # plain HTTP is sent to HTTPS
    assert get(port, "/accounts/login/", **(through_the_proxy | {"Host": "other.example"}))[0] == 400


def _keep_what_is_searched_for_out_of_the_log(installation: Installation, port: int) -> None:
    get(port, "/accounts/login/?next=/patients-of-somebody")
    log = (installation.work / "web.log").read_text()

    assert '"path": "/accounts/login/"' in log
    assert "patients-of-somebody" not in log
    assert not [name for name, value in installation.secrets.items() if len(value) > 20 and value in log]


def _be_wholly_ready(port: int) -> None:
    """Broker, worker and scheduler are seen from the web process, by the run that the worker noted."""
    deadline = time.monotonic() + START_SECONDS
    while (answer := json.loads(get(port, "/readyz")[1])) != {"ready": True, "fault": "", "degraded": []}:
        assert time.monotonic() < deadline, answer
        time.sleep(0.5)


def _healthy(installation: Installation) -> None:
    for what in ("worker", "beat"):
        probe = installation.run(what, "probe", what)
        assert probe.returncode == 0, probe.stderr


def _stop_web(web: subprocess.Popen[bytes], port: int) -> None:
    web.terminate()
    deadline = time.monotonic() + web_server.DRAIN_SECONDS
    while (answer := get(port, "/readyz"))[0] != 503:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert json.loads(answer[1]) == {"ready": False, "fault": "stopping", "degraded": []}
    assert get(port, "/livez")[0] == 200
    assert web.wait(STOP_SECONDS) == 0


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    assert process.wait(STOP_SECONDS) == 0


def _url_of_the_tests_database() -> str:
    facts = connections["default"].get_connection_params()
    address = {name: str(facts[name]) for name in ("host", "port") if facts.get(name)}
    return f"postgres://{facts['user']}:{facts['password']}@/{facts['dbname']}?{urlencode(address)}"
