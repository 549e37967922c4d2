"""What may an auditor ask the trail for?"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.audit.presenter import YEARS
from screening.audit.trail import Wanted
from screening.audit.types import EVENT_TYPES

WRONG_DAY = gettext_lazy("Enter a day like 2026-03-31")
WRONG_ID = gettext_lazy("Paste the whole id, as the details of an event show it")


class Day(forms.DateInput):
    input_type = "date"


class WantedForm(forms.Form):
    """Filters by GET; left empty, they leave nothing out."""

    type = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the kinds of event listed")},
    )
    person = forms.ChoiceField(
        label=gettext_lazy("Who"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose somebody who did something in this practice")},
    )
    from_day = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=Day,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": WRONG_DAY},
    )
    to_day = forms.DateField(
        label=gettext_lazy("To, that day included"),
        required=False,
        widget=Day,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": WRONG_DAY},
    )
    thing = forms.UUIDField(
        label=gettext_lazy("About which row"),
        required=False,
        help_text=gettext_lazy("The id of a screening, a patient row, a person, a job, a version."),
        error_messages={"invalid": WRONG_ID},
    )
    before = forms.UUIDField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={
            "invalid": gettext_lazy("The page to continue from is not known. Begin with the newest events")
        },
    )

    def __init__(self, data: Any, *, people: Iterable[tuple[UUID, str]]) -> None:
        super().__init__(data)
        _offer(
            self.fields["type"],
            _("Anything"),
            ((key, capfirst(str(words))) for key, words in EVENT_TYPES.items()),
        )
        _offer(self.fields["person"], _("Anybody"), ((str(key), name) for key, name in people))
        self.fields["thing"].widget.attrs.update(autocomplete="off", spellcheck="false")
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

    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        found = self.cleaned_data
        return Wanted(
            event_type=found["type"],
            person=UUID(found["person"]) if found["person"] else None,
            thing=found["thing"],
            from_day=found["from_day"],
            to_day=found["to_day"],
            before=found["before"],
        )


def _offer(field: forms.Field, nothing: str, choices: Iterable[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", nothing), *choices]
