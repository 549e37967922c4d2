"""Which two conditions does somebody want to compare?"""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.scoring.bundle import Bundle

UNKNOWN = gettext_lazy(
    "This version of the questionnaire has no condition “%(value)s”. Choose one from the list"
)


class ContrastForm(forms.Form):
    """A pair out of the conditions of one questionnaire version; sent with GET, so that it can be linked."""

    first = forms.ChoiceField(label=gettext_lazy("One condition"))
    second = forms.ChoiceField(label=gettext_lazy("The other condition"))

    def __init__(self, bundle: Bundle, data: Any) -> None:
        super().__init__(data)
        names = sorted((condition.name, key) for key, condition in bundle.conditions.items())
        for name, asks in (("first", _("Choose one condition")), ("second", _("Choose the other condition"))):
            field = self.fields[name]
            field.choices = [("", _("Choose")), *((key, words) for words, key in names)]  # type: ignore[attr-defined]
            field.error_messages.update(required=asks, invalid_choice=UNKNOWN)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict[str, Any]:
        first, second = self.cleaned_data.get("first"), self.cleaned_data.get("second")
        if first and first == second:
            self.add_error("second", _("Choose two different conditions"))
        return self.cleaned_data
