"""Does a visit hold against who means ill, who clicks twice, and who comes by another way than the page's?"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from screening.encounters.exports import pdf_job
from screening.encounters.exports.download import Wish, ask_for_download
from screening.encounters.models import FlagAcknowledgement, Note, OwnDifferential, Response, Verdict
from screening.encounters.record.actions import note_own_differential
from screening.encounters.results.kept import kept
from screening.encounters.urls import urlpatterns
from screening.jobs.files import path_of
from screening.jobs.models import Job, JobFile, JobState
from screening.questionnaires.store import bundle_of
from tests.encounters.knees import WORK_UP
from tests.encounters.own_parts import AGREE, KNEE, events, knee_result, own_first, stored, url
from tests.encounters.screenings import begun
from tests.encounters.taking_away import open_again, result_of
from tests.factories import NOON, MembershipFactory, at_work, clinic
from tests.jobs.running_jobs import run_pending

pytestmark = [pytest.mark.django_db, pytest.mark.security]

ANY_KEYS = {"section_key": "about", "questionnaire_key": WORK_UP, "condition": KNEE, "flag": "RF5"}
SENT = {
    "lock_number": "1",
    "text": "x",
    "judgement": "agree",
    "reason_code": "acted",
    "reason": "x",
    "mode": "self",
    "save_key": "0" * 16,
}


@pytest.fixture
def place(client: Client, settings: Any, tmp_path: Any) -> Any:
    settings.FILES_DIR = tmp_path / "files"
    place = knee_result(rf_knee=True)
    client.force_login(place.user)
    return place


def addresses(response: Any, subject: Any) -> Iterator[tuple[str, str]]:
    """Every address that names a response or a patient, by the name of its route."""
    for each in urlpatterns:
        named = {"response_id": response, "subject_id": subject, **ANY_KEYS}
        given = {key: value for key, value in named.items() if f":{key}>" in str(each.pattern)}
        if given:
            yield str(each.name), reverse(f"encounters:{each.name}", kwargs=given)


# --- Who may not


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_what_another_practice_has_is_told_from_nothing_by_no_route(
    client: Client, place: Any, method: str, headers: dict[str, str]
) -> None:
    """As what is not there at all: by status, words and headers."""
    client.force_login(clinic().user)
    data = {"data": SENT} if method == "post" else {}
    theirs = addresses(place.response.id, place.response.encounter.subject_id)
    for (name, one), (_, none) in zip(theirs, addresses(uuid4(), uuid4()), strict=True):
        here, there = (getattr(client, method)(each, headers=headers, **data) for each in (one, none))
        assert here.status_code in (404, 405), name
        assert (here.status_code, dict(here.headers)) == (there.status_code, dict(there.headers)), name
        assert here.content == there.content, name


def test_who_has_no_part_in_screenings_is_refused_on_every_route_and_told_of(place: Any) -> None:
    auditor: Any = MembershipFactory
    browser = Client()
    browser.force_login(auditor(practice=place.practice, role="auditor").user)
    asked = 0
    for name, one in addresses(place.response.id, place.response.encounter.subject_id):
        answers = [browser.get(one), browser.post(one, SENT)]
        refused = [answer for answer in answers if answer.status_code != 405]
        assert refused and {answer.status_code for answer in refused} == {403}, name
        asked += len(refused)
    assert len(events(place, "authz.denied")) == asked


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_nothing_is_taken_without_the_token(place: Any, headers: dict[str, str]) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(place.user)
    before = stored(place, place.response)
    for name, one in addresses(place.response.id, place.response.encounter.subject_id):
        assert browser.post(one, SENT, headers=headers).status_code in (403, 405), name
    assert stored(place, place.response).lock_number == before.lock_number


def test_the_history_of_the_browser_names_no_patient(client: Client, place: Any) -> None:
    """The title of a page is kept there, and becomes the name of a file that is printed to."""
    draft = begun(place, "P-1")
    for each in (place.response, draft):
        for name, one in addresses(each.id, each.encounter.subject_id):
            answer = client.get(one, follow=True)
            if b"<title>" in answer.content:
                title = answer.content.decode().split("<title>")[1].split("</title>")[0]
                assert "P-1" not in title, name


# --- The list that is shut


def test_no_work_up_is_opened_beside_a_list_that_is_shut(client: Client, place: Any) -> None:
    own_first(place)

    answer: Any = client.post(url("open_work_up", place.response, WORK_UP))

    assert answer.url == url("result", place.response)
    with at_work(place):
        assert not Response.objects.filter(work_up_of=place.response).exists()


def files_of(place: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """The one line and the one row of a file that is asked for now."""
    wish = Wish(None, None, with_references=False, reason="Audit")
    with at_work(place):
        asked = {"practice": place.practice, "wish": wish, "by": place.user}
        job = ask_for_download(**asked, request_key=uuid4(), at=timezone.now())
    run_pending(place.practice)
    with at_work(place):
        made = {
            each.name: path_of(each.place).read_text("utf-8-sig") for each in JobFile.objects.filter(job=job)
        }
    (row,) = csv.DictReader(io.StringIO(made["screenings.csv"]))
    return json.loads(made["screenings.jsonl"]), row


def test_a_file_of_all_screenings_opens_no_list_that_is_shut(place: Any) -> None:
    own_first(place)

    line, row = files_of(place)

    assert set(line["decision"]) == {"withheld", "red_flags"}
    assert row[f"tier_{KNEE}"] == "withheld"
    assert row["raised_flags"] == "RF5"
    with at_work(place):
        note_own_differential(
            response_id=place.response.id, conditions=[KNEE], other="", by=place.user, at=NOON
        )
    line, row = files_of(place)
    assert line["decision"]["conditions"] and row[f"tier_{KNEE}"] == "consider_first"


def test_a_pdf_that_waits_opens_no_list_that_was_shut_since(client: Client, place: Any) -> None:
    client.post(url("pdf", place.response), {"request_key": str(uuid4())})
    own_first(place)

    run_pending(place.practice)

    with at_work(place):
        job = Job.objects.get(kind=pdf_job.KIND)
        assert (job.state, JobFile.objects.filter(job=job).exists()) == (JobState.FAILED, False)
        assert job.fault == pdf_job.OWN_FIRST


# --- Who clicks twice


def test_what_is_sent_twice_is_said_once(client: Client, place: Any) -> None:
    """Nothing of the own part can be taken away again: a second click would stand for ever."""
    for _click in range(2):
        client.post(url("verdict", place.response, KNEE), AGREE)
        client.post(url("acknowledge", place.response, "RF5"), {"reason_code": "acted"})
        client.post(url("note", place.response), {"text": "Seen with Dr Ode"})

    with at_work(place):
        assert [model.objects.count() for model in (Verdict, FlagAcknowledgement, Note)] == [1, 1, 1]
    assert len(events(place, "record.note")) == len(events(place, "record.verdict")) == 1


def test_what_is_said_again_after_something_else_counts_again(client: Client, place: Any) -> None:
    for judgement in ("agree", "already_known", "agree"):
        client.post(url("verdict", place.response, KNEE), {"judgement": judgement})

    with at_work(place):
        assert Verdict.objects.count() == 3


def test_an_own_differential_is_not_replaced_by_one_that_came_after_the_list_opened(place: Any) -> None:
    named: dict[str, Any] = {"response_id": place.response.id, "conditions": [], "by": place.user, "at": NOON}
    with at_work(place):
        note_own_differential(**named, other="Gout")
        note_own_differential(**named, other="What the list says")

        assert OwnDifferential.objects.get().other == "Gout"


# --- What a page sends by itself


def test_a_save_has_no_name_but_a_short_one(client: Client, place: Any) -> None:
    """It is stored with the draft; whatever else stands round it is not taken."""
    draft = begun(place, "P-7")
    section = bundle_of(draft.version).sections[0].key
    where = reverse("encounters:autosave", args=[draft.id, section])

    for key in ("0" * 16 + "<script>" * 1000, "x" + "0" * 16, "0" * 16 + "\n"):
        body = {"lock_number": draft.lock_number, "save_key": key, "changed": "crp", "crp": "3"}
        assert client.post(where, body, headers={"HX-Request": "true"}).status_code == 400

    assert stored(place, draft).answers == draft.answers


def test_a_page_is_told_whose_token_it_gets(client: Client, place: Any) -> None:
    """Else a page that was left open would save under the name of whoever signs in next."""
    draft = begun(place, "P-7")
    section = bundle_of(draft.version).sections[0].key
    mine = f'data-by="{place.user.pk}"'

    assert mine in client.get(reverse("encounters:step", args=[draft.id, section])).content.decode()
    answer = client.get(
        reverse("encounters:autosave", args=[draft.id, section]), headers={"HX-Request": "true"}
    )
    assert mine in answer.content.decode()


# --- What stays in memory


def test_the_sources_of_one_patients_result_are_not_kept_together(place: Any) -> None:
    """One tuple for each pattern of findings would fill the memory, and say which patterns there were."""
    response = result_of(place)
    with at_work(place):
        found = open_again(place, response)
        kept(found.bundle).clear()
        told = found.told()

    together = [name for name in kept(found.bundle) if name[0] == "cited" and len(name[1]) > 1]
    assert len(told.sources) > 1 and together == []
