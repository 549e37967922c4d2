"""Does every page that shows a patient say so in the trail, and show nothing to another practice?"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from screening.audit.models import AuditEvent
from screening.encounters.actions import open_encounter, save_step, submit_response
from screening.encounters.models import Response
from screening.questionnaires.answering import open_red_flag_groups
from screening.questionnaires.store import bundle_of, current_version
from tests.factories import NOON, at_work, clinic

pytestmark = [pytest.mark.django_db, pytest.mark.audit, pytest.mark.security]

REFERENCE = "CANARY-7719"
NOT_OURS = ("accounts/",)  # allauth's own pages show no patient


def _routes(patterns: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        elif not route.startswith(NOT_OURS):
            yield route, pattern


ROUTES = dict(_routes())
OF_ONE_SCREENING = {route: pattern for route, pattern in ROUTES.items() if "<" in route}


def address(route: str, pattern: URLPattern, response: Response) -> str:
    """A new kind of part in an address needs a value here, and with it these tests."""
    values = {"response_id": str(response.id), "section_key": bundle_of(response.version).sections[0].key}
    for name, converter in pattern.pattern.converters.items():
        kind = {"UUIDConverter": "uuid", "SlugConverter": "slug"}[type(converter).__name__]
        route = route.replace(f"<{kind}:{name}>", values[name])
    return f"/{route}"


def screening(place: Any, *, is_submitted: bool) -> Response:
    with at_work(place):
        version = current_version(place.practice.id, "chronic-pain-screen")
        patient = {"reference": REFERENCE, "birth_year": 1974, "age_years": 52, "sex": "female"}
        response = open_encounter(
            practice_id=place.practice.id, clinician=place.user, version=version, at=NOON, **patient
        )
        return _submitted(place, response) if is_submitted else response


def _submitted(place: Any, response: Response) -> Response:
    bundle = bundle_of(response.version)
    waiting = set(open_red_flag_groups(bundle, response.answers))
    for section in bundle.sections:
        posted = {item.key: False for item in section.items if item.group in waiting}
        lock = {"lock_number": response.lock_number, "by": place.user, "at": NOON}
        response = save_step(response_id=response.id, section_key=section.key, posted=posted, **lock)
    lock = {"lock_number": response.lock_number, "by": place.user, "at": NOON}
    submit_response(response_id=response.id, submission_key=uuid4(), **lock)
    response.refresh_from_db()
    return response


def events(place: Any, **which: Any) -> int:
    with at_work(place):
        return AuditEvent.objects.filter(**which).count()


@pytest.mark.parametrize("is_submitted", [False, True], ids=["draft", "submitted"])
@pytest.mark.parametrize("route", ROUTES)
def test_a_page_that_shows_a_patient_writes_a_read_event(
    client: Client, route: str, is_submitted: bool
) -> None:
    place = clinic()
    response = screening(place, is_submitted=is_submitted)
    client.force_login(place.user)
    before = events(place, body__contains='"action":"R"')

    page = client.get(address(route, ROUTES[route], response))

    assert page.status_code in (200, 302, 405)
    written = events(place, body__contains='"action":"R"') - before
    assert written == 1 if REFERENCE in page.content.decode() else written <= 1


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head"])
@pytest.mark.parametrize("fragment", [False, True], ids=["page", "htmx"])
@pytest.mark.parametrize("route", OF_ONE_SCREENING)
def test_another_practices_screening_is_not_found_and_the_attempt_is_on_record(
    client: Client, route: str, fragment: bool, method: str
) -> None:
    theirs = clinic()
    response = screening(theirs, is_submitted=False)
    stranger = clinic()
    client.force_login(stranger.user)

    headers = {"HX-Request": "true"} if fragment else {}
    page = getattr(client, method)(address(route, ROUTES[route], response), headers=headers)

    assert page.status_code in (404, 405)
    assert REFERENCE not in page.content.decode()
    assert events(stranger, type="authz.denied", entity_id=str(response.id)) == (page.status_code == 404)
    with at_work(theirs):
        assert Response.objects.get().lock_number == response.lock_number


@pytest.mark.parametrize("role", ["author", "publisher", "statistics", "auditor", "manager"])
@pytest.mark.parametrize("route", OF_ONE_SCREENING)
def test_without_a_clinical_role_no_screening_is_shown(client: Client, route: str, role: str) -> None:
    place = clinic(role=role)
    author = clinic()
    response = screening(author, is_submitted=False)
    client.force_login(place.user)

    page = client.get(address(route, ROUTES[route], response))

    assert page.status_code in (403, 405)
    assert events(place, type="authz.denied") == (page.status_code == 403)


@pytest.mark.parametrize("route", ROUTES)
def test_nobody_signed_in_sees_no_patient(client: Client, route: str) -> None:
    response = screening(clinic(), is_submitted=False)

    page = client.get(address(route, ROUTES[route], response))

    assert page.status_code in (200, 302, 405)
    assert REFERENCE not in page.content.decode()
