"""What may a clinician send from the pages of a visit, and what does it mean?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.safestring import SafeString

from screening.encounters.filling.pages import LARGEST_LOCK_NUMBER, Page, page_of
from screening.encounters.models import Mode
from screening.questionnaires.answering import section_by_key, visible_items
from screening.scoring.bundle import Bundle
from screening.scoring.stems import is_by_stem


class ShownField(forms.BoundField):
    """A field of a step as this form shows it."""

    @property
    def carried(self) -> str:
        """The words beside an answer that waits to be confirmed; "" beside any other."""
        return self.form.carried_words(self.name)  # type: ignore[attr-defined, no-any-return]


class StepForm(forms.Form):
    """
    One section of a questionnaire. It validates and translates; it saves nothing and requires nothing.

    Its fields are those of the page, shared with every other request: they are read and never changed.
    """

    summary_names_fields = True
    bound_field_class = ShownField

    def __init__(
        self,
        *,
        page: Page,
        answers: Mapping[str, Any],
        called_for: Collection[str] = (),
        carried: Collection[str] = (),
        carried_words: str = "",
        lock_number: int = 0,
        only: Collection[str] | None = None,
        data: Any = None,
    ) -> None:
        self.page = page
        self.answers = answers
        self.called_for = called_for
        self.questions = page.questions if only is None else page.asking(only)
        self._carried, self._carried_words = carried, carried_words
        shown: dict[str, Any] = {"lock_number": lock_number}
        for question in self.questions:
            shown |= question.shown(answers)
        super().__init__(data=data, initial=shown)
        self.fields = {name: page.fields[name] for name in shown}

    @cached_property
    def helper(self) -> FormHelper:
        """How crispy draws the whole page."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(*self.page.pieces)
        return helper

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        """The whole page as crispy would draw it, from drawings that it made before."""
        return self.page.drawn.splice(self)

    __str__ = __html__ = render

    def clean(self) -> dict[str, Any]:
        for question in self.questions:
            if words := question.contradiction(self.cleaned_data):
                self.add_error(question.name, words)
        return self.cleaned_data

    def posted(self) -> dict[str, Any]:
        """Every item of the page: its value, None where nothing was answered, or "not_assessed"."""
        posted: dict[str, Any] = {}
        for question in self.questions:
            posted |= question.said(self.cleaned_data, self.answers)
        return posted

    def field_of(self, item: str) -> str | None:
        """The field that holds an item's answer; None for an item that the page does not show."""
        found = (question.name for question in self.questions for each in question.items if each.key == item)
        return next(found, None)

    def question_names(self) -> list[str]:
        """The field that holds the answer, of each question of the page."""
        return [question.name for question in self.questions]

    def items_of(self, name: str) -> tuple[str, ...]:
        """The items that the question with this field asks; none where the page has no such field."""
        asked = (question.items for question in self.questions if name in question.names)
        return tuple(item.key for item in next(asked, ()))

    def sent(self) -> list[tuple[str, str]]:
        """What the browser sent for the fields of this page, to be sent once more as it was."""
        names = [name for name in self.fields if name != "lock_number"]
        return [(name, value) for name in names for value in self._values_of(name)]

    def carried_words(self, name: str) -> str:
        """The words beside a field whose answer waits to be confirmed; "" beside any other."""
        return self._carried_beside.get(name, "")

    @cached_property
    def _carried_beside(self) -> dict[str, str]:
        if not self._carried:
            return {}
        return {
            question.name: question.carried(self._carried, self.answers, self._carried_words)
            for question in self.questions
        }

    def _values_of(self, name: str) -> list[str]:
        return list(self.data.getlist(name)) if hasattr(self.data, "getlist") else []


class SubmitForm(forms.Form):
    """What the check page sends back: which answers it showed, and under which key."""

    submission_key = forms.UUIDField()
    lock_number = forms.IntegerField(min_value=0, max_value=LARGEST_LOCK_NUMBER)
    mode = forms.ChoiceField(choices=Mode.choices, required=False)

    def clean_mode(self) -> str | None:
        """None from a page that did not ask it."""
        return str(self.cleaned_data["mode"]) if "mode" in self.data else None


class ConfirmForm(forms.Form):
    """What the check page sends back to confirm carried answers: which answers it showed."""

    lock_number = forms.IntegerField(min_value=0, max_value=LARGEST_LOCK_NUMBER)


def build_step_form(
    bundle: Bundle,
    section_key: str,
    answers: Mapping[str, Any],
    *,
    set_aside: Mapping[str, Any] | None = None,
    carried: Collection[str] = (),
    carried_words: str = "",
    data: Any = None,
    lock_number: int = 0,
    only: Collection[str] | None = None,
) -> StepForm:
    """
    The form of one section.

    Args:
        bundle: the version the visit runs on.
        section_key: which page; raises KeyError for one that the bundle has not.
        answers: what is stored and fills the page, with `set_aside` behind a lead question's "no".
        carried: the items whose answers wait to be confirmed; each is marked with `carried_words`.
        data: what was sent; it is then shown instead of what is stored.
        lock_number: the number of the version that the page shows.
        only: the names of fields; the form then reads the questions they belong to and no others, each
            whole (a checklist with its closing radio, a number with its box). Such a form is not shown.
    """
    section = section_by_key(bundle, section_key)
    visible = visible_items(bundle, answers)
    typed = _typed(bundle, answers, set_aside or {})
    return StepForm(
        page=page_of(bundle, section, visible, typed),
        answers=typed,
        called_for=visible,
        carried=carried,
        carried_words=carried_words,
        lock_number=lock_number,
        only=only,
        data=data,
    )


def _typed(bundle: Bundle, answers: Mapping[str, Any], set_aside: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they were given: what a stem's "no" stands for is not filled in behind it."""
    by_hand = {key: value for key, value in answers.items() if not is_by_stem(bundle, answers, key)}
    return {**set_aside, **by_hand}
