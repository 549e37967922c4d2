"""Does every page that shows a patient say so in the trail, and show nothing to another practice?"""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.models import Membership, Role
from accounts.permissions import roles_for
from accounts.switches import SWITCHES
from screening.audit.models import AuditEvent
from screening.encounters.exports.download import Wish, ask_for_download
from screening.encounters.models import Response
from screening.jobs.models import Job, JobFile
from screening.questionnaires.models import QuestionnaireVersion
from tests.encounters.screenings import begun, screened
from tests.factories import MembershipFactory, at_work, clinic
from tests.jobs.running_jobs import run_pending

pytestmark = [pytest.mark.django_db, pytest.mark.audit, pytest.mark.security]

REFERENCE = "CANARY-7719"
NOT_OURS = ("accounts/",)  # allauth's own pages show no patient
FOR_EVERYBODY = {"about/", "articles/"}
FOR_WHOEVER_SIGNED_IN = {""}  # leads to the work of the person's roles
KINDS = {"UUIDConverter": "uuid", "SlugConverter": "slug", "IntConverter": "int", "StringConverter": "str"}
METHODS = ("get", "post", "put", "delete", "head")


def _routes(patterns: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        elif not route.startswith(NOT_OURS):
            yield route, pattern


def _parts(pattern: URLPattern) -> dict[str, str]:
    """Name -> kind of each part of an address that is not fixed."""
    return {name: KINDS[type(each).__name__] for name, each in pattern.pattern.converters.items()}


ROUTES = dict(_routes())
OF_ONE_THING = [route for route, pattern in ROUTES.items() if "uuid" in _parts(pattern).values()]
GUARDED = [route for route in ROUTES if route not in FOR_EVERYBODY | FOR_WHOEVER_SIGNED_IN]
WALK = [(route, True) for route in ROUTES] + [
    (r, False) for r in ROUTES if "response_id" in _parts(ROUTES[r])
]


def practice_for(route: str, *, is_submitted: bool = False) -> Any:
    """A practice with one of everything that the address can name; its person has every role."""
    place = clinic()
    for role in set(Role.values) - {Role.CLINICIAN}:
        MembershipFactory(practice=place.practice, user=place.user, role=role)
    file = _downloaded(place) if "job_id" in _parts(ROUTES[route]) else JobFile()
    response = screened(place, REFERENCE) if is_submitted else begun(place, REFERENCE)
    return SimpleNamespace(
        practice=place.practice,
        user=place.user,
        # A new kind of part in an address needs a value here, and with it these tests.
        values={
            "response_id": response.id,
            "subject_id": response.encounter.subject_id,
            "section_key": "pain",
            "questionnaire_key": "knee-criteria",
            "job_id": file.job_id,
            "file_id": file.id,
            "version_id": place.version.id,
            "user_id": place.user.id,
            "key": next(iter(SWITCHES)),
            "condition": "fm",
            "flag": "RF1",
        },
    )


def _downloaded(place: Any) -> JobFile:
    """A file that names a patient, made by the job that the page asks for."""
    screened(place, REFERENCE)
    wish = Wish(None, None, with_references=True, reason="A walk through all pages")
    facts = {"practice": place.practice, "by": place.user, "at": timezone.now()}
    with at_work(place):
        job = ask_for_download(wish=wish, request_key=uuid4(), **facts)
    run_pending(place.practice)
    with at_work(place):
        return JobFile.objects.get(job=job, name="screenings.csv")


def address(route: str, place: Any) -> str:
    for name, kind in _parts(ROUTES[route]).items():
        route = route.replace(f"<{kind}:{name}>", str(place.values[name]))
    return f"/{route}"


def text_of(page: Any) -> str:
    content = b"".join(page.streaming_content) if page.streaming else page.content
    return content.decode()


def events(place: Any, **which: Any) -> int:
    with at_work(place):
        return AuditEvent.objects.filter(**which).count()


def standing(place: Any) -> list[Any]:
    """What a stranger may not have changed."""
    with at_work(place):
        return [
            list(Response.objects.order_by("id").values_list("id", "lock_number", "status")),
            list(Job.objects.order_by("id").values_list("id", "state", "attempt")),
            list(JobFile.objects.order_by("id").values_list("id", "removed_at")),
            list(QuestionnaireVersion.objects.order_by("id").values_list("id", "status", "digest")),
            list(Membership.objects.order_by("id").values_list("id", "user_id", "role")),
        ]


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.mark.parametrize(("route", "is_submitted"), WALK)
def test_a_page_that_shows_a_patient_writes_a_read_event(
    client: Client, route: str, is_submitted: bool
) -> None:
    place = practice_for(route, is_submitted=is_submitted)
    client.force_login(place.user)
    before = events(place, body__contains='"action":"R"')

    page = client.get(address(route, place))

    assert page.status_code in (200, 302, 405, 409)
    written = events(place, body__contains='"action":"R"') - before
    assert written == 1 if REFERENCE in text_of(page) else written <= 1


@pytest.mark.parametrize("route", OF_ONE_THING)
def test_what_belongs_to_another_practice_is_not_found_and_each_attempt_is_on_record(
    client: Client, route: str
) -> None:
    """Whatever the method, as a page and as a fragment, and with every role at home."""
    theirs, stranger = practice_for(route), practice_for(route="")
    client.force_login(stranger.user)
    asked_for = next(theirs.values[name] for name, kind in _parts(ROUTES[route]).items() if kind == "uuid")
    before = standing(theirs)

    for headers in ({}, {"HX-Request": "true"}):
        for method in METHODS:
            denied = events(stranger, type="authz.denied", entity_id=str(asked_for))
            page = getattr(client, method)(address(route, theirs), headers=headers)

            assert page.status_code in (404, 405), (method, headers)
            assert REFERENCE not in text_of(page)
            denied = events(stranger, type="authz.denied", entity_id=str(asked_for)) - denied
            assert denied == (page.status_code == 404), (method, headers)
    assert standing(theirs) == before


def test_every_page_but_the_public_ones_names_who_may_see_it() -> None:
    unguarded = {route for route, pattern in ROUTES.items() if not hasattr(pattern.callback, "permission")}

    assert unguarded == FOR_EVERYBODY | FOR_WHOEVER_SIGNED_IN


@pytest.mark.parametrize("route", GUARDED)
def test_without_the_role_that_a_page_asks_for_it_does_not_open(client: Client, route: str) -> None:
    """Not even for what is one's own practice's, and before anything of it is read."""
    place = practice_for(route)
    allowed = roles_for(ROUTES[route].callback.permission)

    for role in sorted(set(Role.values) - allowed):
        member = MembershipFactory(practice=place.practice, role=role).user
        client.force_login(member)
        denied = events(place, type="authz.denied")
        page = client.get(address(route, place))

        assert page.status_code in (403, 405), role
        assert REFERENCE not in text_of(page)
        assert events(place, type="authz.denied") - denied == (page.status_code == 403)


@pytest.mark.parametrize("route", ROUTES)
def test_nobody_signed_in_sees_a_patient_or_a_member(client: Client, route: str) -> None:
    place = practice_for(route)

    page = client.get(address(route, place))

    assert page.status_code == 200 if route in FOR_EVERYBODY else page.status_code in (302, 405)
    assert REFERENCE not in text_of(page)
    assert place.user.name not in text_of(page)
