"""Which fields does one question of a page have, what do they show of the answers, and what do they say of them?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from screening.encounters.filling import fields
from screening.encounters.filling.fields import NOT_ASSESSED
from screening.scoring.bundle import Group, Item

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """
    One control of a page, as far as it does not depend on anybody's answers.

    Its fields are shared by all requests and never changed; `names` are theirs, the one that holds the
    answer first.
    """

    items: tuple[Item, ...]
    names: tuple[str, ...]
    fields: Mapping[str, forms.Field]

    @property
    def name(self) -> str:
        """The field that holds the answer."""
        return self.names[0]

    def shown(self, answers: Answers) -> dict[str, Any]:
        """Field -> what it shows of stored answers."""
        return {self.name: answers.get(self.items[0].key)}

    def said(self, cleaned: Answers, before: Answers) -> dict[str, Any]:
        """Item -> the answer that was sent; `before` are the stored ones."""
        return {self.items[0].key: cleaned.get(self.name)}

    def contradiction(self, cleaned: Answers) -> str:
        """Why its fields cannot both hold; "" where they can."""
        return ""

    def carried(self, carried: Collection[str], answers: Answers, words: str) -> str:
        """The words beside a question whose answer waits to be confirmed; "" for any other."""
        return words if self.items[0].key in carried else ""


class NumberQuestion(Question):
    """A number with, mostly, a box that says it was not examined or not done."""

    def shown(self, answers: Answers) -> dict[str, Any]:
        stored = answers.get(self.name)
        is_known = stored != NOT_ASSESSED
        boxes = dict.fromkeys(self.names[1:], not is_known)
        return {self.name: stored if is_known else None, **boxes}

    def said(self, cleaned: Answers, before: Answers) -> dict[str, Any]:
        is_ticked = any(cleaned.get(box) for box in self.names[1:])
        return {self.name: NOT_ASSESSED if is_ticked else cleaned.get(self.name)}

    def contradiction(self, cleaned: Answers) -> str:
        ticked = [box for box in self.names[1:] if cleaned.get(box)]
        if not ticked or cleaned.get(self.name) is None:
            return ""
        return _("Enter a number or tick “%(label)s”, not both") % {"label": self.fields[ticked[0]].label}


class ChecklistQuestion(Question):
    """Members to tick, and the closing radio that says what holds for those not ticked."""

    def shown(self, answers: Answers) -> dict[str, Any]:
        stored = [(item.key, answers.get(item.key)) for item in self.items]
        others = {value for _, value in stored if value is not True}
        closing = others.pop() if len(others) == 1 else None
        return {self.name: [key for key, value in stored if value is True], self.names[1]: closing}

    def said(self, cleaned: Answers, before: Answers) -> dict[str, Any]:
        ticked = cleaned.get(self.name) or []
        others = cleaned.get(self.names[1])
        kept = self._mixed(before) if others is None else {}
        return {item.key: True if item.key in ticked else kept.get(item.key, others) for item in self.items}

    def carried(self, carried: Collection[str], answers: Answers, words: str) -> str:
        """Which members carry an answer and which one; the boxes alone would not show every no."""
        found = [item for item in self.items if item.key in carried]
        if not found:
            return ""
        said = {
            _("Yes"): [item.label for item in found if answers.get(item.key) is True],
            _("No"): [item.label for item in found if answers.get(item.key) is False],
        }
        each = ". ".join(f"{answer}: {'; '.join(labels)}" for answer, labels in said.items() if labels)
        return f"{words}. {each}"

    def _mixed(self, before: Answers) -> dict[str, Any]:
        """
        The answers of unticked members that no single closing answer can show, such as carried ones.

        They stay as they are until the closing answer is given; the page could not show them.
        """
        stored = {item.key: before.get(item.key) for item in self.items}
        others = {key: value for key, value in stored.items() if value is not True}
        return others if len(set(others.values())) > 1 else {}


def question_of(item: Item, *, has_box: bool) -> Question:
    """
    The question for one item.

    Args:
        item: of any type.
        has_box: whether a number comes with the box that says it is not known.
    """
    if item.type not in ("integer", "decimal"):
        return Question((item,), (item.key,), {item.key: _asked(_FIELDS[item.type](item), item)})
    made: dict[str, forms.Field] = {item.key: _asked(fields.number(item), item)}
    if has_box:
        made[f"{item.key}__not"] = forms.BooleanField(required=False, label=fields.not_assessed_words(item))
    return NumberQuestion((item,), tuple(made), made)


def checklist_of(group: Group, members: Iterable[Item]) -> ChecklistQuestion:
    """The question for the shown members of a group."""
    items = tuple(members)
    name = f"group__{group.key}"
    made: dict[str, forms.Field] = {
        name: _asked(fields.ticks(group, items), items[0]),
        f"{name}__others": fields.others(group, items[0]),
    }
    return ChecklistQuestion(items, tuple(made), made)


def _asked(field: forms.Field, item: Item) -> forms.Field:
    field.answered_by = fields.ANSWERED_BY_WORDS.get(item.answered_by, "")  # type: ignore[attr-defined]
    return field


_FIELDS: Mapping[str, Callable[[Item], forms.Field]] = {
    "boolean": fields.yes_no,
    "ordinal": fields.scale,
    "choice": fields.choice,
    "multi_choice": fields.several,
    "text": fields.words,
    "body_sites": fields.body_sites,
}
