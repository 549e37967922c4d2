"""Where may a finger or a pointer hit a site whose shape alone is too small?

Zones reach out over bare paper and over what is only looked at, never over the shape of another site, so that
nobody ticks what they did not touch. Corners lie on the cuts of the drawing.
"""

from __future__ import annotations

from screening.encounters.body_figure.lines import corners, mirrored_points

_JAW = corners((0, 45), (10, 31), (40, 29), (40, 66), (13, 66), (8, 63.4), (0, 65))
_NECK = ((0, 65), (8, 63.4), (13, 66), (25, 67), (18, 81), (15.4, 91), (8.6, 98.4), (0, 100.6))
_NECK_BACK = ((0, 54), (25, 54), (25, 67), (18, 81), (14, 87.4), (7, 91), (0, 92))
_ABOVE = ((18, 81), (25, 67), (40, 67), (58, 76), (80, 92), (80, 110.5))
_SHOULDER = ((57.4, 110.5), (48, 114), (39.6, 113.5))
_FRONT = ((28, 111.6), (14, 109), (0, 108.4), (0, 100.6), (8.6, 98.4), (15.4, 91))
_BACK = ((28, 109.4), (14, 105.4), (0, 104), (0, 92), (7, 91), (14, 87.4))
_OUT_OF_ELBOW = ((80, 158), (62.8, 158), (55, 161.4), (47, 158))
_UPPER_ARM = corners((80, 110.5), *_SHOULDER, (40.5, 126), (40, 142), (41, 158), *reversed(_OUT_OF_ELBOW))
_LOWER_ARM = corners(*_OUT_OF_ELBOW, (41, 158), (36, 174), (40, 188), (42.6, 200), (43, 212), (80, 212))
_OUT_OF_KNEE = ((46, 309), (32, 309), (20.6, 312.4), (9.4, 309), (0, 309))
_THIGH = corners((46, 229), (42.4, 229), (27, 231.6), (12, 231), (0.8, 229), *reversed(_OUT_OF_KNEE))
_THIGH_BACK = corners(
    (46, 229), (42.4, 229), (33, 238), (18, 240.6), (6, 236), (0.8, 229), *reversed(_OUT_OF_KNEE)
)
_LOWER_LEG = corners(*_OUT_OF_KNEE, (0, 405), (46, 405))

ZONES_FRONT = {
    "jaw": _JAW,
    "neck": corners(*_NECK, *mirrored_points(_NECK)),
    "shoulder_girdle": corners(*_ABOVE, *_SHOULDER, *_FRONT),
    "upper_arm": _UPPER_ARM,
    "lower_arm": _LOWER_ARM,
    "upper_leg": _THIGH,
    "lower_leg": _LOWER_LEG,
}
ZONES_BACK = {
    "neck": corners(*_NECK_BACK, *mirrored_points(_NECK_BACK)),
    "shoulder_girdle": corners(*_ABOVE, *_SHOULDER, *_BACK),
    "upper_arm": _UPPER_ARM,
    "lower_arm": _LOWER_ARM,
    "upper_leg": _THIGH_BACK,
    "lower_leg": _LOWER_LEG,
}
