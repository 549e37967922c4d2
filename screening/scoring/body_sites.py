"""Which are the nineteen body sites? Their ids are fixed and never change meaning."""

from __future__ import annotations

BODY_SITES: tuple[str, ...] = (
    "jaw_left", "jaw_right",
    "shoulder_girdle_left", "shoulder_girdle_right",
    "upper_arm_left", "upper_arm_right",
    "lower_arm_left", "lower_arm_right",
    "hip_left", "hip_right",
    "upper_leg_left", "upper_leg_right",
    "lower_leg_left", "lower_leg_right",
    "neck", "upper_back", "lower_back", "chest", "abdomen",
)  # fmt: skip
