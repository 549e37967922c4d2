"""Which months does somebody want exported, and for which reason?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from screening.jobs.forms import reason_field, request_key_field
from screening.statistics.months import parse_month

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

AS_WRITTEN = "[0-9]{4}-[0-9]{2}"


class MonthInput(forms.TextInput):
    """The browser's own choice of months; without one, a line to type in."""

    input_type = "month"


class MonthField(forms.CharField):
    """A month as 2026-03; its value is the month's first day."""

    width = 10

    def __init__(
        self, *, label: str | _StrPromise, help_text: str | _StrPromise, asks: str | _StrPromise
    ) -> None:
        widget = MonthInput(attrs={"pattern": AS_WRITTEN, "placeholder": _("YYYY-MM"), "autocomplete": "off"})
        super().__init__(label=label, help_text=help_text, widget=widget, max_length=20)
        self.error_messages["required"] = asks
        self.error_messages["max_length"] = format_lazy(
            _("{asks} as year and month, for example 2026-03"), asks=asks
        )

    def clean(self, value: Any) -> date:
        month = parse_month(super().clean(value))
        if month is None:
            raise forms.ValidationError(self.error_messages["max_length"])
        return month


class ExportForm(forms.Form):
    """The months, both included, and why."""

    first = MonthField(
        label=_("First month"),
        help_text=_("Year and month, for example 2026-03"),
        asks=_("Enter the first month"),
    )
    last = MonthField(
        label=_("Last month"),
        help_text=_("Included. It must have ended; months are counted by UTC"),
        asks=_("Enter the last month"),
    )
    reason = reason_field(
        label=_("What are the figures needed for, and who gets them?"),
        asks=_("Say what the figures are needed for"),
    )
    request_key = request_key_field()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
