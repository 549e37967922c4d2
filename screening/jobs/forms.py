"""What does every page that asks for a job ask as well? The reason, and one key for one form."""

from django import forms

SHORTEST_REASON, LONGEST_REASON = 10, 500


def reason_field(*, label: str, asks: str) -> forms.CharField:
    """Why the file is needed; `asks` begins the words where nothing was written."""
    return forms.CharField(
        label=label,
        help_text=(
            "It goes into the audit trail. No patient data, please. "
            f"{SHORTEST_REASON} to {LONGEST_REASON} characters."
        ),
        widget=forms.Textarea,
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        error_messages={
            "required": asks,
            "min_length": f"Say it in at least {SHORTEST_REASON} characters",
            "max_length": f"Say it in {LONGEST_REASON} characters or fewer",
        },
    )


def request_key_field() -> forms.UUIDField:
    """Made with the form, so that a second click finds the same job."""
    return forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), "This page arrived incomplete. Open it again and ask once more"
        ),
    )
