"""What does a test of the own part stand on? A result that suggests a knee disease, and what is sent to it."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from django.urls import reverse

from accounts.models import Practice
from screening.audit.models import AuditEvent
from screening.encounters.models import Response
from tests.encounters.knees import knee_clinic, screened_knee
from tests.factories import MembershipFactory, UserFactory, at_work

KNEE = "kn"
AGREE = {"judgement": "agree"}
DISAGREE = {"judgement": "disagree", "reason_code": "explained", "reason": "Gout of the knee"}


def knee_result(**answers: Any) -> SimpleNamespace:
    """A practice with one submitted screening, in `response`."""
    place = knee_clinic()
    place.response = screened_knee(place, **answers)
    return place


def colleague(place: Any, name: str = "Dr Ines Inn") -> SimpleNamespace:
    """Another clinician of the same practice."""
    user = UserFactory(name=name)
    MembershipFactory(practice=place.practice, user=user)
    return SimpleNamespace(**{**vars(place), "user": user})


def own_first(place: Any) -> None:
    """The practice asks for own differentials from now on."""
    with at_work(place):
        Practice.objects.filter(pk=place.practice.pk).update(switches={"own_differential_first": True})


def url(name: str, response: Response, *more: str) -> str:
    return reverse(f"encounters:{name}", args=[response.id, *more])


def stored(place: Any, response: Response) -> Response:
    with at_work(place):
        return Response.objects.select_related("encounter", "version").get(pk=response.pk)


def events(place: Any, event_type: str) -> list[dict[str, Any]]:
    with at_work(place):
        found = AuditEvent.objects.filter(type=event_type).order_by("id")
        return [json.loads(event.body) for event in found]
