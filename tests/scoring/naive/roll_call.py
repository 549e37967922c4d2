"""Which sets does the second reading know?"""

from __future__ import annotations

from functools import cache

from tests.scoring.naive import (
    connective_tissue,
    fatigue,
    fibromyalgia,
    joints,
    muscle,
    nerves,
    score_only,
    spine,
    vessels,
)
from tests.scoring.naive.outcome import Set

FAMILIES = (
    fibromyalgia, muscle, joints, connective_tissue, vessels, spine, nerves, fatigue, score_only,
)  # fmt: skip


@cache
def criteria_sets() -> dict[str, Set]:
    """Every set by the name the issues use."""
    return {key: found for family in FAMILIES for key, found in family.sets().items()}
