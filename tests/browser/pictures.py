"""
What does Algia look like? Makes docs/pictures anew, from a synthetic patient on the real pages.

    .venv/bin/python -m pytest tests/browser/pictures.py

The name keeps it out of the ordinary test run.
"""

from pathlib import Path

from django.conf import settings

from tests.browser.place import DESKTOP, PHONE, OpenTab, Place
from tests.browser.tab import Tab
from tests.browser.visit import FINDINGS, PATIENT, Tick, fill_all, fill_section, start

FOLDER = Path(settings.BASE_DIR) / "docs" / "pictures"
LARGEST_BYTES = 250_000
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
    phone.go(desk.page.url)
    take(phone, "result-on-a-phone", width=PHONE, height=844)
    start(desk, "A-1043")
    desk.go("/screenings/")
    take(desk, "list", height=420)


def take(tab: Tab, name: str, *, height: int, width: int = DESKTOP, from_y: int = 0) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    clip = {"x": 0, "y": from_y, "width": width, "height": height}
    file = FOLDER / f"{name}.png"
    tab.page.screenshot(path=file, full_page=True, clip=clip)
    assert file.stat().st_size <= LARGEST_BYTES
