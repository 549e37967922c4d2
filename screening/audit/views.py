"""What happened in this practice? The event list; screening/urls.py says who may look."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from screening.audit.forms import WantedForm
from screening.audit.presenter import event_line
from screening.audit.record import current_context, record
from screening.audit.trail import Page, Wanted, events_of, people_of


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The latest first; that somebody looked, and what for, is an event itself."""
    practice_id = _practice_in_scope()
    form = WantedForm(request.GET, people=people_of(practice_id))
    is_valid = form.is_valid()
    wanted = form.wanted() if is_valid else Wanted()
    page = events_of(practice_id, wanted) if is_valid else Page()
    asked = wanted.as_parameters()
    record("audit.view", action="R", content={"filter": asked, "shown": len(page.events)})
    return render(request, "audit/events.html", {"form": form, **_shown(page, asked)})


def _shown(page: Page, asked: dict[str, str]) -> dict[str, Any]:
    filters = {name: value for name, value in asked.items() if name != "before"}
    return {
        "lines": [event_line(event) for event in page.events],
        "is_filtered": bool(filters),
        "is_first_page": "before" not in asked,
        "newest": urlencode(filters),
        "older": urlencode({**filters, "before": str(page.older)}) if page.older else "",
    }


def _practice_in_scope() -> UUID:
    practice_id = current_context().practice_id
    assert practice_id is not None, "only somebody with a role in a practice gets here"
    return practice_id
