"""What does set-up tell the one who waits? A line as a step begins, a sign of life, why it failed."""

import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from tools.localdb.places import ROOT

LOGS = ROOT / ".local" / "logs"
SIGN_OF_LIFE_SECONDS = 10
TAIL_LINES = 25


class Failure(Exception):
    """Set-up cannot go on; the message says which command helps."""


class StepFailed(Failure):
    """A step ended with an exit code other than 0."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def say(text: str) -> None:
    print(text, flush=True)


def progress(text: str) -> None:
    """Apart from what the command was asked for, so that its output can be piped."""
    print(text, file=sys.stderr, flush=True)


def step(title: str, command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
    """Run a step with its output in a log, saying now and then that it still runs."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{re.split('[(,]', title)[0].strip().replace(' ', '-').lower()}.log"
    progress(f"-> {title}")
    begun = time.monotonic()
    with log.open("w") as sink:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
        )
        code = _wait(process, begun)
    if code:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-TAIL_LINES:])
        raise StepFailed(f"{tail}\n{title}: failed with exit code {code}; all of it stands in {log}", code)


def run_here(command: Sequence[str], env: Mapping[str, str] | None = None) -> int:
    """Run in the foreground and return the exit code."""
    return subprocess.run(command, cwd=ROOT, env=env).returncode


def _wait(process: subprocess.Popen[bytes], begun: float) -> int:
    try:
        while True:
            try:
                return process.wait(timeout=SIGN_OF_LIFE_SECONDS)
            except subprocess.TimeoutExpired:
                progress(f"   ... {time.monotonic() - begun:.0f} s")
    except BaseException:
        process.terminate()
        process.wait()
        raise
