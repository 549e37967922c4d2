"""Can a result be taken away by everybody: copied, filed, printed?"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from screening.audit.models import AuditEvent
from screening.encounters.exports.pdf_library import can_lay_out
from screening.encounters.models import Response
from tests.browser.machine import pictures
from tests.browser.place import WAYS, OpenTab, Place
from tests.browser.tab import Tab
from tests.encounters.taking_away import add_own_part, result_of
from tests.factories import at_work
from tests.jobs.running_jobs import run_pending

CARDS = ".suggestion > details > summary, .suggestion__foot, .criterion, .flag, .side-box, .finding"


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


def told(place: Place, event_type: str) -> int:
    with at_work(place):
        return AuditEvent.objects.filter(type=event_type).count()


@pytest.mark.parametrize(("width", "scripts"), WAYS)
def test_the_page_can_be_used_by_everybody(
    open_tab: OpenTab, place: Place, width: int, scripts: bool
) -> None:
    response = result_of(place)
    tab = open_tab(width=width, scripts=scripts, user=place.user)
    tab.go(f"/screenings/{response.id}/result/")

    tab.follow(tab.page.get_by_role("link", name="Take it away"))

    assert tab.heading == "Take the result away"
    assert tab.page.get_by_role("button", name="Copy the summary").is_visible() == scripts
    tab.look("take-away")
    with tab.page.expect_download() as download:
        tab.page.get_by_role("link", name="Save as a text file").click()
    assert "Patient: CANARY-0815, 52, female" in Path(download.value.path()).read_text()
    assert download.value.suggested_filename == "screening-summary.txt"


@pytest.mark.parametrize("page", ["result", "take-away"])
def test_one_click_copies_the_summary(
    open_context: Callable[..., BrowserContext], place: Place, page: str
) -> None:
    response = result_of(place)
    context = open_context(user=place.user)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = Tab(context, "1280")
    tab.go(f"/screenings/{response.id}/{page}/")
    before = told(place, "result.export")

    tab.page.get_by_role("button", name="Copy the summary").click()
    tab.page.get_by_text("Copied. Paste it into the record.").wait_for()

    assert tab.page.evaluate("navigator.clipboard.readText()").startswith("PAIN SCREENING, RESULT")
    assert told(place, "result.export") == before + 1
    if page == "take-away":
        assert "CANARY-0815" in tab.page.get_by_label("What was copied").input_value()
        tab.look("take-away-copied")
    assert tab.faults == []


def test_what_cannot_be_copied_is_shown_and_said(
    open_context: Callable[..., BrowserContext], place: Place
) -> None:
    """A browser that keeps its clipboard to itself."""
    response = result_of(place)
    tab = Tab(open_context(user=place.user), "1280")
    tab.page.add_init_script("navigator.clipboard.write = () => Promise.reject(new Error('no'))")
    tab.go(f"/screenings/{response.id}/take-away/")

    tab.page.get_by_role("button", name="Copy the summary").click()

    tab.page.get_by_text("It could not be copied. Take the file instead.").wait_for()
    tab.page.get_by_label("What was copied").wait_for()
    assert tab.faults == []


@pytest.mark.skipif(not can_lay_out(), reason="libpango is not installed")
def test_the_pdf_is_asked_for_followed_and_downloaded(open_tab: OpenTab, place: Place) -> None:
    response = result_of(place)
    tab = open_tab(user=place.user)
    tab.go(f"/screenings/{response.id}/take-away/")

    tab.press("Make the PDF")
    assert tab.heading == "PDF of a result"
    assert "Waiting to begin" in tab.words
    run_pending(place.practice)
    link = tab.page.get_by_role("link", name="screening-result.pdf")
    link.wait_for()
    tab.look("take-away-pdf-done")
    with tab.page.expect_download() as download:
        link.click()

    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-1.7")


# --- On paper


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("page", ["result", "check", "compare"])
def test_a_page_is_fit_for_paper(open_tab: OpenTab, place: Place, page: str, scripts: bool) -> None:
    """Everything unfolded, nothing to click; the PDF of it lies beside the pictures."""
    response = result_of(place)
    add_own_part(place, response, "as I thought")
    tab = open_tab(scripts=scripts, user=place.user)
    tab.go(f"/screenings/{response.id}/{page}/{'?first=fm&second=noci' if page == 'compare' else ''}")

    keep_as_pdf(tab, page)

    tab.page.emulate_media(media="print")
    unfit = tab.page.locator("button:visible, input:visible, select:visible, textarea:visible, nav:visible")
    assert unfit.count() == 0
    assert not tab.page.get_by_role("link", name="Take it away").is_visible()
    assert not tab.page.locator(".site-header").is_visible()
    if page == "result":
        assert tab.page.get_by_text("Source", exact=True).first.is_visible()
        for folded in (".evidence .more li", ".criterion > :not(summary)", ".suggestion__foot"):
            assert tab.page.locator(f"main {folded}").first.is_visible(), folded
        assert tab.page.locator(".ask").get_by_text("Another disorder").is_visible()
        assert tab.page.locator(".body-static").first.is_visible()


def keep_as_pdf(tab: Tab, page: str) -> None:
    folder = pictures() / "paper"
    folder.mkdir(parents=True, exist_ok=True)
    scripts = "scripts" if tab.has_scripts else "no-scripts"
    tab.page.pdf(path=folder / f"{page}-{scripts}.pdf", format="A4", prefer_css_page_size=True)


def test_printing_is_told_to_the_trail(open_tab: OpenTab, place: Place) -> None:
    """Also where it was begun from the browser's own menu."""
    response = result_of(place)
    tab = open_tab(user=place.user)
    tab.go(f"/screenings/{response.id}/result/")

    with tab.page.expect_response(re.compile("/printed/$")) as answer:
        tab.page.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert answer.value.status == 204
    assert told(place, "result.print") == 1
    assert tab.page.locator("main details:not([open])").count() == 0


def test_no_card_is_cut_by_the_end_of_a_page(open_tab: OpenTab, place: Place) -> None:
    tab = open_tab(user=place.user)
    response: Response = result_of(place)
    tab.go(f"/screenings/{response.id}/result/")
    tab.page.emulate_media(media="print")

    breaks = tab.page.locator(CARDS).evaluate_all("all => all.map(e => getComputedStyle(e).breakInside)")

    assert breaks and set(breaks) == {"avoid"}
