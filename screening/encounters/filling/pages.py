"""What of a section's page is the same for everybody who is shown the same questions of it? Made once, then kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from screening.encounters.body_figure.regions import regions_of
from screening.encounters.filling.fields import NOT_ASSESSED
from screening.encounters.filling.fragments import Drawn
from screening.encounters.filling.kept import Kept
from screening.encounters.filling.layout import BodyMap, Checklist, Conditional, NumberOrNot, OnDemand, Stem
from screening.encounters.filling.questions import Question, checklist_of, question_of
from screening.questionnaires.answering import Control, controls
from screening.scoring.bundle import Bundle, Item, Section

Answers = Mapping[str, Any]

LARGEST_LOCK_NUMBER = 2**31 - 1
MOST_PAGES = 256
"""More than all pages of all built-in questionnaires; what they weigh together stands in ADR 0015."""


@dataclass(frozen=True)
class Page:
    """
    One section with a given set of questions: the fields, and the pieces that lay them out.

    Shared by all requests and threads; nobody changes it.
    """

    section: Section
    questions: tuple[Question, ...]
    fields: Mapping[str, forms.Field]
    pieces: tuple[Any, ...]
    drawn: Drawn

    def asking(self, names: Collection[str]) -> tuple[Question, ...]:
        """The questions that have a field of any of these names."""
        return tuple(question for question in self.questions if not set(names).isdisjoint(question.names))


def page_of(bundle: Bundle, section: Section, visible: Collection[str], answers: Answers) -> Page:
    """
    The page of a section.

    Args:
        visible: the items of the whole questionnaire that are called for now.
        answers: what is stored; a number that nobody could give shows the box that says so.
    """
    shown, boxed = shown_of(bundle, section, visible), boxed_of(section, answers)
    return _pages.get(
        (bundle.digest, section.key, get_language(), shown, boxed),
        lambda: make_page(bundle, section, shown, boxed),
        lambda page: page.section is section,
    )


_pages: Kept[Page] = Kept(MOST_PAGES)


def shown_of(bundle: Bundle, section: Section, visible: Collection[str]) -> frozenset[str]:
    """The items on the page: the visible ones, and those that an answer on this same page can make visible."""
    here = {item.key for item in section.items}
    depends = {key for key, rule in bundle.rules.shown.items() if not here.isdisjoint(rule.items)}
    return frozenset(
        key for key in here if key in visible or key in depends or bundle.stem_of.get(key) in here
    )


def boxed_of(section: Section, answers: Answers) -> frozenset[str]:
    """The numbers that can be marked as not examined or not done, or are marked so already."""
    numbers = [item for item in section.items if item.type in ("integer", "decimal")]
    return frozenset(
        item.key
        for item in numbers
        if item.answered_by != "patient_reported" or answers.get(item.key) == NOT_ASSESSED
    )


def make_page(bundle: Bundle, section: Section, shown: Collection[str], boxed: Collection[str]) -> Page:
    """
    The page, made anew.

    Args:
        shown: the items of the section that stand on it.
        boxed: the numbers that come with a box for "not known".
    """
    made = _Making(bundle, shown, boxed)
    pieces = ("lock_number", *made.pieces(controls(section)))
    fields: dict[str, forms.Field] = {"lock_number": _lock_number()}
    for question in made.questions:
        fields |= question.fields
    return Page(section, tuple(made.questions), fields, pieces, Drawn(fields, pieces))


class _Making:
    """The questions of a page, as they come up, and the pieces that lay them out."""

    def __init__(self, bundle: Bundle, shown: Collection[str], boxed: Collection[str]) -> None:
        self._bundle, self._shown, self._boxed = bundle, shown, boxed
        self.questions: list[Question] = []

    def pieces(self, found: Iterable[Control]) -> Iterator[Any]:
        """Core controls in page order, then those asked on demand, folded."""
        shown = [control for control in found if self._members(control)]
        yield from [self._piece(control) for control in shown if _is_core(control)]
        on_demand = [control for control in shown if not _is_core(control)]
        if on_demand:
            asked = tuple(item.key for control in on_demand for item in control.items)
            yield OnDemand(*[self._piece(control) for control in on_demand], asked=asked)

    def _piece(self, control: Control) -> Any:
        members = self._members(control)
        if control.group is not None:
            question: Question = checklist_of(control.group, members)
        else:
            question = question_of(members[0], has_box=control.key in self._boxed)
        self.questions.append(question)
        piece = self._drawn(control, question)
        rules = self._bundle.rules.shown
        if all(item.key in rules for item in members):
            return Conditional(piece, asked=tuple(item.key for item in members), name=question.name)
        return piece

    def _drawn(self, control: Control, question: Question) -> Any:
        if control.kind == "group":
            return Checklist(*question.names)
        if control.kind == "stem":
            return Stem(question.name, *self.pieces(control.inner))
        if len(question.names) > 1:
            return NumberOrNot(*question.names)
        if control.item.type == "body_sites":
            return BodyMap(question.name, regions_of(self._bundle, question.name))
        return question.name

    def _members(self, control: Control) -> list[Item]:
        """The items of a checklist, or the one item of another control, as far as they are shown."""
        return [item for item in control.items if item.key in self._shown]


def _is_core(control: Control) -> bool:
    return any(item.ask == "core" for item in control.items)


def _lock_number() -> forms.IntegerField:
    words = _("This page arrived incomplete. Check the answers and save again")
    return forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=LARGEST_LOCK_NUMBER,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
    )
