"""Which response does an address name, and how is it written down that it was read?"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.requests import user_of
from screening.audit.record import record
from screening.encounters.models import Response

_NOT_SHOWN_OF_SCREENING = ("work_up_of__answers", "work_up_of__set_aside", "work_up_of__version__bundle")
_NOT_SHOWN_OF_AMENDED = ("amends__answers", "amends__set_aside")


def responses(request: HttpRequest) -> QuerySet[Response]:
    """Responses the user may see, with what the pages show of them; the document stays in the database."""
    rows = Response.objects.visible_to(user_of(request))
    return rows.select_related("encounter__subject", "encounter__clinician", "version__questionnaire").defer(
        "version__bundle"
    )


def response_of(request: HttpRequest, response_id: UUID) -> Response:
    """
    The response that an address names; 404 where the user sees none.

    With it come the screening that it works up and the response that it amends.
    """
    rows = responses(request).select_related("work_up_of__version__questionnaire", "amends")
    hidden = ("version__bundle", *_NOT_SHOWN_OF_SCREENING, *_NOT_SHOWN_OF_AMENDED)
    return get_object_or_404(rows.defer(*hidden), pk=response_id)


def record_view(
    response: Response,
    fields: Sequence[str],
    event_type: str = "assessment.view",
    content: dict[str, object] | None = None,
) -> None:
    entity = ("response", response.id, response.lock_number)
    subject = response.encounter.subject_id
    record(event_type, action="R", entity=entity, subject=subject, fields=fields, content=content)
