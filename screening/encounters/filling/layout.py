"""How do the controls of one section become crispy layout pieces?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from crispy_forms.layout import Field, Layout, LayoutObject
from crispy_forms.utils import render_field
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from screening.encounters.body_figure import VIEWS


class Checklist(LayoutObject):  # type: ignore[misc]
    """Checkbox members in one fieldset, ended by the radio that says what holds for the others."""

    template = "nhsuk/layout/checklist.html"

    def __init__(self, members: str, others: str) -> None:
        self.members = members
        self.others = others

    def render(self, form: Any, context: Any, **kwargs: Any) -> SafeString:
        return render_to_string(
            self.template, {"form": form, "field": form[self.members], "others": form[self.others]}
        )


class Stem(LayoutObject):  # type: ignore[misc]
    """A lead question whose "yes" opens the questions it covers; without JavaScript they always show."""

    template = "nhsuk/layout/stem.html"

    def __init__(self, name: str, *inner: Any) -> None:
        self.name = name
        self.fields = list(inner)

    def render(self, form: Any, context: Any, **kwargs: Any) -> SafeString:
        lead = render_field(self.name, form, context, **kwargs)
        inner = self.get_rendered_fields(form, context, **kwargs)
        return render_to_string(
            self.template, {"lead": lead, "inner": inner, "name": form[self.name].html_name}
        )


class OnDemand(LayoutObject):  # type: ignore[misc]
    """What is asked only where it is called for: folded, unless something in it is answered or wrong."""

    template = "nhsuk/layout/on_demand.html"

    def __init__(self, *inner: Any, is_open: bool) -> None:
        self.fields = list(inner)
        self.is_open = is_open

    def render(self, form: Any, context: Any, **kwargs: Any) -> SafeString:
        inner = self.get_rendered_fields(form, context, **kwargs)
        return render_to_string(
            self.template, {"inner": inner, "count": len(self.fields), "is_open": self.is_open}
        )


class BodyMap(LayoutObject):  # type: ignore[misc]
    """The checkbox list of the painful sites, beside the figure whose shapes are labels of the same boxes."""

    template = "nhsuk/layout/body_sites.html"

    def __init__(self, name: str, regions: Mapping[str, int] = MappingProxyType({})) -> None:
        self.name = name
        self.regions = regions

    def render(self, form: Any, context: Any, **kwargs: Any) -> SafeString:
        field = form[self.name]
        boxes = list(field.subwidgets)
        box_ids = {box.data["value"]: box.id_for_label for box in boxes}
        shown = {
            "field": field,
            "sites": [box for box in boxes if box.data["value"] not in field.field.alone],
            "alone": [box for box in boxes if box.data["value"] in field.field.alone],
            "views": [view.showing(box_ids) for view in VIEWS],
            "box_ids": box_ids,
            "regions": self.regions,
            "region_count": len(set(self.regions.values())),
        }
        return render_to_string(self.template, shown)


class NumberOrNot(LayoutObject):  # type: ignore[misc]
    """A number with its unit, and the tick that says it was not examined or not done."""

    template = "nhsuk/layout/number.html"

    def __init__(self, name: str, not_known: str) -> None:
        self.name = name
        self.not_known = not_known

    def render(self, form: Any, context: Any, **kwargs: Any) -> SafeString:
        return render_to_string(self.template, {"field": form[self.name], "not_known": form[self.not_known]})


def layout_of(pieces: Iterable[Any]) -> Layout:
    """The pieces in page order, after the hidden lock number."""
    return Layout(Field("lock_number"), *pieces)
