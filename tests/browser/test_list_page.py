"""Can a clinician find her screenings by keyboard, wide and narrow, with and without scripts?"""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from screening.encounters.models import ResponseStatus
from tests.browser.place import NARROW_FIRST, OpenTab, Place
from tests.browser.tab import Tab
from tests.encounters.listed import screening
from tests.factories import MembershipFactory, VersionFactory


@pytest.fixture
def filled(place: Place) -> Place:
    """Thirty screenings in every state, two of a colleague's, one with a work-up that is open."""
    version = VersionFactory(practice=place.practice)
    mine = SimpleNamespace(practice=place.practice, user=place.user, version=version)
    ines = MembershipFactory(practice=place.practice, user__name="Dr Ines Inn").user
    at = timezone.now().replace(hour=9, minute=30)
    for number, status in enumerate(ResponseStatus):
        screening(mine, f"A-10{number:02}", at=at, days_ago=number, status=status)
    for number in range(5, 30):
        screening(mine, f"A-10{number:02}", at=at - timedelta(minutes=17 * number), days_ago=number)
    colleague = SimpleNamespace(**{**vars(mine), "user": ines})
    other = screening(colleague, "B-2001", at=at, days_ago=1)
    screening(
        colleague, "", at=at, encounter=other.encounter, work_up_of=other, status=ResponseStatus.IN_PROGRESS
    )
    screening(colleague, "B-2002", at=at, days_ago=2)
    return place


@pytest.mark.parametrize(("width", "scripts"), NARROW_FIRST)
def test_a_clinician_finds_screenings(open_tab: OpenTab, filled: Place, width: int, scripts: bool) -> None:
    tab = open_tab(width=width, scripts=scripts, user=filled.user)

    tab.go("/screenings/")
    tab.look("list-mine")
    assert "B-2001" not in tab.words
    tab.follow(tab.page.get_by_role("link", name="Next page"))
    tab.look("list-second-page")
    tab.follow(tab.page.get_by_role("link", name="Practice", exact=True))
    tab.look("list-practice")
    assert tab.page.locator("tbody th").first.inner_text() in ("A-1000", "B-2001")

    tab.page.get_by_text("Choose which to show").click()
    tab.page.get_by_label("State").select_option("Entered in error")
    tab.look("list-filters")
    tab.press("Show these")
    assert tab.page.locator("tbody th").all_inner_texts() == ["A-1004"]
    tab.page.get_by_label("From", exact=True).fill("2020-03-02")
    tab.page.get_by_label("To, that day included").fill("2020-03-01")
    tab.press("Show these")
    assert "The last day must not be before the first" in tab.words
    tab.look("list-filters-wrong")
    tab.page.get_by_label("To, that day included").fill("2020-03-03")
    tab.press("Show these")
    tab.look("list-filters-nothing")
    assert "No such screenings" in tab.words


@pytest.mark.parametrize(("width", "scripts"), NARROW_FIRST)
def test_a_patient_is_found_by_keyboard(open_tab: OpenTab, filled: Place, width: int, scripts: bool) -> None:
    tab = open_tab(width=width, scripts=scripts, user=filled.user)

    tab.go("/screenings/")
    search_by_keyboard(tab, "A-1")
    assert "No patient of this practice has this reference" in tab.words
    tab.look("search-nobody")
    search_by_keyboard(tab, "")
    tab.look("search-empty")
    search_by_keyboard(tab, "a-1007")
    tab.look("list-of-patient")

    assert tab.heading == "Screenings of A-1007"
    assert "1007" not in tab.page.url + tab.page.title()
    assert tab.page.locator("tbody th").all_inner_texts() == ["A-1007"]


def search_by_keyboard(tab: Tab, reference: str) -> None:
    tab.page.get_by_label("Patient reference").focus()
    tab.page.keyboard.press("Control+A")
    tab.page.keyboard.press("Delete")
    tab.page.keyboard.type(reference)
    with tab.page.expect_navigation(wait_until="load"):
        tab.page.keyboard.press("Enter")
