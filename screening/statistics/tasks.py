"""How is a statistics export made in the background? Close what is open, add up what is frozen, check, publish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from screening.jobs.kinds import job_kind
from screening.jobs.models import JobFile
from screening.jobs.work import JobFault, Publish, Work
from screening.statistics.actions import KIND, make_files, record_export
from screening.statistics.closing import close_month, frozen_months, months_to_close
from screening.statistics.export import CSV_NAME, METADATA_NAME, NothingToExport
from screening.statistics.frozen import CubeDamaged
from screening.statistics.gate import GateClosed
from screening.statistics.months import parse_month, written

MEDIA_TYPES = {CSV_NAME: "text/csv", METADATA_NAME: "application/json"}

STEPS_AFTER_CLOSING = 2


@job_kind(
    KIND,
    title=gettext_lazy("Statistics export"),
    permission="statistics.export",
    download_event="statistics.download",
    switch="statistics",
)
def export_statistics(work: Work) -> Publish:
    """Months closed on the way stay closed, whatever becomes of the job."""
    at = timezone.now()
    first, last = _months(work)
    _close(work, first, last, at)
    try:
        with work.in_scope():
            months = list(frozen_months(work.practice_id, first, last))
        work.progress(STEPS_AFTER_CLOSING - 1, STEPS_AFTER_CLOSING, gettext_noop("Adding up and checking"))
        files, _ = make_files(months)
    except (NothingToExport, GateClosed, CubeDamaged) as refusal:
        raise JobFault(str(refusal)) from refusal
    for name, content in files.items():
        with work.file(name, MEDIA_TYPES[name]) as file:
            file.write(content)
    return partial(_publish, work, first, last, at)


def _months(work: Work) -> tuple[date, date]:
    first, last = parse_month(work.args["first"]), parse_month(work.args["last"])
    assert first and last  # as ask_for_export wrote them
    return first, last


def _close(work: Work, first: date, last: date, at: datetime) -> None:
    """Each month in a transaction of its own: screenings being submitted wait for one month at most."""
    with work.in_scope():
        months = months_to_close(work.practice_id, first, last)
    for done, month in enumerate(months):
        work.progress(done, len(months), _("Closing %(month)s") % {"month": written(month)})
        with work.in_scope():
            close_month(practice_id=work.practice_id, month=month, at=at)
    work.progress(0, STEPS_AFTER_CLOSING, gettext_noop("Reading what is frozen"))


def _publish(work: Work, first: date, last: date, at: datetime, files: Sequence[JobFile]) -> None:
    record_export(
        practice_id=work.practice_id,
        first=first,
        last=last,
        reason=work.args["reason"],
        files={file.name: file.sha256 for file in files},
        by=work.asked_by,
        job_id=work.job_id,
        at=at,
    )
