"""What do the templates of the crispy pack need that Django's own tags do not give?"""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

LONG_LIST = 12

register = template.Library()

_BY_WIDGET = (
    (forms.CheckboxSelectMultiple, "nhsuk/layout/checkboxes.html"),
    (forms.RadioSelect, "nhsuk/layout/radios.html"),
    (forms.CheckboxInput, "nhsuk/layout/checkbox.html"),
    (forms.Select, "nhsuk/layout/select.html"),
    (forms.Textarea, "nhsuk/layout/textarea.html"),
)


@register.filter
def control_template(field: BoundField) -> str:
    """The template of a field: its own, or the one for its widget."""
    own = getattr(field.field, "template", None)
    widget = field.field.widget
    return own or next(
        (name for kind, name in _BY_WIDGET if isinstance(widget, kind)), "nhsuk/layout/input.html"
    )


@register.filter
def first_control(field: BoundField) -> str:
    """The id that a link in the error summary leads to: the first box of a group, else the control."""
    widget = field.field.widget
    has_boxes = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{field.auto_id}_0" if has_boxes else str(field.auto_id)


@register.simple_tag
def described_by(field: BoundField) -> SafeString | str:
    """`aria-describedby` for the hint, the word of a carried answer and the errors that are there."""
    ids = [f"{field.auto_id}_hint"] if field.help_text else []
    ids += [f"{field.auto_id}_carried"] if getattr(field, "carried", "") else []
    ids += [f"{field.auto_id}_error"] if field.errors else []
    return format_html('aria-describedby="{}"', " ".join(ids)) if ids else ""


@register.simple_tag
def control_attributes(field: BoundField) -> SafeString | str:
    """The widget's own attributes, without those that the templates write themselves."""
    attributes = {key: value for key, value in field.field.widget.attrs.items() if key not in ("class", "id")}
    if field.field.widget.input_type == "password":
        attributes.setdefault("autocomplete", "current-password")
    shown = [(key, value) for key, value in attributes.items() if value not in (None, False)]
    return format_html_join(" ", '{}="{}"', shown)


@register.filter
def summary_errors(form: forms.BaseForm) -> list[dict[str, str]]:
    """Every error of a form with the id of the control it belongs to ("" for the form as a whole)."""
    found = []
    for name, errors in form.errors.items():
        own = name in form.fields and not form[name].is_hidden
        target = first_control(form[name]) if own else ""
        found += [{"text": _standing_alone(form, name, str(text)), "target": target} for text in errors]
    return found


def _standing_alone(form: forms.BaseForm, name: str, text: str) -> str:
    """A list of "This field is required." says nothing; the field's own words then go first."""
    is_bare = text == str(forms.Field.default_error_messages["required"])
    has_label = name in form.fields and not form[name].is_hidden
    if has_label and (is_bare or getattr(form, "summary_names_fields", False)):
        return f"{form[name].label}: {text[:1].lower()}{text[1:]}"
    return text


@register.filter
def boxes(field: BoundField) -> list[dict[str, Any]]:
    """The checkboxes of a field, each with whether it stands alone (none of these, not asked)."""
    alone: frozenset[str] = getattr(field.field, "alone", frozenset())
    found = [{"box": box, "is_alone": box.data["value"] in alone} for box in field.subwidgets]
    return sorted(found, key=lambda each: not each["is_alone"]) if is_long(field) else found


@register.filter
def is_long(field: BoundField) -> bool:
    """Whether a list needs the compact form, which begins with the answers that stand alone."""
    return len(field.field.widget.choices) > LONG_LIST
