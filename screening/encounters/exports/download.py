"""How does a practice get a file of its screenings: who may, of which days, and in which steps?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import Practice, User
from accounts.switches import is_on
from screening.audit.record import record
from screening.encounters.exports.download_lines import Columns, csv_line, json_line
from screening.encounters.models import Response, ResponseStatus
from screening.encounters.record.own_first import is_due
from screening.jobs.actions import ask_for_job
from screening.jobs.models import Job, JobFile
from screening.jobs.standing import check_still_allowed
from screening.jobs.work import JobFault, Publish, Work
from screening.questionnaires.models import QuestionnaireVersion
from screening.questionnaires.store import bundle_of
from screening.scoring.bundle import Bundle

KIND = "encounters.download_screenings"
PERMISSION = "screening.download"
SWITCH = "downloads"
ROWS_A_TRIP = 500
IN_FORCE = (ResponseStatus.SUBMITTED, ResponseStatus.SIGNED)
BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheet programs know UTF-8

NOTHING_THERE = gettext_noop("There is no submitted screening in this period.")
SWITCHED_OFF = gettext_noop("Downloads were turned off for this practice. Nothing was made.")


class DownloadsOff(PermissionError):
    """The practice has turned downloads off."""


@dataclass(frozen=True)
class Wish:
    """What is to be in the files; the days are calendar days of this installation, both included."""

    from_date: date | None
    to_date: date | None
    with_references: bool
    reason: str

    @classmethod
    def of(cls, args: Mapping[str, Any]) -> Self:
        """What `as_args` made."""
        days = {name: date.fromisoformat(args[name]) if args[name] else None for name in _DAYS}
        return cls(**days, with_references=args["with_references"], reason=args["reason"])

    def as_args(self) -> dict[str, Any]:
        days = {name: str(day) if (day := getattr(self, name)) else None for name in _DAYS}
        return {**asdict(self), **days}

    def submitted(self, until: datetime) -> Q:
        """The rows of these days, as far as they were there at `until`."""
        end = _midnight(self.to_date + timedelta(days=1)) if self.to_date else until
        days = Q(status__in=IN_FORCE, submitted_at__lt=min(end, until))
        return days & Q(submitted_at__gte=_midnight(self.from_date)) if self.from_date else days


_DAYS = ("from_date", "to_date")


def ask_for_download(*, practice: Practice, wish: Wish, by: User, request_key: UUID, at: datetime) -> Job:
    """
    Queue the job.

    Raises:
        DownloadsOff.
    """
    if not is_on(practice, SWITCH):
        raise DownloadsOff(SWITCHED_OFF)
    args = wish.as_args()
    return ask_for_job(kind=KIND, args=args, practice_id=practice.id, by=by, request_key=request_key, at=at)


def make_files(work: Work) -> Publish:
    """
    Write screenings.jsonl and screenings.csv: all rows, or no file.

    Raises:
        JobFault: nobody may have it any more, or there is nothing.
    """
    wish, until = Wish.of(work.args), timezone.now()
    with work.in_scope():
        rows = Response.objects.filter(wish.submitted(until))
        bundles, total = _bundles(rows), rows.count()
    if not total:
        raise JobFault(NOTHING_THERE)
    count = _write(work, wish, rows, bundles, total)

    def publish(files: Sequence[JobFile]) -> None:
        _record(wish, count, files)

    return publish


def _write(
    work: Work, wish: Wish, rows: QuerySet[Response], bundles: Mapping[UUID, Bundle], total: int
) -> int:
    columns, count = Columns.of(bundles.values(), with_references=wish.with_references), 0
    with (
        work.file("screenings.jsonl", "application/x-ndjson") as lines,
        work.file("screenings.csv", "text/csv") as table,
    ):
        table.write((BYTE_ORDER_MARK + csv_line(columns.names)).encode())
        for batch in _batches(work, rows, bundles):
            for response, is_withheld in batch:
                facts = columns.facts(response, bundles[response.version_id])
                lines.write(json_line(facts, response, is_withheld).encode())
                table.write(csv_line(columns.cells(facts, response, is_withheld)).encode())
            count += len(batch)
            work.progress(count, max(total, count), gettext_noop("Writing the screenings"))
    return count


def _batches(
    work: Work, rows: QuerySet[Response], bundles: Mapping[UUID, Bundle]
) -> Iterator[list[tuple[Response, bool]]]:
    """
    By submission, each with whether who asked has yet to note an own differential; a transaction for each
    batch. A version that appeared since waits for the next file.
    """
    rows = rows.filter(version__in=bundles).order_by("submitted_at", "id")
    rows = rows.select_related("encounter__subject", "encounter__clinician")
    rows = rows.prefetch_related("assessments", "own_differentials")
    after = Q()
    while True:
        with work.in_scope():
            check_still_allowed(work)
            practice = Practice.objects.get(pk=work.practice_id)
            batch = list(rows.filter(after)[:ROWS_A_TRIP])
        if not batch:
            return
        yield [(each, _is_withheld(work, each, practice)) for each in batch]
        latest = batch[-1]
        after = Q(submitted_at__gt=latest.submitted_at) | Q(
            submitted_at=latest.submitted_at, id__gt=latest.id
        )


def _is_withheld(work: Work, response: Response, practice: Practice) -> bool:
    """The file opens no list that its page keeps shut."""
    noted = [{"by_id": str(each.by_id)} for each in response.own_differentials.all()]
    return work.asked_by is None or is_due(response, work.asked_by, practice, noted)


def _bundles(rows: QuerySet[Response]) -> dict[UUID, Bundle]:
    """The versions that were used, in the order in which they came into use."""
    met = rows.values("version_id").annotate(first=Min("submitted_at")).order_by("first", "version_id")
    order = [row["version_id"] for row in met]
    versions = QuestionnaireVersion.objects.defer("bundle").in_bulk(order)
    return {version_id: bundle_of(versions[version_id]) for version_id in order}


def _record(wish: Wish, count: int, files: Sequence[JobFile]) -> None:
    content = {
        "count": count,
        "from": str(wish.from_date or ""),
        "to": str(wish.to_date or ""),
        "with_references": wish.with_references,
        "files": [{"name": file.name, "sha256": file.sha256} for file in files],
    }
    record("screenings.export", action="R", content=content, reason=wish.reason)


def _midnight(day: date) -> datetime:
    """When the day began here."""
    return timezone.make_aware(datetime.combine(day, time.min)).astimezone(UTC)
