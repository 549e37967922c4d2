"""The body from the front and from behind: which site lies where, and what is only looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from screening.encounters.body_figure import drawing, zones
from screening.encounters.body_figure.lines import mirrored
from screening.scoring.body_sites import BODY_SITES

VIEW_BOX = "20 0 160 428"


@dataclass(frozen=True)
class Region:
    """One site as one view shows it; `zone` is what a finger may hit, to tick the box of that id."""

    site: str
    path: str
    zone: str
    box_id: str = ""
    label: str = ""


@dataclass(frozen=True)
class View:
    """The body from one side. Captions say whose left and right it is: always the patient's."""

    key: str
    name: str | Promise
    left_caption: str | Promise
    right_caption: str | Promise
    left_letter: str | Promise
    right_letter: str | Promise
    regions: tuple[Region, ...]
    inert: tuple[str, ...]
    details: tuple[str, ...]
    box: str = VIEW_BOX

    def choosing(self, boxes: Mapping[str, tuple[str, str]]) -> View:
        """The same view with the regions that have a checkbox. Site -> the id of its box and its words."""
        offered = (region for region in self.regions if region.site in boxes)
        return replace(
            self,
            regions=tuple(
                replace(region, box_id=boxes[region.site][0], label=boxes[region.site][1])
                for region in offered
            ),
        )


_CAPTIONS = {"left": _("Patient’s left"), "right": _("Patient’s right")}
#: The patient's left and right where there is room for one letter.
_LETTERS = {"left": _("L"), "right": _("R")}


def _both_sides(shapes: Mapping[str, str], viewer_left: str) -> dict[str, str]:
    """The shapes of one half under the side of the patient that the viewer sees on the left, and their mirrors."""
    viewer_right = {"left": "right", "right": "left"}[viewer_left]
    here = {f"{stem}_{viewer_left}": path for stem, path in shapes.items()}
    there = {f"{stem}_{viewer_right}": mirrored(path) for stem, path in shapes.items()}
    return here | there


def _view(
    key: str,
    name: str | Promise,
    viewer_left: str,
    paired: Mapping[str, str],
    single: Mapping[str, str],
    found_by: Mapping[str, str],
    details: tuple[str, ...],
) -> View:
    viewer_right = {"left": "right", "right": "left"}[viewer_left]
    shapes = _both_sides(paired, viewer_left) | dict(single)
    hits = shapes | _both_sides({s: z for s, z in found_by.items() if s in paired}, viewer_left)
    hits |= {site: zone for site, zone in found_by.items() if site in single}
    pairs = (drawing.EAR, drawing.HAND, drawing.FOOT)
    return View(
        key=key,
        name=name,
        left_caption=_CAPTIONS[viewer_left],
        right_caption=_CAPTIONS[viewer_right],
        left_letter=_LETTERS[viewer_left],
        right_letter=_LETTERS[viewer_right],
        regions=tuple(Region(site, shapes[site], hits[site]) for site in BODY_SITES if site in shapes),
        inert=(*pairs, *map(mirrored, pairs), drawing.HEAD),
        details=details,
    )


VIEWS = (
    _view(
        "front",
        _("Front"),
        "right",
        drawing.PAIRED_FRONT,
        drawing.SINGLE_FRONT,
        zones.ZONES_FRONT,
        drawing.DETAILS_FRONT,
    ),
    _view(
        "back",
        _("Back"),
        "left",
        drawing.PAIRED_BACK,
        drawing.SINGLE_BACK,
        zones.ZONES_BACK,
        drawing.DETAILS_BACK,
    ),
)
