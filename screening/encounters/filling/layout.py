"""How do the questions of one section become crispy layout pieces?"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import render_field
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from screening.encounters.body_figure import VIEWS


class Checklist(LayoutObject):  # type: ignore[misc]
    """Checkbox members in one fieldset, ended by the radio that says what holds for the others."""

    template = "nhsuk/layout/checklist.html"

    def __init__(self, members: str, others: str) -> None:
        self.names = (members, others)

    def render(self, form: Any, context: Any, **kwargs: Any) -> SafeString:
        members, others = self.names
        return render_to_string(self.template, {"form": form, "field": form[members], "others": form[others]})


class BodyMap(LayoutObject):  # type: ignore[misc]
    """The checkbox list of the painful sites, beside the figure whose shapes are labels of the same boxes."""

    template = "nhsuk/layout/body_sites.html"

    def __init__(self, name: str, regions: Mapping[str, int] = MappingProxyType({})) -> None:
        self.names = (name,)
        self.regions = regions

    def render(self, form: Any, context: Any, **kwargs: Any) -> SafeString:
        field = form[self.names[0]]
        boxes = {box.data["value"]: box for box in field.subwidgets}
        sites = {value: box for value, box in boxes.items() if value not in field.field.alone}
        labelled = {value: (box.id_for_label, box.data["label"]) for value, box in sites.items()}
        shown = {
            "field": field,
            "sites": [(box, self.regions.get(value)) for value, box in sites.items()],
            "alone": [box for value, box in boxes.items() if value not in sites],
            "views": [view.choosing(labelled) for view in VIEWS],
            "region_count": len(set(self.regions.values())),
        }
        return render_to_string(self.template, shown)


class NumberOrNot(LayoutObject):  # type: ignore[misc]
    """A number with its unit, and the tick that says it was not examined or not done."""

    template = "nhsuk/layout/number.html"

    def __init__(self, name: str, not_known: str) -> None:
        self.names = (name, not_known)

    def render(self, form: Any, context: Any, **kwargs: Any) -> SafeString:
        name, not_known = self.names
        return render_to_string(self.template, {"field": form[name], "not_known": form[not_known]})


class Frame(LayoutObject, ABC):  # type: ignore[misc]
    """What stands round other pieces, and looks otherwise in each of its states and no further."""

    def __init__(self, *inner: Any) -> None:
        self.fields = list(inner)

    def render(self, form: Any, context: Any, **kwargs: Any) -> SafeString:
        drawn = [render_field(piece, form, context, **kwargs) for piece in self.fields]
        return self.round(drawn, self.state(form))

    def state(self, form: Any) -> bool:
        """Which of its two looks this form asks for."""
        return False

    @abstractmethod
    def round(self, drawn: Sequence[str], state: bool) -> SafeString:
        """The frame in that state round the drawn pieces, each of which stands in it once and in order."""


class Stem(Frame):
    """A lead question whose "yes" opens the questions it covers; without JavaScript they always show."""

    template = "nhsuk/layout/stem.html"

    def __init__(self, name: str, *inner: Any) -> None:
        super().__init__(name, *inner)
        self.name = name

    def round(self, drawn: Sequence[str], state: bool) -> SafeString:
        lead, *inner = drawn
        return render_to_string(self.template, {"lead": lead, "inner": _joined(inner), "name": self.name})


class OnDemand(Frame):
    """What is asked only where it is called for: folded, unless something in it is answered or wrong."""

    template = "nhsuk/layout/on_demand.html"

    def __init__(self, *inner: Any, asked: Sequence[str]) -> None:
        super().__init__(*inner)
        self.asked = asked

    def state(self, form: Any) -> bool:
        return form.is_bound or any(form.answers.get(item) is not None for item in self.asked)

    def round(self, drawn: Sequence[str], state: bool) -> SafeString:
        inner = _joined(drawn)
        return render_to_string(self.template, {"inner": inner, "count": len(drawn), "is_open": state})


class Conditional(Frame):
    """
    What only other answers of the page call for, under an id that stays.

    Without JavaScript it always shows, for those answers may be given on this very page.
    """

    template = "nhsuk/layout/conditional.html"

    def __init__(self, *inner: Any, asked: Sequence[str], name: str) -> None:
        super().__init__(*inner)
        self.asked = asked
        self.name = name

    def state(self, form: Any) -> bool:
        return any(item in form.called_for for item in self.asked)

    def round(self, drawn: Sequence[str], state: bool) -> SafeString:
        inner = _joined(drawn)
        return render_to_string(self.template, {"inner": inner, "name": self.name, "is_called_for": state})


def _joined(drawn: Iterable[str]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in drawn))
