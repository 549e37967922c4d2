"""Does anything move by itself while a page of a visit loads?"""

import pytest

from tests.browser.place import DESKTOP, PHONE, OpenTab, Place
from tests.browser.tab import Tab
from tests.browser.visit import fill_all, start

# What moved without anybody's hand since the page began to load, and when the browser has drawn what it loaded.
SHIFTS = """new Promise(done => {
    const moved = [];
    new PerformanceObserver(list => moved.push(...list.getEntries())).observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(moved.map(shift => [shift.value,
        ...shift.sources.map(source => source.node?.className ?? String(source.node))])))));
})"""


def moved(tab: Tab) -> list[object]:
    tab.page.wait_for_load_state("networkidle")
    return list(tab.page.evaluate(SHIFTS))


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_nothing_moves_while_a_page_of_a_visit_loads(open_tab: OpenTab, place: Place, width: int) -> None:
    tab = open_tab(width=width, user=place.user)
    start(tab)
    tab.press("Save and continue")
    draft = tab.page.url

    assert moved(tab) == []
    tab.page.locator("[value=neck]").check()
    tab.press("Save and continue")
    tab.go(draft)
    assert moved(tab) == []
    fill_all(tab)
    assert moved(tab) == []
    tab.press("Submit and see the result")
    assert moved(tab) == []
