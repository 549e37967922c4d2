"""Do scales, numbers and "not known" fit a phone, answer to digits, and say what they are?"""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.place import DESKTOP, PHONE, OpenTab, Place
from tests.browser.tab import Tab
from tests.encounters.every_kind import item, options
from tests.factories import ResponseFactory, VersionFactory, at_work

TARGET_PX = 44
NARROW, WIDE = 360, 1280
MOMENT_MS = 600
PAIN, SLEEP, CUFF = "How strong is the pain?", "How poor is the sleep?", "How wide is the cuff?"
DOCUMENT: dict[str, Any] = {
    "meta": {"key": "controls", "version": "1.0.0", "title": "Controls"},
    "sections": [
        {
            "key": "all",
            "title": "All",
            "items": [
                item("age_years", "integer", minimum=18, maximum=110, answered_by="patient_reported"),
                item("pain", "ordinal", label=PAIN, minimum=0, maximum=10, answered_by="patient_reported"),
                item("sleep", "ordinal", label=SLEEP, options=options("0", "1", "2", "3")),
                item("cuff", "integer", label=CUFF, unit="centimetres", minimum=0, maximum=60),
                item("swollen", "boolean", label="Is a joint swollen?"),
                item("crp", "boolean", label="Is CRP raised?", answered_by="result"),
            ],
        }
    ],
}


def opened(open_tab: OpenTab, place: Place, *, width: int = DESKTOP, scripts: bool = True) -> Tab:
    with at_work(place):
        version = VersionFactory.create(practice=place.practice, bundle=DOCUMENT)
        draft: Any = ResponseFactory.create(
            practice=place.practice,
            encounter__clinician=place.user,
            version=version,
            answers={"age_years": 50},
        )
    tab = open_tab(width=width, scripts=scripts, user=place.user)
    assert tab.go(f"/screenings/{draft.id}/steps/all/") == 200
    return tab


def scale(tab: Tab, words: str) -> Locator:
    return tab.page.get_by_role("group", name=words)


def chosen(tab: Tab, words: str) -> list[str]:
    return list(scale(tab, words).locator("input:checked").evaluate_all("all => all.map(one => one.value)"))


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_every_answer_is_a_target_for_a_finger_and_ten_steps_take_two_rows_of_a_phone(
    open_tab: OpenTab, place: Place, width: int
) -> None:
    tab = opened(open_tab, place, width=PHONE if width == NARROW else DESKTOP)
    tab.page.set_viewport_size({"width": width, "height": 800})
    tab.look(f"controls-{width}")

    boxes = tab.page.eval_on_selector_all(
        ".choice, .nhsuk-input-wrapper",
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.width, box.height])",
    )
    assert len(boxes) == 26
    assert [box for box in boxes if min(box) < TARGET_PX] == []
    steps = scale(tab, PAIN).locator(".choice:not(:has([value=not_assessed]))")
    rows = set(steps.evaluate_all("all => all.map(one => one.getBoundingClientRect().top)"))
    assert (steps.count(), len(rows)) == (11, 2 if width == NARROW else 1)


def test_digits_choose_in_the_scale_that_has_the_focus(open_tab: OpenTab, place: Place) -> None:
    tab = opened(open_tab, place)
    keys = tab.page.keyboard

    scale(tab, PAIN).get_by_role("radio").first.focus()
    keys.press("7")
    assert chosen(tab, PAIN) == ["7"]
    expect(scale(tab, PAIN).get_by_label("7", exact=True)).to_be_focused()
    keys.type("10")
    assert chosen(tab, PAIN) == ["10"]
    keys.press("Control+3")
    keys.press("1")
    tab.page.evaluate(f"new Promise(done => setTimeout(done, {MOMENT_MS}))")  # the moment itself passes
    keys.press("0")
    assert chosen(tab, PAIN) == ["0"]
    scale(tab, SLEEP).get_by_role("radio").first.focus()
    keys.press("3")
    keys.press("9")
    assert chosen(tab, SLEEP) == ["3"]
    tab.page.get_by_role("textbox", name=CUFF).press_sequentially("12")
    assert tab.page.get_by_role("textbox", name=CUFF).input_value() == "12"
    assert chosen(tab, PAIN) == ["0"]
    expect(tab.page.locator("#autosave[data-look=saved]")).to_contain_text("Saved")


def test_what_digits_do_is_said_once(open_tab: OpenTab, place: Place) -> None:
    with_scripts, without = (opened(open_tab, place, scripts=scripts) for scripts in (True, False))

    assert [hint.is_visible() for hint in with_scripts.page.locator(".digits-hint").all()] == [True, False]
    assert [hint.is_visible() for hint in without.page.locator(".digits-hint").all()] == [False, False]


def test_who_answers_stands_beside_each_question(open_tab: OpenTab, place: Place) -> None:
    tab = opened(open_tab, place)

    marks = tab.page.locator(".answer__by").all_inner_texts()
    assert [mark.strip(" ·") for mark in marks] == [*["Patient"] * 2, *["Examined"] * 3, "Result"]


def test_not_known_looks_unlike_no_and_says_who_did_not_ask(open_tab: OpenTab, place: Place) -> None:
    tab = opened(open_tab, place)
    border = "label => getComputedStyle(label).borderTopStyle"

    for words, unknown in (
        (PAIN, "Not asked"),
        ("Is a joint swollen?", "Not examined"),
        ("Is CRP raised?", "Not done"),
    ):
        not_known = scale(tab, words).get_by_role("radio", name=unknown, exact=True)
        label = not_known.locator("xpath=ancestor::label")
        assert label.evaluate(border) == "dashed"
        mark = label.locator(".choice__unknown")
        expect(mark).to_be_visible()
        assert mark.evaluate("span => getComputedStyle(span, '::before').content") == '"?"'
    answered_no = scale(tab, "Is a joint swollen?").get_by_role("radio", name="No", exact=True)
    no = answered_no.locator("xpath=ancestor::label")
    assert no.evaluate(border) == "solid"
    assert no.locator(".choice__unknown").count() == 0
