"""How does a clinician get from a result to a work-up?"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import permission_required
from accounts.requests import user_of
from screening.encounters.reading import response_of
from screening.encounters.record.own_first import refuse_while_due
from screening.encounters.work_ups import NotSubmitted, WorkUpUnknown, open_work_up


@require_http_methods(["POST"])
@permission_required("screening.fill")
def open_one(request: HttpRequest, response_id: UUID, questionnaire_key: str) -> HttpResponse:
    """To the work-up, new or begun before; of a submitted one to its result. It would show part of the list."""
    screening = response_of(request, response_id)
    refused = refuse_while_due(request, screening)
    if refused is not None:
        return refused
    try:
        work_up = open_work_up(
            response_id=screening.id, key=questionnaire_key, by=user_of(request), at=timezone.now()
        )
    except NotSubmitted:
        return render(request, "409.html", status=409)
    except WorkUpUnknown as error:
        raise Http404("no such work-up") from error
    return redirect("encounters:resume", work_up.id)
