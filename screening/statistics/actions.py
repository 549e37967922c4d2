"""What can be done with statistics? Ask for an export, make its files from closed months, write it into the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Practice, User
from accounts.switches import is_on
from screening.audit.record import record
from screening.jobs.actions import ask_for_job
from screening.jobs.models import Job
from screening.statistics.export import files_of
from screening.statistics.frozen import FrozenMonth
from screening.statistics.gate import examine
from screening.statistics.models import StatisticsExport
from screening.statistics.months import check_months, written

KIND = "statistics.export"


class ExportsSwitchedOff(RuntimeError):
    """The practice's manager has turned statistics exports off."""


def check_wish(practice: Practice, first: date, last: date, at: datetime) -> None:
    """
    Whether these months of this practice may be asked for at all.

    Raises:
        ExportsSwitchedOff, months.MonthsRefused.
    """
    if not is_on(practice, "statistics"):
        raise ExportsSwitchedOff(_("Statistics exports are turned off for this practice."))
    check_months(first, last, kept_since=practice.created_at, at=at)


@transaction.atomic
def ask_for_export(
    *, practice: Practice, first: date, last: date, reason: str, request_key: UUID, by: User, at: datetime
) -> Job:
    """
    Queue an export; asked twice with the same key, there is one.

    Raises:
        ExportsSwitchedOff, months.MonthsRefused.
    """
    check_wish(practice, first, last, at)
    args = {"first": written(first), "last": written(last), "reason": reason}
    return ask_for_job(kind=KIND, args=args, practice_id=practice.id, by=by, request_key=request_key, at=at)


def make_files(months: Sequence[FrozenMonth]) -> tuple[dict[str, bytes], dict[str, Any]]:
    """
    The files of an export by name, and the report of the checks that they passed.

    Raises:
        export.NothingToExport, gate.GateClosed.
    """
    files = files_of(months)
    return files, examine(files, months)


@transaction.atomic
def record_export(
    *,
    practice_id: UUID,
    first: date,
    last: date,
    reason: str,
    files: Mapping[str, str],
    by: User | None,
    job_id: UUID | None,
    at: datetime,
) -> StatisticsExport:
    """Write an export into the ledger and the audit trail: its months and the SHA-256 of each file, no count."""
    export = StatisticsExport.objects.create(
        practice_id=practice_id,
        job_id=job_id,
        from_month=first,
        to_month=last,
        reason=reason,
        files=dict(files),
        by=by,
        at=at,
    )
    record(
        "statistics.export",
        action="C",
        entity=("statistics_export", export.id, None),
        content={"from": written(first), "to": written(last), "files": dict(files)},
        reason=reason,
        practice=practice_id,
    )
    return export
