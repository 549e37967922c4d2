"""Which sites hurt, and what do the tables count of them? (brief 2.1; 1990 and AAPT mapping: architecture 4.2)"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cache
from itertools import combinations, product
from random import Random

Sites = frozenset[str]

REGIONS: tuple[Sites, ...] = (
    frozenset({"shoulder_girdle_left", "upper_arm_left", "lower_arm_left"}),
    frozenset({"shoulder_girdle_right", "upper_arm_right", "lower_arm_right"}),
    frozenset({"hip_left", "upper_leg_left", "lower_leg_left"}),
    frozenset({"hip_right", "upper_leg_right", "lower_leg_right"}),
    frozenset({"neck", "upper_back", "lower_back"}),
)
ONLY_SITES: Sites = frozenset({"jaw_left", "jaw_right", "chest", "abdomen"})
ALL_SITES: Sites = frozenset().union(*REGIONS) | ONLY_SITES

JAWS: Sites = frozenset({"jaw_left", "jaw_right"})
AAPT_BELOW_THE_HEAD: tuple[Sites, ...] = (
    frozenset({"shoulder_girdle_left", "upper_arm_left", "lower_arm_left"}),
    frozenset({"shoulder_girdle_right", "upper_arm_right", "lower_arm_right"}),
    frozenset({"chest"}),
    frozenset({"abdomen"}),
    frozenset({"neck", "upper_back"}),
    frozenset({"lower_back", "hip_left", "hip_right"}),
    frozenset({"upper_leg_left", "lower_leg_left"}),
    frozenset({"upper_leg_right", "lower_leg_right"}),
)

_ABOVE = {"jaw", "shoulder_girdle", "upper_arm", "lower_arm", "neck", "upper_back", "chest"}
_BELOW = {"hip", "upper_leg", "lower_leg", "lower_back"}


def _bare(site: str) -> str:
    return site.removesuffix("_left").removesuffix("_right")


QUARTERS_1990: dict[str, Sites] = {
    "left": frozenset(site for site in ALL_SITES if site.endswith("_left")),
    "right": frozenset(site for site in ALL_SITES if site.endswith("_right")),
    "above_waist": frozenset(site for site in ALL_SITES if _bare(site) in _ABOVE),
    "below_waist": frozenset(site for site in ALL_SITES if _bare(site) in _BELOW),
    "axial": frozenset({"neck", "upper_back", "lower_back", "chest"}),
}
"""Where pain must be to be widespread in the sense of 1990; the abdomen stands nowhere."""


def wpi(sites: Iterable[str]) -> int:
    """The widespread pain index: how many of the 19 sites hurt."""
    return len(frozenset(sites) & ALL_SITES)


def regions(sites: Iterable[str]) -> int:
    """How many of the five regions hurt; jaw, chest and abdomen never count."""
    painful = frozenset(sites)
    return sum(1 for region in REGIONS if not painful.isdisjoint(region))


def aapt_sites(sites: Iterable[str], head_face_pain: bool) -> int:
    """How many of the nine AAPT sites hurt."""
    painful = frozenset(sites)
    head = head_face_pain or not painful.isdisjoint(JAWS)
    return head + sum(1 for site in AAPT_BELOW_THE_HEAD if not painful.isdisjoint(site))


def quarters_1990(sites: Iterable[str]) -> dict[str, int]:
    """1 or 0 for each side, above and below the waist and along the axis."""
    painful = frozenset(sites)
    return {key: int(not painful.isdisjoint(quarter)) for key, quarter in QUARTERS_1990.items()}


def all_site_sets() -> Iterator[Sites]:
    """Every one of the 2^19 sets of painful sites."""
    ordered = sorted(ALL_SITES)
    for size in range(len(ordered) + 1):
        for chosen in combinations(ordered, size):
            yield frozenset(chosen)


def alike() -> list[tuple[str, ...]]:
    """The sites in groups that no table tells apart: only how many of a group hurt can matter."""
    tables = (*REGIONS, JAWS, *AAPT_BELOW_THE_HEAD, *QUARTERS_1990.values())
    groups: dict[tuple[bool, ...], list[str]] = {}
    for site in sorted(ALL_SITES):
        groups.setdefault(tuple(site in table for table in tables), []).append(site)
    return [tuple(group) for group in groups.values()]


def every_kind_of_site_set(seed: int = 1990) -> Iterator[Sites]:
    """One set for each number of painful sites in each group of like sites; which of a group, by lot."""
    random, groups = Random(seed), alike()
    for sizes in product(*(range(len(group) + 1) for group in groups)):
        yield frozenset(
            site for group, size in zip(groups, sizes, strict=True) for site in random.sample(group, size)
        )


@cache
def _looks() -> dict[tuple[int, int, int, int, tuple[int, ...]], Sites]:
    """One site set for each combination of what the tables count."""
    found: dict[tuple[int, int, int, int, tuple[int, ...]], Sites] = {}
    for painful in every_kind_of_site_set():
        look = (
            wpi(painful), regions(painful), aapt_sites(painful, False), aapt_sites(painful, True),
            tuple(quarters_1990(painful).values()),
        )  # fmt: skip
        found.setdefault(look, painful)
    return found


def site_sets() -> tuple[Sites, ...]:
    """One site set for each thing the tables together can tell apart."""
    return tuple(_looks().values())


def told_apart(by: Callable[[Sites], Hashable]) -> tuple[Sites, ...]:
    """One site set for each value that one table makes of them."""
    found: dict[Hashable, Sites] = {}
    for painful in site_sets():
        found.setdefault(by(painful), painful)
    return tuple(found.values())
