"""How is an uploaded file checked without letting it near the database, the secrets or the memory of the server?

In a process of its own, with an empty environment and limits on memory and time. What is sent and
what comes back is JSON; the process reads no file but the program's own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from screening.authoring.checker import Case, Checked, check_cases, check_text
from screening.authoring.package_text import Fault
from screening.authoring.practice_checks import Issued

MOST_MEMORY_BYTES = 256 * 1024 * 1024  # a copy of the largest built-in questionnaire needs a quarter of it
MOST_SECONDS = 20  # a copy of the largest built-in questionnaire needs three; a request may last thirty
WAIT_SECONDS = 5.0
PROGRAM = ("-m", "screening.authoring.alone")
ROOT = Path(__file__).resolve().parents[2]

IssuedByKey = Mapping[str, Sequence[Issued]]


_ONE_AT_A_TIME = BoundedSemaphore(
    1
)  # in each web process, so that checks do not add up to all memory there is


class CheckFailed(RuntimeError):
    """The file could not be checked to its end; the message is fit to be shown."""


class CheckersBusy(CheckFailed):
    """Others are being checked; unlike any other failure this one says nothing about the file."""


def check_text_alone(text: str, issued: IssuedByKey) -> Checked:
    """As `checker.check_text`, in a process of its own; raises CheckFailed."""
    versions = {key: [asdict(version) for version in found] for key, found in issued.items()}
    return _checked(_ask({"text": text, "issued": versions}))


def check_cases_alone(document: Mapping[str, Any]) -> tuple[Case, ...]:
    """As `checker.check_cases`, in a process of its own; raises CheckFailed."""
    return _cases(_ask({"document": document}))


def _ask(question: Mapping[str, Any]) -> Any:
    if not _ONE_AT_A_TIME.acquire(timeout=WAIT_SECONDS):
        raise CheckersBusy(_("Other files are being checked. Try again in a moment."))
    try:
        return _ask_at_once(question)
    finally:
        _ONE_AT_A_TIME.release()


def _ask_at_once(question: Mapping[str, Any]) -> Any:
    """Without our environment (-E -s and an empty one), but with our interpreter and our program."""
    try:
        done = subprocess.run(
            [sys.executable, "-E", "-s", *PROGRAM],
            input=json.dumps(question).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={"LC_ALL": "C.UTF-8"},
            timeout=MOST_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise CheckFailed(
            _("The file could not be checked within %(seconds)s seconds. Its rules may be too wide.")
            % {"seconds": MOST_SECONDS}
        ) from error
    except subprocess.CalledProcessError as error:
        raise CheckFailed(
            _("The file could not be checked to its end. It may need too much memory.")
        ) from error
    return json.loads(done.stdout)


def _(words: str) -> str:
    """In the reader's language; imported here, because the process that checks is to know no Django."""
    from django.utils.translation import gettext

    return gettext(words)


def _checked(answer: Mapping[str, Any]) -> Checked:
    faults = tuple(Fault(**fault) for fault in answer["faults"])
    cases = None if answer["cases"] is None else _cases(answer["cases"])
    return Checked(**{**answer, "faults": faults, "cases": cases})


def _cases(answer: Sequence[Mapping[str, Any]]) -> tuple[Case, ...]:
    return tuple(Case(case["id"], case["says"], tuple(case["failures"])) for case in answer)


def main() -> None:
    """Answer one question: from standard input to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it has nothing to write to a file
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    question = json.load(sys.stdin)
    json.dump(_answer(question), sys.stdout)


def _answer(question: Mapping[str, Any]) -> Any:
    if "document" in question:
        return [asdict(case) for case in check_cases(question["document"])]
    issued = {key: [Issued(**version) for version in found] for key, found in question["issued"].items()}
    return asdict(check_text(question["text"], issued))


if __name__ == "__main__":
    main()
