"""How does the person who asked for a job follow it, stop it, and fetch what it made?"""

from typing import BinaryIO
from uuid import UUID

import structlog
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import permission_required
from accounts.requests import roles_of, user_of
from screening.audit.record import record
from screening.jobs.actions import JobIsNotOver, JobIsOver, TooManyJobs, cancel_job, retry_job
from screening.jobs.files import NotAsPublished, OutsideFiles, open_published
from screening.jobs.kinds import Kind, all_kinds
from screening.jobs.models import Job, JobFile
from screening.jobs.presenter import is_shown_to, job_page, kind_shown_to
from screening.jobs.running import SERIOUS_FAILURE

log = structlog.get_logger(__name__)

JOBS_ON_A_PAGE = 25


@require_safe
@permission_required("practice.work")
def list_jobs(request: HttpRequest) -> HttpResponse:
    """What one has asked for, the latest first."""
    shown = [kind.name for kind in all_kinds() if is_shown_to(kind, roles_of(request))]
    rows = _own_jobs(request).filter(kind__in=shown).order_by("-asked_at", "id")
    page = Paginator(rows, JOBS_ON_A_PAGE).get_page(request.GET.get("page"))
    lines = [job_page(job, timezone.now()) for job in page]
    return render(request, "jobs/list.html", {"page": page, "lines": lines})


@require_safe
@permission_required("practice.work")
def show_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """How far it is; asked again by htmx every two seconds, answered only when something has changed."""
    job = _job(request, job_id)[0]
    page = job_page(job, timezone.now())
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "jobs/job.html", {"page": page})
    is_new_stage = request.GET.get("stage") != page.stage
    if not is_new_stage and request.GET.get("steps") == page.steps:
        return HttpResponse(status=204)
    return render(request, "jobs/_job.html", {"page": page, "say_stage": is_new_stage})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("practice.work")
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Ask once more, then stop it."""
    job = _job(request, job_id)[0]
    if request.method != "POST" and not job.is_over:
        return render(request, "jobs/cancel.html", {"page": job_page(job, timezone.now())})
    try:
        cancel_job(job_id=job.id, by=user_of(request), at=timezone.now())
    except JobIsOver as over:
        messages.info(request, str(over))
    else:
        messages.success(request, _("Stopped. Nothing was kept."))
    return redirect("jobs:job", job.id)


@require_http_methods(["POST"])
@permission_required("practice.work")
def retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Put what failed or was stopped back into the queue."""
    job = _job(request, job_id)[0]
    try:
        retry_job(job_id=job.id, by=user_of(request), at=timezone.now())
    except TooManyJobs as refusal:
        return render(request, "jobs/too_many.html", {"words": str(refusal)}, status=429)
    except JobIsNotOver as refusal:
        messages.info(request, str(refusal))
    return redirect("jobs:job", job.id)


@require_safe
@permission_required("practice.work")
def download(request: HttpRequest, job_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A file, for who asked for it and may still have it, until it expires."""
    job, kind = _job(request, job_id)
    file = get_object_or_404(job.files, pk=file_id)
    try:
        opened = _open(file)
    except NotAsPublished:
        log.error("a published file is not what was published", job=str(job.id), file=str(file.id))
        _record_download(job, kind, file, outcome=SERIOUS_FAILURE)
        opened = None
    if opened is None:
        shown = {"page": job_page(job, timezone.now()), "file": file}
        return render(request, "jobs/gone.html", shown, status=410)
    _record_download(job, kind, file)
    response = FileResponse(opened, as_attachment=True, filename=file.name, content_type=file.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _open(file: JobFile) -> BinaryIO | None:
    """None when the file has expired or is not there; raises NotAsPublished."""
    if file.removed_at or file.expires_at <= timezone.now():
        return None
    try:
        return open_published(file.place, size_bytes=file.size_bytes, sha256=file.sha256)
    except (OSError, OutsideFiles) as error:
        log.error("a published file is missing", file=str(file.id), error=type(error).__name__)
        return None


def _record_download(job: Job, kind: Kind, file: JobFile, outcome: int = 0) -> None:
    if kind.download_event:
        made = {"kind": job.kind, "file": file.name, "sha256": file.sha256}
        entity = ("job", job.id, job.attempt)
        record(kind.download_event, action="R", outcome=outcome, entity=entity, content=made)


def _own_jobs(request: HttpRequest) -> QuerySet[Job]:
    """A manager sees on another page that others have jobs; what those are about is for who asked."""
    user = user_of(request)
    return Job.objects.visible_to(user).filter(asked_by=user).prefetch_related("files")


def _job(request: HttpRequest, job_id: UUID) -> tuple[Job, Kind]:
    """404 for others' jobs; 403 where the role that the job asks for was taken away since."""
    job = get_object_or_404(_own_jobs(request), pk=job_id)
    kind = kind_shown_to(job, roles_of(request))
    if kind is None:
        raise PermissionDenied(f"may no longer see a job of kind {job.kind}")
    return job, kind
