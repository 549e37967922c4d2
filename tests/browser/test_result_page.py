"""Is a result read in ten seconds on any screen, and is everything behind its folds for everybody?"""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from screening.encounters.models import Response
from screening.questionnaires.catalogue import builtin_bundle
from screening.questionnaires.models import QuestionnaireVersion
from tests.browser.place import DESKTOP, PHONE, TABLET, OpenTab, Place
from tests.browser.tab import Tab
from tests.encounters.screenings import screened
from tests.factories import NOON, at_work

WIDTHS = [
    pytest.param(PHONE, True, id="390-scripts"),
    pytest.param(DESKTOP, False, id="1280-no-scripts"),
    pytest.param(TABLET, True, id="820-scripts", marks=pytest.mark.slow),
    pytest.param(PHONE, False, id="390-no-scripts", marks=pytest.mark.slow),
    pytest.param(DESKTOP, True, id="1280-scripts", marks=pytest.mark.slow),
]
# px, with all that a clinician can add; a result of two cards was 16,000 long before anything was folded
LONGEST_ON_A_PHONE = {"blank": 5_500, "undecided": 8_000, "full": 10_000, "flags": 8_500}
NARROWEST = {"width": 360, "height": 780}
FULL: dict[str, Any] = {
    "known_conditions": ["hypothy"],
    "pain_sites_wpi": [
        "jaw_left", "shoulder_girdle_left", "upper_arm_left", "upper_arm_right", "lower_arm_right",
        "hip_right", "upper_leg_left", "upper_leg_right", "lower_leg_left", "neck", "lower_back", "abdomen",
    ],
    "pain_duration_months": 60,
    "symptoms_similar_level_3mo": True,
    "fatigue_severity": 3,
    "waking_unrefreshed_severity": 3,
    "cognitive_severity": 2,
    "headache_6mo": True,
    "sensory_overload": True,
    "touch_allodynia_history": True,
    "widespread_pressure_tenderness": True,
    "small_joint_hand_foot_pain": True,
    "swollen_joint_count_small": 2,
    "crp_esr": "raised",
}  # fmt: skip
FLAGS = dict.fromkeys(("rf_ces", "rf_stroke", "rf_synovitis", "rf_gca", "rf_cancer"), True)
UNDECIDED: dict[str, Any] = {
    "pain_sites_wpi": ["neck", "lower_back"],
    "fatigue_severity": 2,
    "small_joint_hand_foot_pain": True,
    "morning_stiffness_minutes": 50,
}
STATES = {"blank": {}, "full": FULL, "flags": FLAGS, "undecided": UNDECIDED}
IS_SHUT = "cards => cards.map(card => !card.open)"


def ways(state: str) -> list[Any]:
    """Each state once in a short run, wide or narrow, with scripts or without."""
    fast = {
        "full": "390-scripts",
        "blank": "390-scripts",
        "flags": "1280-no-scripts",
        "undecided": "1280-no-scripts",
    }
    found = []
    for way in WIDTHS:
        is_slow = bool(way.marks) or fast.get(state, way.id) != way.id
        marks = pytest.mark.slow if is_slow else ()
        found.append(pytest.param(state, *way.values, id=f"{state}-{way.id}", marks=marks))
    return found


@pytest.mark.parametrize(("state", "width", "scripts"), [way for state in STATES for way in ways(state)])
def test_a_result_says_the_first_things_first_and_keeps_the_rest_in_folds(
    open_tab: OpenTab, place: Place, state: str, width: int, scripts: bool
) -> None:
    response = of_the_screen(place, **STATES[state])
    tab = open_tab(width=width, scripts=scripts, user=place.user)

    assert tab.go(f"/screenings/{response.id}/result/") == 200
    tab.look(f"result-{state}")

    shut = tab.page.locator(".tier .suggestion > details").evaluate_all(IS_SHUT)
    assert shut == [False, *[True] * (len(shut) - 1)][: len(shut)]
    terms = tab.page.locator(".strip dt").all_inner_texts()
    assert terms[0] == "Red flags"
    if width == PHONE:
        assert tab.page.evaluate("document.documentElement.scrollHeight") < LONGEST_ON_A_PHONE[state]
    unfold(tab)
    if state == "full":
        tab.look("result-full-unfolded")
    tab.page.set_viewport_size(NARROWEST)
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= NARROWEST["width"]


def test_the_strip_names_flags_suggestions_what_decides_and_what_to_ask(
    open_tab: OpenTab, place: Place
) -> None:
    tab = open_tab(width=PHONE, scripts=True, user=place.user)
    tab.go(f"/screenings/{of_the_screen(place, **FULL).id}/result/")

    strip = dict(
        zip(
            tab.page.locator(".strip dt").all_inner_texts(),
            tab.page.locator(".strip dd").all_inner_texts(),
            strict=True,
        )
    )

    assert "Fibromyalgia" in strip["Consider first"]
    assert "Hypothyroid" in strip["Already diagnosed"]
    assert strip["Ask next"]
    known = tab.page.get_by_role("region", name="Already diagnosed")
    assert known.locator("#condition-hypothy").count() == 1
    follow_into_a_fold(tab, "#condition-hypothy")
    follow_into_a_fold(tab, tab.page.locator(".suggestion .cite").first.get_attribute("href") or "")


def follow_into_a_fold(tab: Tab, place: str) -> None:
    """A link opens the fold that its place lies in."""
    tab.page.locator(f'a[href="{place}"]').first.evaluate("link => link.click()")
    tab.page.locator(place).wait_for(state="visible")


@pytest.mark.parametrize(("width", "scripts"), WIDTHS)
def test_the_history_of_a_patient_with_its_drawings(
    open_tab: OpenTab, place: Place, width: int, scripts: bool
) -> None:
    for days, changes in (
        (0, {}),
        (120, {"fatigue_severity": None}),
        (200, {"pain_sites_wpi": ["neck", "chest"]}),
    ):
        answers = {key: value for key, value in {**FULL, **changes}.items() if value is not None}
        response = of_the_screen(place, days=days, **answers)
    tab = open_tab(width=width, scripts=scripts, user=place.user)
    tab.go(f"/screenings/{response.id}/result/")

    tab.follow(tab.page.get_by_role("link", name="History", exact=True))

    assert tab.heading == "History of A-1042"
    assert tab.page.locator(".past").count() == 3
    assert tab.page.get_by_role("img", name="Widespread pain index").is_visible()
    tab.look("history")
    tab.page.get_by_label("One visit").select_option(index=2)
    tab.press("Lay over each other")
    assert "Only at the later visit, 1" in tab.words
    tab.page.get_by_label("One visit").select_option(index=0)
    tab.press("Lay over each other")
    assert "Choose two different visits" in tab.words
    tab.look("history-refused")


def unfold(tab: Tab) -> None:
    tab.page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true; })")


def of_the_screen(place: Place, days: int = 0, **answers: Any) -> Response:
    """A submitted screening with the built-in screen."""
    with at_work(place):
        version = QuestionnaireVersion.objects.get(digest=builtin_bundle("chronic-pain-screen").digest)
    at = SimpleNamespace(practice=place.practice, user=place.user, version=version)
    return screened(at, "A-1042", at=NOON + timedelta(days=days), **answers)
