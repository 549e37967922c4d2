"""Are pain index, regions, AAPT sites and the 1990 rule counted right for every one of the 2^19 body maps?"""

from __future__ import annotations

from collections.abc import Iterable
from math import comb, prod

import pytest

from screening.scoring.body_sites import BODY_SITES
from tests.scoring import naive, twins

SCREEN = twins.bundle_of("chronic-pain-screen")
WORK_UP_1990 = twins.bundle_of("acr-1990-fm")


def test_the_nineteen_sites_are_those_of_the_published_table() -> None:
    assert set(BODY_SITES) == naive.ALL_SITES
    assert len(BODY_SITES) == 19


def test_like_sites_stand_for_all_maps() -> None:
    """The kinds of map, each as often as its sites can be swapped, are the 2^19 maps."""
    groups = naive.alike()

    assert sorted(site for group in groups for site in group) == sorted(naive.ALL_SITES)
    assert prod(sum(comb(len(group), size) for size in range(len(group) + 1)) for group in groups) == 2**19


def wrong_maps(maps: Iterable[naive.Sites]) -> list[naive.Sites]:
    """The maps of which the rules count something else than the tables."""
    derived, parts = SCREEN.rules.derived, WORK_UP_1990.rules.criteria["acr-1990-fm"].parts
    wpi, regions, aapt = (
        derived[key].variant({}) for key in ("wpi_score", "pain_regions_count", "aapt_sites_count")
    )
    of_1990 = {part: rule.variant({}) for part, rule in parts.items() if part != "tender_points"}
    assert {reading.names for reading in (wpi, regions, *of_1990.values())} == {("pain_sites_wpi",)}
    assert aapt.names == ("head_face_pain", "pain_sites_wpi")
    wrong = []
    for sites in maps:
        found = (wpi.call(sites), regions.call(sites), aapt.call(False, sites), aapt.call(True, sites))
        told = (
            naive.wpi(sites), naive.regions(sites),
            naive.aapt_sites(sites, False), naive.aapt_sites(sites, True),
        )  # fmt: skip
        where = naive.quarters_1990(sites)
        where["widespread"] = int(all(where.values()))
        if found != told or {part: reading.call(sites) for part, reading in of_1990.items()} != where:
            wrong.append(sites)
    return wrong


def test_every_kind_of_body_map_gives_what_the_published_tables_give() -> None:
    """These counts carry every fibromyalgia set. One map of each kind, and each site alone, spared, in a pair."""
    everywhere = naive.ALL_SITES
    few = {frozenset({one, other}) for one in everywhere for other in everywhere}

    assert wrong_maps([*few, *(everywhere - pair for pair in few)]) == []
    assert wrong_maps(naive.every_kind_of_site_set()) == []


@pytest.mark.slow
def test_every_body_map_gives_what_the_published_tables_give() -> None:
    """All 524,288 maps; none is sampled."""
    assert wrong_maps(naive.all_site_sets()) == []


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [("wpi_score", 0, 19), ("pain_regions_count", 0, 5), ("aapt_sites_count", 0, 9), ("sss_score", 0, 12)],
)
def test_a_count_of_unknown_sources_has_its_whole_range(key: str, low: int, high: int) -> None:
    bounds = SCREEN.rules.derived[key].bounds({})

    assert (bounds.low, bounds.high) == (low, high)
