"""Which anonymised counts may leave a practice? Writes the same files as the page, and what was checked."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, transaction
from django.utils import timezone

from accounts.models import Practice
from accounts.scope import practice_scope
from screening.audit.record import AuditContext, audit_context
from screening.jobs.forms import LONGEST_REASON
from screening.statistics.actions import (
    ExportsSwitchedOff,
    check_wish,
    make_files,
    record_export,
)
from screening.statistics.closing import close_month, frozen_months, months_to_close
from screening.statistics.export import NothingToExport
from screening.statistics.frozen import CubeDamaged
from screening.statistics.gate import GateClosed
from screening.statistics.months import MonthsRefused, parse_month

GATE_NAME = "gate.json"
ASKED_WRONGLY = 2
SYSTEM = "export_statistics"


class Command(BaseCommand):
    help = (
        "Write the anonymised statistics of ended months: statistics.csv, metadata.json and gate.json (what was "
        "checked). Closes the months first. Exit code 1: nothing could be exported; 2: asked wrongly."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--practice", required=True, help="the practice's id or its exact name")
        parser.add_argument("--from", required=True, dest="first", metavar="YYYY-MM", help="the first month")
        parser.add_argument("--to", required=True, dest="last", metavar="YYYY-MM", help="the last month")
        parser.add_argument("--out", required=True, type=Path, help="a directory that is empty or not there")
        parser.add_argument("--reason", default="", help="what for; it goes into the ledger")

    def handle(self, *args: Any, out: Path, reason: str, **options: Any) -> None:
        at = timezone.now()
        first, last = _month("--from", options["first"]), _month("--to", options["last"])
        _check_free(out)
        if len(reason) > LONGEST_REASON:
            raise _asked_wrongly(f"--reason must be {LONGEST_REASON} characters or fewer.")
        practice = _practice(options["practice"])
        try:
            check_wish(practice, first, last, at)
            _close(practice.id, first, last, at)
            with _in_scope(practice.id):
                months = list(frozen_months(practice.id, first, last))
            files, report = make_files(months)
            _hand_out(practice.id, first, last, reason, files, report, out, at)
        except (MonthsRefused, ExportsSwitchedOff) as refusal:
            raise _asked_wrongly(str(refusal)) from refusal
        except (NothingToExport, GateClosed, CubeDamaged) as refusal:
            raise CommandError(str(refusal), returncode=1) from refusal
        except OperationalError as error:
            words = "The database was busy or could not be reached. Nothing was written; try again."
            raise CommandError(words, returncode=1) from error
        except OSError as error:
            words = f"{out} could not be written: {error.strerror or error}. Nothing was left there."
            raise CommandError(words, returncode=1) from error
        self.stdout.write(f"Wrote {', '.join([*files, GATE_NAME])} to {out}.")


def _hand_out(
    practice_id: UUID,
    first: date,
    last: date,
    reason: str,
    files: Mapping[str, bytes],
    report: Mapping[str, Any],
    out: Path,
    at: datetime,
) -> None:
    """The directory and its row in the ledger appear together or not at all."""
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    gate = json.dumps({**report, "files": digests}, indent=1, sort_keys=True) + "\n"
    with _written_beside(out, {**files, GATE_NAME: gate.encode()}) as beside:
        try:
            with _in_scope(practice_id):
                record_export(
                    practice_id=practice_id,
                    first=first,
                    last=last,
                    reason=reason,
                    files=digests,
                    by=None,
                    job_id=None,
                    at=at,
                )
                beside.rename(out)
        except BaseException:
            if not beside.exists():
                shutil.rmtree(out, ignore_errors=True)
            raise


@contextmanager
def _written_beside(out: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """All files in a directory next to where they shall be; what is not moved away by then goes again."""
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        for name, content in files.items():
            (beside / name).write_bytes(content)
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _close(practice_id: UUID, first: date, last: date, at: datetime) -> None:
    with _in_scope(practice_id):
        months = months_to_close(practice_id, first, last)
    for month in months:
        with _in_scope(practice_id):
            close_month(practice_id=practice_id, month=month, at=at)


@contextmanager
def _in_scope(practice_id: UUID) -> Iterator[None]:
    context = AuditContext(practice_id, system=SYSTEM)
    with transaction.atomic(), practice_scope(practice_id), audit_context(context):
        yield


def _practice(named: str) -> Practice:
    """By id or by exact name; a name that two practices bear is not enough."""
    try:
        found = list(Practice.objects.filter(pk=UUID(named)))
    except ValueError:
        found = list(Practice.objects.filter(name=named)[:2])
    if not found:
        raise _asked_wrongly(f"There is no practice {named!r}.")
    if len(found) > 1:
        raise _asked_wrongly(f"More than one practice is called {named!r}: give its id.")
    return found[0]


def _month(option: str, text: str) -> date:
    month = parse_month(text)
    if month is None:
        raise _asked_wrongly(f"{option} {text!r} is not a month: write it as 2026-03.")
    return month


def _check_free(out: Path) -> None:
    if out.is_dir() and not any(out.iterdir()):
        return
    if out.exists() or out.is_symlink():
        raise _asked_wrongly(f"{out} is there already: name a directory that is empty or not there.")


def _asked_wrongly(words: str) -> CommandError:
    return CommandError(words, returncode=ASKED_WRONGLY)
