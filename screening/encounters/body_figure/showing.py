"""How does the body figure show sites that nobody can tick: of one visit, or of two laid over each other?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from screening.encounters.body_figure.views import VIEWS, View

NOW, BEFORE, BOTH = "now", "before", "both"
DRAWN_IN_TURN = ("", NOW, BOTH, BEFORE)
"""Later shapes lie over the borders of earlier ones: the dark line round hatching is the one that must stay whole."""


@dataclass(frozen=True)
class ShownSite:
    """A shape and what fills it: nothing, "now" (solid), "before" (hatched) or "both" (solid and hatched)."""

    site: str
    path: str
    mark: str


@dataclass(frozen=True)
class ShownView:
    """One drawing: a title and a description in words, shapes with marks; `key` is unlike any other on the page."""

    key: str
    name: str | Promise
    title: str
    description: str
    left_letter: str | Promise
    right_letter: str | Promise
    sites: tuple[ShownSite, ...]
    inert: tuple[str, ...]
    details: tuple[str, ...]


def showing(
    marks: Mapping[str, Collection[str]], labels: Mapping[str, str], *, name: str = "figure"
) -> tuple[ShownView, ...]:
    """
    The front and the back with these sites marked, for components/_body_static.html.

    Args:
        marks: site -> "now", "before" or both of them; a site that is left out stays blank.
        labels: site -> its words in the questionnaire, for the description.
        name: begins every id of the drawings, for pages with more than one figure.
    """
    return tuple(
        _shown(view, {site: _mark(given) for site, given in marks.items()}, labels, name) for view in VIEWS
    )


def _mark(given: Collection[str]) -> str:
    if NOW in given and BEFORE in given:
        return BOTH
    return next((mark for mark in (BOTH, NOW, BEFORE) if mark in given), "")


def _shown(view: View, marks: Mapping[str, str], labels: Mapping[str, str], name: str) -> ShownView:
    sites = [ShownSite(each.site, each.path, marks.get(each.site, "")) for each in view.regions]
    return ShownView(
        key=f"{name}-{view.key}",
        name=view.name,
        title=_("Body from the front") if view.key == "front" else _("Body from behind"),
        description=_described(sites, labels, is_of_two=any(mark != NOW for mark in marks.values() if mark)),
        left_letter=view.left_letter,
        right_letter=view.right_letter,
        sites=tuple(sorted(sites, key=lambda each: DRAWN_IN_TURN.index(each.mark))),
        inert=view.inert,
        details=view.details,
    )


def _described(sites: Collection[ShownSite], labels: Mapping[str, str], *, is_of_two: bool) -> str:
    """The marked sites in words, which say as much as the drawing does."""
    heads = (
        {BOTH: _("At both dates"), NOW: _("Now, not before"), BEFORE: _("Before, not now")}
        if is_of_two
        else {NOW: _("Marked")}
    )
    found = {mark: [labels.get(s.site, s.site) for s in sites if s.mark == mark] for mark in heads}
    parts = [f"{heads[mark]}: {'; '.join(words)}." for mark, words in found.items() if words]
    return " ".join(parts) or _("No site is marked.")
