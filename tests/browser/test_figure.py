"""Does the body figure tick the box of the place that is touched, and nothing else, with scripts and without?"""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.place import DESKTOP, NARROW_FIRST, PHONE, TABLET, OpenTab, Place
from tests.browser.tab import Tab
from tests.browser.visit import start

TARGET_PX = 44
# On a phone no square of 44 px lies within a neck, a jaw or a hip; their reach is 44 px each way all the same.
LEAST_SQUARE_PX = {DESKTOP: 44, TABLET: 44, PHONE: 34}
MOST_BRIGHT = 255
ALL_WAYS = [*NARROW_FIRST, pytest.param(TABLET, True, id="820-scripts", marks=pytest.mark.slow)]

# What a finger finds, point by point: for each view and site the reach of its target, the largest square within it,
# a point in the middle of its shape, and how many points well inside its shape tick something else.
FOUND = """() => [...document.querySelectorAll(".body-view__drawing")].flatMap((drawing, view) => {
    const step = 2, box = drawing.getBoundingClientRect(), sites = {};
    const named = (path, stem) => [...path.classList].find(name => name.startsWith(stem)).slice(stem.length);
    const regions = [...drawing.querySelectorAll(".body-view__region")];
    const screen = regions[0].getScreenCTM().inverse();
    const of = site => sites[site] ??= {site, view, xs: [], ys: [], inside: [], lost: 0, square: 0};
    let above = {};
    for (let y = Math.ceil(box.top); y <= box.bottom; y += step) {
        const row = {};
        for (let x = Math.ceil(box.left); x <= box.right; x += step) {
            const hit = document.elementFromPoint(x, y)?.closest?.(".body-view__hit");
            const found = hit && drawing.contains(hit) ? named(hit, "body-view__hit--") : null;
            const point = new DOMPoint(x, y).matrixTransform(screen);
            const shape = regions.find(path => path.isPointInFill(point));
            if (shape) {
                const own = of(named(shape, "body-view__region--"));
                own.inside.push([x, y]);
                const well = [[-2, -2], [-2, 2], [2, -2], [2, 2]].every(([right, down]) =>
                    shape.isPointInFill(new DOMPoint(x + right, y + down).matrixTransform(screen)));
                if (well && own.site !== found) own.lost += 1;
            }
            if (!found) continue;
            const target = of(found);
            target.xs.push(x); target.ys.push(y);
            const near = [row[x - step], above[x], above[x - step]].map(each => each?.[0] === found ? each[1] : 0);
            row[x] = [found, Math.min(...near) + 1];
            target.square = Math.max(target.square, row[x][1] * step);
        }
        above = row;
    }
    return Object.values(sites).map(({xs, ys, inside, lost, ...rest}) => {
        const mean = axis => inside.reduce((sum, p) => sum + p[axis], 0) / inside.length;
        const [x, y] = [mean(0), mean(1)];
        inside.sort((a, b) => Math.hypot(a[0] - x, a[1] - y) - Math.hypot(b[0] - x, b[1] - y));
        const span = all => Math.max(...all) - Math.min(...all) + step;
        return {...rest, x: inside[0][0], y: inside[0][1], width: span(xs), height: span(ys),
            lost};
    });
})"""


def body_map(tab: Tab, width: int) -> list[dict[str, Any]]:
    """The page with the body map, shown whole, and what is found on its figure."""
    start(tab)
    tab.press("Save and continue")
    height = tab.page.evaluate("document.documentElement.scrollHeight")
    tab.page.set_viewport_size({"width": width, "height": height})
    return list(tab.page.evaluate(FOUND))


@pytest.mark.parametrize(("width", "scripts"), ALL_WAYS)
def test_each_place_on_the_figure_ticks_its_own_box(
    open_tab: OpenTab, place: Place, width: int, scripts: bool
) -> None:
    tab = open_tab(width=width, scripts=scripts, user=place.user)
    found = body_map(tab, width)
    press = tab.page.touchscreen.tap if width == PHONE else tab.page.mouse.click

    assert len({shape["site"] for shape in found}) == 19
    for shape in found:
        press(shape["x"], shape["y"])
        assert ticked(tab.page) == [shape["site"]], shape
        press(shape["x"], shape["y"])
        assert ticked(tab.page) == []


@pytest.mark.parametrize(
    "width", [PHONE, *(pytest.param(width, marks=pytest.mark.slow) for width in (TABLET, DESKTOP))]
)
def test_each_place_is_large_enough_for_a_finger_and_takes_nothing_of_its_neighbours(
    open_tab: OpenTab, place: Place, width: int
) -> None:
    found = body_map(open_tab(width=width, user=place.user), width)

    assert [f for f in found if min(f["width"], f["height"]) < TARGET_PX] == []
    assert [f for f in found if f["square"] < LEAST_SQUARE_PX[width]] == []
    assert [f for f in found if f["lost"]] == []


@pytest.mark.slow
def test_hands_feet_and_face_do_nothing(open_tab: OpenTab, place: Place) -> None:
    tab = open_tab(user=place.user)
    body_map(tab, DESKTOP)
    inert = tab.page.eval_on_selector_all(
        ".body-view__inert",
        """paths => paths.map(path => path.getBoundingClientRect()).filter(box => box.height > 24)
            .map(box => [box.x + box.width / 2, box.y + box.height / 3])""",
    )

    assert len(inert) == 10, "two heads, four hands, four feet; the ears lie within reach of the jaw"
    for x, y in inert:
        tab.page.mouse.click(x, y)
    assert ticked(tab.page) == []


def test_the_site_one_is_at_is_named_and_what_is_ticked_is_counted(open_tab: OpenTab, place: Place) -> None:
    tab = open_tab(user=place.user)
    found = {shape["site"]: shape for shape in body_map(tab, DESKTOP)}
    name, count = (
        tab.page.locator("[data-site-name]"),
        tab.page.get_by_role("status").filter(has_text="sites"),
    )
    resting = name.inner_text()

    tab.page.mouse.move(found["hip_left"]["x"], found["hip_left"]["y"])
    expect(name).to_have_text("Hip or buttock, left")
    assert tab.page.locator(".body-view__hit--hip_left title").first.text_content() == "Hip or buttock, left"
    tab.page.mouse.move(0, 0)
    expect(name).to_have_text(resting)
    tab.page.locator("[value=upper_back]").focus()
    expect(name).to_have_text("Upper back")
    expect(count).to_have_text("0 of 19 sites, 0 of 5 regions")
    for site in ("jaw_left", "chest", "abdomen"):
        tab.page.locator(f"[value={site}]").check()
    expect(count).to_have_text("3 of 19 sites, 0 of 5 regions")
    for site in ("neck", "upper_back", "hip_left", "lower_leg_left", "hip_right"):
        tab.page.locator(f"[value={site}]").check()
    expect(count).to_have_text("8 of 19 sites, 3 of 5 regions")
    tab.page.get_by_label("None of these", exact=True).first.check()
    expect(count).to_have_text("0 of 19 sites, 0 of 5 regions")


def test_all_sites_are_cleared_at_once_and_brought_back_until_something_changes(
    open_tab: OpenTab, place: Place
) -> None:
    tab = open_tab(user=place.user)
    body_map(tab, DESKTOP)
    clear, back = (tab.page.get_by_role("button", name=words) for words in ("Clear all", "Bring back"))
    before = ["jaw_left", "neck", "lower_back"]

    expect(clear).to_be_hidden()
    for site in before:
        tab.page.locator(f"[value={site}]").check()
    clear.press("Enter")
    assert ticked(tab.page) == []
    expect(back).to_be_focused()
    back.press("Enter")
    assert ticked(tab.page) == before
    expect(clear).to_be_focused()
    clear.click()
    tab.page.locator("[value=chest]").check()
    expect(back).to_be_hidden()
    assert ticked(tab.page) == ["chest"]


@pytest.mark.parametrize(
    "media",
    [
        pytest.param({"forced_colors": "active"}, id="forced-colours", marks=pytest.mark.slow),
        pytest.param({"media": "print"}, id="print", marks=pytest.mark.slow),
    ],
)
def test_what_is_ticked_can_be_told_from_what_is_not_in_forced_colours_and_on_paper(
    open_tab: OpenTab, place: Place, media: Any
) -> None:
    tab = open_tab(user=place.user)
    body_map(tab, DESKTOP)
    tab.page.locator("[value=neck]").check()
    tab.page.emulate_media(**media)
    tab.photograph(f"body-map-{next(iter(media.values()))}")

    neck, chest = (tab.page.locator(f".body-view__region--{site}").first for site in ("neck", "chest"))
    assert neck.is_visible()
    assert abs(brightness(neck) - brightness(chest)) > MOST_BRIGHT / 2


@pytest.mark.slow
def test_each_box_is_called_by_its_site_alone(open_tab: OpenTab, place: Place) -> None:
    tab = open_tab(user=place.user)
    body_map(tab, DESKTOP)

    sites = tab.page.locator(".choices--sites input")
    words = tab.page.locator(".choices--sites .choice__words").all_inner_texts()
    assert [sites.nth(n).aria_snapshot() for n in range(19)] == [f'- checkbox "{name}"' for name in words]


def brightness(shape: Locator) -> float:
    """How bright its fill is, as a printer without colours would have it."""
    fill = shape.evaluate("path => getComputedStyle(path).fill")
    red, green, blue = (int(number) for number in re.findall(r"\d+", fill)[:3])
    return 0.299 * red + 0.587 * green + 0.114 * blue


def ticked(page: Page) -> list[str]:
    return list(
        page.eval_on_selector_all("[name=pain_sites_wpi]:checked", "boxes => boxes.map(box => box.value)")
    )
