"""Can the page of the statistics be used and read, wide and narrow?"""

from types import SimpleNamespace
from typing import Any

import pytest

from accounts.models import Role
from screening.questionnaires.store import current_version
from tests.browser.place import DESKTOP, PHONE, OpenTab, new_place
from tests.factories import at_work
from tests.jobs.running_jobs import run_pending
from tests.statistics.counted_people import MARCH, screen, some_people


@pytest.mark.disclosure
@pytest.mark.parametrize("width", [pytest.param(DESKTOP, marks=pytest.mark.slow), PHONE])
def test_an_export_is_asked_for_and_listed(
    open_tab: OpenTab, transactional_db: None, settings: Any, tmp_path: Any, width: int
) -> None:
    settings.FILES_DIR = tmp_path
    person = new_place("Practice South", "Sam South", Role.STATISTICS)
    place = SimpleNamespace(practice=person.practice, user=person.user)
    with at_work(place):
        place.version = current_version(place.practice.id, "chronic-pain-screen")
    screen(place, MARCH, some_people(40))
    tab = open_tab(width=width, user=person.user)
    tab.go("/statistics/")
    tab.look("statistics-empty")

    tab.press("Make the files")
    tab.look("statistics-error")
    assert "Say what the figures are needed for" in tab.words
    tab.page.get_by_label("First month").fill("2026-03")
    tab.page.get_by_label("Last month").fill("2026-04")
    tab.page.get_by_label("What are the figures needed for").fill(
        "Half-yearly report to the board of trustees"
    )
    tab.press("Make the files")
    run_pending(place.practice)
    tab.go(tab.page.url)
    tab.look("statistics-job")
    assert "statistics.csv" in tab.words

    tab.go("/statistics/")
    tab.look("statistics-listed")
    assert "March 2026 to April 2026" in tab.words
