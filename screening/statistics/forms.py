"""Which months does somebody want exported, and for which reason?"""

from __future__ import annotations

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from screening.statistics.actions import LONGEST_REASON, SHORTEST_REASON
from screening.statistics.months import parse_month

AS_WRITTEN = "[0-9]{4}-[0-9]{2}"


class MonthInput(forms.TextInput):
    """The browser's own choice of months; without one, a line to type in."""

    input_type = "month"


class MonthField(forms.CharField):
    """A month as 2026-03; its value is the month's first day."""

    width = 10

    def __init__(self, *, label: str, help_text: str, asks: str) -> None:
        widget = MonthInput(attrs={"pattern": AS_WRITTEN, "placeholder": "YYYY-MM", "autocomplete": "off"})
        super().__init__(label=label, help_text=help_text, widget=widget, max_length=20)
        self.error_messages["required"] = asks
        self.error_messages["max_length"] = f"{asks} as year and month, for example 2026-03"

    def clean(self, value: Any) -> date:
        month = parse_month(super().clean(value))
        if month is None:
            raise forms.ValidationError(self.error_messages["max_length"])
        return month


class ExportForm(forms.Form):
    """The months, both included, and why."""

    first = MonthField(
        label="First month", help_text="Year and month, for example 2026-03", asks="Enter the first month"
    )
    last = MonthField(
        label="Last month",
        help_text="Included. It must have ended; months are counted by UTC",
        asks="Enter the last month",
    )
    reason = forms.CharField(
        label="What are the figures needed for, and who gets them?",
        help_text=(
            "It goes into the audit trail. No patient data, please. "
            f"{SHORTEST_REASON} to {LONGEST_REASON} characters."
        ),
        widget=forms.Textarea,
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        error_messages={
            "required": "Say what the figures are needed for",
            "min_length": f"Say it in at least {SHORTEST_REASON} characters",
            "max_length": f"Say it in {LONGEST_REASON} characters or fewer",
        },
    )
    request_key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), "This page arrived incomplete. Open it again and ask once more"
        ),
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
