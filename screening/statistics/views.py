"""How does a practice ask for anonymised statistics, and which exports were there before?"""

from __future__ import annotations

from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import permission_required
from accounts.requests import practice_of, user_of
from accounts.switches import is_on
from screening.jobs.actions import TooManyJobs
from screening.jobs.models import Job
from screening.statistics.actions import ExportsSwitchedOff, ask_for_export
from screening.statistics.catalogue import threshold
from screening.statistics.forms import ExportForm
from screening.statistics.models import StatisticsExport
from screening.statistics.months import MOST_MONTHS, MonthsRefused, month_of, plus_months, written

EXPORTS_ON_A_PAGE = 25
A_YEAR = 12


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("statistics.export")
def exports(request: HttpRequest) -> HttpResponse:
    """Ask for an export; below, the ones that were made."""
    form = ExportForm(data=request.POST) if request.method == "POST" else ExportForm(initial=_usual_months())
    if request.method == "POST" and form.is_valid():
        try:
            job = ask_for_export(
                practice=practice_of(request), by=user_of(request), at=timezone.now(), **form.cleaned_data
            )
        except MonthsRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        except ExportsSwitchedOff as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except TooManyJobs as refusal:
            return render(request, "jobs/too_many.html", {"words": str(refusal)}, status=429)
        else:
            return redirect("jobs:job", job.id)
    page = _page(request)
    shown = {
        "form": form,
        "page": page,
        "jobs_with_files": _jobs_with_files(request, page),
        "is_on": is_on(practice_of(request), "statistics"),
        "threshold": threshold(),
        "most_months": MOST_MONTHS,
    }
    return render(request, "statistics/exports.html", shown)


def _usual_months() -> dict[str, object]:
    """The twelve months that ended last, whoever was screened in them."""
    this_month = month_of(timezone.now())
    first, last = plus_months(this_month, -A_YEAR), plus_months(this_month, -1)
    return {"first": written(first), "last": written(last), "request_key": uuid4()}


def _page(request: HttpRequest) -> Page[StatisticsExport]:
    rows = StatisticsExport.objects.visible_to(user_of(request)).select_related("by").order_by("-at", "-id")
    return Paginator(rows, EXPORTS_ON_A_PAGE).get_page(request.GET.get("page"))


def _jobs_with_files(request: HttpRequest, page: Page[StatisticsExport]) -> set[UUID]:
    """Of the exports shown, the jobs whose files this person can still download."""
    jobs = Job.objects.visible_to(user_of(request)).filter(pk__in=[export.job_id for export in page])
    there = jobs.filter(files__removed_at=None, files__expires_at__gt=timezone.now())
    return set(there.values_list("pk", flat=True))
