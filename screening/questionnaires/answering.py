"""What does a visit ask, what is shown, and what of it counts?

Visibility is the form's affair (architecture section 4.1): the engine scores every answer it is
given; here it is decided which answers the form hands over. Nothing typed is ever thrown away while
the visit lasts: what a stem's "no" or a hidden item covers is set aside and comes back when shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from screening.scoring.answers import check_answers, is_answered, known_values
from screening.scoring.bundle import Bundle, Group, Item, Section
from screening.scoring.rule import Rule
from screening.scoring.stems import expand_stems

Answers = dict[str, Any]


@dataclass(frozen=True)
class Control:
    """
    One thing a clinician meets on a page: an item, a checklist, or a stem with what it opens.

    `items` are the items it answers; `inner` the controls behind a stem.
    """

    kind: str
    key: str
    label: str
    items: tuple[Item, ...]
    group: Group | None = None
    inner: tuple[Control, ...] = ()

    @property
    def item(self) -> Item:
        """The item of an item or stem control."""
        return self.items[0]


def controls(section: Section) -> list[Control]:
    """The controls of a page in order; covered items stand inside their stem."""
    covered = {key for item in section.items for key in item.covers}
    return list(_controls(section, [item for item in section.items if item.key not in covered]))


def _controls(section: Section, items: list[Item]) -> Iterator[Control]:
    met: set[str] = set()
    for item in items:
        if item.group is None:
            yield _stem(section, item) if item.is_stem else Control("item", item.key, item.label, (item,))
        elif item.group not in met:
            met.add(item.group)
            group = section.groups[item.group]
            members = tuple(other for other in items if other.group == item.group)
            yield Control("group", group.key, group.label, members, group)


def _stem(section: Section, item: Item) -> Control:
    behind = [other for other in section.items if other.key in item.covers]
    return Control("stem", item.key, item.label, (item,), None, tuple(_controls(section, behind)))


def section_by_key(bundle: Bundle, key: str) -> Section:
    """The section of that key; raises KeyError."""
    found = {section.key: section for section in bundle.sections}
    return found[key]


def merge_step(
    bundle: Bundle,
    section_key: str,
    answers: Mapping[str, Any],
    set_aside: Mapping[str, Any],
    posted: Mapping[str, Any],
) -> tuple[Answers, Answers]:
    """
    The answers after one page was saved.

    Args:
        bundle: the version the visit runs on.
        section_key: the page that was saved; other items in `posted` are ignored.
        answers: the flat answers so far, with stems expanded.
        set_aside: answers that are hidden now and come back when shown again.
        posted: item -> value, None for unanswered, "not_assessed".

    Returns:
        The new answers and the new set-aside answers.
    """
    section = section_by_key(bundle, section_key)
    asked = {item.key for item in section.items}
    typed = {**set_aside, **_typed(bundle, answers, set_aside)}
    typed |= {key: value for key, value in posted.items() if key in asked}
    typed = {key: value for key, value in typed.items() if value is not None}
    return _settle(bundle, typed)


def _typed(bundle: Bundle, answers: Mapping[str, Any], set_aside: Mapping[str, Any]) -> Answers:
    """The answers as a person gave them: what only a stem's "no" put there is taken out again."""
    closed = {key for item in bundle.items.values() if answers.get(item.key) is False for key in item.covers}
    return {key: value for key, value in answers.items() if key not in closed and key not in set_aside}


def _settle(bundle: Bundle, typed: Answers) -> tuple[Answers, Answers]:
    """Split what was typed into what counts now, stems expanded, and what is set aside."""
    closed = {key for item in bundle.items.values() if typed.get(item.key) is False for key in item.covers}
    aside = {key: value for key, value in typed.items() if key in closed}
    counting = {key: value for key, value in typed.items() if key not in closed}
    return expand_stems(bundle, counting), aside


def visible_items(bundle: Bundle, answers: Mapping[str, Any]) -> set[str]:
    """
    The items the form shows for these answers.

    An item is shown when its `enable_when` is known to hold, its controllers being shown themselves,
    and no stem before it was answered no.
    """
    shown = set(bundle.items)
    for stem in bundle.negatives:
        if answers.get(stem) is False:
            shown.difference_update(bundle.items[stem].covers)
    while hidden := _ruled_out(bundle, answers, shown):
        shown -= hidden
    return shown


def _ruled_out(bundle: Bundle, answers: Mapping[str, Any], shown: set[str]) -> set[str]:
    """Which of the shown items have an `enable_when` that does not hold by what is shown."""
    rules = {key: rule for key, rule in bundle.rules.shown.items() if key in shown}
    if not rules:
        return set()
    values = known_values(bundle, _controlling(bundle, answers, shown, rules.values()))
    return {key for key, rule in rules.items() if not rule.truth(values)}


def _controlling(
    bundle: Bundle, answers: Mapping[str, Any], shown: set[str], rules: Iterable[Rule]
) -> Answers:
    """The shown and usable answers that these rules can depend on, stems among them."""
    read = {item for rule in rules for item in rule.items}
    read |= {bundle.stem_of[item] for item in read if item in bundle.stem_of}
    given = {key: answers[key] for key in read if key in shown and key in answers}
    return {key: value for key, value in given.items() if not check_answers(bundle, {key: value})}


def answers_at_submit(bundle: Bundle, answers: Mapping[str, Any]) -> Answers:
    """The flat answers that count: hidden items left out, a stem's "no" written out."""
    shown = visible_items(bundle, answers)
    given = {key: value for key, value in answers.items() if key in shown and value is not None}
    return expand_stems(bundle, given)


def unanswered_by_section(bundle: Bundle, answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Section -> its shown items without any answer; "not assessed" is an answer here."""
    shown = visible_items(bundle, answers)
    return {
        section.key: [
            item.key
            for item in section.items
            if item.key in shown and item.ask == "core" and answers.get(item.key) is None
            and _stem_is_open(bundle, item.key, answers)
        ]
        for section in bundle.sections
    }  # fmt: skip


def _stem_is_open(bundle: Bundle, key: str, answers: Mapping[str, Any]) -> bool:
    """Whether an item is met at all: behind an unanswered stem only the stem is unanswered."""
    stem = bundle.stem_of.get(key)
    return stem is None or answers.get(stem) is True


def open_red_flag_groups(bundle: Bundle, answers: Mapping[str, Any]) -> list[str]:
    """The shown red-flag checklists of which some member is neither answered nor marked not examined."""
    shown = visible_items(bundle, answers)
    found = []
    for section in bundle.sections:
        for group in section.groups.values():
            members = [item.key for item in section.items if item.group == group.key and item.key in shown]
            if group.red_flags and any(answers.get(key) is None for key in members):
                found.append(group.key)
    return found


def count_controls(bundle: Bundle, answers: Mapping[str, Any]) -> int:
    """How many controls a visit with these answers meets; on-demand controls count when opened."""
    shown = visible_items(bundle, answers)
    return sum(_met(control, shown, answers) for section in bundle.sections for control in controls(section))


def _met(control: Control, shown: set[str], answers: Mapping[str, Any]) -> int:
    visible = [item for item in control.items if item.key in shown]
    is_asked = any(item.ask == "core" or is_answered(answers.get(item.key)) for item in visible)
    if not visible or not is_asked:
        return 0
    is_open = control.kind == "stem" and answers.get(control.key) is True
    return 1 + (sum(_met(inner, shown, answers) for inner in control.inner) if is_open else 0)
