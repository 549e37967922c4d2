"""Are pain index, regions and AAPT sites counted right for every one of the 2^19 body maps?"""

from __future__ import annotations

import pytest

from screening.scoring.body_sites import BODY_SITES
from tests.scoring import naive
from tests.scoring.given import SCREEN


def test_the_nineteen_sites_are_those_of_the_published_table() -> None:
    assert set(BODY_SITES) == naive.ALL_SITES
    assert len(BODY_SITES) == 19


def test_every_body_map_gives_what_the_published_tables_give() -> None:
    """The three counts carry every fibromyalgia set; all 524,288 maps are tried, none is sampled."""
    derived = SCREEN.rules.derived
    wpi, regions, aapt = (
        derived[key].variant({}) for key in ("wpi_score", "pain_regions_count", "aapt_sites_count")
    )
    assert wpi.names == regions.names == ("pain_sites_wpi",)
    assert aapt.names == ("head_face_pain", "pain_sites_wpi")
    wrong = []

    for sites in naive.all_site_sets():
        found = (wpi.call(sites), regions.call(sites), aapt.call(False, sites), aapt.call(True, sites))
        told = (
            naive.wpi(sites), naive.regions(sites),
            naive.aapt_sites(sites, False), naive.aapt_sites(sites, True),
        )  # fmt: skip
        if found != told:
            wrong.append((sorted(sites), found, told))

    assert wrong == []


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [("wpi_score", 0, 19), ("pain_regions_count", 0, 5), ("aapt_sites_count", 0, 9), ("sss_score", 0, 12)],
)
def test_a_count_of_unknown_sources_has_its_whole_range(key: str, low: int, high: int) -> None:
    bounds = SCREEN.rules.derived[key].bounds({})

    assert (bounds.low, bounds.high) == (low, high)
