"""Do the three kinds of people reach each other: what an author writes, is it asked, counted, and on record?"""

import csv
import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import Locator

from accounts.models import Practice, Role, User
from screening.authoring.practice_checks import next_patch
from screening.encounters.models import Response
from screening.questionnaires.catalogue import builtin_bundle
from screening.questionnaires.store import current_version
from tests.browser.place import PHONE, OpenTab, new_place
from tests.browser.tab import Tab
from tests.browser.visit import fill_all, start
from tests.factories import MembershipFactory, at_work
from tests.jobs.running_jobs import run_pending
from tests.statistics.counted_people import screen, some_people

KEY = "chronic-pain-screen"
DRAFT = next_patch(builtin_bundle(KEY).version, [])
TITLE = "Pain screen of Practice North"
REASON = "Yearly report to the regional pain network"
LAST_MONTH = (datetime.now(UTC).date().replace(day=1) - timedelta(days=1)).replace(day=1)
HAPPENED = {
    "Imported a questionnaire": "Arthur Author",
    "Sent a questionnaire version to review": "Arthur Author",
    "Published a questionnaire version": "Paula Publisher",
    "Submitted a screening": "Dr Nora North",
    "Closed a month and froze its protected counts": "Stella Statistics",
    "Made a statistics export": "Stella Statistics",
    "Downloaded a statistics export": "Stella Statistics",
}


@dataclass(frozen=True)
class Team:
    """One practice with a person in each role."""

    practice: Practice
    clinician: User
    author: User
    publisher: User
    statistician: User
    auditor: User


@pytest.fixture
def team(transactional_db: None) -> Team:
    place = new_place("Practice North", "Dr Nora North")
    others = {
        Role.AUTHOR: "Arthur Author",
        Role.PUBLISHER: "Paula Publisher",
        Role.STATISTICS: "Stella Statistics",
        Role.AUDITOR: "Adam Auditor",
    }
    made = [
        MembershipFactory(practice=place.practice, role=role, user__name=name).user
        for role, name in others.items()
    ]
    return Team(place.practice, place.user, *made)


def test_from_an_authors_file_to_the_auditors_list(open_tab: OpenTab, team: Team) -> None:
    """Every page on the way is checked for access and width, and photographed."""
    author, publisher = open_tab(user=team.author), open_tab(user=team.publisher)
    clinician, auditor = open_tab(user=team.clinician), open_tab(width=PHONE, user=team.auditor)
    statistician = open_tab(width=PHONE, user=team.statistician)
    people_were_screened_last_month(team)

    written = the_author_takes_the_built_in_one_as_a_draft(author)
    the_author_uploads_it_with_a_test_that_fails(author, written)
    the_author_mends_it_and_sends_it_to_review(author, written)
    the_publisher_reads_and_publishes_it(publisher, author)
    the_clinician_uses_it(clinician, team)
    the_statistics_user_downloads_an_export(statistician, team)
    the_auditor_sees_all_of_it(auditor)


def people_were_screened_last_month(team: Team) -> None:
    place = SimpleNamespace(practice=team.practice, user=team.clinician)
    with at_work(place):
        place.version = current_version(team.practice.id, KEY)
    screen(place, LAST_MONTH, [*some_people(23, tier="consider_first"), *some_people(4, sex="male")])


def the_author_takes_the_built_in_one_as_a_draft(tab: Tab) -> str:
    tab.go("/")
    assert tab.heading == "Questionnaires"
    tab.look("author-list")
    tab.follow(tab.page.get_by_role("link", name=re.compile("Chronic pain screen")).first)
    tab.look("author-built-in")
    tab.press("Make a draft from this")
    assert tab.heading == f"Chronic pain screen {DRAFT}"
    with tab.page.expect_download() as download:
        tab.page.get_by_role("link", name="Download the file").click()
    return download.value.path().read_text()


def the_author_uploads_it_with_a_test_that_fails(tab: Tab, written: str) -> None:
    before, cases = changed(written).split("\ntest_cases:", 1)
    wrong = cases.replace("consider_first", "not_suggested", 1)
    assert wrong != cases

    uploads(tab, f"{before}\ntest_cases:{wrong}")

    assert "1 fault" in tab.words
    assert re.search(r"Line \d+: .*expected not_suggested, the rules give consider_first", tab.words)
    assert tab.page.get_by_role("button", name="Send to review").count() == 0
    tab.look("author-failing-test")
    tab.follow(link(tab, "Test cases"))
    tab.look("author-test-cases")
    tab.follow(link(tab, "Steps"))


def the_author_mends_it_and_sends_it_to_review(tab: Tab, written: str) -> None:
    uploads(tab, changed(written))

    assert "No faults" in tab.words
    tab.look("author-no-faults")
    tab.press("Send to review")
    assert "In review" in tab.words
    tab.look("author-in-review")


def the_publisher_reads_and_publishes_it(tab: Tab, author: Tab) -> None:
    tab.go(author.page.url)
    tab.follow(link(tab, "Difference"))
    assert TITLE in tab.words
    tab.look("publisher-difference")
    tab.follow(link(tab, "Rules in words"))
    tab.look("publisher-rules")
    tab.follow(link(tab, "Steps"))
    tab.follow(link(tab, "Publish"))
    tab.look("publisher-publish")
    tab.press("Publish this version")
    assert "Published. New screenings begin on it." in tab.words
    tab.look("publisher-published")


def the_clinician_uses_it(tab: Tab, team: Team) -> None:
    start(tab)
    fill_all(tab)
    tab.press("Submit and see the result")

    assert "Meets ACR 2016" in tab.words or "Consider first" in tab.words
    with at_work(SimpleNamespace(practice=team.practice, user=team.clinician)):
        response = Response.objects.select_related("version").get(version__version=DRAFT)
    assert response.version.practice_id == team.practice.id
    run_pending(team.practice)


def the_statistics_user_downloads_an_export(tab: Tab, team: Team) -> None:
    tab.go("/")
    tab.look("statistics-empty")
    tab.page.get_by_label("First month").fill(f"{LAST_MONTH:%Y-%m}")
    tab.page.get_by_label("Last month").fill(f"{today():%Y-%m}")
    tab.page.get_by_label("What are the figures needed for").fill(REASON)
    tab.press("Make the files")
    assert tab.page.title().startswith("Error: ")
    tab.look("statistics-open-month")
    tab.page.get_by_label("Last month").fill(f"{LAST_MONTH:%Y-%m}")
    tab.press("Make the files")
    tab.look("job-queued")
    run_pending(team.practice)
    tab.page.get_by_role("link", name="statistics.csv").wait_for()
    tab.look("job-done")

    rows = list(csv.DictReader(downloaded(tab, "statistics.csv").splitlines()))
    told = json.loads(downloaded(tab, "metadata.json"))

    assert told["threshold"] == 8
    assert {int(row["value"]) for row in rows} <= {0, *range(8, 40)}
    assert str(team.practice.id) not in json.dumps(told)
    tab.go("/")
    assert REASON in tab.words
    tab.look("statistics-list")


def the_auditor_sees_all_of_it(tab: Tab) -> None:
    tab.go("/")
    assert tab.heading == "Audit trail"
    tab.look("trail")
    for what, who in HAPPENED.items():
        tab.go("/audit/")
        tab.page.get_by_text("Choose events").click()
        tab.page.get_by_label("What happened").select_option(label=what)
        tab.press("Show these events")
        seen = tab.page.locator(".event").first
        assert who in seen.inner_text()
        assert "cannot be proved genuine" not in tab.words.lower()
    tab.look("trail-filtered")


def uploads(tab: Tab, text: str) -> None:
    tab.follow(link(tab, "Upload a changed file"))
    tab.look("author-upload")
    chosen = {"name": "screen.yaml", "mimeType": "application/yaml", "buffer": text.encode()}
    tab.page.get_by_label("Questionnaire file").set_input_files(chosen)
    tab.press("Upload")


def changed(written: str) -> str:
    return written.replace("title: Chronic pain screen", f"title: {TITLE}", 1)


def link(tab: Tab, name: str) -> Locator:
    return tab.page.get_by_role("main").get_by_role("link", name=name).first


def downloaded(tab: Tab, name: str) -> str:
    with tab.page.expect_download() as download:
        tab.page.get_by_role("link", name=name).click()
    return download.value.path().read_text(encoding="utf-8-sig")


def today() -> date:
    return datetime.now(UTC).date()
