"""What does crispy draw of one control when its fields hold, and are said to be, just so?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crispy_forms.utils import render_field
from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.template import Context


@dataclass(frozen=True)
class Pose:
    """What fields hold, and the messages beside them; each by name."""

    held: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    carried: Mapping[str, str] = field(default_factory=dict)


def draw(piece: Any, form: forms.BaseForm) -> str:
    """A piece of a layout as crispy draws it for this form; no request is at hand."""
    form.crispy_field_template = None  # type: ignore[attr-defined] # as crispy itself does before it begins
    return str(render_field(piece, form, Context()))


def draw_posed(piece: Any, fields: Mapping[str, forms.Field], pose: Pose) -> str:
    """The same for fields that hold what the pose says."""
    return draw(piece, _Posed(fields, pose))


class _PosedField(forms.BoundField):
    form: _Posed

    @property
    def carried(self) -> str:
        return self.form.pose.carried.get(self.name, "")

    def value(self) -> Any:
        return self.form.pose.held.get(self.name)


class _Posed(forms.Form):
    """A form that was never sent: it holds and says what it is told to."""

    bound_field_class = _PosedField

    def __init__(self, fields: Mapping[str, forms.Field], pose: Pose) -> None:
        super().__init__()
        self.fields = dict(fields)
        self.pose = pose

    @property
    def errors(self) -> ErrorDict:
        return ErrorDict({name: ErrorList([words]) for name, words in self.pose.errors.items()})
