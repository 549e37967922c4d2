"""What do the rules make of these answers? One JSON result per line, without a database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from screening.questionnaires.catalogue import UnknownQuestionnaire, builtin_bundle
from screening.scoring.bundle import Bundle
from screening.scoring.reporting import score_text

SCREEN = "chronic-pain-screen"
LONGEST_LINE = 1024 * 1024


class Command(BaseCommand):
    help = "Score answers: a JSON object or JSON Lines of {id?, answers} in, one JSON result per line out."
    requires_system_checks: list[str] = []

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        """Our --version names a questionnaire's version; Django's own gives way."""
        return super().create_parser(*args, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a file, or - for standard input")
        parser.add_argument("--questionnaire", default=SCREEN, metavar="KEY")
        parser.add_argument("--version", dest="questionnaire_version", metavar="V")
        parser.add_argument("--explain", action="store_true", help="words beside the ids")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            bundle = builtin_bundle(options["questionnaire"], options["questionnaire_version"])
        except UnknownQuestionnaire as error:
            raise CommandError(str(error), returncode=2) from error
        try:
            has_faults = self._score(bundle, options["file"], options["explain"])
        except BrokenPipeError:
            raise SystemExit(0) from None  # the reader has seen enough
        if has_faults:
            sys.exit(2)

    def _score(self, bundle: Bundle, file: str, explain: bool) -> bool:
        """Write one result for each document; whether any of them had a fault."""
        has_faults = False
        for line in _lines(file):
            scored = score_text(bundle, line, explain=explain)
            for fault in scored.faults:
                self.stderr.write(f"{scored.identifier or '-'}: {fault['item']}: {fault['reason']}")
            has_faults = has_faults or bool(scored.faults)
            self.stdout.write(_writable(scored.text))
        return has_faults


def _writable(line: str) -> str:
    """Half of a surrogate pair, which no file can hold, as JSON writes it: `\\ud800`."""
    return line.encode("utf-8", "backslashreplace").decode()


def _lines(name: str) -> Iterator[bytes]:
    """The documents of a file: one JSON object over several lines, or one per line."""
    try:
        if name == "-":
            yield from _documents(sys.stdin.buffer)
        else:
            with open(name, "rb") as stream:
                yield from _documents(stream)
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}", returncode=2) from error


def _documents(stream: IO[bytes]) -> Iterator[bytes]:
    """A first line that is whole JSON means JSON Lines; else one object over several lines is tried."""
    first = next((line for line in iter(lambda: stream.readline(LONGEST_LINE), b"") if line.strip()), b"")
    if first and not _is_json(first):
        rest = stream.read(LONGEST_LINE) + stream.readline(LONGEST_LINE)
        if _is_json(first + rest):
            yield first + rest
            return
        yield first
        yield from (line for line in rest.splitlines() if line.strip())
    elif first:
        yield first
    for line in iter(lambda: stream.readline(LONGEST_LINE), b""):
        if line.strip():
            yield line


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
