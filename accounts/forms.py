"""Which practice does somebody ask to work for?"""

from django import forms


class PracticeForm(forms.Form):
    """The id of a practice; whether the person belongs to it is not the form's affair."""

    practice = forms.UUIDField(
        error_messages=dict.fromkeys(("required", "invalid"), "Choose one of your practices")
    )
