"""Does the way from the page to the files hold, also for those who may not walk it?"""

import io
import json
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Practice
from screening.audit.models import AuditEvent
from screening.jobs.models import Job, JobFile
from screening.statistics.models import StatisticsExport, StatisticsPeriod
from tests.factories import at_work, clinic
from tests.jobs.running_jobs import run_pending
from tests.statistics.counted_people import MARCH, screen, some_people, statistics_place

pytestmark = [pytest.mark.django_db, pytest.mark.disclosure]

PAGE = "/statistics/"


@pytest.fixture
def place(client: Client, settings: Any, tmp_path: Any) -> SimpleNamespace:
    """Somebody with the statistics role, signed in; files lie where the test can look."""
    settings.FILES_DIR = tmp_path / "files"
    place = statistics_place()
    client.force_login(place.user)
    return place


def wish(**changes: Any) -> dict[str, Any]:
    return {
        "first": "2026-03",
        "last": "2026-03",
        "reason": "Yearly report to the board",
        "request_key": str(uuid4()),
        **changes,
    }


def ask(client: Client, **changes: Any) -> Any:
    return client.post(PAGE, wish(**changes))


def exported(client: Client, place: Any, **changes: Any) -> Job:
    """Ask, run, and look at the job."""
    answer = ask(client, **changes)
    assert answer.status_code == 302, answer.content.decode()
    run_pending(place.practice)
    with at_work(place):
        return Job.objects.prefetch_related("files").get(pk=answer.url.rstrip("/").split("/")[-1])


def contents(client: Client, place: Any, job: Job) -> dict[str, bytes]:
    with at_work(place):
        files = list(JobFile.objects.filter(job=job))
    return {
        file.name: b"".join(client.get(reverse("jobs:file", args=[job.id, file.id])).streaming_content)
        for file in files
    }


def test_an_export_closes_its_months_and_makes_both_files(client: Client, place: SimpleNamespace) -> None:
    screen(place, MARCH, some_people(20))

    job = exported(client, place)
    files = contents(client, place, job)

    assert job.state == "done", job.fault
    assert b"patients,2026-03,50-59,female,,count,20," in files["statistics.csv"]
    assert json.loads(files["metadata.json"])["method"] == "cube"
    with at_work(place):
        ledger = StatisticsExport.objects.get()
        assert (ledger.by, ledger.job_id, ledger.reason) == (place.user, job.id, "Yearly report to the board")
        assert set(ledger.files) == set(files)
        types = set(AuditEvent.objects.values_list("type", flat=True))
    assert {"job.request", "statistics.close", "statistics.export", "statistics.download"} <= types


def test_the_ledger_shows_the_export_with_a_link_to_its_files(client: Client, place: SimpleNamespace) -> None:
    screen(place, MARCH, some_people(20))
    job = exported(client, place)

    page = client.get(PAGE).content.decode()

    assert "March 2026" in page and "Yearly report to the board" in page
    assert reverse("jobs:job", args=[job.id]) in page


def test_an_empty_ledger_says_so_and_the_page_explains_the_rounding(
    client: Client, place: SimpleNamespace
) -> None:
    page = client.get(PAGE).content.decode()

    assert "No exports yet" in page
    assert "becomes 0 or 8" in page
    assert 'type="month"' in page and 'pattern="[0-9]{4}-[0-9]{2}"' in page


def test_the_same_form_sent_twice_is_one_job(client: Client, place: SimpleNamespace) -> None:
    body = wish()

    first, second = client.post(PAGE, body), client.post(PAGE, body)

    assert first.url == second.url
    with at_work(place):
        assert Job.objects.count() == 1


def test_months_with_too_few_patients_give_a_clear_answer_and_no_file(
    client: Client, place: SimpleNamespace
) -> None:
    """The same words whether there were seven patients or none."""
    screen(place, MARCH, some_people(7))

    few, none = exported(client, place), exported(client, place, first="2026-04", last="2026-04")

    assert few.state == none.state == "failed"
    assert few.fault == none.fault == "There is nothing to export: too few patients in these months."
    with at_work(place):
        assert not JobFile.objects.exists() and not StatisticsExport.objects.exists()
        assert StatisticsPeriod.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"first": "2026-04"}, "must not be before the first month"),
        ({"last": "2999-01"}, "2200"),
        ({"last": "2199-01"}, "must have ended"),
        ({"first": "1901-01"}, "at most 120 months"),
        ({"first": "1901-01", "last": "1901-02"}, "no statistics before"),
        ({"first": "March"}, "as year and month"),
        ({"first": ""}, "Enter the first month"),
        ({"reason": "too short"}, "at least 10 characters"),
        ({"reason": "x" * 501}, "500 characters or fewer"),
        ({"request_key": "x"}, "arrived incomplete"),
    ],
)
def test_a_wish_that_cannot_be_met_says_why_and_asks_for_nothing(
    client: Client, place: SimpleNamespace, changes: dict[str, str], words: str
) -> None:
    if words == "2200":
        words = "as year and month"
    answer = ask(client, **changes)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "There is a problem" in page and words in page
    with at_work(place):
        assert not Job.objects.exists()


@pytest.mark.security
def test_nobody_else_may_ask_or_look(client: Client, place: SimpleNamespace) -> None:
    clinician = clinic()
    client.force_login(clinician.user)

    assert client.get(PAGE).status_code == 403
    assert ask(client).status_code == 403


@pytest.mark.security
def test_a_file_of_another_practice_does_not_exist(client: Client, place: SimpleNamespace) -> None:
    screen(place, MARCH, some_people(20))
    job = exported(client, place)
    with at_work(place):
        file = JobFile.objects.filter(job=job).first()
    client.force_login(statistics_place().user)

    assert client.get(reverse("jobs:file", args=[job.id, file.id])).status_code == 404
    assert client.get(reverse("jobs:job", args=[job.id])).status_code == 404
    assert "March 2026" not in client.get(PAGE).content.decode()


@pytest.mark.security
def test_a_practice_that_turned_exports_off_is_not_asked(client: Client, place: SimpleNamespace) -> None:
    with at_work(place):
        Practice.objects.filter(pk=place.practice.pk).update(switches={"statistics": False})

    assert "turned off" in client.get(PAGE).content.decode()
    assert ask(client).status_code == 403
    with at_work(place):
        assert not Job.objects.exists()


def test_a_second_export_is_byte_for_byte_the_first(client: Client, place: SimpleNamespace) -> None:
    """Although more screenings arrived meanwhile: they belong to the next open month."""
    screen(place, MARCH, some_people(20))
    first = exported(client, place)
    screen(place, MARCH, some_people(9, 25))
    second = exported(client, place)

    assert contents(client, place, first) == contents(client, place, second)


def test_an_export_that_fails_its_own_checks_is_not_published(
    client: Client, place: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen(place, MARCH, some_people(20))
    monkeypatch.setattr(
        "screening.statistics.actions.files_of",
        lambda months: {
            "statistics.csv": io.BytesIO(b"table\r\n").read(),
            "metadata.json": b'{"threshold": 8}',
        },
    )

    job = exported(client, place)

    assert job.state == "failed" and "did not pass its own checks" in job.fault
    with at_work(place):
        assert not StatisticsExport.objects.exists()
