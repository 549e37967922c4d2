"""Who may take a result away, what does the trail keep of it, and what never stands in the answer?"""

import json
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Practice, Role
from screening.audit.models import AuditEvent
from screening.encounters.exports import take_away_views
from screening.encounters.exports.pdf_job import KIND
from screening.encounters.exports.score_json import score_json
from screening.encounters.models import Assessment, Response
from screening.jobs.models import Job
from screening.scoring.engines import decide_again
from tests.encounters.screenings import begun
from tests.encounters.taking_away import MARKUP, SCREEN, hostile_result, key, result_of
from tests.factories import MembershipFactory, at_work, clinic

pytestmark = pytest.mark.django_db

FILES = ("summary", "fhir", "result_json")
POSTS = ("pdf", "printed")
ALL = ("take_away", *FILES, *POSTS)


@pytest.fixture
def place(client: Client, settings: Any, tmp_path: Path) -> Any:
    settings.FILES_DIR = tmp_path / "files"
    place = clinic()
    client.force_login(place.user)
    return place


def url(name: str, response: Response) -> str:
    return reverse(f"encounters:{name}", args=[response.id])


def send(client: Client, name: str, response: Response) -> Any:
    if name in POSTS:
        return client.post(url(name, response), {"request_key": key()})
    return client.get(url(name, response))


def trail(place: Any, event_type: str) -> list[dict[str, Any]]:
    with at_work(place):
        return [json.loads(event.body) for event in AuditEvent.objects.filter(type=event_type).order_by("id")]


def test_the_page_offers_every_form_and_the_result_leads_to_it(client: Client, place: Any) -> None:
    response = result_of(place)

    page = client.get(url("take_away", response)).content.decode()
    result = client.get(url("result", response)).content.decode()

    for name in FILES:
        assert f'href="{url(name, response)}"' in page
    assert f'action="{url("pdf", response)}"' in page
    assert f'href="{url("take_away", response)}"' in result


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_saved_and_its_name_says_nothing_of_the_patient(
    client: Client, place: Any, name: str
) -> None:
    answer = send(client, name, result_of(place))

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="screening-')
    assert "CANARY" not in str(answer.headers)
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.audit
@pytest.mark.parametrize(
    ("name", "event_type", "kind"),
    [
        ("summary", "result.export", "summary"),
        ("fhir", "result.export", "fhir"),
        ("result_json", "result.export", "json"),
        ("printed", "result.print", None),
        ("take_away", "result.view", None),
    ],
)
def test_the_trail_says_what_was_taken_of_whom(
    client: Client, place: Any, name: str, event_type: str, kind: str | None
) -> None:
    response = result_of(place)

    send(client, name, response)

    (event,) = trail(place, event_type)
    assert event["content"].get("kind") == kind
    assert event["content"]["digest"] == SCREEN.digest
    assert event["entity"]["id"] == str(response.id)
    assert event["subject"] == str(response.encounter.subject_id)
    assert "CANARY" not in json.dumps(event)


@pytest.mark.security
@pytest.mark.parametrize("name", ALL)
def test_another_practice_finds_nothing(client: Client, place: Any, name: str) -> None:
    theirs = result_of(clinic())

    assert send(client, name, theirs).status_code == 404
    assert trail(place, "result.export") == trail(place, "result.print") == []


@pytest.mark.security
@pytest.mark.parametrize("name", ALL)
def test_without_the_role_nothing_leaves(client: Client, place: Any, name: str) -> None:
    response = result_of(place)
    manager = MembershipFactory(practice=place.practice, role=Role.MANAGER).user
    client.force_login(manager)

    assert send(client, name, response).status_code == 403


@pytest.mark.parametrize("name", [*FILES, *POSTS])
def test_nothing_leaves_of_a_draft(client: Client, place: Any, name: str) -> None:
    draft = begun(place)

    assert send(client, name, draft).status_code == 409
    assert client.get(url("take_away", draft)).url == url("resume", draft)
    with at_work(place):
        assert not Job.objects.filter(kind=KIND).exists()


@pytest.mark.parametrize("name", ALL)
def test_an_own_differential_that_is_due_comes_first(client: Client, place: Any, name: str) -> None:
    response = result_of(place)
    with at_work(place):
        Practice.objects.filter(pk=place.practice.pk).update(switches={"own_differential_first": True})

    answer = send(client, name, response)

    assert (answer.status_code, answer.url) == (302, url("result", response))
    assert trail(place, "result.export") == trail(place, "result.print") == []


def test_the_json_is_what_the_command_says_of_the_same_answers(
    client: Client, place: Any, tmp_path: Path
) -> None:
    response = result_of(place)
    document = tmp_path / "answers.json"
    document.write_text(json.dumps({"id": str(response.id), "answers": response.answers}))
    said = StringIO()
    call_command("score", str(document), questionnaire=SCREEN.key, explain=True, stdout=said)

    taken = client.get(url("result_json", response)).content.decode()

    assert taken == said.getvalue()


def test_a_result_of_an_earlier_engine_is_told_as_it_was_decided(place: Any) -> None:
    """Without the rule by which the command would score today."""
    response = result_of(place)
    with at_work(place):
        stored = response.assessments.get()
    stored.engine, stored.decision = 1, decide_again(1, SCREEN, response.answers)

    told = json.loads(score_json(SCREEN, response, stored))

    assert told["engine"] == 1
    tiers = {each["condition"]: each["tier"] for each in stored.decision["conditions"]}
    assert {each["condition"]: each["tier"] for each in told["suggestions"]} == tiers


def test_where_pdfs_cannot_be_made_the_page_says_so(client: Client, place: Any) -> None:
    response = result_of(place)

    with mock.patch.object(take_away_views, "can_lay_out", lambda: False):
        page = client.get(url("take_away", response)).content.decode()
        answer = client.post(url("pdf", response), {"request_key": key()}, follow=True)

    assert "Not available on this installation." in page and "Make the PDF" not in page
    assert "PDFs are not available on this installation." in answer.content.decode()
    with at_work(place):
        assert not Job.objects.filter(kind=KIND).exists()


def test_the_probe_stays_well_where_pdfs_cannot_be_made(client: Client, place: Any) -> None:
    with mock.patch.object(take_away_views, "can_lay_out", lambda: False):
        assert client.get("/readyz").status_code == 200


@pytest.mark.security
def test_json_and_page_hold_hostile_text_as_text(client: Client, place: Any) -> None:
    response = hostile_result(place)

    page = client.get(url("take_away", response)).content.decode()
    fhir = client.get(url("fhir", response))

    assert "<script>alert(1)" not in page
    assert MARKUP in json.dumps(json.loads(fhir.content), ensure_ascii=False)
    with at_work(place):
        assert Assessment.objects.count() == 1
