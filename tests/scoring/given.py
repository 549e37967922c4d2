"""Which answers do the laws try? Strategies for answers that a questionnaire accepts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from hypothesis import strategies as st

from screening.questionnaires.catalogue import builtin_bundle
from screening.scoring.answers import NOT_ASSESSED
from screening.scoring.bundle import Bundle, Item

Answers = dict[str, Any]
KEY = "chronic-pain-screen"
SCREEN = builtin_bundle(KEY)
"""The released screen, for which the laws are tried. A module value: Hypothesis prints every argument."""

SITES: tuple[tuple[str, ...], ...] = (
    (),
    ("lower_back",),
    ("jaw_left", "jaw_right", "chest", "abdomen"),
    ("neck", "shoulder_girdle_left", "shoulder_girdle_right"),
    ("neck", "shoulder_girdle_left", "shoulder_girdle_right", "hip_left", "hip_right"),
    ("hip_left", "hip_right", "lower_back", "upper_leg_left", "upper_leg_right", "neck", "chest"),
    ("jaw_left", "jaw_right", "chest", "abdomen", "neck", "shoulder_girdle_left", "shoulder_girdle_right"),
    ("lower_arm_left", "lower_arm_right", "lower_leg_left", "lower_leg_right"),
)  # fmt: skip
"""Body maps that stand on both sides of the published cut-offs; the whole body is added to them."""


@cache
def offered(key: str = KEY) -> Mapping[str, tuple[Any, ...]]:
    """
    Item -> answers to try: every one where there are few, else those around the numbers of the rules.

    Stems are left out: a stem's no answers what stands behind it, so that nothing there is unknown.
    """
    bundle = builtin_bundle(key)
    scored = (item for item in bundle.items.values() if item.type != "text" and not item.is_stem)
    return {item.key: _offered(bundle, item) for item in scored}


def _offered(bundle: Bundle, item: Item) -> tuple[Any, ...]:
    match item.type:
        case "boolean":
            return (False, True)
        case "choice":
            return item.values
        case "body_sites":
            return tuple(list(sites) for sites in (*SITES, item.values))
        case "multi_choice":
            return ([], *([value] for value in item.values), *_growing(item))
    written = {c for rule in bundle.rules.readers.get(item.key, []) for c in rule.variant({}).written}
    low, high = int(item.minimum or 0), int(item.maximum or 0)
    return tuple(sorted({low, high, *(int(c) for c in written if low <= c <= high)}))


def _growing(item: Item) -> tuple[list[str], ...]:
    """Two options, three and so on, where several may be named: some rules count them."""
    free = [value for value in item.values if value not in item.exclusive]
    return tuple(free[:count] for count in range(2, len(free) + 1))


@cache
def harmless(key: str = KEY) -> Mapping[str, Any]:
    """One answer to every item, such that as little as possible speaks for anything."""
    given = {
        item: next((v for v in values if v in (False, 0, [], "none", "normal", "neg")), values[0])
        for item, values in offered(key).items()
    }
    usual = {"age_years": 45, "sex": "female", "onset_age": 45, "neuro_exam_normal": True}
    return {item: usual.get(item, value) for item, value in given.items()}


def some_answers(most: int = 40, key: str = KEY) -> st.SearchStrategy[Answers]:
    """Up to so many answers to any items, some of them "not assessed"."""
    pairs = st.sampled_from(sorted(offered(key))).flatmap(
        lambda item: st.tuples(st.just(item), st.sampled_from([*offered(key)[item], NOT_ASSESSED]))
    )
    return st.lists(pairs, max_size=most, unique_by=lambda pair: pair[0]).map(dict)


def one_answer(key: str = KEY) -> st.SearchStrategy[tuple[str, Any]]:
    """An item and something known about it."""
    return st.sampled_from(sorted(offered(key))).flatmap(
        lambda item: st.tuples(st.just(item), st.sampled_from(offered(key)[item]))
    )


def nearly_complete(unknown: int = 3, changed: int = 12, key: str = KEY) -> st.SearchStrategy[Answers]:
    """Answers to all items but a few, mostly harmless: completions can be tried one by one."""
    return st.builds(
        lambda changes, missing: {
            k: v for k, v in ({**harmless(key), **changes}).items() if k not in missing
        },
        st.lists(one_answer(key), max_size=changed).map(dict),
        st.lists(st.sampled_from(sorted(offered(key))), max_size=unknown, unique=True),
    )
