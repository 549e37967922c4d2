"""Does the form keep what was typed, hand over what counts, and stay short?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.questionnaires.answering import (
    Control,
    answers_at_submit,
    controls,
    count_controls,
    merge_step,
    open_red_flag_groups,
    unanswered_by_section,
    visible_items,
)
from screening.questionnaires.catalogue import builtin_bundle
from screening.scoring.answers import NOT_ASSESSED, check_answers, known_values
from screening.scoring.bundle import Bundle, Item
from screening.scoring.engine import assess
from screening.scoring.stems import expand_stems

SCREEN = builtin_bundle("chronic-pain-screen")
STEMS = {item.key: item for item in SCREEN.items.values() if item.is_stem}
MOST_CONTROLS = 40


def values_of(item: Item) -> list[Any]:
    """A few answers of an item, one that is nobody's negative among them."""
    match item.type:
        case "boolean":
            return [False, True]
        case "choice" | "multi_choice" | "body_sites":
            values = [value for value in item.values if value not in item.exclusive][:3]
            return list(values) if item.type == "choice" else [[], *([value] for value in values)]
        case "text":
            return ["a remark"]
    return [item.minimum, item.maximum]


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, dict[str, Any]]]:
    """A walk through the pages, each saved with some fields filled, emptied or marked not assessed."""
    walk = []
    with_stems = [section for section in SCREEN.sections if any(item.is_stem for item in section.items)]
    for section in draw(st.lists(st.sampled_from([*SCREEN.sections, *with_stems * 3]), max_size=8)):
        asked = draw(st.lists(st.sampled_from(section.items), max_size=6, unique_by=lambda item: item.key))
        posted = {item.key: draw(st.sampled_from([*values_of(item), NOT_ASSESSED, None])) for item in asked}
        walk.append((section.key, posted))
    return walk


def walked(walk: list[tuple[str, dict[str, Any]]]) -> tuple[dict[str, Any], dict[str, Any]]:
    answers: dict[str, Any] = {}
    aside: dict[str, Any] = {}
    for section, posted in walk:
        answers, aside = merge_step(SCREEN, section, answers, aside, posted)
    return answers, aside


def modelled(walk: list[tuple[str, dict[str, Any]]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same by the plainest means: remember what was typed last, and look through the stems at the end."""
    typed: dict[str, Any] = {}
    for _, posted in walk:
        typed.update(posted)
    typed = {key: value for key, value in typed.items() if value is not None}
    closed = {key for stem in STEMS.values() if typed.get(stem.key) is False for key in stem.covers}
    counting = {key: value for key, value in typed.items() if key not in closed}
    for key in closed:
        negative = SCREEN.items[key].negative
        counting[key] = list(negative) if isinstance(negative, tuple) else negative
    return counting, {key: value for key, value in typed.items() if key in closed}


@settings(max_examples=200, deadline=None)
@given(walk=steps())
def test_any_walk_through_the_pages_keeps_what_was_typed_last(walk: list[tuple[str, dict[str, Any]]]) -> None:
    assert walked(walk) == modelled(walk)


@settings(max_examples=60, deadline=None)
@given(walk=steps())
def test_what_a_walk_leaves_can_always_be_scored(walk: list[tuple[str, dict[str, Any]]]) -> None:
    answers, _ = walked(walk)

    assert check_answers(SCREEN, answers_at_submit(SCREEN, answers)) == []


@settings(max_examples=60, deadline=None)
@given(walk=steps())
def test_stems_expand_once_and_for_all(walk: list[tuple[str, dict[str, Any]]]) -> None:
    """Stored answers, the command line and FHIR hold the same flat set: expanding again changes nothing."""
    answers, _ = walked(walk)

    assert expand_stems(SCREEN, answers) == answers
    assert answers_at_submit(SCREEN, answers_at_submit(SCREEN, answers)) == answers_at_submit(SCREEN, answers)


@pytest.mark.parametrize("stem", sorted(STEMS))
def test_a_stem_answered_no_answers_exactly_what_it_covers(stem: str) -> None:
    expanded = expand_stems(SCREEN, {stem: False})

    assert set(expanded) == {stem, *STEMS[stem].covers}
    assert check_answers(SCREEN, expanded) == []


@pytest.mark.parametrize("stem", sorted(STEMS))
@pytest.mark.parametrize("answer", [True, NOT_ASSESSED, None])
def test_a_stem_not_answered_no_leaves_what_it_covers_unknown(stem: str, answer: Any) -> None:
    assert set(expand_stems(SCREEN, {stem: answer})) == {stem}


@pytest.mark.parametrize("stem", sorted(STEMS))
def test_a_stem_itself_is_never_scored(stem: str) -> None:
    """Opened, it only makes the form name what stands behind it where it named the stem before."""
    opened, empty = assess(SCREEN, {stem: True}).decision, assess(SCREEN, {}).decision

    assert opened["conditions"] == empty["conditions"]
    assert opened["red_flags"] == empty["red_flags"]
    for one, other in zip(opened["criteria"], empty["criteria"], strict=True):
        assert (one["status"], one["score"]) == (other["status"], other["score"])
        assert stem not in one["open"]


@pytest.mark.parametrize("stem", sorted(STEMS))
def test_no_hides_what_was_typed_and_yes_brings_it_back(stem: str) -> None:
    section = SCREEN.section_of[stem]
    covered = SCREEN.items[STEMS[stem].covers[0]]
    typed = next(value for value in reversed(values_of(covered)) if value != covered.negative)
    opened, aside = merge_step(SCREEN, section, {}, {}, {stem: True, covered.key: typed})

    closed, set_aside = merge_step(SCREEN, section, opened, aside, {stem: False})
    again, left = merge_step(SCREEN, section, closed, set_aside, {stem: True})

    assert opened[covered.key] == again[covered.key] == typed
    assert closed[covered.key] == covered.negative
    assert set_aside == {covered.key: typed}
    assert left == aside == {}


def test_a_page_cannot_answer_for_another_page() -> None:
    answers, _ = merge_step(SCREEN, "muscles", {}, {}, {"taut_band": True, "age_years": 50, "unheard_of": 1})

    assert answers == {"taut_band": True}


def test_a_danger_sign_checklist_is_open_until_each_sign_is_answered() -> None:
    """Submit waits for it: a danger sign that nobody looked for must not read as absent."""
    signs = [flag.direct for flag in SCREEN.red_flags]

    assert open_red_flag_groups(SCREEN, {}) == ["danger_signs"]
    assert open_red_flag_groups(SCREEN, dict.fromkeys(signs[1:], False)) == ["danger_signs"]
    assert open_red_flag_groups(SCREEN, dict.fromkeys(signs, False)) == []
    assert open_red_flag_groups(SCREEN, dict.fromkeys(signs, NOT_ASSESSED)) == []


def test_every_danger_sign_stands_in_the_last_section() -> None:
    last = {item.key for item in SCREEN.sections[-1].items}

    assert {flag.direct for flag in SCREEN.red_flags} == last


def test_everything_core_is_unanswered_at_the_start_except_behind_stems() -> None:
    unanswered = {key for keys in unanswered_by_section(SCREEN, {}).values() for key in keys}
    behind = {key for stem in STEMS.values() for key in stem.covers}

    assert not unanswered & behind
    assert unanswered == {i.key for i in SCREEN.items.values() if i.ask == "core"} - behind


def test_not_assessed_is_an_answer_on_the_check_page() -> None:
    answers = dict.fromkeys(SCREEN.items, NOT_ASSESSED)

    assert not any(unanswered_by_section(SCREEN, answers).values())


def every_control() -> list[Control]:
    return [control for section in SCREEN.sections for control in controls(section)]


def test_every_item_stands_in_exactly_one_control() -> None:
    met = [item.key for control in every_control() for item in _items(control)]

    assert sorted(met) == sorted(SCREEN.items)


def _items(control: Control) -> list[Item]:
    return [*control.items, *(item for inner in control.inner for item in _items(inner))]


@pytest.mark.parametrize("section", [section.key for section in SCREEN.sections])
def test_every_page_shows_something_on_an_empty_form(section: str) -> None:
    shown = visible_items(SCREEN, {})

    assert any(SCREEN.section_of[key] == section for key in shown)


PATIENTS = {
    "fibromyalgia": {
        "ask_metabolic_psoriasis": False, "ask_joints": False, "ask_neuro_signs": False,
        "neuro_exam_normal": True, "widespread_pressure_tenderness": True,
    },
    "rheumatoid arthritis": {
        "ask_metabolic_psoriasis": False, "ask_joints": True, "ask_neuro_signs": False,
        "swollen_joint_count_small": 4, "involved_small_joints": 6, "crp_esr": "raised", "rf_acpa": "high",
    },
    "multiple sclerosis": {
        "ask_metabolic_psoriasis": False, "ask_joints": False, "ask_neuro_signs": True,
        "objective_weakness_pattern": "unilateral", "reflexes": "brisk", "upper_motor_neuron_signs": True,
    },
}  # fmt: skip


@pytest.mark.parametrize("patient", sorted(PATIENTS))
def test_a_standard_visit_meets_at_most_forty_controls(
    patient: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who says no to every stem that does not concern them; a checklist or the body map counts once."""
    met = count_controls(SCREEN, PATIENTS[patient])

    with capsys.disabled():
        print(f"\n{patient}: {met} controls")
    assert met <= MOST_CONTROLS


WITH_CONDITIONS = [
    builtin_bundle(key)
    for key in ("chronic-pain-screen", "eular-acr-2012-pmr", "eular-acr-2017-iim", "eular-acr-2019-sle")
]


@st.composite
def stored(draw: st.DrawFn) -> tuple[Bundle, dict[str, Any]]:
    """Any answers that a draft may hold: to what conditions read, to stems, to other items, some unfit."""
    bundle = draw(st.sampled_from(WITH_CONDITIONS))
    read = {key for rule in bundle.rules.shown.values() for key in rule.items}
    near = read | set(bundle.rules.shown) | set(bundle.negatives) | {bundle.stem_of.get(key) for key in read}
    keys = st.sampled_from(sorted(near & set(bundle.items))) | st.sampled_from(sorted(bundle.items))
    asked = draw(st.lists(keys, max_size=12, unique=True))
    unfit = ["no such answer", 10**6, None, NOT_ASSESSED]
    return bundle, {
        key: draw(st.sampled_from([*values_of(bundle.items[key]), False, *unfit])) for key in asked
    }


def seen_item_by_item(bundle: Bundle, answers: dict[str, Any]) -> set[str]:
    """What `visible_items` promises, each item asked about with all that is known."""
    shown = set(bundle.items)
    while True:
        fit = {key: answers[key] for key in answers if not check_answers(bundle, {key: answers[key]})}
        known = known_values(bundle, {key: value for key, value in fit.items() if key in shown})
        left = {
            key
            for key in shown
            if key not in bundle.rules.shown or bundle.rules.shown[key].truth(known)
            if answers.get(bundle.stem_of.get(key, "")) is not False
        }
        if left == shown:
            return shown
        shown = left


@given(stored())
def test_what_is_shown_depends_on_all_that_is_known_and_on_nothing_else(
    visit: tuple[Bundle, dict[str, Any]],
) -> None:
    assert visible_items(*visit) == seen_item_by_item(*visit)
