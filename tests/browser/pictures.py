"""
What does Algia look like? Makes docs/pictures anew, from a synthetic patient on the real pages.

    .venv/bin/python -m pytest tests/browser/pictures.py

The name keeps it out of the ordinary test run.
"""

from pathlib import Path

from django.conf import settings

from tests.browser.place import DESKTOP, PHONE, OpenTab, Place
from tests.browser.tab import Tab
from tests.browser.test_whole_story import (
    Team,
    people_were_screened_last_month,
    team,
    the_author_takes_the_built_in_one_as_a_draft,
    the_author_uploads_it_with_a_test_that_fails,
    the_statistics_user_downloads_an_export,
)
from tests.browser.visit import FINDINGS, PATIENT, Tick, fill_all, fill_section, start

__all__ = ["team"]  # the fixture

FOLDER = Path(settings.BASE_DIR) / "docs" / "pictures"
LARGEST_BYTES = 300_000
# The patient of the tests without the weight loss: one red flag less, so that more of the page can be seen.
PICTURED = {
    **PATIENT,
    "Skin and general symptoms": (Tick(FINDINGS, others="No"), Tick("What do you see?", others="No")),
}


def test_the_pictures_of_the_documentation(open_tab: OpenTab, place: Place) -> None:
    desk, phone = open_tab(user=place.user), open_tab(width=PHONE, user=place.user)

    start(desk)
    fill_section(desk)
    desk.press("Save and continue")
    fill_section(desk)
    take(desk, "body-map", from_y=84, height=916)
    desk.press("Save and continue")
    fill_all(desk, PICTURED)
    take(desk, "check", height=800)
    desk.press("Submit and see the result")
    take(desk, "result", height=1240)
    result = desk.page.url
    take_compared(desk, result)
    take_worked_up(desk, result)
    desk.go(result)
    phone.go(desk.page.url)
    take(phone, "result-on-a-phone", width=PHONE, height=844)
    start(desk, "A-1043")
    desk.go("/screenings/")
    take(desk, "list", height=470)


def test_the_pictures_of_the_other_rooms(open_tab: OpenTab, team: Team) -> None:
    author, statistician = open_tab(user=team.author), open_tab(user=team.statistician)
    people_were_screened_last_month(team)

    written = the_author_takes_the_built_in_one_as_a_draft(author)
    the_author_uploads_it_with_a_test_that_fails(author, written)
    take(author, "draft", height=900)
    the_statistics_user_downloads_an_export(statistician, team)
    take(statistician, "statistics", height=1100)


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
    FOLDER.mkdir(parents=True, exist_ok=True)
    clip = {"x": 0, "y": from_y, "width": width, "height": height}
    file = FOLDER / f"{name}.png"
    tab.page.screenshot(path=file, full_page=True, clip=clip)
    assert file.stat().st_size <= LARGEST_BYTES
