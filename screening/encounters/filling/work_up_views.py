"""How does a clinician say that the answers carried into a work-up still hold?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.permissions import permission_required
from accounts.requests import user_of
from screening.encounters.actions import ResponseNotInProgress, StaleResponse
from screening.encounters.filling.answers_page import Blocker
from screening.encounters.filling.forms import ConfirmForm
from screening.encounters.filling.views import check_page
from screening.encounters.reading import response_of
from screening.encounters.work_ups import confirm_carried

INCOMPLETE = gettext_lazy("This page arrived incomplete. Check the answers and confirm again.")
CHANGED = gettext_lazy("The answers were changed after you opened this page. Check them again, then confirm.")


@require_http_methods(["POST"])
@permission_required("screening.fill")
def confirm(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Back to the check page, where nothing waits any more."""
    response = response_of(request, response_id)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return check_page(request, response, [Blocker(str(INCOMPLETE))])
    try:
        confirm_carried(response_id=response.id, by=user_of(request), at=timezone.now(), **form.cleaned_data)
    except StaleResponse:
        return check_page(request, response, [Blocker(str(CHANGED))], status=409)
    except ResponseNotInProgress:
        return render(request, "409.html", status=409)
    messages.success(request, _("The carried answers are confirmed."))
    return redirect("encounters:check", response.id)
