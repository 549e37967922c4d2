"""Which sites hurt at two visits of one patient, laid over each other?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from screening.encounters.body_figure import ShownView, showing
from screening.encounters.models import Response
from screening.encounters.results.history import when
from screening.encounters.results.over_time import day_of
from screening.questionnaires.store import bundle_of
from screening.scoring.bundle import Bundle, Item

UNKNOWN = gettext_lazy("This visit is not one of those whose body map can be shown. Choose one from the list")


@dataclass(frozen=True)
class Mapped:
    """A visit whose body map was answered; an empty one says that nothing hurt."""

    response: Response
    sites: tuple[str, ...]
    labels: Mapping[str, str]

    @property
    def key(self) -> str:
        return str(self.response.pk)

    @property
    def words(self) -> str:
        said = {"day": day_of(when(self.response)), "count": len(self.sites)}
        return ngettext("%(day)s, %(count)s site", "%(day)s, %(count)s sites", len(self.sites)) % said


@dataclass(frozen=True)
class TwoDates:
    """Two visits: the drawings, and the sites by when they hurt."""

    earlier: str
    later: str
    views: tuple[ShownView, ...]
    both: tuple[str, ...]
    only_later: tuple[str, ...]
    only_earlier: tuple[str, ...]


class TwoDatesForm(forms.Form):
    """Two visits of one patient; sent with GET, the ids being those of their responses."""

    a = forms.ChoiceField(label=gettext_lazy("One visit"))
    b = forms.ChoiceField(label=gettext_lazy("The other visit"))

    def __init__(self, mapped: Sequence[Mapped], data: Any) -> None:
        super().__init__(data, initial={"a": mapped[1].key, "b": mapped[0].key})
        for name in ("a", "b"):
            field = self.fields[name]
            field.choices = [(each.key, each.words) for each in mapped]  # type: ignore[attr-defined]
            field.error_messages.update(required=_("Choose a visit"), invalid_choice=UNKNOWN)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("a") and self.cleaned_data.get("a") == self.cleaned_data.get("b"):
            self.add_error("b", _("Choose two different visits"))
        return self.cleaned_data


def mapped_of(responses: Sequence[Response]) -> tuple[Mapped, ...]:
    """The visits whose body map was answered, in the order given."""
    found = []
    for response in responses:
        item = _body_map(bundle_of(response.version))
        chosen = response.answers.get(item.key) if item else None
        if item and isinstance(chosen, list):
            labels = {option.value: option.label for option in item.options}
            found.append(Mapped(response, tuple(site for site in labels if site in chosen), labels))
    return tuple(found)


def two_dates(one: Mapped, other: Mapped) -> TwoDates:
    """Lay the maps of two visits over each other, whichever was first."""
    earlier, later = sorted((one, other), key=lambda each: when(each.response))
    labels = {**earlier.labels, **later.labels}
    marks: dict[str, set[str]] = {}
    for site in earlier.sites:
        marks.setdefault(site, set()).add("before")
    for site in later.sites:
        marks.setdefault(site, set()).add("now")
    by_mark = {
        kind: tuple(labels[site] for site in labels if marks.get(site, set()) == wanted)
        for kind, wanted in {"both": {"before", "now"}, "now": {"now"}, "before": {"before"}}.items()
    }
    return TwoDates(
        earlier=earlier.words,
        later=later.words,
        views=showing(marks, labels, name="two-dates"),
        both=by_mark["both"],
        only_later=by_mark["now"],
        only_earlier=by_mark["before"],
    )


def _body_map(bundle: Bundle) -> Item | None:
    return next((item for item in bundle.items.values() if item.type == "body_sites"), None)
