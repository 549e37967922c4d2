"""Where on the drawn body does each of the nineteen pain sites lie, seen from the front and from behind?

The one table behind the figure on the form and on the result. Shapes are our own drawing on a grid of
200 by 430, the viewer's left half only where a site has a left and a right; the other half is mirrored.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from itertools import count

WIDTH, HEIGHT = 200, 430

SITES: Mapping[str, str] = {
    "jaw_left": "Jaw, left",
    "jaw_right": "Jaw, right",
    "shoulder_girdle_left": "Shoulder girdle, left",
    "shoulder_girdle_right": "Shoulder girdle, right",
    "upper_arm_left": "Upper arm, left",
    "upper_arm_right": "Upper arm, right",
    "lower_arm_left": "Lower arm, left",
    "lower_arm_right": "Lower arm, right",
    "hip_left": "Hip or buttock, left",
    "hip_right": "Hip or buttock, right",
    "upper_leg_left": "Upper leg, left",
    "upper_leg_right": "Upper leg, right",
    "lower_leg_left": "Lower leg, left",
    "lower_leg_right": "Lower leg, right",
    "neck": "Neck",
    "upper_back": "Upper back",
    "lower_back": "Lower back",
    "chest": "Chest",
    "abdomen": "Abdomen",
}

_JAW = "M79.5 36 C80 50 87 60 98.6 63 L98.6 51.5 C92.5 50 89.5 45 88.8 36.5 Z"
_SHOULDER = (
    "M85.5 80 C77 85 63 85 55 90 C48 94.5 45 101 44.2 109 L61 109 C70 104.5 84 101.5 98.6 101 L98.6 80 Z"
)
_SHOULDER_BACK = (
    "M85.5 77 C77 84 63 85 55 90 C48 94.5 45 101 44.2 109 L61 109 C70 105.5 84 103.5 98.6 103 L98.6 77 Z"
)
_UPPER_ARM = "M43.8 112 L60.6 112 C61.4 129 59.4 146 56 163.5 L39.4 160 C39 143 40.2 127 43.8 112 Z"
_LOWER_ARM = "M38.8 163 L55.4 166.5 C53.4 183 48.4 200 43 214.5 L31.6 211.5 C32.6 195 34.6 179 38.8 163 Z"
_HIP = "M67 185 C75 193 87 198.4 98.6 198.8 L98.6 229 L60.4 224.5 C60 210 62 197 67 185 Z"
_BUTTOCK = "M66.4 188 C76 192 88 193 98.6 193 L98.6 232 C86 237 70 236 60.2 229 C59.6 213 61.6 199 66.4 188 Z"
_UPPER_LEG = "M60.2 227.6 L98 232 C97.4 257 95 284 92.6 308 L68.2 308 C63.4 283 59.6 255 60.2 227.6 Z"
_UPPER_LEG_BACK = (
    "M60.2 232.6 C70 239 86 240 98 235.4 C97.4 259 95 284 92.6 308 L68.2 308 C63.6 284 60.2 258 60.2 232.6 Z"
)
_LOWER_LEG = "M68.4 311 L92.4 311 C94.4 332 91.6 360 88.4 397 L74 397 C70 368 64.4 339 68.4 311 Z"
_NECK = "M89 64 C96 68 104 68 111 64 C111 70.5 112 74 116 77 L84 77 C88 74 89 70.5 89 64 Z"
_NECK_BACK = "M88.5 56 L111.5 56 C111.5 64 112.4 70 116 74 L84 74 C87.6 70 88.5 64 88.5 56 Z"
_CHEST = (
    "M63.6 111 C74 106.4 88 104 100 104 C112 104 126 106.4 136.4 111"
    " C137 124 135.4 136 133 148 L67 148 C64.6 136 63 124 63.6 111 Z"
)
_UPPER_BACK = (
    "M63.6 112 C74 107.6 88 106 100 106 C112 106 126 107.6 136.4 112"
    " C137 126 135 140 132.6 153 L67.4 153 C65 140 63 126 63.6 112 Z"
)
_ABDOMEN = (
    "M67.6 151 L132.4 151 C130.6 162 130.6 172 133 182"
    " C123 191 112 195.8 100 195.8 C88 195.8 77 191 67 182 C69.4 172 69.4 162 67.6 151 Z"
)
_LOWER_BACK = (
    "M68 156 L132 156 C130.8 166 131 176 133.4 185"
    " C123 189 112 190 100 190 C88 190 77 189 66.6 185 C69 176 69.2 166 68 156 Z"
)

_HEAD = "M100 7 C114 7 122.4 17 121.6 32 C121 48 113 63 100 63.6 C87 63 79 48 78.4 32 C77.6 17 86 7 100 7 Z"
_HAND = (
    "M31 214.5 L42.4 217.5 C43 226 41 236 36 242 C31 245.6 26.4 242 26.6 234 C26.8 227 28.4 220 31 214.5 Z"
)
_FOOT = "M74 400 L88.4 400 C89.6 406 90.4 411 90 415 C88 421 70 423 64.4 419.6 C62 416.6 71 408 74 400 Z"
_FACE = ("M91 33 L95 33", "M105 33 L109 33", "M100 35 L98.6 42 L101.4 42", "M96.4 47.8 L103.6 47.8")
_NAVEL = ("M100 172 L100 175",)
_BLADE = "M78 120 C84 124 87 132 86 141"
_SPINE = ("M100 110 L100 150", "M100 159 L100 187")

_PAIRED_FRONT = {
    "jaw": _JAW,
    "shoulder_girdle": _SHOULDER,
    "upper_arm": _UPPER_ARM,
    "lower_arm": _LOWER_ARM,
    "hip": _HIP,
    "upper_leg": _UPPER_LEG,
    "lower_leg": _LOWER_LEG,
}
_PAIRED_BACK = {
    "shoulder_girdle": _SHOULDER_BACK,
    "upper_arm": _UPPER_ARM,
    "lower_arm": _LOWER_ARM,
    "hip": _BUTTOCK,
    "upper_leg": _UPPER_LEG_BACK,
    "lower_leg": _LOWER_LEG,
}


@dataclass(frozen=True)
class Region:
    """One site as one view shows it."""

    site: str
    label: str
    path: str


@dataclass(frozen=True)
class View:
    """The body from one side. Captions say whose left and right it is: always the patient's."""

    name: str
    left_caption: str
    right_caption: str
    regions: tuple[Region, ...]
    inert: tuple[str, ...]
    details: tuple[str, ...]

    def showing(self, sites: Container[str]) -> View:
        """The same view with the regions of these sites only."""
        return replace(self, regions=tuple(region for region in self.regions if region.site in sites))


def mirrored(path: str) -> str:
    """The same shape on the other side of the midline; only absolute M, L, C and Z are used."""
    places = count()

    def flip(number: re.Match[str]) -> str:
        is_across = next(places) % 2 == 0
        return f"{WIDTH - float(number[0]):g}" if is_across else number[0]

    return re.sub(r"\d+(?:\.\d+)?", flip, path)


def _view(
    name: str,
    viewer_left: str,
    paired: Mapping[str, str],
    single: Mapping[str, str],
    details: tuple[str, ...],
) -> View:
    viewer_right = {"left": "right", "right": "left"}[viewer_left]
    shapes = dict(single)
    for stem, path in paired.items():
        shapes[f"{stem}_{viewer_left}"] = path
        shapes[f"{stem}_{viewer_right}"] = mirrored(path)
    return View(
        name=name,
        left_caption=f"Patient’s {viewer_left}",
        right_caption=f"Patient’s {viewer_right}",
        regions=tuple(Region(site, label, shapes[site]) for site, label in SITES.items() if site in shapes),
        inert=(_HEAD, _HAND, mirrored(_HAND), _FOOT, mirrored(_FOOT)),
        details=details,
    )


VIEWS = (
    _view(
        "Front",
        "right",
        _PAIRED_FRONT,
        {"neck": _NECK, "chest": _CHEST, "abdomen": _ABDOMEN},
        (*_FACE, *_NAVEL),
    ),
    _view(
        "Back",
        "left",
        _PAIRED_BACK,
        {"neck": _NECK_BACK, "upper_back": _UPPER_BACK, "lower_back": _LOWER_BACK},
        (*_SPINE, _BLADE, mirrored(_BLADE)),
    ),
)
