"""What may a clinician send from the pages of a visit, and what does it mean?"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from functools import partial
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from screening.encounters.body_figure.regions import regions_of
from screening.encounters.filling import fields
from screening.encounters.filling.fields import NOT_ASSESSED
from screening.encounters.filling.layout import BodyMap, Checklist, NumberOrNot, OnDemand, Stem, layout_of
from screening.questionnaires.answering import Control, controls, section_by_key, visible_items
from screening.scoring.bundle import Bundle, Item, Section
from screening.scoring.stems import is_by_stem

LARGEST_LOCK_NUMBER = 2**31 - 1


class StepForm(forms.Form):
    """One section of a questionnaire. It validates and translates; it saves nothing and requires nothing."""

    summary_names_fields = True

    lock_number = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=LARGEST_LOCK_NUMBER,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "This page arrived incomplete. Check the answers and save again",
        ),
    )

    def __init__(
        self,
        *,
        section: Section,
        shown: Container[str],
        answers: Mapping[str, Any],
        carried: Container[str] = (),
        carried_words: str = "",
        regions: Callable[[str], Mapping[str, int]] = lambda _: {},
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.answers = answers
        self._regions = regions
        self._shown = shown
        self._carried, self._carried_words = carried, carried_words
        self._reads: dict[str, tuple[str, ...]] = {}
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = layout_of(self._add_all(controls(section)))

    def clean(self) -> dict[str, Any]:
        for name in [name for name in self.fields if name.endswith("__not")]:
            number = name.removesuffix("__not")
            if self.cleaned_data.get(name) and self.cleaned_data.get(number) is not None:
                words = self.fields[name].label
                self.add_error(number, f"Enter a number or tick “{words}”, not both")
        return self.cleaned_data

    def posted(self) -> dict[str, Any]:
        """Every item of the page: its value, None where nothing was answered, or "not_assessed"."""
        posted: dict[str, Any] = {}
        for name, items in self._reads.items():
            if name.startswith("group__"):
                posted.update(self._checklist(name, items))
            elif self.cleaned_data.get(f"{name}__not"):
                posted[name] = NOT_ASSESSED
            else:
                posted[name] = self.cleaned_data.get(name)
        return posted

    def field_of(self, item: str) -> str | None:
        """The field that holds an item's answer; None for an item that the page does not show."""
        return next((name for name, items in self._reads.items() if item in items), None)

    def sent(self) -> list[tuple[str, str]]:
        """What the browser sent for the fields of this page, to be sent once more as it was."""
        names = [name for name in self.fields if name != "lock_number"]
        return [(name, value) for name in names for value in self._values_of(name)]

    def _values_of(self, name: str) -> list[str]:
        return list(self.data.getlist(name)) if hasattr(self.data, "getlist") else []

    def _checklist(self, name: str, items: Iterable[str]) -> dict[str, Any]:
        ticked = self.cleaned_data.get(name) or []
        others = self.cleaned_data.get(f"{name}__others")
        kept = self._mixed(items) if others is None else {}
        return {item: True if item in ticked else kept.get(item, others) for item in items}

    def _mixed(self, items: Iterable[str]) -> dict[str, Any]:
        """
        The answers of unticked members that no single closing answer can show, such as carried ones.

        They stay as they are until the closing answer is given; the page could not show them.
        """
        before = {item: self.answers.get(item) for item in items}
        others = {item: value for item, value in before.items() if value is not True}
        return others if len(set(others.values())) > 1 else {}

    def _add_all(self, found: Iterable[Control]) -> list[Any]:
        """Core controls in page order, then those asked on demand, folded."""
        shown = [control for control in found if self._members(control)]
        pieces = [self._add(control) for control in shown if _is_core(control)]
        on_demand = [control for control in shown if not _is_core(control)]
        if on_demand:
            is_open = self.is_bound or any(
                self.answers.get(i.key) is not None for c in on_demand for i in c.items
            )
            pieces.append(OnDemand(*[self._add(control) for control in on_demand], is_open=is_open))
        return pieces

    def _add(self, control: Control) -> Any:
        adders = {"group": self._add_checklist, "stem": self._add_stem, "item": self._add_item}
        return adders[control.kind](control)

    def _members(self, control: Control) -> list[Item]:
        """The items of a checklist, or the one item of another control, as far as they are shown."""
        return [item for item in control.items if item.key in self._shown]

    def _take(self, item: Item, field: forms.Field) -> str:
        field.initial = self.answers.get(item.key)
        field.answered_by = fields.ANSWERED_BY_WORDS.get(item.answered_by, "")  # type: ignore[attr-defined]
        if item.key in self._carried:
            field.carried = self._carried_words  # type: ignore[attr-defined]
        self.fields[item.key] = field
        self._reads[item.key] = (item.key,)
        return item.key

    def _add_item(self, control: Control) -> Any:
        (item,) = self._members(control)
        if item.type in ("integer", "decimal"):
            return self._add_number(item)
        if item.type == "body_sites":
            return BodyMap(self._take(item, fields.body_sites(item)), self._regions(item.key))
        return self._take(item, _PLAIN_FIELDS[item.type](item))

    def _add_number(self, item: Item) -> Any:
        known = self.answers.get(item.key) != NOT_ASSESSED
        self._take(item, fields.NumberAnswer(item=item, label=item.label, help_text=item.help))
        if not known:
            self.fields[item.key].initial = None
        if item.answered_by == "patient_reported" and known:
            return item.key
        words = fields.not_assessed_words(item)
        self.fields[f"{item.key}__not"] = forms.BooleanField(required=False, label=words, initial=not known)
        return NumberOrNot(item.key, f"{item.key}__not")

    def _add_stem(self, control: Control) -> Any:
        (item,) = self._members(control)
        name = self._take(item, fields.yes_no(item))
        return Stem(name, *self._add_all(control.inner))

    def _add_checklist(self, control: Control) -> Any:
        assert control.group is not None
        name = f"group__{control.group.key}"
        members = self._members(control)
        ticked, others = _checklist_state({item.key: self.answers.get(item.key) for item in members})
        self.fields[name] = field = forms.MultipleChoiceField(
            required=False,
            label=control.group.label,
            help_text=control.group.help,
            widget=forms.CheckboxSelectMultiple,
            choices=[(item.key, item.label) for item in members],
            initial=ticked,
            error_messages=dict.fromkeys(
                ("invalid_choice", "invalid_list"), "Choose from the answers offered"
            ),
        )
        field.carried = self._carried_members(members)  # type: ignore[attr-defined]
        field.answered_by = fields.ANSWERED_BY_WORDS.get(members[0].answered_by, "")  # type: ignore[attr-defined]
        self.fields[f"{name}__others"] = _others_field(control.group.label, members, others)
        self._reads[name] = tuple(item.key for item in members)
        return Checklist(name, f"{name}__others")

    def _carried_members(self, members: Iterable[Item]) -> str:
        """Which members carry an answer and which one; the boxes alone would not show every no."""
        found = [item for item in members if item.key in self._carried]
        if not found:
            return ""
        said = {
            "yes": [item.label for item in found if self.answers.get(item.key) is True],
            "no": [item.label for item in found if self.answers.get(item.key) is False],
        }
        answers = ". ".join(
            f"{words.capitalize()}: {'; '.join(labels)}" for words, labels in said.items() if labels
        )
        return f"{self._carried_words}. {answers}"


class SubmitForm(forms.Form):
    """What the check page sends back: which answers it showed, and under which key."""

    submission_key = forms.UUIDField()
    lock_number = forms.IntegerField(min_value=0, max_value=LARGEST_LOCK_NUMBER)


class ConfirmForm(forms.Form):
    """What the check page sends back to confirm carried answers: which answers it showed."""

    lock_number = forms.IntegerField(min_value=0, max_value=LARGEST_LOCK_NUMBER)


def build_step_form(
    bundle: Bundle,
    section_key: str,
    answers: Mapping[str, Any],
    *,
    set_aside: Mapping[str, Any] | None = None,
    carried: Container[str] = (),
    carried_words: str = "",
    data: Any = None,
    lock_number: int = 0,
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
    """
    section = section_by_key(bundle, section_key)
    return StepForm(
        section=section,
        shown=_shown(bundle, section, answers),
        answers=_typed(bundle, answers, set_aside or {}),
        carried=carried,
        carried_words=carried_words,
        regions=partial(regions_of, bundle),
        data=data,
        initial={"lock_number": lock_number},
    )


def _shown(bundle: Bundle, section: Section, answers: Mapping[str, Any]) -> set[str]:
    """The visible items, and those that an answer on this same page can make visible."""
    visible = visible_items(bundle, answers)
    here = {item.key for item in section.items}
    depends = {key for key, rule in bundle.rules.shown.items() if here & set(rule.items)}
    return {key for key in here if key in visible or key in depends or bundle.stem_of.get(key) in here}


def _typed(bundle: Bundle, answers: Mapping[str, Any], set_aside: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they were given: what a stem's "no" stands for is not filled in behind it."""
    by_hand = {key: value for key, value in answers.items() if not is_by_stem(bundle, answers, key)}
    return {**set_aside, **by_hand}


def _is_core(control: Control) -> bool:
    return any(item.ask == "core" for item in control.items)


_PLAIN_FIELDS: Mapping[str, Callable[[Item], forms.Field]] = {
    "boolean": fields.yes_no,
    "ordinal": fields.scale,
    "choice": fields.choice,
    "multi_choice": fields.several,
    "text": fields.words,
}


def _checklist_state(answers: Mapping[str, Any]) -> tuple[list[str], Any]:
    """The ticked members, and the closing answer if all the others share one."""
    ticked = [item for item, value in answers.items() if value is True]
    others = {value for value in answers.values() if value is not True}
    return ticked, others.pop() if len(others) == 1 else None


def _others_field(label: str, members: list[Item], initial: Any) -> fields.OneAnswer:
    words = fields.not_assessed_words(members[0])
    field = fields.OneAnswer(
        label=f"{label}: all the others",
        choices=[("false", "No"), (NOT_ASSESSED, words)],
        values={"false": False, NOT_ASSESSED: NOT_ASSESSED},
        initial=initial,
    )
    return field
