"""Does the one who asked see how far it is and get the file, and does nobody else?"""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Role
from accounts.scope import practice_scope
from screening.audit.models import AuditEvent
from screening.jobs.actions import MOST_UNDER_WAY
from screening.jobs.models import Job, JobFile, JobState
from tests.factories import MembershipFactory, UserFactory, at_work, clinic
from tests.jobs.kinds_for_tests import again, ask, change, files_of, offered, writes_a_file
from tests.jobs.running_jobs import run_pending

pytestmark = pytest.mark.django_db

POLL = {"HX-Request": "true"}
FAULT = "There is no room left on the server's disk for this file."


@pytest.fixture(autouse=True)
def files_dir(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    with offered(writes_a_file):
        yield


@pytest.fixture
def place(client: Client) -> Any:
    place = clinic()
    client.force_login(place.user)
    return place


@pytest.fixture
def job(place: Any) -> Job:
    return ask(place)


def page_of(job: Job) -> str:
    return reverse("jobs:job", args=[job.id])


def file_address(job: Job) -> str:
    return reverse("jobs:file", args=[job.id, files_of(job)[0].id])


def under_way(job: Job, **more: Any) -> None:
    lease = timezone.now() + timedelta(seconds=20)
    change(job, state=JobState.RUNNING, attempt=1, lease_until=lease, **more)


def colleague(place: Any, role: str) -> Client:
    user = UserFactory()
    MembershipFactory(practice=place.practice, user=user, role=role)
    client = Client()
    client.force_login(user)
    return client


def test_before_the_first_job_the_list_says_what_will_be_there(client: Client, place: Any) -> None:
    page = client.get(reverse("jobs:list")).content.decode()

    assert "No jobs yet" in page


def test_the_list_shows_ones_own_jobs_with_their_files(client: Client, place: Any, job: Job) -> None:
    run_pending(place.practice)

    page = client.get(reverse("jobs:list")).content.decode()

    assert "Work of a test" in page and "Done" in page
    assert file_address(job) in page


def test_a_waiting_job_says_so_and_asks_again_by_itself(client: Client, job: Job) -> None:
    page = client.get(page_of(job)).content.decode()

    assert "Waiting to begin" in page
    assert 'hx-trigger="every 2s"' in page
    assert f'href="{page_of(job)}">Check again' in page, "without JavaScript a link does it"


def test_a_running_job_says_how_far_it_is_in_words_and_as_a_bar(client: Client, job: Job) -> None:
    under_way(job, steps_done=1200, steps_total=4800, phase="Writing the screenings")

    page = client.get(page_of(job)).content.decode()

    assert '<progress id="job-progress" max="100" value="25">' in page
    assert "1,200 of 4,800" in page
    assert "Writing the screenings" in page


def test_polling_sends_a_part_and_only_when_something_changed(client: Client, job: Job) -> None:
    first = client.get(page_of(job), headers=POLL)
    seen = {name: getattr(first.context["page"], name) for name in ("stage", "steps")}
    unchanged = client.get(page_of(job), seen, headers=POLL)
    under_way(job, steps_done=1, steps_total=2)
    changed = client.get(page_of(job), seen, headers=POLL)

    assert b"<html" not in first.content
    assert (unchanged.status_code, unchanged.content) == (204, b"")
    assert b"1 of 2" in changed.content


def test_only_a_new_stage_is_read_out_not_every_step(client: Client, job: Job) -> None:
    under_way(job, steps_done=1, steps_total=2, phase="Writing")
    first = client.get(page_of(job), headers=POLL)
    seen = {name: getattr(first.context["page"], name) for name in ("stage", "steps")}
    change(job, steps_done=2)
    one_step_on = client.get(page_of(job), seen, headers=POLL)
    change(job, phase="Packing")
    next_stage = client.get(page_of(job), seen, headers=POLL)

    assert b"job-said" not in one_step_on.content and b"2 of 2" in one_step_on.content
    assert b"Running. Packing" in next_stage.content


def test_when_it_is_over_it_asks_no_more(client: Client, place: Any, job: Job) -> None:
    run_pending(place.practice)

    part = client.get(page_of(job), headers=POLL).content.decode()
    page = client.get(page_of(job)).content.decode()

    assert "hx-get" not in part + page
    assert "htmx" not in page, "nor is the script loaded"
    assert file_address(job) in part


def test_a_failed_job_says_why_and_is_tried_again(client: Client, job: Job) -> None:
    change(job, state=JobState.FAILED, attempt=1, fault=FAULT)
    page = client.get(page_of(job)).content.decode()
    assert FAULT.replace("'", "&#x27;") in page

    answer = client.post(reverse("jobs:retry", args=[job.id]))

    assert answer.url == page_of(job)  # type: ignore[attr-defined]
    assert again(job).state == JobState.QUEUED


def test_stopping_a_job_is_asked_twice(client: Client, job: Job) -> None:
    address = reverse("jobs:cancel", args=[job.id])

    assert b"Stop this job?" in client.get(address).content
    assert again(job).state == JobState.QUEUED
    page = client.post(address, follow=True).content

    assert again(job).state == JobState.CANCELLED
    assert b"Stopped. Nothing was kept." in page


def test_stopping_or_retrying_too_late_says_so(client: Client, place: Any, job: Job) -> None:
    run_pending(place.practice)

    stopped = client.post(reverse("jobs:cancel", args=[job.id]), follow=True).content
    again_ = client.post(reverse("jobs:retry", args=[job.id]), follow=True).content

    assert b"had ended before" in stopped
    assert b"nothing to try again" in again_
    assert again(job).state == JobState.DONE


@pytest.mark.audit
def test_a_file_is_downloaded_whole_under_its_name_and_that_is_written_down(
    client: Client, place: Any, job: Job
) -> None:
    run_pending(place.practice)

    answer = client.get(file_address(job))

    assert b"".join(answer) == b"one,two\r\n"  # type: ignore[arg-type]
    assert answer["Content-Disposition"] == 'attachment; filename="numbers.csv"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    with at_work(place):
        event = AuditEvent.objects.get(type="screenings.download")
    assert files_of(job)[0].sha256 in event.body and "numbers.csv" in event.body


@pytest.mark.parametrize("what", ["expired", "removed", "missing", "outside"])
def test_a_file_that_is_not_there_is_a_page_in_words(
    client: Client, place: Any, job: Job, files_dir: Path, what: str
) -> None:
    run_pending(place.practice)
    path = files_dir / files_of(job)[0].place
    if what == "missing":
        path.unlink()
    values = {
        "expired": {"expires_at": timezone.now()},
        "removed": {"removed_at": timezone.now()},
        "outside": {"place": "../../../../../etc/hostname"},
    }
    with at_work(place):
        JobFile.objects.filter(job=job).update(**values.get(what, {"name": "numbers.csv"}))

    answer = client.get(file_address(job))

    assert answer.status_code == 410
    assert b"ask for a new one" in answer.content
    with at_work(place):
        assert not AuditEvent.objects.filter(type="screenings.download").exists()


def to_a_link(path: Path) -> None:
    path.rename(path.with_name("other"))
    path.symlink_to("other")


def to_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


SPOILT: dict[str, Callable[[Path], object]] = {
    "cut short": lambda path: path.write_bytes(b"one"),
    "of the same size": lambda path: path.write_bytes(b"ONE,two\r\n"),
    "a link": to_a_link,
    "a pipe": to_a_pipe,
}


@pytest.mark.security
@pytest.mark.audit
@pytest.mark.parametrize("what", SPOILT)
def test_a_file_that_is_not_what_was_published_is_not_sent_and_that_is_written_down(
    client: Client, place: Any, job: Job, files_dir: Path, what: str
) -> None:
    run_pending(place.practice)
    SPOILT[what](files_dir / files_of(job)[0].place)

    answer = client.get(file_address(job))

    assert answer.status_code == 410
    assert b"ask for a new one" in answer.content
    with at_work(place):
        event = AuditEvent.objects.get(type="screenings.download")
    assert '"outcome":8' in event.body


def test_trying_again_what_would_be_too_much_says_so(client: Client, place: Any, job: Job) -> None:
    change(job, state=JobState.FAILED, fault=FAULT)
    for _ in range(MOST_UNDER_WAY):
        ask(place)

    answer = client.post(reverse("jobs:retry", args=[job.id]))

    assert answer.status_code == 429
    assert "10 of your jobs are waiting or running already" in answer.content.decode()
    assert again(job).state == JobState.FAILED


def addresses(job: Job) -> list[str]:
    parts = [reverse(f"jobs:{name}", args=[job.id]) for name in ("job", "cancel")]
    return [*parts, file_address(job)]


@pytest.mark.security
@pytest.mark.parametrize("role", Role.values)
def test_nobody_else_of_the_practice_sees_a_job_nor_its_file(place: Any, job: Job, role: str) -> None:
    run_pending(place.practice)
    other = colleague(place, role)

    assert [other.get(address).status_code for address in addresses(job)] == [404, 404, 404]
    assert other.post(reverse("jobs:cancel", args=[job.id])).status_code == 404
    assert other.post(reverse("jobs:retry", args=[job.id])).status_code == 404
    assert b"Work of a test" not in other.get(reverse("jobs:list")).content


@pytest.mark.security
def test_another_practice_sees_nothing(place: Any, job: Job) -> None:
    run_pending(place.practice)
    stranger = Client()
    stranger.force_login(clinic().user)

    assert [stranger.get(address).status_code for address in addresses(job)] == [404, 404, 404]


@pytest.mark.security
def test_who_lost_the_role_gets_the_file_no_more(client: Client, place: Any, job: Job) -> None:
    run_pending(place.practice)
    MembershipFactory(practice=place.practice, user=place.user, role=Role.AUDITOR)
    with at_work(place), practice_scope(place.practice.id):
        Membership.objects.filter(user=place.user, role=Role.CLINICIAN).delete()

    assert [client.get(address).status_code for address in addresses(job)] == [403, 403, 403]
    assert b"numbers.csv" not in client.get(reverse("jobs:list")).content


@pytest.mark.security
def test_an_unlisted_job_has_no_page(client: Client, place: Any) -> None:
    with offered(lambda work: None, "tests.silent", listed=False):
        job = ask(place, kind="tests.silent")

        assert client.get(page_of(job)).status_code == 403
        assert b"Work of a test" not in client.get(reverse("jobs:list")).content
