"""What may somebody send about practices: which to work for, who belongs to it, what is turned on?"""

import unicodedata
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.members import Member
from accounts.models import Role, User
from accounts.roles import EXPLANATIONS, in_order

LONGEST_NAME = 150
LONGEST_EMAIL = 254
UNREADABLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
JOINERS = {"\u200c", "\u200d"}  # the only invisible signs that a name is written with


class PracticeForm(forms.Form):
    """The id of a practice; whether the person belongs to it is not the form's affair."""

    practice = forms.UUIDField(
        error_messages=dict.fromkeys(("required", "invalid"), gettext_lazy("Choose one of your practices"))
    )


class PlainForm(forms.Form):
    """Drawn by the crispy pack inside a form element of the page's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class RolesForm(PlainForm):
    """The roles of one member; none at all removes the person from the practice."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_list"), gettext_lazy("Choose from the roles listed")
        ),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)
    is_confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *, member: Member, **kwargs: Any) -> None:
        own = in_order(member.roles)
        super().__init__(initial={"roles": own, "seen": ",".join(own)}, **kwargs)
        _offer_roles(self)
        self.member = member

    @property
    def wanted(self) -> frozenset[str]:
        return frozenset(self.cleaned_data["roles"])

    @property
    def shown_before(self) -> frozenset[str]:
        return frozenset(filter(None, self.cleaned_data["seen"].split(",")))

    def must_be_confirmed(self, by: User) -> bool:
        """Whether the person would leave the practice, or `by` their own way back to this page."""
        loses_manager = Role.MANAGER in self.member.roles and Role.MANAGER not in self.wanted
        is_grave = not self.wanted or (loses_manager and by.pk == self.member.user.pk)
        return is_grave and not self.cleaned_data["is_confirmed"]


class ColleagueForm(PlainForm):
    """Somebody who is to work here; whether Algia knows the address already is never said."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("What they sign in with."),
        max_length=LONGEST_EMAIL,
        error_messages={
            "required": gettext_lazy("Enter the e-mail address"),
            "invalid": gettext_lazy("Enter an e-mail address like name@practice.example"),
            "max_length": format_lazy(
                gettext_lazy("The e-mail address must be {longest} characters or fewer"),
                longest=LONGEST_EMAIL,
            ),
        },
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy(
            "As colleagues should read it. Somebody who uses Algia already keeps the name they have."
        ),
        max_length=LONGEST_NAME,
        error_messages={
            "required": gettext_lazy("Enter the name"),
            "max_length": format_lazy(
                gettext_lazy("The name must be {longest} characters or fewer"), longest=LONGEST_NAME
            ),
        },
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        help_text=gettext_lazy("At least one."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one role"),
            "invalid_choice": gettext_lazy("Choose from the roles listed"),
            "invalid_list": gettext_lazy("Choose from the roles listed"),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_roles(self)
        for name in ("email", "name"):
            self.fields[name].widget.attrs.update(autocomplete="off", spellcheck="false")

    def clean_email(self) -> str:
        """
        ASCII alone: letters that only look like others would make a second person of the same address.

        A domain in another script has an ASCII form of its own (xn--).
        """
        email: str = self.cleaned_data["email"]
        if not str(self.data.get("email", "")).strip().isascii():
            raise forms.ValidationError(_("Use plain letters without accents; a domain in its xn-- form"))
        return email.lower()

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if any(unicodedata.category(sign) in UNREADABLE and sign not in JOINERS for sign in name):
            raise forms.ValidationError(_("The name contains characters that cannot be read"))
        if not any(sign.isalnum() for sign in name):
            raise forms.ValidationError(_("Enter a name with letters"))
        return name


class SwitchForm(forms.Form):
    """On or off, said outright, so that a second click changes nothing back."""

    on = forms.TypedChoiceField(
        choices=[("yes", gettext_lazy("On")), ("no", gettext_lazy("Off"))],
        coerce=lambda value: value == "yes",
    )


def _offer_roles(form: forms.Form) -> None:
    field = form.fields["roles"]
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = [(role.value, _role_words(role)) for role in Role]


def _role_words(role: Role) -> SafeString:
    return format_html('{}<span class="choice__more">{}</span>', role.label, EXPLANATIONS[role])
