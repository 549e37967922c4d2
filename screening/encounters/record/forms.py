"""What may be sent to say something to a result? What is wrong with it is said in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.encounters.models import FlagReason, Judgement, SkipReason, VerdictReason
from screening.scoring.bundle import Bundle

MOST_WORDS = 500
MOST_NOTE = 4000
REASONS: Mapping[str, tuple[str, ...]] = {
    Judgement.AGREE: (VerdictReason.FITS, VerdictReason.WORKING, VerdictReason.OTHER),
    Judgement.DISAGREE: (
        VerdictReason.EXPLAINED,
        VerdictReason.EXCLUDED,
        VerdictReason.ANSWER,
        VerdictReason.RULE,
        VerdictReason.OTHER,
    ),
    Judgement.ALREADY_KNOWN: (VerdictReason.RECORD, VerdictReason.OTHER),
}
"""Which reasons go with which judgement."""


class Words(forms.CharField):
    """Free words; the end of a line counts once, as the browser has counted it."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


def _words(limit: int, *, required: Any = "") -> Words:
    too_long = _("Use %(limit_value)d characters or fewer")
    messages = {"required": required, "max_length": too_long}
    return Words(max_length=limit, required=bool(required), error_messages=messages)


class VerdictForm(forms.Form):
    """A judgement of one suggestion; whoever disagrees gives a coded reason."""

    judgement = forms.ChoiceField(
        choices=Judgement.choices,
        error_messages={
            "required": _("Choose agree, disagree or already known"),
            "invalid_choice": _("Choose agree, disagree or already known"),
        },
    )
    reason_code = forms.ChoiceField(
        choices=[("", ""), *VerdictReason.choices],
        required=False,
        error_messages={"invalid_choice": _("Choose a reason from the list")},
    )
    reason = _words(MOST_WORDS)

    def clean(self) -> dict[str, Any]:
        judgement = self.cleaned_data.get("judgement")
        code = self.cleaned_data.get("reason_code")
        if judgement == Judgement.DISAGREE and code == "":
            self.add_error("reason_code", _("Choose why you disagree"))
        elif judgement and code and code not in REASONS[judgement]:
            self.add_error("reason_code", _("Choose a reason that goes with your judgement"))
        _ask_for_words(self, code, "reason")
        return self.cleaned_data


class AcknowledgeForm(forms.Form):
    """What is done about a red flag."""

    reason_code = forms.ChoiceField(
        choices=FlagReason.choices,
        error_messages={
            "required": _("Choose what follows from the red flag"),
            "invalid_choice": _("Choose what follows from the red flag"),
        },
    )
    reason = _words(MOST_WORDS)

    def clean(self) -> dict[str, Any]:
        _ask_for_words(self, self.cleaned_data.get("reason_code"), "reason")
        return self.cleaned_data


class NoteForm(forms.Form):
    """Free words on a result."""

    text = _words(MOST_NOTE, required=_("Write the note first"))


class OwnDifferentialForm(forms.Form):
    """What the clinician thinks of: conditions of the questionnaire, and what it has no name for."""

    conditions = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": _("Choose conditions from the list")}
    )
    other = _words(MOST_WORDS)

    def __init__(self, bundle: Bundle, data: Any) -> None:
        super().__init__(data)
        names = [(key, condition.name) for key, condition in bundle.conditions.items()]
        self.fields["conditions"].choices = names  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.cleaned_data["conditions"] and not self.cleaned_data["other"]:
            self.add_error("conditions", _("Choose or write at least one, or skip with a reason"))
        return self.cleaned_data


class SkipForm(forms.Form):
    """Why nothing is noted before the list opens."""

    skip_code = forms.ChoiceField(
        choices=SkipReason.choices,
        error_messages={
            "required": _("Choose why you skip this"),
            "invalid_choice": _("Choose why you skip this"),
        },
    )
    skip_reason = _words(MOST_WORDS)

    def clean(self) -> dict[str, Any]:
        _ask_for_words(self, self.cleaned_data.get("skip_code"), "skip_reason")
        return self.cleaned_data


class SignForm(forms.Form):
    """The state that was shown."""

    lock_number = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("This page arrived incomplete. Open it again, then confirm"),
        ),
    )


class AmendForm(forms.Form):
    """Why a result is corrected."""

    reason = _words(MOST_WORDS, required=_("Write why you amend it"))


class TakeBackForm(SignForm):
    """Why something counts no more."""

    reason = _words(MOST_WORDS, required=_("Write why it was entered in error"))


def _ask_for_words(form: forms.Form, code: str | None, field: str) -> None:
    if code == "other" and not form.cleaned_data.get(field) and field not in form.errors:
        form.add_error(field, _("Say the reason in a few words"))
