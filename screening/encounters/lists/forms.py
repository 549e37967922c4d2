"""What may somebody ask the list for, and what is a patient reference to search by?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from screening.encounters.lists.wanted import Period, State, Wanted, Whose
from screening.encounters.references import ReferenceUnusable, check_reference

WRONG_DAY = _("Enter a day like 2026-03-31")
YEARS = range(1900, 2200)


class Day(forms.DateInput):
    input_type = "date"


def _choice(label: Any, offered: type[TextChoices]) -> forms.ChoiceField:
    wrong = {"invalid_choice": _("Choose one of those listed")}
    return forms.ChoiceField(label=label, required=False, choices=offered.choices, error_messages=wrong)


def _day(label: Any) -> forms.DateField:
    wrong = {"invalid": WRONG_DAY}
    return forms.DateField(
        label=label, required=False, widget=Day, input_formats=["%Y-%m-%d"], error_messages=wrong
    )


class WantedForm(forms.Form):
    """Filters by GET; left empty, they leave out what was amended or entered in error, and nothing else."""

    whose = forms.ChoiceField(required=False, choices=Whose.choices, widget=forms.HiddenInput)
    state = _choice(_("State"), State)
    questionnaire = forms.ChoiceField(
        label=_("Questionnaire"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the questionnaires listed")},
    )
    period = _choice(_("Visit"), Period)
    from_day = _day(_("From"))
    to_day = _day(_("To, that day included"))

    def __init__(self, data: Any, *, offered: Mapping[UUID, str]) -> None:
        super().__init__(data)
        questionnaire = self.fields["questionnaire"]
        assert isinstance(questionnaire, forms.ChoiceField)
        questionnaire.choices = [("", _("Any")), *((str(key), title) for key, title in offered.items())]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict[str, Any]:
        for name in ("from_day", "to_day"):
            day = self.cleaned_data.get(name)
            if day and day.year not in YEARS:
                self.add_error(name, WRONG_DAY)
        first, last = self.cleaned_data.get("from_day"), self.cleaned_data.get("to_day")
        if first and last and first > last:
            self.add_error("to_day", _("The last day must not be before the first"))
        return self.cleaned_data

    def wanted(self, versions: Mapping[UUID, tuple[UUID, ...]], subject: UUID | None) -> Wanted:
        """What a valid form asks for; `versions` are those of each questionnaire."""
        found = self.cleaned_data
        questionnaire = UUID(found["questionnaire"]) if found["questionnaire"] else None
        return Wanted(
            whose=Whose.PRACTICE if subject else found["whose"] or Whose.MINE,
            state=found["state"],
            period=found["period"],
            from_day=found["from_day"],
            to_day=found["to_day"],
            questionnaire=questionnaire,
            versions=versions[questionnaire] if questionnaire else (),
            subject=subject,
        )


class ReferenceForm(forms.Form):
    """A patient reference, sent by POST alone: it must not stand in an address or a log."""

    reference = forms.CharField(
        label=_("Patient reference"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter the patient’s reference"),
            "null_characters_not_allowed": _("Enter the reference with printable characters"),
        },
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_reference(self) -> str:
        reference: str = self.cleaned_data["reference"]
        try:
            check_reference(reference)
        except ReferenceUnusable as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return reference
