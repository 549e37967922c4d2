"""Can a section be filled in, and saved, by somebody who uses no pointer at all?"""

from screening.encounters.models import Response
from tests.browser.place import OpenTab, Place
from tests.browser.tab import Tab
from tests.browser.visit import start
from tests.factories import at_work

MOST_TABS = 60


def test_a_section_with_the_body_map_is_filled_in_by_keyboard_alone(open_tab: OpenTab, place: Place) -> None:
    tab = open_tab(user=place.user)
    start(tab)
    skip_to_the_main_content(tab)
    tab_to(tab, "continue")
    press(tab, "Enter")
    assert tab.heading == "Where it hurts"

    tab_to(tab, "jaw_left")
    it_can_be_seen_where_one_is(tab, "jaw_left")
    tab_to(tab, "neck")
    tab.page.keyboard.press("Space")
    tab_to(tab, "lower_back")
    tab.page.keyboard.press("Space")
    assert "2 of 19 sites" in tab.words
    assert fill_of(tab, "neck") == fill_of(tab, "lower_back") != fill_of(tab, "abdomen")
    tab_to(tab, "head_face_pain")
    tab.page.keyboard.press("Space")
    tab_to(tab, "false")
    tab.page.keyboard.press("ArrowRight")
    tab_to(tab, "continue")
    press(tab, "Enter")

    assert tab.heading == "How it behaves"
    with at_work(place):
        answers = Response.objects.get().answers
    assert answers["pain_sites_wpi"] == ["neck", "lower_back"]
    assert answers["head_face_pain"] is True
    assert answers["heel_pain_enthesis"] == "not_assessed"


def test_what_is_asked_only_where_called_for_opens_by_keyboard(open_tab: OpenTab, place: Place) -> None:
    tab = open_tab(user=place.user)
    start(tab)
    summary = tab.page.locator("details.on-demand summary")

    summary.focus()
    tab.page.keyboard.press("Enter")
    tab_to(tab, "true")
    tab.page.keyboard.press("Space")

    assert tab.page.evaluate("document.activeElement.name") == "ibd_history"
    assert tab.page.evaluate("document.activeElement.checked")


def skip_to_the_main_content(tab: Tab) -> None:
    tab.page.keyboard.press("Tab")
    assert "nhsuk-skip-link" in tab.focused()
    assert tab.page.locator(".nhsuk-skip-link").is_visible()
    tab.page.keyboard.press("Enter")
    assert tab.focused() == "maincontent"


def tab_to(tab: Tab, value: str) -> None:
    """Press Tab until the control with that value has the focus."""
    for _ in range(MOST_TABS):
        tab.page.keyboard.press("Tab")
        if tab.page.evaluate("document.activeElement.value") == value:
            return
    raise AssertionError(f"{MOST_TABS} tabs do not reach {value}")


def press(tab: Tab, key: str) -> None:
    with tab.page.expect_navigation(wait_until="load"):
        tab.page.keyboard.press(key)


def it_can_be_seen_where_one_is(tab: Tab, value: str) -> None:
    label = tab.page.locator(f"label.choice:has(input[value={value}])")
    figure = tab.page.locator(".body-map__figures")
    with_focus = label.screenshot(), figure.screenshot()
    tab.page.evaluate("document.activeElement.blur()")
    without = label.screenshot(), figure.screenshot()
    assert with_focus[0] != without[0], "the focus does not show in the list"
    assert with_focus[1] != without[1], "the focus does not show on the figure"
    tab.page.locator(f"input[value={value}]").focus()


def fill_of(tab: Tab, site: str) -> str:
    region = tab.page.locator(f".body-view__region--{site}").first
    return str(region.evaluate("path => getComputedStyle(path).fill"))
