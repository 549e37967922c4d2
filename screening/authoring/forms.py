"""What may an author or a publisher send, and what of it is refused before anything looks inside?"""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.authoring.package_text import TextRefused, read_text
from screening.evidence.source import LARGEST_BYTES

SUFFIXES = (".yaml", ".yml")
SHORTEST_REASON = 10
LONGEST_REASON = 500


class UploadForm(forms.Form):
    """One YAML file; `replaces` is the digest of the draft that it is meant to replace."""

    file = forms.FileField(
        label=gettext_lazy("Questionnaire file"),
        help_text=gettext_lazy("YAML, at most 1 MiB. Download a questionnaire first and change that file."),
        allow_empty_file=True,
        error_messages=dict.fromkeys(
            ("required", "missing", "invalid", "empty"),
            gettext_lazy("Choose a file that ends in .yaml or .yml"),
        ),
    )
    file.template = "authoring/_file.html"  # type: ignore[attr-defined]
    replaces = forms.CharField(required=False, max_length=71, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.faults: list[Any] = []
        self.text = ""
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_file(self) -> Any:
        """Read no more than is allowed, whatever the browser said of the size."""
        found = self.cleaned_data["file"]
        if not (found.name or "").lower().endswith(SUFFIXES):
            raise forms.ValidationError(_("Choose a file that ends in .yaml or .yml"))
        try:
            self.text = read_text(found.read(LARGEST_BYTES + 1))
        except TextRefused as refusal:
            self.faults = refusal.faults
            raise forms.ValidationError(_("The file cannot be read; nothing was stored")) from refusal
        return found


class SeenForm(forms.Form):
    """A step taken on what the person had before them: `seen` is its digest."""

    seen = forms.CharField(max_length=71, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class ReasonForm(SeenForm):
    """A step that takes something away from others, who will read why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "Between 10 and 500 characters. It stays with the version and in the audit trail; name no patient."
        ),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
        error_messages={
            "required": gettext_lazy("Write the reason"),
            "min_length": gettext_lazy("Write the reason in at least 10 characters"),
            "max_length": gettext_lazy("The reason must be 500 characters or fewer"),
        },
    )
