"""Which evidence must be looked at again? Needs no database."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from screening.evidence.audit import Concern, Entry, audit, counts
from screening.evidence.claims import CLAIMS
from screening.evidence.loader import load_files
from screening.evidence.source import Sourced, SourceInvalid, read_yaml
from screening.questionnaires.recipes import BUILTIN, recipe_paths

_SAID = {
    Concern.FROM_MEMORY: "from memory, to be re-checked",
    Concern.UNVERIFIED_DOI: "references without a verified DOI",
    Concern.OVERDUE: "past the next review date",
    Concern.WITHOUT_CONTEXT: "figures that lack population, n, setting or comparator",
}


class Command(BaseCommand):
    help = "List what of the evidence is from memory, unverified, overdue or without context."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        listing = actions.add_parser(
            "audit", help="everything that must be looked at again, with file and line"
        )
        listing.add_argument("--json", dest="as_json", action="store_true", help="one JSON object")
        listing.add_argument(
            "--on", type=_day, metavar="YYYY-MM-DD", help="the day that counts; default today"
        )

    def handle(self, *args: Any, as_json: bool, on: date | None, **options: Any) -> None:
        day = on or timezone.localdate()
        try:
            entries = audit(_files(), day)
            self.stdout.write(_json(entries, day) if as_json else _plain(entries, day))
        except SourceInvalid as error:
            raise CommandError(str(error), returncode=2) from error
        except BrokenPipeError:
            raise SystemExit(0) from None  # the reader has seen enough
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}", returncode=2) from error


def _files() -> dict[str, Sourced]:
    """All that people wrote and must read again: evidence, claims, items, and the licences in the recipes."""
    items = {f"items/{path.name}": path for path in sorted((BUILTIN / "items").glob("*.yaml"))}
    others = {"claims.yaml": CLAIMS, **items, **{path.name: path for path in recipe_paths()}}
    return {**load_files(), **{name: read_yaml(path, name) for name, path in others.items()}}


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day like 2026-11-22")
    return day


def _json(entries: Sequence[Entry], day: date) -> str:
    numbers = {concern.value: count for concern, count in counts(entries).items()}
    listed = [{**asdict(entry), "concern": entry.concern.value} for entry in entries]
    return json.dumps(
        {"on": day.isoformat(), "counts": numbers, "entries": listed}, ensure_ascii=False, indent=2
    )


def _plain(entries: Sequence[Entry], day: date) -> str:
    """Each concern with its count and its places; the last line sums up."""
    numbers = counts(entries)
    lines: list[str] = []
    for concern, words in _SAID.items():
        lines.append(f"{words[0].upper()}{words[1:]} ({numbers[concern]})")
        lines += [f"  {_line(entry)}" for entry in entries if entry.concern is concern]
        lines.append("")
    summary = "; ".join(f"{numbers[concern]} {words}" for concern, words in _SAID.items())
    return "\n".join([*lines, f"On {day}: {summary}"])


def _line(entry: Entry) -> str:
    cited = f" [{', '.join(entry.sources)}]" if entry.sources else ""
    return f"{entry.file}:{entry.line}: {entry.path}: {entry.what}{cited}"
