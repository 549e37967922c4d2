"""Where may a finger or a pointer hit a site whose shape alone is too small?

Zones reach out over bare paper and over what is only looked at. Towards other sites they end at the cuts of the
drawing, so that nobody ticks what they did not touch.
"""

from __future__ import annotations

from screening.encounters.body_figure.drawing import (
    BELT,
    BLADE_TOP,
    CHEST_TOP,
    COLLAR,
    ELBOW,
    FOLD,
    GROIN,
    KNEE,
    LEG_TOP,
    NAPE,
    SHOULDER_END,
    SKULL,
)
from screening.encounters.body_figure.lines import across, backwards, corners, path

_BESIDE_NECK = (25, 67)
_OVER_SHOULDER = corners(_BESIDE_NECK, (52, 67), (62, 74), (80, 92), (80, 110.5))
_UPPER_ARM = path(
    corners((80, 110.5)),
    SHOULDER_END,
    corners((40.5, 126), (40, 142), (41, 158)),
    backwards(ELBOW),
    corners((80, 158)),
)
_ARM_TO_HIP = ((36, 174), (40, 186), (41.8, 196), (48, 198), (50, 212))
_LOWER_ARM = path(corners((80, 158)), ELBOW, corners((41, 158), *_ARM_TO_HIP, (80, 212)))
_LOWER_LEG = path(corners((46, 309)), KNEE, corners((0, 309), (0, 405), (46, 405)))
_ABOVE_KNEE = (*corners((0, 229), (0, 309)), *backwards(KNEE), *corners((46, 309), (46, 229)))

_BESIDE_HIP = corners(*_ARM_TO_HIP, (50, 229))

ZONES_FRONT = {
    "jaw": path(corners((0, 44), (10, 31), (52, 29), (52, 67), _BESIDE_NECK), SKULL.part(56, 65)),
    "neck": across(SKULL.part(65, 56), corners(_BESIDE_NECK), COLLAR),
    "shoulder_girdle": path(_OVER_SHOULDER, SHOULDER_END, CHEST_TOP, backwards(COLLAR)),
    "upper_arm": _UPPER_ARM,
    "lower_arm": _LOWER_ARM,
    "hip": path(backwards(GROIN), _BESIDE_HIP, LEG_TOP, corners((0, 229))),
    "upper_leg": path(LEG_TOP, _ABOVE_KNEE),
    "lower_leg": _LOWER_LEG,
}
ZONES_BACK = {
    "neck": across(corners((0, 53), (25, 53), _BESIDE_NECK), NAPE),
    "shoulder_girdle": path(_OVER_SHOULDER, SHOULDER_END, BLADE_TOP, backwards(NAPE)),
    "upper_arm": _UPPER_ARM,
    "lower_arm": _LOWER_ARM,
    "hip": path(backwards(BELT), _BESIDE_HIP, FOLD, corners((0, 229))),
    "upper_leg": path(FOLD, _ABOVE_KNEE),
    "lower_leg": _LOWER_LEG,
}
