"""Where on the drawn body does each pain site lie? The one table behind every figure; our own drawing.

Edges are listed from above, as (distance from the midline, height). A site is what lies between two edges and two
cuts. The front and the back share every edge; they differ in their cuts and in the lines that are only looked at.
"""

from __future__ import annotations

from screening.encounters.body_figure.lines import (
    Edge,
    across,
    backwards,
    mirrored,
    path,
    through,
)

# --- Edges

SKULL = Edge(
    ((0, 6), (9, 7.6), (16.6, 13.5), (20.2, 24), (20.2, 36), (18.6, 46), (14.8, 56), (8, 63), (0, 65))
)
NECK_SIDE = Edge(((14.8, 56), (13, 66), (13.8, 74), (18, 81)))
OUTSIDE = Edge(
    (
        (18, 81), (28, 85.6), (40, 88.8), (49.6, 93.6), (55, 101), (57.4, 110.5), (59, 124), (60.6, 142),
        (62.8, 158), (66.2, 172), (68.8, 186), (70, 198), (70.6, 211),
    )
)  # fmt: skip
INSIDE = Edge(
    (
        (39.6, 113.5), (42, 126), (44.4, 142), (47, 158), (48.6, 168), (51.2, 180), (55, 195), (58.4, 211),
    )
)  # fmt: skip
SIDE = Edge(
    (
        (39.6, 113.5), (39.4, 122), (38, 135), (36.1, 145), (35.4, 149), (33.6, 162), (34.8, 174), (38.4, 188),
        (41.4, 204), (42.6, 219), (42.4, 229), (41.4, 246), (38.6, 270), (34.6, 292), (32, 309), (32.4, 322),
        (33.6, 338), (32.4, 356), (28.8, 380), (26.2, 396), (25.8, 405),
    )
)  # fmt: skip
INNER_LEG = Edge(
    (
        (0.8, 229), (1.6, 246), (4.2, 270), (7.4, 292), (9.4, 309), (8.8, 322), (7.8, 338), (9.4, 356),
        (13, 380), (14.6, 396), (14.6, 405),
    )
)  # fmt: skip

# --- Cuts, from the outside to the midline

JAW_TOP = through((20.2, 36), (14.5, 40.5), (9, 49), (0, 51.5))
COLLAR = through((18, 81), (15.4, 91), (8.6, 98.4), (0, 100.6))
NAPE = through((18, 81), (14, 87.4), (7, 91), (0, 92))
HAIRLINE = through((14.8, 56), (7, 60.4), (0, 61.2))
SHOULDER_END = through((57.4, 110.5), (48, 114), (39.6, 113.5))
CHEST_TOP = through((39.6, 113.5), (28, 111.6), (14, 109), (0, 108.4))
BLADE_TOP = through((39.6, 113.5), (28, 109.4), (14, 105.4), (0, 104))
ELBOW = through((62.8, 158), (55, 161.4), (47, 158))
WRIST = through((70.6, 211), (64.6, 213), (58.4, 211))
RIBS = through((35.4, 149), (22, 151.6), (10, 150.4), (0, 147.6))
LOIN_TOP = through((36.1, 145), (22, 148.2), (0, 149))
GROIN = through((34.8, 174), (26.6, 189), (14.6, 202), (0, 208.6))
BELT = through((34.8, 174), (24, 180.6), (10, 184.4), (0, 185.6))
LEG_TOP = through((42.4, 229), (27, 231.6), (12, 231), (0.8, 229))
FOLD = through((42.4, 229), (33, 238), (18, 240.6), (6, 236), (0.8, 229))
KNEE = through((32, 309), (20.6, 312.4), (9.4, 309))
ANKLE = through((25.8, 405), (20, 407), (14.6, 405))


# --- Sites of one half, and those across the midline

_JAW = path(SKULL.part(36, 65), backwards(JAW_TOP))
_SHOULDER = path(OUTSIDE.part(81, 110.5), SHOULDER_END, CHEST_TOP, backwards(COLLAR))
_SHOULDER_BACK = path(OUTSIDE.part(81, 110.5), SHOULDER_END, BLADE_TOP, backwards(NAPE))
_UPPER_ARM = path(OUTSIDE.part(110.5, 158), ELBOW, INSIDE.part(158, 113.5), backwards(SHOULDER_END))
_LOWER_ARM = path(OUTSIDE.part(158, 211), WRIST, INSIDE.part(211, 158), backwards(ELBOW))
_HIP = path(SIDE.part(174, 229), LEG_TOP, backwards(GROIN))
_BUTTOCK = path(SIDE.part(174, 229), FOLD, backwards(BELT))
_THIGH = path(SIDE.part(229, 309), KNEE, INNER_LEG.part(309, 229), backwards(LEG_TOP))
_THIGH_BACK = path(SIDE.part(229, 309), KNEE, INNER_LEG.part(309, 229), backwards(FOLD))
_LOWER_LEG = path(SIDE.part(309, 405), ANKLE, INNER_LEG.part(405, 309), backwards(KNEE))

PAIRED_FRONT = {
    "jaw": _JAW,
    "shoulder_girdle": _SHOULDER,
    "upper_arm": _UPPER_ARM,
    "lower_arm": _LOWER_ARM,
    "hip": _HIP,
    "upper_leg": _THIGH,
    "lower_leg": _LOWER_LEG,
}
PAIRED_BACK = {
    "shoulder_girdle": _SHOULDER_BACK,
    "upper_arm": _UPPER_ARM,
    "lower_arm": _LOWER_ARM,
    "hip": _BUTTOCK,
    "upper_leg": _THIGH_BACK,
    "lower_leg": _LOWER_LEG,
}
SINGLE_FRONT = {
    "neck": across(SKULL.part(65, 56), NECK_SIDE.part(56, 81), COLLAR),
    "chest": across(backwards(CHEST_TOP), SIDE.part(113.5, 149), RIBS),
    "abdomen": across(backwards(RIBS), SIDE.part(149, 174), GROIN),
}
SINGLE_BACK = {
    "neck": across(backwards(HAIRLINE), NECK_SIDE.part(56, 81), NAPE),
    "upper_back": across(backwards(BLADE_TOP), SIDE.part(113.5, 145), LOIN_TOP),
    "lower_back": across(backwards(LOIN_TOP), SIDE.part(145, 174), BELT),
}

# --- What is only looked at

HEAD = across(SKULL.part(6, 65))
EAR = path(through((20.2, 29), (23.2, 28.6), (23, 35.6), (19.8, 41)))
HAND = path(
    through(
        (70.6, 211), (73, 221), (74.4, 232), (73.6, 242), (70.4, 249), (66.6, 249.6), (64, 243), (62.6, 235),
        (60.6, 231.6), (58.6, 236), (56, 237.6), (54.8, 233), (56.4, 223), (58.4, 211),
    )
)  # fmt: skip
FOOT = path(
    through(
        (25.8, 405), (27.4, 410), (31.4, 416), (33, 421), (28.6, 423.6), (20, 423.6), (14.4, 422.4),
        (13, 417), (13.6, 411), (14.6, 405),
    )
)  # fmt: skip


def _line(*points: tuple[float, float]) -> str:
    return path(through(*points), is_closed=False)


_COLLARBONE = _line((37, 93.6), (24, 95), (12.4, 99.4))
_KNEECAP = _line((26.4, 300), (20.4, 297), (14.4, 300))
_BREAST = _line((31, 131.6), (22, 135.4), (11, 133.6))
_BLADE = _line((15, 117), (23.6, 124), (24.4, 138), (17, 140.6))
_ELBOW_POINT = _line((58.4, 155), (54.8, 157), (51.4, 155))
_CALF = _line((21, 323), (19.4, 340), (20.6, 352))
_LINES_FRONT = (_COLLARBONE, _BREAST, _KNEECAP, _line((10, 29.6), (7.6, 28.8), (5.4, 29.6)))
_LINES_BACK = (_BLADE, _ELBOW_POINT, _CALF)
DETAILS_FRONT = (
    *_LINES_FRONT,
    *map(mirrored, _LINES_FRONT),
    _line((0.6, 31), (2.4, 39), (-1.4, 40)),
    _line((0, 175), (0, 178)),
)
DETAILS_BACK = (
    *_LINES_BACK,
    *map(mirrored, _LINES_BACK),
    _line((0, 110), (0, 144)),
    _line((0, 154), (0, 181)),
)
