"""Does every page round a result keep the house rules: blank, filled, refused, at each width?"""

from __future__ import annotations

import pytest

from accounts.models import Practice
from tests.browser.place import DESKTOP, PHONE, TABLET, OpenTab, Place
from tests.browser.tab import Tab
from tests.browser.visit import REFERENCE
from tests.encounters.knees import screen_document, screened_knee, version_of
from tests.factories import at_work

all_widths = pytest.mark.parametrize("width", [DESKTOP, PHONE, pytest.param(TABLET, marks=pytest.mark.slow)])


@all_widths
def test_every_page_of_a_result(open_tab: OpenTab, place: Place, width: int) -> None:
    version = version_of(place, screen_document())
    response = screened_knee(place, REFERENCE, version=version, rf_knee=True)
    tab = open_tab(width=width, user=place.user)
    base = f"/screenings/{response.id}"

    for page in ("history", "take-away", "check"):
        assert tab.go(f"{base}/{page}/") == 200
        tab.look(f"result-{page}")
    the_note(tab, base)
    refused_until_acknowledged(tab, base)
    for page, button in {
        "amend": "Begin the amendment",
        "entered-in-error": "Mark as entered in error",
    }.items():
        asks_for_a_reason(tab, f"{base}/{page}/", button)


@all_widths
def test_the_own_differential(open_tab: OpenTab, place: Place, width: int) -> None:
    version = version_of(place, screen_document())
    with at_work(place):
        Practice.objects.filter(pk=place.practice.pk).update(switches={"own_differential_first": True})
    response = screened_knee(place, REFERENCE, version=version, rf_knee=True)
    tab = open_tab(width=width, user=place.user)

    tab.go(f"/screenings/{response.id}/result/")
    tab.look("own-first-blank")
    tab.page.get_by_label("Other disease").check()
    tab.look("own-first-filled")
    tab.page.get_by_label("Other disease").uncheck()
    tab.press("Note it and open the list")
    assert tab.page.title().startswith("Error: ")
    tab.look("own-first-error")


@all_widths
def test_the_list(open_tab: OpenTab, place: Place, width: int) -> None:
    screened_knee(place, REFERENCE, version=version_of(place, screen_document()))
    tab = open_tab(width=width, user=place.user)

    tab.go("/screenings/")
    tab.look("list-blank")
    tab.page.get_by_text("Choose which to show").click()
    tab.page.get_by_label("From", exact=True).fill("2020-03-02")
    tab.page.get_by_label("To, that day included").fill("2020-03-01")
    tab.look("list-filled")
    tab.press("Show these")
    assert tab.page.title().startswith("Error: ")
    tab.look("list-error")
    tab.go("/screenings/")
    finds(tab, "")
    assert tab.page.title().startswith("Error: ")
    tab.look("search-error")
    finds(tab, "nobody")
    tab.look("search-filled")
    finds(tab, REFERENCE)
    tab.look("list-of-one-patient")


def the_note(tab: Tab, base: str) -> None:
    tab.go(f"{base}/result/")
    tab.page.locator("summary", has_text="Add a note").click()
    tab.look("note-blank")
    tab.press("Save the note")
    assert tab.page.title().startswith("Error: ")
    tab.look("note-error")
    tab.page.get_by_label("Add a note").fill("Seen with the daughter.")
    tab.look("note-filled")
    tab.press("Save the note")
    assert "Seen with the daughter." in tab.words


def refused_until_acknowledged(tab: Tab, base: str) -> None:
    tab.go(f"{base}/sign/")
    tab.look("sign-blank")
    tab.press("Sign and lock")
    assert tab.page.title().startswith("Error: ")
    tab.look("sign-error")


def asks_for_a_reason(tab: Tab, address: str, button: str) -> None:
    name = address.rstrip("/").rsplit("/", 1)[-1]
    tab.go(address)
    tab.look(f"{name}-blank")
    tab.press(button)
    assert tab.page.title().startswith("Error: ")
    tab.look(f"{name}-error")
    tab.page.locator("textarea").fill("The duration was mistyped.")
    tab.look(f"{name}-filled")


def finds(tab: Tab, reference: str) -> None:
    tab.page.get_by_label("Patient reference").fill(reference)
    tab.press("Find the patient")
