"""What does every page that asks for a job ask as well? The reason, and one key for one form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SHORTEST_REASON, LONGEST_REASON = 10, 500


def reason_field(*, label: str | _StrPromise, asks: str | _StrPromise) -> forms.CharField:
    """Why the file is needed; `asks` begins the words where nothing was written."""
    return forms.CharField(
        label=label,
        help_text=format_lazy(
            _("It goes into the audit trail. No patient data, please. {shortest} to {longest} characters."),
            shortest=SHORTEST_REASON,
            longest=LONGEST_REASON,
        ),
        widget=forms.Textarea,
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        error_messages={
            "required": asks,
            "min_length": format_lazy(
                _("Say it in at least {shortest} characters"), shortest=SHORTEST_REASON
            ),
            "max_length": format_lazy(_("Say it in {longest} characters or fewer"), longest=LONGEST_REASON),
        },
    )


def request_key_field() -> forms.UUIDField:
    """Made with the form, so that a second click finds the same job."""
    return forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), _("This page arrived incomplete. Open it again and ask once more")
        ),
    )
