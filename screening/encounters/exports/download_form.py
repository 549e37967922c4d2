"""Which screenings does somebody want as a file, and for which reason?"""

from __future__ import annotations

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.encounters.exports.download import Wish
from screening.jobs.forms import reason_field, request_key_field

WIDTH_OF_A_DAY = 10
EARLIEST = date(1900, 1, 1)
DAY_FAULTS = {"invalid": gettext_lazy("Enter a day as year-month-day, for example 2026-03-31")}


class DayInput(forms.DateInput):
    """The browser's own calendar; without one, a line to type in."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DownloadForm(forms.Form):
    """Days of submission, both included and both optional."""

    from_date = forms.DateField(
        label=gettext_lazy("Submitted from (optional)"),
        help_text=gettext_lazy("Leave it empty to begin with the first screening."),
        required=False,
        widget=DayInput,
        input_formats=["%Y-%m-%d"],
        error_messages=DAY_FAULTS,
    )
    to_date = forms.DateField(
        label=gettext_lazy("Submitted up to and including (optional)"),
        help_text=gettext_lazy("Leave it empty to end with the latest one."),
        required=False,
        widget=DayInput,
        input_formats=["%Y-%m-%d"],
        error_messages=DAY_FAULTS,
    )
    with_references = forms.BooleanField(
        label=gettext_lazy("Include the practice’s own patient references"),
        help_text=gettext_lazy(
            "With them, the files identify patients for everybody who can look the references up."
        ),
        required=False,
    )
    reason = reason_field(
        label=gettext_lazy("What is the file needed for?"),
        asks=gettext_lazy("Say what the file is needed for"),
    )
    request_key = request_key_field()

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today
        for name in ("from_date", "to_date"):
            self.fields[name].width = WIDTH_OF_A_DAY  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_from_date(self) -> date | None:
        return self._not_in_the_future("from_date")

    def clean_to_date(self) -> date | None:
        return self._not_in_the_future("to_date")

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("from_date"), self.cleaned_data.get("to_date")
        if first and last and first > last:
            self.add_error("to_date", _("The last day must not come before the first"))
        return self.cleaned_data

    def wish(self) -> Wish:
        """What was asked for; only of a valid form."""
        return Wish(**{name: self.cleaned_data[name] for name in Wish.__dataclass_fields__})

    def _not_in_the_future(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and not EARLIEST <= day <= self.today:
            raise forms.ValidationError(
                _("Enter a day up to today, %(day)s") % {"day": date_format(self.today, "j F Y")}
            )
        return day
