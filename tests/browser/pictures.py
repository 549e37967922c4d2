"""
What does Algia look like? Makes docs/pictures anew, from a synthetic patient on the real pages.

    .venv/bin/python -m pytest tests/browser/pictures.py

The name keeps it out of the ordinary test run.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image

from accounts.models import Practice
from tests.browser.place import DESKTOP, PHONE, OpenTab, Place
from tests.browser.tab import Tab
from tests.browser.test_result_page import FULL, of_the_screen
from tests.browser.test_whole_story import (
    Team,
    people_were_screened_last_month,
    team,
    the_author_takes_the_built_in_one_as_a_draft,
    the_author_uploads_it_with_a_test_that_fails,
    the_statistics_user_downloads_an_export,
)
from tests.browser.visit import FINDINGS, PATIENT, Tick, fill_all, fill_section, start
from tests.factories import at_work

__all__ = ["team"]  # the fixture

FOLDER = Path(settings.BASE_DIR) / "docs" / "pictures"
LARGEST_BYTES = 150_000
# The patient of the tests without the weight loss: one red flag less, so that more of the page can be seen.
PICTURED = {
    **PATIENT,
    "Skin and general symptoms": (Tick(FINDINGS, others="No"), Tick("What do you see?", others="No")),
}

SETTLED = {"lower_abdominal_pain_6mo": False, "depression_symptom_6mo": False}
# Three visits: at the second one answer is missing, at the third fewer places hurt.
EARLIER_VISITS: tuple[tuple[int, dict[str, Any]], ...] = (
    (0, {}),
    (120, {"fatigue_severity": None}),
    (200, {"pain_sites_wpi": ["neck", "chest", "lower_back"], "fatigue_severity": 2}),
)


def test_the_pictures_of_the_documentation(open_tab: OpenTab, place: Place) -> None:
    desk, phone = open_tab(user=place.user), open_tab(width=PHONE, user=place.user)

    start(desk)
    fill_section(desk)
    desk.press("Save and continue")
    fill_section(desk)
    take(desk, "body-map", from_y=84, height=1020)
    desk.press("Save and continue")
    take_saved(desk)
    fill_all(desk, PICTURED)
    take(desk, "check", height=800)
    desk.press("Submit and see the result")
    take(desk, "result", from_y=84, height=1240)
    result = desk.page.url
    phone.go(result)
    take(phone, "result-on-a-phone", width=PHONE, height=844)
    take_judged(desk)
    take_compared(desk, result)
    take_worked_up(desk, result)
    desk.go(result.replace("/result/", "/take-away/"))
    take(desk, "take-away", height=790)
    start(desk, "A-1043")
    desk.go("/screenings/")
    take(desk, "list", height=620)


def test_the_pictures_of_one_patient_over_time(open_tab: OpenTab, place: Place) -> None:
    desk = open_tab(user=place.user)
    for days, changes in EARLIER_VISITS:
        answers = {key: value for key, value in {**FULL, **SETTLED, **changes}.items() if value is not None}
        response = of_the_screen(place, days=days, **answers)

    desk.go(f"/screenings/{response.id}/history/")
    desk.page.get_by_label("One visit").select_option(index=2)
    desk.press("Lay over each other")
    take(desk, "history", from_y=84, height=1600)
    with at_work(place):
        Practice.objects.filter(pk=place.practice.pk).update(switches={"own_differential_first": True})
    desk.go(f"/screenings/{response.id}/result/")
    take(desk, "own-first", height=1000)


def test_the_pictures_of_the_other_rooms(open_tab: OpenTab, team: Team) -> None:
    author, statistician = open_tab(user=team.author), open_tab(user=team.statistician)
    people_were_screened_last_month(team)

    written = the_author_takes_the_built_in_one_as_a_draft(author)
    the_author_uploads_it_with_a_test_that_fails(author, written)
    take(author, "draft", height=900)
    the_statistics_user_downloads_an_export(statistician, team)
    take(statistician, "statistics", height=1100)


def take_saved(tab: Tab) -> None:
    """A page while it is filled in: what is dangerous stands above, that it is saved below."""
    fill_section(tab)
    tab.page.locator("#step-flags .flag").wait_for()
    tab.page.locator("#autosave[data-look=saved]").wait_for()
    tab.page.evaluate("scrollTo(0, 0)")
    take_window(tab, "step")


def take_judged(tab: Tab) -> None:
    """The first card, with what the clinician thinks of it."""
    card = tab.page.locator("#condition-fm")
    card.get_by_label("Agree", exact=True).check()
    card.get_by_label("Reason for your view").select_option(label="Fits the whole picture")
    card.get_by_role("button", name="Save your view").click()
    card.locator("#verdict-fm").get_by_text("You agreed").wait_for()
    tab.page.evaluate("document.activeElement.blur()")
    save("card", lambda file: card.screenshot(path=file))


def take_compared(tab: Tab, result: str) -> None:
    tab.go(result.replace("/result/", "/compare/?first=fm&second=noci"))
    take(tab, "compare", height=1000)


def take_worked_up(tab: Tab, result: str) -> None:
    tab.go(result)
    tab.page.get_by_text(" work-ups to open").click()
    tab.press("Open the work-up Fibromyalgia (ACR 2016)")
    tab.go(tab.page.get_by_role("link", name="Back").get_attribute("href") or "")
    take(tab, "work-up", height=900)


def take(tab: Tab, name: str, *, height: int, width: int = DESKTOP, from_y: int = 0) -> None:
    """A piece of the page, however high the window is."""
    clip = {"x": 0, "y": from_y, "width": width, "height": height}
    save(name, lambda file: tab.page.screenshot(path=file, full_page=True, clip=clip))


def take_window(tab: Tab, name: str) -> None:
    """What stands in the window, with what sticks to its edges."""
    save(name, lambda file: tab.page.screenshot(path=file))


def save(name: str, photograph: Callable[[Path], object]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"{name}.png"
    photograph(file)
    with Image.open(file) as picture:  # 256 colours look the same and weigh half
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    assert file.stat().st_size <= LARGEST_BYTES
