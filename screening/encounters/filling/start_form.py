"""For whom, and with which questionnaire, does a screening begin?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from screening.encounters.filling import fields
from screening.encounters.filling.pages import LARGEST_LOCK_NUMBER
from screening.encounters.models import Mode
from screening.encounters.readiness import ADULT_FROM_AGE_YEARS

OLDEST_YEARS = 110
MODES = [(mode.value, mode.label) for mode in Mode if mode != Mode.NOT_RECORDED]


class ModeForm(forms.Form):
    """How the questions of a draft were put, as the check page asks it."""

    mode = forms.ChoiceField(choices=MODES, required=False)
    lock_number = forms.IntegerField(min_value=0, max_value=LARGEST_LOCK_NUMBER)


class StartForm(forms.Form):
    """Whom the screening is about: a practice's own reference, never a name."""

    questionnaire = forms.ChoiceField(
        label=_("Questionnaire"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a questionnaire"),
            "invalid_choice": _("That questionnaire is no longer in use. Choose one that is offered"),
        },
    )
    reference = forms.CharField(
        label=_("Patient reference"),
        help_text=_("Your practice’s own number for this patient. No names, no date of birth."),
        max_length=64,
        error_messages={
            "required": _("Enter the patient reference"),
            "max_length": _("The patient reference must be 64 characters or fewer"),
        },
    )
    birth_year = fields.ShortWords(
        label=_("Year of birth"), help_text=_("For example, 1974"), width=4, asks=_("Enter the year of birth")
    )
    age_years = fields.ShortWords(
        label=_("Age today"), width=3, unit=_("years"), asks=_("Enter the age today")
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        help_text=_("Some criteria and reference ranges depend on it."),
        widget=forms.RadioSelect,
        choices=[
            ("female", _("Female")),
            ("male", _("Male")),
            ("other", _("Other")),
            ("unknown", _("Not known")),
        ],
        error_messages={
            "required": _("Choose the sex, or “Not known”"),
            "invalid_choice": _("Choose one of the answers"),
        },
    )
    mode = forms.ChoiceField(
        label=_("How the questions are put"),
        help_text=_(
            "Need not be said now, and can be changed until the answers are submitted. On paper and in an"
            " interview people do not answer quite alike."
        ),
        widget=forms.RadioSelect,
        choices=MODES,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the answers")},
    )

    def __init__(self, *, this_year: int, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`offered`: key and words of each questionnaire; a single one need not be chosen."""
        super().__init__(**kwargs)
        self.this_year = this_year
        self._offer(offered)
        self.fields["reference"].widget.attrs.update(autocomplete="off", spellcheck="false")
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_questionnaire(self) -> str:
        only: str = self.fields["questionnaire"].initial
        return self.cleaned_data["questionnaire"] or only

    def clean_reference(self) -> str:
        return " ".join(self.cleaned_data["reference"].split())

    def clean_birth_year(self) -> int:
        return self._whole(
            "birth_year",
            self.this_year - OLDEST_YEARS,
            self.this_year,
            _("Enter the year of birth, four digits, from %(low)s to %(high)s"),
        )

    def clean_age_years(self) -> int:
        return self._whole(
            "age_years", 0, OLDEST_YEARS, _("Enter the age in whole years, from %(low)s to %(high)s")
        )

    def clean(self) -> dict[str, Any]:
        age, born = self.cleaned_data.get("age_years"), self.cleaned_data.get("birth_year")
        if age is not None and age < ADULT_FROM_AGE_YEARS:
            self.add_error(
                "age_years",
                _("Algia is for adults: the patient must be %(age)s or over") % {"age": ADULT_FROM_AGE_YEARS},
            )
        elif age is not None and born is not None and not 0 <= self.this_year - born - age <= 1:
            words = _("Age %(age)s does not fit the year of birth %(born)s. Check both")
            self.add_error("age_years", words % {"age": age, "born": born})
        return self.cleaned_data

    def _offer(self, offered: Sequence[tuple[str, str]]) -> None:
        """Radios, unless there is only one and the browser speaks of no other."""
        field, keys = self.fields["questionnaire"], [key for key, _ in offered]
        field.choices = list(offered)  # type: ignore[attr-defined]
        if len(keys) == 1 and self.data.get("questionnaire", "") in ("", *keys):
            field.required, field.initial, field.widget = False, keys[0], forms.HiddenInput()

    def _whole(self, name: str, low: int, high: int, words: Any) -> int:
        typed = self.cleaned_data[name].strip()
        if not (typed.isascii() and typed.isdigit() and low <= int(typed) <= high):
            raise forms.ValidationError(words % {"low": low, "high": high})
        return int(typed)
