"""How does somebody ask for a file of the practice's screenings?"""

from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.members import known_managers
from accounts.permissions import permission_required
from accounts.requests import practice_of, user_of
from accounts.switches import is_on
from screening.encounters.exports.download import (
    IN_FORCE,
    PERMISSION,
    SWITCH,
    DownloadsOff,
    ask_for_download,
)
from screening.encounters.exports.download_form import DownloadForm
from screening.encounters.models import Response, ResponseStatus
from screening.jobs.actions import TooManyJobs


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PERMISSION)
def download(request: HttpRequest) -> HttpResponse:
    """The page shows no patient, only how many screenings there are."""
    now = timezone.localtime()
    is_sent = request.method == "POST"
    form = DownloadForm(
        today=now.date(), data=request.POST if is_sent else None, initial={"request_key": uuid4()}
    )
    if is_sent and form.is_valid():
        wish, key = form.wish(), form.cleaned_data["request_key"]
        try:
            job = ask_for_download(
                practice=practice_of(request), wish=wish, by=user_of(request), request_key=key, at=now
            )
        except DownloadsOff as off:
            raise PermissionDenied(str(off)) from off
        except TooManyJobs as refusal:
            return render(request, "jobs/too_many.html", {"words": str(refusal)}, status=429)
        return redirect("jobs:job", job.id)
    return render(request, "encounters/download.html", {"form": form, **_standing(request)})


def _standing(request: HttpRequest) -> dict[str, object]:
    """What there is to download, and whether it may be."""
    is_allowed = is_on(practice_of(request), SWITCH)
    if request.method == "POST" and not is_allowed:
        raise PermissionDenied("downloads are turned off")
    rows = Response.objects.visible_to(user_of(request))
    in_force = rows.filter(status__in=IN_FORCE)
    return {
        "is_on": is_allowed,
        "managers": () if is_allowed else known_managers(),
        "submitted": in_force.filter(work_up_of__isnull=True).count(),
        "work_ups": in_force.filter(work_up_of__isnull=False).count(),
        "drafts": rows.filter(status=ResponseStatus.IN_PROGRESS).count(),
    }
