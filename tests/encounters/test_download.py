"""Does the file of a practice's screenings hold all of them and nothing else, and who gets it?"""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Practice, User
from screening.audit.models import AuditEvent
from screening.encounters.exports import download
from screening.encounters.exports.download import Wish, ask_for_download
from screening.encounters.exports.download_lines import FACTS
from screening.encounters.models import Response, ResponseStatus
from screening.jobs.files import path_of
from screening.jobs.models import Job, JobFile, JobState
from screening.questionnaires.catalogue import builtin_bundle
from screening.questionnaires.models import QuestionnaireVersion
from screening.scoring.engine import ENGINE
from tests.encounters.screenings import begun, screened
from tests.factories import (
    NOON,
    MembershipFactory,
    QuestionnaireFactory,
    VersionFactory,
    at_work,
    clinic,
    small_document,
    standing,
)
from tests.jobs.running_jobs import run_pending

pytestmark = pytest.mark.django_db

URL = "/screenings/download/"
REASON = "Audit of our clinic, summer 2026"
BUILTIN = builtin_bundle("chronic-pain-screen")
FORMULA = '=HYPERLINK("http://evil.example";"see")'


@pytest.fixture
def place(client: Client, settings: Any, tmp_path: Path) -> SimpleNamespace:
    """A clinician at work, signed in; files lie in a directory of the test."""
    settings.FILES_DIR = tmp_path / "files"
    place = clinic()
    client.force_login(place.user)
    return place


def wish(**changes: Any) -> Wish:
    facts: dict[str, Any] = {"from_date": None, "to_date": None, "with_references": False, "reason": REASON}
    return Wish(**{**facts, **changes})


def ask(place: Any, **changes: Any) -> Job:
    with at_work(place):
        return ask_for_download(
            practice=place.practice,
            wish=wish(**changes),
            by=place.user,
            request_key=uuid4(),
            at=timezone.now(),
        )


def made(place: Any, **changes: Any) -> Job:
    job = ask(place, **changes)
    run_pending(place.practice)
    with at_work(place):
        return Job.objects.get(pk=job.pk)


def text_of(place: Any, job: Job, name: str) -> str:
    with at_work(place):
        return path_of(JobFile.objects.get(job=job, name=name).place).read_bytes().decode()


def lines(place: Any, job: Job) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text_of(place, job, "screenings.jsonl").splitlines()]


def table(place: Any, job: Job) -> list[dict[str, str]]:
    text = text_of(place, job, "screenings.csv").removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def builtin_version(place: Any) -> QuestionnaireVersion:
    with at_work(place):
        return QuestionnaireVersion.objects.get(digest=BUILTIN.digest)


def trail(place: Any, event_type: str) -> list[dict[str, Any]]:
    with at_work(place):
        found = AuditEvent.objects.filter(type=event_type).order_by("id")
        return [json.loads(event.body) for event in found]


# --- What stands in the files


def test_a_line_says_what_was_asked_answered_and_decided(place: Any) -> None:
    response = screened(place, "P-1", version=builtin_version(place), pain_duration_months=30)

    (line,) = lines(place, made(place))

    with at_work(place):
        assessment = response.assessments.get()
        assert line["answers"] == response.answers
        assert line["decision"] == assessment.decision
    assert (line["screening"], line["subject"]) == (str(response.id), str(response.encounter.subject_id))
    assert (line["questionnaire"], line["version"]) == ("chronic-pain-screen", BUILTIN.version)
    assert (line["digest"], line["engine"]) == (BUILTIN.digest, ENGINE)
    assert (line["opened_at"], line["submitted_at"]) == ("2026-03-02T12:00:00Z", "2026-03-02T12:00:00Z")
    assert line["clinician"] == place.user.name


def test_a_row_says_the_same_cell_by_cell(place: Any) -> None:
    answers = {"pain_sites_wpi": ["neck", "chest"], "fatigue_severity": "not_assessed"}
    screened(place, version=builtin_version(place), pain_duration_months=30, **answers)

    job = made(place)

    (row,), (line,) = table(place, job), lines(place, job)
    assert row["pain_sites_wpi"] == "neck;chest"
    assert (row["pain_duration_months"], row["fatigue_severity"], row["sex"]) == (
        "30",
        "not_assessed",
        "female",
    )
    tiers = {found["condition"]: found["tier"] for found in line["decision"]["conditions"]}
    assert {f"tier_{condition}" for condition in tiers} <= set(row)
    assert row["tier_fm"] == tiers["fm"]
    assert row["status_acr-2016-fm"] in ("met", "not_met", "undetermined", "not_applicable")
    raised = [flag["id"] for flag in line["decision"]["red_flags"] if flag["status"] == "raised"]
    assert row["raised_flags"] == ";".join(raised)


def test_asked_with_nothing_chosen_is_told_from_not_answered(place: Any) -> None:
    version = builtin_version(place)
    screened(place, "P-1", version=version, pain_sites_wpi=[])
    screened(place, "P-2", version=version)

    rows = table(place, made(place))

    assert sorted(row["pain_sites_wpi"] for row in rows) == ["", "none"]


def test_the_table_is_written_for_spreadsheets(place: Any) -> None:
    """A byte order mark for the letters, every cell quoted, lines as RFC 4180 has them."""
    screened(place)

    text = text_of(place, made(place), "screenings.csv")

    assert text.startswith('\ufeff"screening","subject"')
    assert text.endswith('"\r\n')
    assert text.count("\r\n") == text.count("\n") == 2


@pytest.mark.security
@pytest.mark.parametrize("typed", [FORMULA, "+1+1", "@SUM(A1)", "-2+3", "\t=1+1", "＝1+1", " =1"])
def test_no_text_of_a_patient_becomes_a_formula(place: Any, typed: str) -> None:
    screened(place, "=cmd|' /C calc'!A1", x_note=typed)

    job = made(place, with_references=True)

    (row,), (line,) = table(place, job), lines(place, job)
    assert row["x_note"].startswith("'") and row["reference"].startswith("'=")
    assert line["answers"]["x_note"] == typed


@pytest.mark.security
def test_no_name_of_a_clinician_becomes_a_formula(place: Any) -> None:
    screened(place)
    User.objects.filter(pk=place.user.pk).update(name="=1+1")

    (row,) = table(place, made(place))

    assert row["clinician"] == "'=1+1"


def test_text_with_quotes_and_line_breaks_stays_in_its_cell_and_on_its_line(place: Any) -> None:
    typed = 'said "ouch",\nthen\u2028left; Grüße'
    screened(place, x_note=typed)

    job = made(place)

    (row,), (line,) = table(place, job), lines(place, job)
    assert row["x_note"] == 'said "ouch", then left; Grüße'
    assert line["answers"]["x_note"] == typed


def test_references_are_left_out_unless_asked_for(place: Any) -> None:
    screened(place, "CANARY-0815")

    without, with_them = made(place), made(place, with_references=True)

    for name in ("screenings.jsonl", "screenings.csv"):
        assert "CANARY-0815" not in text_of(place, without, name)
        assert "CANARY-0815" in text_of(place, with_them, name)
    assert "reference" not in lines(place, without)[0]


def test_versions_that_ask_other_things_share_one_table(place: Any) -> None:
    document = small_document("other-screen", "1.0.0")
    document["sections"][1]["items"].append({**document["sections"][1]["items"][2], "key": "x_second_note"})
    questionnaire = QuestionnaireFactory(practice=place.practice, key="other-screen")
    other = VersionFactory(practice=place.practice, questionnaire=questionnaire, bundle=document)
    screened(place, "P-1", x_note="first")
    screened(place, "P-2", at=NOON + timedelta(days=1), version=other, x_second_note="second")
    screened(place, "P-3", at=NOON + timedelta(days=2), version=builtin_version(place))

    job = made(place)
    rows = table(place, job)

    assert [row["x_note"] for row in rows] == ["first", "", ""]
    assert [row["x_second_note"] for row in rows] == ["", "second", ""]
    assert [row["tier_fm"] != "" for row in rows] == [False, False, True]
    names = list(rows[0])
    assert names.index("x_note") < names.index("x_second_note") < names.index("pain_sites_wpi")
    assert len(names) == len(set(names))


def test_no_item_of_a_built_in_questionnaire_has_the_name_of_another_column() -> None:
    assert not {*FACTS, "reference", "raised_flags"} & set(BUILTIN.items)
    assert not [key for key in BUILTIN.items if key.startswith(("tier_", "status_"))]


def test_drafts_and_what_is_no_longer_in_force_are_left_out(place: Any) -> None:
    begun(place, "P-1")
    for number, status in enumerate(("submitted", "signed", "superseded", "entered_in_error")):
        response = screened(place, f"P-{number + 2}")
        with at_work(place):
            Response.objects.filter(pk=response.pk).update(**standing(ResponseStatus(status), place.user))

    job = made(place)

    assert sorted(line["status"] for line in lines(place, job)) == ["signed", "submitted"]


def test_batches_neither_drop_nor_repeat_a_screening(place: Any) -> None:
    """Several submitted at the same moment, at the border of a batch."""
    wanted = [screened(place, f"P-{n}", at=NOON + timedelta(hours=n // 4)) for n in range(7)]

    with mock.patch.object(download, "ROWS_A_TRIP", 2):
        job = made(place)

    found = lines(place, job)
    assert [line["screening"] for line in found] == [row["screening"] for row in table(place, job)]
    assert sorted(line["screening"] for line in found) == sorted(str(each.id) for each in wanted)
    assert [line["submitted_at"] for line in found] == sorted(line["submitted_at"] for line in found)
    assert (job.steps_done, job.steps_total) == (7, 7)


def test_days_are_calendar_days_here_and_both_included(place: Any, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    with timezone.override("Europe/Berlin"):
        late = datetime(2026, 6, 30, 21, 59, tzinfo=UTC)  # one minute before midnight in Berlin
        screened(place, "P-1", at=late - timedelta(days=1))
        wanted = screened(place, "P-2", at=late)
        screened(place, "P-3", at=late + timedelta(minutes=1))

        job = made(place, from_date=date(2026, 6, 30), to_date=date(2026, 6, 30))

    assert [line["screening"] for line in lines(place, job)] == [str(wanted.id)]


@pytest.mark.security
def test_nothing_of_another_practice_is_in_the_files(place: Any) -> None:
    other = clinic()
    screened(other, "CANARY-REFERENCE", x_note="CANARY-NOTE")
    screened(place, "P-1")

    job = made(place, with_references=True)

    assert len(lines(place, job)) == 1
    for name in ("screenings.jsonl", "screenings.csv"):
        text = text_of(place, job, name)
        assert "CANARY" not in text and str(other.user.name) not in text


# --- What goes wrong


def test_no_screening_in_the_period_is_said_and_makes_no_file(place: Any) -> None:
    screened(place)
    begun(place, "P-2")

    job = made(place, to_date=date(2026, 3, 1))

    assert (job.state, job.fault) == (JobState.FAILED, "There is no submitted screening in this period.")
    with at_work(place):
        assert not JobFile.objects.exists()
    assert trail(place, "screenings.export") == []


@pytest.mark.security
def test_who_lost_the_role_since_gets_no_file(place: Any) -> None:
    screened(place)
    job = ask(place)
    with at_work(place):
        Membership.objects.filter(user=place.user).update(role="author")

    run_pending(place.practice)

    with at_work(place):
        job.refresh_from_db()
        assert job.state == JobState.FAILED
        assert "no longer have the role" in job.fault
        assert not JobFile.objects.exists()


@pytest.mark.security
@pytest.mark.parametrize("loses", ["role", "switch"])
def test_a_right_that_goes_while_the_file_is_written_stops_it(place: Any, loses: str) -> None:
    """Nothing partial: the rows written so far are thrown away."""
    for number in range(3):
        screened(place, f"P-{number}")
    job = ask(place)
    progress = download.Work.progress

    def lose(work: Any, done: int, *more: Any) -> None:
        progress(work, done, *more)
        with at_work(place):
            if loses == "role":
                Membership.objects.filter(user=place.user).delete()
            else:
                Practice.objects.filter(pk=place.practice.pk).update(switches={"downloads": False})

    with mock.patch.object(download, "ROWS_A_TRIP", 1), mock.patch.object(download.Work, "progress", lose):
        run_pending(place.practice)

    with at_work(place):
        job.refresh_from_db()
        assert job.state == JobState.FAILED
        assert not JobFile.objects.exists()


@pytest.mark.audit
def test_the_trail_says_how_many_screenings_left_why_and_whether_they_were_named(place: Any) -> None:
    screened(place, "P-4711", x_note="secret words")

    job = made(place, from_date=date(2026, 3, 1), with_references=True)

    (event,) = trail(place, "screenings.export")
    content = event["content"]
    assert (content["count"], content["from"], content["to"]) == (1, "2026-03-01", "")
    assert content["with_references"] is True
    assert event["reason"] == REASON
    assert event["actor"]["id"] == str(place.user.id)
    assert {file["name"] for file in content["files"]} == {"screenings.jsonl", "screenings.csv"}
    assert job.state == JobState.DONE
    assert "P-4711" not in json.dumps(event) and "secret" not in json.dumps(event)


# --- The page


def sent(**changes: Any) -> dict[str, Any]:
    return {"from_date": "", "to_date": "", "reason": REASON, "request_key": str(uuid4()), **changes}


def test_the_page_says_how_many_there_are_and_leads_to_the_job(client: Client, place: Any) -> None:
    screened(place)
    begun(place, "P-2")

    page = client.get(URL)
    answer = client.post(URL, sent())

    assert "1 submitted screening. 1 draft is left out." in page.content.decode()
    with at_work(place):
        job = Job.objects.get(kind=download.KIND)
    assert answer["Location"] == reverse("jobs:job", args=[job.id])
    assert job.args == {"from_date": None, "to_date": None, "with_references": False, "reason": REASON}


def test_the_list_leads_to_the_page_once_there_is_something(client: Client, place: Any) -> None:
    before = client.get(reverse("encounters:list")).content.decode()
    screened(place)

    after = client.get(reverse("encounters:list")).content.decode()

    assert URL not in before
    assert URL in after


def test_a_practice_without_screenings_is_told_so(client: Client, place: Any) -> None:
    assert "nothing to download yet" in client.get(URL).content.decode()


def test_a_second_click_asks_for_no_second_job(client: Client, place: Any) -> None:
    screened(place)
    body = sent()

    answers = [client.post(URL, body) for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    with at_work(place):
        assert Job.objects.filter(kind=download.KIND).count() == 1


def test_going_back_and_asking_for_other_days_is_another_job(client: Client, place: Any) -> None:
    """The browser shows the old page with its old key again."""
    screened(place)
    body = sent()

    answers = [client.post(URL, {**body, "from_date": day}) for day in ("2026-01-01", "2026-02-01")]

    assert answers[0]["Location"] != answers[1]["Location"]


def tomorrow() -> str:
    return str(timezone.localdate() + timedelta(days=1))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": ""}, "Say what the file is needed for"),
        ({"reason": "too short"}, "at least 10 characters"),
        ({"reason": "x" * 501}, "500 characters or fewer"),
        ({"from_date": "2026-02-01", "to_date": "2026-01-01"}, "must not come before the first"),
        ({"from_date": "31.12.2025"}, "year-month-day"),
        ({"to_date": "2026-02-30"}, "year-month-day"),
        ({"to_date": "9999-12-31"}, "up to today"),
        ({"from_date": "0001-01-01"}, "up to today"),
        ({"to_date": "tomorrow"}, "up to today"),
        ({"request_key": "x"}, "arrived incomplete"),
        ({"request_key": ""}, "arrived incomplete"),
    ],
)
def test_what_cannot_be_asked_for_is_said_on_the_page(
    client: Client, place: Any, changes: dict[str, str], words: str
) -> None:
    screened(place)
    changes = {key: tomorrow() if value == "tomorrow" else value for key, value in changes.items()}

    page = client.post(URL, sent(**changes))

    assert page.status_code == 200
    assert words in page.content.decode() and "There is a problem" in page.content.decode()
    with at_work(place):
        assert not Job.objects.filter(kind=download.KIND).exists()


@pytest.mark.security
def test_a_practice_that_turned_downloads_off_refuses_and_says_who_can_turn_them_on(
    client: Client, place: Any
) -> None:
    screened(place)
    manager = MembershipFactory(practice=place.practice, user__name="Mara Manager", role="manager")
    at_her_desk = Client()
    at_her_desk.force_login(manager.user)  # the names of those who have never been here are not told
    with at_work(place):
        Practice.objects.filter(pk=place.practice.pk).update(switches={"downloads": False})

    page, refused, empty = client.get(URL), client.post(URL, sent()), client.post(URL)

    assert "Mara Manager can turn them on" in page.content.decode()
    assert "<textarea" not in page.content.decode()
    assert (refused.status_code, empty.status_code) == (403, 403)
    with at_work(place):
        assert not Job.objects.filter(kind=download.KIND).exists()


@pytest.mark.security
@pytest.mark.parametrize("role", ["author", "publisher", "statistics", "auditor", "manager"])
def test_who_sees_no_screening_downloads_none(client: Client, role: str) -> None:
    place = clinic(role=role)
    client.force_login(place.user)

    assert client.get(URL).status_code == 403
    assert client.post(URL, sent()).status_code == 403
