"""How is the filed PDF of one result made, later and step by step?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillAtWork
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import Practice, User
from screening.audit.models import AuditEvent
from screening.audit.record import record
from screening.encounters.exports.filed_pdf import Mark, NoPdfHere, filed_html, filed_pdf
from screening.encounters.exports.opened import Opened, opened
from screening.encounters.exports.plain_words import one_line
from screening.encounters.models import Response
from screening.encounters.record.own_first import is_due
from screening.jobs.actions import ask_for_job
from screening.jobs.models import Job
from screening.jobs.work import JobFault, Publish, Work

KIND = "encounters.file_result"
PERMISSION = "screening.view"
FILE = "screening-result.pdf"
STEPS = 3
HEARTBEAT_SECONDS = 2.0
LONGEST_HTML = 2_000_000

NOT_HERE = gettext_noop(
    "This installation cannot make PDFs: a library is missing on the server. Print the result instead."
)
NOT_THERE = gettext_noop("This result is not there any more, or you may no longer see it.")
OWN_FIRST = gettext_noop("Note your own differential first, or skip it with a reason.")
TOO_LONG = gettext_noop("This result is too long for a PDF. Take the text summary or print the result.")


def ask_for_pdf(*, response: Response, by: User, request_key: UUID, at: datetime) -> Job:
    """Queue the job; raises TooManyJobs."""
    args = {"response": str(response.id)}
    return ask_for_job(
        kind=KIND, args=args, practice_id=response.practice_id, by=by, request_key=request_key, at=at
    )


def make_pdf(work: Work) -> Publish | None:
    """
    Write screening-result.pdf.

    The event of the export comes first: its id and code stand on every page of what is made.

    Raises:
        JobFault: there is nothing to make it of, or nothing to make it with.
    """
    work.progress(0, STEPS, gettext_noop("Reading the result"))
    with work.in_scope():
        found = _open(work)
        html = filed_html(found.told(), _mark(work, found))
    if len(html) > LONGEST_HTML:
        raise JobFault(TOO_LONG)
    work.progress(1, STEPS, gettext_noop("Laying out the pages"))
    made = _laid_out(work, html)
    work.progress(2, STEPS, gettext_noop("Writing the file"))
    with work.file(FILE, "application/pdf") as file:
        file.write(made)
    return None


def _open(work: Work) -> Opened:
    rows = Response.objects.visible_to(work.asked_by) if work.asked_by else Response.objects.none()
    related = (
        "encounter__subject",
        "encounter__clinician",
        "version__questionnaire",
        "signed_by",
        "work_up_of__version",
    )
    response = rows.select_related(*related).filter(pk=work.args["response"]).first()
    assessment = response.assessments.first() if response else None
    if response is None or assessment is None or work.asked_by is None:
        raise JobFault(NOT_THERE)
    if is_due(response, work.asked_by, Practice.objects.get(pk=work.practice_id)):
        raise JobFault(OWN_FIRST)
    return opened(response, assessment)


def _mark(work: Work, found: Opened) -> Mark:
    """Write the event down, and read back what is to be printed of it."""
    response = found.response
    event_id = record(
        "result.export",
        action="R",
        entity=("response", response.id, response.lock_number),
        subject=response.encounter.subject_id,
        content=found.content(kind="pdf", job=str(work.job_id)),
    )
    event = AuditEvent.objects.get(event_id=event_id)
    name = one_line(work.asked_by.name) if work.asked_by else ""
    return Mark(event_id, bytes(event.mac).hex(), event.mac_key_id, name, timezone.now())


def _laid_out(work: Work, html: str) -> bytes:
    """In a thread, so that this one keeps saying that it is at work, and hears when nobody wants it any more."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        making = pool.submit(filed_pdf, html)
        while True:
            try:
                return making.result(timeout=HEARTBEAT_SECONDS)
            except NoPdfHere as missing:
                raise JobFault(NOT_HERE) from missing
            except StillAtWork:
                if making.done():
                    raise
                work.progress(1, STEPS, gettext_noop("Laying out the pages"))
