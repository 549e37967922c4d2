"""Can somebody follow a job to its file, with and without scripts, and on a phone?"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Role
from screening.jobs.models import Job, JobState
from tests.browser.place import DESKTOP, PHONE, OpenTab, Place
from tests.browser.tab import Tab
from tests.factories import MembershipFactory, at_work
from tests.jobs.kinds_for_tests import again, ask, change, offered, writes_a_file
from tests.jobs.running_jobs import run_pending

POLLS = """() => performance.getEntriesByType("resource").filter(
    entry => entry.initiatorType === "xmlhttprequest").length"""


@pytest.fixture(autouse=True)
def kind(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.FILES_DIR = tmp_path / "files"
    with offered(writes_a_file):
        yield


def page_of(job: Job) -> str:
    return reverse("jobs:job", args=[job.id])


def under_way(job: Job, **more: Any) -> None:
    lease = timezone.now() + timedelta(seconds=60)
    change(job, state=JobState.RUNNING, lease_until=lease, **more)


def tried_and_failed(job: Job) -> None:
    fault = "March is not over yet: ask again in April."
    change(job, state=JobState.FAILED, attempt=1, fault=fault)


@pytest.mark.parametrize("width", [pytest.param(DESKTOP, marks=pytest.mark.slow), PHONE])
def test_the_page_follows_the_job_by_itself_until_its_file_is_there(
    open_tab: OpenTab, place: Place, width: int
) -> None:
    tab = open_tab(width=width, user=place.user)
    tab.go(reverse("jobs:list"))
    tab.look("jobs-none")
    job = ask(place)

    tab.go(page_of(job))
    tab.look("job-waiting")
    under_way(job, attempt=2, steps_done=1200, steps_total=4800, phase="Writing the screenings")
    tab.page.get_by_text("1,200 of 4,800").wait_for()
    assert "Running. Writing the screenings" in tab.page.locator("#job-said").inner_text()
    tab.look("job-running")
    change(job, state=JobState.QUEUED, lease_until=None)
    run_pending(place.practice)
    link = tab.page.get_by_role("link", name="numbers.csv")
    link.wait_for()
    tab.look("job-done")

    if width == DESKTOP:
        check_that_it_asks_no_more(tab)
    with tab.page.expect_download() as download:
        link.click()
    assert Path(download.value.path()).read_bytes() == b"one,two\r\n"
    assert download.value.suggested_filename == "numbers.csv"
    tab.go(reverse("jobs:list"))
    tab.look("jobs-list")


def test_a_page_left_open_stops_asking_once_it_is_refused(open_tab: OpenTab, place: Place) -> None:
    """Each further refusal would be one more entry in the audit trail."""
    tab = open_tab(user=place.user)
    job = ask(place)
    tab.go(page_of(job))
    MembershipFactory(practice=place.practice, user=place.user, role=Role.AUDITOR)
    with at_work(place):
        Membership.objects.filter(user=place.user, role=Role.CLINICIAN).delete()

    tab.page.get_by_role("heading", name="You may not open this page").wait_for()
    check_that_it_asks_no_more(tab)
    refused = [fault for fault in tab.faults if page_of(job) in fault]
    assert len(refused) == 2, "one answer, and what htmx says of it"
    tab.faults = [fault for fault in tab.faults if fault not in refused]


def check_that_it_asks_no_more(tab: Tab) -> None:
    before = tab.page.evaluate(POLLS)
    tab.page.wait_for_timeout(2500)
    assert tab.page.evaluate(POLLS) == before > 0


def test_without_scripts_a_link_asks_again_and_forms_stop_and_retry(open_tab: OpenTab, place: Place) -> None:
    tab = open_tab(scripts=False, user=place.user)
    job = ask(place)

    tab.go(page_of(job))
    tried_and_failed(job)
    tab.follow(tab.page.get_by_role("link", name="Check again"))
    assert "March is not over yet" in tab.words
    tab.look("job-failed")
    tab.press("Try again")
    tab.follow(tab.page.get_by_role("link", name="Stop this job"))
    tab.look("job-stop")
    tab.press("Stop it")

    assert again(job).state == JobState.CANCELLED
    assert "Nothing was kept" in tab.words
