"""How are the demo's processes started, watched, and ended together?"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.localdb.places import ROOT
from tools.say import LOGS, TAIL_LINES, Failure

STOP_SECONDS = 15
LOOK_EVERY_SECONDS = 0.2


@dataclass(frozen=True)
class Process:
    """A program that runs beside us, with its log."""

    name: str
    log: Path
    running: subprocess.Popen[bytes]


@contextmanager
def started(name: str, command: Sequence[str], env: Mapping[str, str], *fds: int) -> Iterator[Process]:
    """A process for as long as the block lasts; it and its children are gone afterwards."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name}.log"
    with log.open("w") as sink:
        running = subprocess.Popen(
            command,
            cwd=ROOT,
            env=dict(env),
            pass_fds=fds,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Process(name, log, running)
    finally:
        _end(running)


def wait_until(processes: Sequence[Process], is_ready: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not is_ready():
        check_alive(processes)
        if time.monotonic() > deadline:
            logs = ", ".join(str(process.log) for process in processes)
            raise Failure(f"The demo was not ready in {seconds:.0f} s; its logs are {logs}")
        time.sleep(LOOK_EVERY_SECONDS)


def wait_for_an_end(processes: Sequence[Process]) -> None:
    """Until one of them dies; a Failure then says which, and what it said last."""
    while True:
        check_alive(processes)
        time.sleep(LOOK_EVERY_SECONDS)


def check_alive(processes: Sequence[Process]) -> None:
    for process in processes:
        code = process.running.poll()
        if code is not None:
            raise Failure(
                f"{_tail(process.log)}\nThe process {process.name!r} ended with exit code {code}; "
                f"its log is {process.log}"
            )


def _end(running: subprocess.Popen[bytes]) -> None:
    """A chance to finish what is under way; then the whole group, which may have outlived its head."""
    if running.poll() is None:
        running.terminate()
        try:
            running.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
    try:
        os.killpg(running.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-TAIL_LINES:])
