"""How is one answer typed, checked and turned into the value that the engine reads?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.scoring.bundle import Group, Item, Option

NOT_ASSESSED = "not_assessed"
NONE_OF_THESE = "none"
LONGEST_NUMBER = 12
LONGEST_TEXT = 2000
MOST_IN_LINE, LONGEST_IN_LINE = 4, 16

#: What "nobody knows" is called, by who would have answered.
NOT_ASSESSED_WORDS: Mapping[str, Any] = {
    "patient_reported": gettext_lazy("Not asked"),
    "clinician_observed": gettext_lazy("Not examined"),
    "result": gettext_lazy("Not done"),
}

#: The mark beside a question: who answers it.
ANSWERED_BY_WORDS: Mapping[str, Any] = {
    "patient_reported": gettext_lazy("Patient"),
    "clinician_observed": gettext_lazy("Examined"),
    "result": gettext_lazy("Result"),
}


class OneAnswer(forms.ChoiceField):
    """A radio group. `values` maps what the browser sends to the answer that is stored."""

    template = "nhsuk/layout/radios.html"
    widget = forms.RadioSelect

    def __init__(self, *, values: Mapping[str, Any], layout: str = "row", **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.values = values
        self.layout = layout
        self.is_numbered = layout == "scale"
        self.is_scale = layout in ("scale", "numbers")
        self.unknown = frozenset({NOT_ASSESSED})
        self.error_messages["invalid_choice"] = _("Choose one of the answers offered")

    def clean(self, value: Any) -> Any:
        return self.values.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        """A stored answer as the browser sends it; what the browser sent stays as it is."""
        if isinstance(value, str):
            return value
        return next((sent for sent, answer in self.values.items() if _same(answer, value)), value)


class SeveralAnswers(forms.MultipleChoiceField):
    """
    Checkboxes, some of which stand alone.

    "Not asked" gives "not_assessed"; "None of these", where the questionnaire has no such option of its
    own, gives the empty list: asked, none.
    """

    template = "nhsuk/layout/checkboxes.html"
    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, alone: Iterable[str], none_is_empty: bool, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.alone = frozenset(alone)
        self.words = dict(kwargs["choices"])
        self.none_is_empty = none_is_empty
        self.unknown = frozenset({NOT_ASSESSED})
        self.error_messages["invalid_choice"] = _("Choose from the answers offered")
        self.error_messages["invalid_list"] = self.error_messages["invalid_choice"]

    def clean(self, value: Any) -> Any:
        sent = set(super().clean(value))
        if not sent:
            return None
        if len(sent) > 1 and sent & self.alone:
            words = [f"“{label}”" for key, label in self.words.items() if key in sent & self.alone]
            raise ValidationError(
                _("%(answers)s cannot be chosen together with other answers") % {"answers": ", ".join(words)}
            )
        if self.none_is_empty and sent == {NONE_OF_THESE}:
            return []
        if sent == {NOT_ASSESSED}:
            return NOT_ASSESSED
        return [key for key in self.words if key in sent]

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Nothing sent is unanswered, which must not read as the stored [] (asked, none)."""
        return data or None

    def prepare_value(self, value: Any) -> Any:
        if value == [] and self.none_is_empty:
            return [NONE_OF_THESE]
        return [value] if isinstance(value, str) else value


class BodySites(SeveralAnswers):
    """The painful sites: checkboxes that the drawn figure mirrors."""

    template = "nhsuk/layout/body_sites.html"


class NumberAnswer(forms.CharField):
    """A number typed as text, with its unit; the range comes from the questionnaire."""

    template = "nhsuk/layout/number.html"
    widget = forms.TextInput

    def __init__(self, *, item: Item, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=LONGEST_NUMBER, **kwargs)
        self.item = item
        self.unit = item.unit
        self.is_whole = item.type == "integer"
        self.shape = re.compile(r"-?[0-9]+" if self.is_whole else r"-?[0-9]+(\.[0-9]+)?")
        self.error_messages["max_length"] = self._asks()
        self.widget.attrs["inputmode"] = "numeric" if self.is_whole else "decimal"
        self.width = 3 if item.maximum is not None and item.maximum < 1000 else 5

    def clean(self, value: Any) -> int | float | None:
        typed = super().clean(value)
        if not typed:
            return None
        if not self.shape.fullmatch(typed):
            raise ValidationError(self._asks())
        number = Decimal(typed)
        if self._is_outside(number):
            raise ValidationError(self._asks())
        return int(number) if number == number.to_integral_value() else float(number)

    def prepare_value(self, value: Any) -> Any:
        """In the one notation that is read back, whatever the language of the page."""
        return value if value is None else str(value)

    def _is_outside(self, number: Decimal) -> bool:
        low, high = self.item.minimum, self.item.maximum
        return (low is not None and number < low) or (high is not None and number > high)

    def _asks(self) -> str:
        low, high = self.item.minimum, self.item.maximum
        if low is None or high is None:
            words = (
                _("Enter a whole number") if self.is_whole else _("Enter a number with a point for decimals")
            )
        elif self.is_whole:
            words = _("Enter a whole number from %(low)s to %(high)s")
        else:
            words = _("Enter a number with a point for decimals from %(low)s to %(high)s")
        return words % {"low": low, "high": high}


class ShortWords(forms.CharField):
    """A required short text of known width, such as a year."""

    def __init__(self, *, width: int, unit: Any = "", asks: Any, **kwargs: Any) -> None:
        super().__init__(
            max_length=8, error_messages=dict.fromkeys(("required", "max_length"), asks), **kwargs
        )
        self.width = width
        self.unit = unit
        self.widget.attrs["inputmode"] = "numeric"


class WordsAnswer(forms.CharField):
    """A free text, which never enters scoring."""

    template = "nhsuk/layout/textarea.html"
    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=LONGEST_TEXT, **kwargs)

    def to_python(self, value: Any) -> str:
        """Browsers send each line break as two characters; one is kept."""
        typed = super().to_python(value) or ""
        return typed.replace("\r\n", "\n").replace("\r", "\n")

    def clean(self, value: Any) -> str | None:
        typed = super().clean(value)
        if any(ord(letter) < ord(" ") and letter not in "\n\t" for letter in typed):
            raise ValidationError(_("Leave out characters that cannot be printed"))
        return typed or None


def not_assessed_words(item: Item) -> str:
    """How this item says that nobody asked, looked or measured."""
    return str(NOT_ASSESSED_WORDS.get(item.answered_by, _("Not asked")))


def yes_no(item: Item) -> OneAnswer:
    """Yes, no, and the explicit third answer."""
    words = not_assessed_words(item)
    return _one(
        item, [("true", _("Yes"), True), ("false", _("No"), False), (NOT_ASSESSED, words, NOT_ASSESSED)]
    )


def scale(item: Item) -> OneAnswer:
    """A short scale; its steps carry the questionnaire's words where it has any."""
    steps = [(option.value, option.label, int(option.value)) for option in item.options]
    if not steps:
        low, high = int(item.minimum or 0), int(item.maximum or 3)
        steps = [(str(step), str(step), step) for step in range(low, high + 1)]
    layout = "scale" if item.options else "numbers"
    return _one(item, [*steps, (NOT_ASSESSED, not_assessed_words(item), NOT_ASSESSED)], layout=layout)


def choice(item: Item) -> OneAnswer:
    """One of the options; "not assessed" is added unless an option already says so."""
    options: list[tuple[str, str, Any]] = [
        (option.value, option.label, option.value) for option in item.options
    ]
    if not _says_not_assessed(item.options):
        options.append((NOT_ASSESSED, not_assessed_words(item), NOT_ASSESSED))
    field = _one(item, options, layout=_choice_layout([words for _, words, _ in options]))
    field.unknown |= _not_assessed(item.options)
    return field


def several(item: Item) -> SeveralAnswers:
    """Any of the options, or the ones that stand alone."""
    choices = [(option.value, option.label) for option in item.options]
    alone = {option.value for option in item.options if option.means} | item.exclusive
    if not item.exclusive:
        choices.append((NONE_OF_THESE, _("None of these")))
        alone.add(NONE_OF_THESE)
    if not _says_not_assessed(item.options):
        choices.append((NOT_ASSESSED, not_assessed_words(item)))
        alone.add(NOT_ASSESSED)
    field = SeveralAnswers(
        label=item.label,
        help_text=item.help,
        choices=choices,
        alone=alone,
        none_is_empty=not item.exclusive,
    )
    field.unknown |= _not_assessed(item.options)
    return field


def body_sites(item: Item) -> BodySites:
    """The sites in the questionnaire's words, and the two answers that stand alone."""
    words = not_assessed_words(item)
    choices = [(option.value, option.label) for option in item.options]
    return BodySites(
        label=item.label,
        help_text=item.help,
        choices=[*choices, (NONE_OF_THESE, _("None of these")), (NOT_ASSESSED, words)],
        alone=(NONE_OF_THESE, NOT_ASSESSED),
        none_is_empty=True,
    )


def words(item: Item) -> WordsAnswer:
    """Free text."""
    return WordsAnswer(label=item.label, help_text=item.help)


def number(item: Item) -> NumberAnswer:
    """A number in the range of the questionnaire."""
    return NumberAnswer(item=item, label=item.label, help_text=item.help)


def ticks(group: Group, members: Iterable[Item]) -> forms.MultipleChoiceField:
    """The members of a checklist, each to be ticked."""
    return forms.MultipleChoiceField(
        required=False,
        label=group.label,
        help_text=group.help,
        widget=forms.CheckboxSelectMultiple,
        choices=[(item.key, item.label) for item in members],
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_list"), _("Choose from the answers offered")
        ),
    )


def others(group: Group, member: Item) -> OneAnswer:
    """The closing radio of a checklist, in the words of its first member."""
    return OneAnswer(
        label=_("%(question)s: all the others") % {"question": group.label},
        choices=[("false", _("No")), (NOT_ASSESSED, not_assessed_words(member))],
        values={"false": False, NOT_ASSESSED: NOT_ASSESSED},
    )


def _choice_layout(labels: list[str]) -> str:
    if len(labels) <= MOST_IN_LINE and max(map(len, labels)) <= LONGEST_IN_LINE:
        return "line"
    return "many" if len(labels) > MOST_IN_LINE else "stack"


def _one(item: Item, options: list[tuple[str, str, Any]], layout: str = "row") -> OneAnswer:
    return OneAnswer(
        label=item.label,
        help_text=item.help,
        choices=[(sent, words) for sent, words, _ in options],
        values={sent: answer for sent, _, answer in options},
        layout=layout,
    )


def _says_not_assessed(options: Iterable[Option]) -> bool:
    return bool(_not_assessed(options))


def _not_assessed(options: Iterable[Option]) -> frozenset[str]:
    """What the questionnaire's own options for "nobody knows" send."""
    return frozenset(option.value for option in options if option.means == NOT_ASSESSED)


def _same(answer: Any, value: Any) -> bool:
    return type(answer) is type(value) and answer == value
