"""Who is listed? Screenings in every state, as rows, and what a list or its search answers."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

from screening.audit.models import AuditEvent
from screening.encounters.models import Response, ResponseStatus
from tests.factories import NOON, ResponseFactory, at_work, standing

LIST = reverse("encounters:list")
SEARCH = reverse("encounters:search")


def screening(
    place: Any,
    reference: str,
    *,
    status: str = ResponseStatus.SUBMITTED,
    days_ago: int = 0,
    at: datetime = NOON,
    **more: Any,
) -> Response:
    """A screening of the place's clinician in any state."""
    when = at - timedelta(days=days_ago)
    facts = {"version": place.version, "encounter__clinician": place.user, **more}
    if "encounter" not in more:
        facts |= {"encounter__opened_at": when, "encounter__subject__reference": reference}
    else:
        facts.pop("encounter__clinician")
    if status != ResponseStatus.IN_PROGRESS:
        facts |= {
            "submitted": True,
            "submitted_by": place.user,
            **standing(ResponseStatus(status), place.user),
        }
    response: Response = ResponseFactory(practice=place.practice, started_at=when, saved_at=when, **facts)
    return response


def references(answer: Any) -> list[str]:
    """Whom a page lists, from the top."""
    assert answer.status_code == 200
    return [visit.reference for visit in answer.context["visits"]]


def find(client: Client, reference: str, **more: Any) -> Any:
    return client.post(SEARCH, {"reference": reference}, **more)


def looks(place: Any) -> list[dict[str, Any]]:
    """What the trail says of lists that were looked at, the latest last."""
    with at_work(place):
        found = AuditEvent.objects.filter(type="assessment.list").order_by("id")
        return [json.loads(event.body) for event in found]


def subject_of(response: Response) -> UUID:
    return response.encounter.subject_id  # type: ignore[return-value]


def at_home(place: Any, user: Any) -> SimpleNamespace:
    """The same practice, with somebody else at work."""
    return SimpleNamespace(**{**vars(place), "user": user})
