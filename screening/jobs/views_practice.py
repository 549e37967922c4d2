"""What has been asked to run for the practice, by whom, and how did it end? For its manager; no files."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import permission_required
from accounts.requests import practice_of, user_of
from screening.audit.record import record
from screening.jobs.kinds import all_kinds
from screening.jobs.models import Job, JobState
from screening.jobs.presenter import LOOKS, title_of

JOBS_ON_A_PAGE = 25


@require_safe
@permission_required("practice.manage")
def practice_jobs(request: HttpRequest) -> HttpResponse:
    """Everybody's jobs, the latest first."""
    listed = [kind.name for kind in all_kinds() if kind.listed]
    rows = Job.objects.visible_to(user_of(request)).filter(kind__in=listed).select_related("asked_by")
    page = Paginator(rows.order_by("-asked_at", "id"), JOBS_ON_A_PAGE).get_page(request.GET.get("page"))
    lines = [
        {"job": job, "title": title_of(job), "look": LOOKS.get(JobState(job.state), "draft")} for job in page
    ]
    practice = ("practice", practice_of(request).id, None)
    record("practice.view", action="R", entity=practice, fields=[str(job.id) for job in page])
    return render(request, "jobs/practice.html", {"page": page, "lines": lines})
