"""Which answers of a screening may a work-up begin with, and which of them wait to be confirmed?"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from typing import Any

from screening.questionnaires.answering import section_by_key, visible_items
from screening.scoring.answers import check_answers, known_values
from screening.scoring.bundle import Bundle, Item
from screening.scoring.stems import expand_stems, is_by_stem


def carried_answers(source: Bundle, answers: Mapping[str, Any], target: Bundle) -> dict[str, Any]:
    """
    The known answers to items that both questionnaires ask alike.

    What is unanswered or not assessed stays behind: the work-up is the time to ask it. A lead question goes
    along only if its "no" says nothing of more items than it did before, and what lies behind a lead
    question only together with it, for the page would not show it otherwise.

    Args:
        source: the version of the screening.
        answers: its submitted answers.
        target: the version of the work-up.

    Returns:
        Item -> value, stems expanded.
    """
    known, flat = known_values(source, answers), expand_stems(source, answers)
    shared = {
        key: flat[key]
        for key, item in target.items.items()
        if key in known and key in flat and _means_the_same(source, item, flat[key])
        if not check_answers(target, {key: flat[key]})
    }
    return expand_stems(target, {key: shared[key] for key in shared if _can_be_shown(target, key, shared)})


def waiting(bundle: Bundle, carried: Collection[str], answers: Mapping[str, Any]) -> list[str]:
    """The carried answers nobody has confirmed yet, as far as the form shows them, in page order."""
    if not carried:
        return []
    shown = visible_items(bundle, answers) | {key for key in answers if is_by_stem(bundle, answers, key)}
    return [key for key in bundle.items if key in carried and key in shown and answers.get(key) is not None]


def waiting_by_hand(bundle: Bundle, carried: Collection[str], answers: Mapping[str, Any]) -> list[str]:
    """As `waiting`, without what a lead question's "no" answers for others: what is counted and marked."""
    return [key for key in waiting(bundle, carried, answers) if not is_by_stem(bundle, answers, key)]


def after_saving(
    bundle: Bundle, carried: Iterable[str], section_key: str, posted: Container[str]
) -> list[str]:
    """What still waits once a page was saved: whoever saves it has seen what it shows, not what it hides."""
    seen = {item.key for item in section_by_key(bundle, section_key).items if item.key in posted}
    return [key for key in carried if key not in seen]


def _means_the_same(source: Bundle, item: Item, value: Any) -> bool:
    """Whether the answer that was given there can stand here."""
    other = source.items.get(item.key)
    if other is None or _meaning(other) != _meaning(item):
        return False
    return value is not False or set(item.covers) <= set(other.covers)


def _meaning(item: Item) -> tuple[Any, ...]:
    scale = (item.minimum, item.maximum) if item.type == "ordinal" else ()
    options = {(option.value, option.means) for option in item.options}
    return item.type, item.unit, options, item.exclusive, scale


def _can_be_shown(target: Bundle, key: str, shared: Mapping[str, Any]) -> bool:
    stem = target.stem_of.get(key)
    return stem is None or shared.get(stem) is True
