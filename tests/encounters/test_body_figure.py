"""Is every site of the body map drawn, on the patient's own side, and does a figure to be looked at say it in words?"""

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from screening.encounters.body_figure import VIEWS, Region, View, mirrored, regions_of, showing
from screening.questionnaires.catalogue import builtin_bundle
from tests.encounters import every_kind
from tests.scoring.naive.body_map import REGIONS

SCREEN = builtin_bundle("chronic-pain-screen")
SITES = {option.value: option.label for option in SCREEN.items["pain_sites_wpi"].options}
FRONT, BACK = VIEWS
MIDLINE = 100
ONLY_FRONT = {"jaw_left", "jaw_right", "chest", "abdomen"}
ONLY_BACK = {"upper_back", "lower_back"}


def region(view: View, site: str) -> Region:
    return next(region for region in view.regions if region.site == site)


def reach(path: str) -> tuple[float, float]:
    """How far to the left and to the right a path's points lie."""
    across = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", path)[::2]]
    return min(across), max(across)


def test_every_site_of_the_questionnaire_is_drawn_where_it_can_be_seen() -> None:
    front, back = ({region.site for region in view.regions} for view in VIEWS)

    assert front | back == set(SITES)
    assert front - back == ONLY_FRONT
    assert back - front == ONLY_BACK


@pytest.mark.parametrize(("view", "viewer_left"), [(FRONT, "right"), (BACK, "left")], ids=["front", "back"])
def test_the_patients_right_is_on_the_viewers_left_from_the_front_and_on_the_right_from_behind(
    view: View, viewer_left: str
) -> None:
    sided = [each for each in view.regions if each.site.endswith(("_left", "_right"))]

    assert sided
    for each in sided:
        for path in (each.path, each.zone):
            low, high = reach(path)
            on_the_left = each.site.endswith(viewer_left)
            assert (high <= MIDLINE) if on_the_left else (low >= MIDLINE), each.site
    assert viewer_left in str(view.left_caption)
    assert viewer_left not in str(view.right_caption)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.key)
def test_the_two_sides_of_a_view_are_each_others_mirror(view: View) -> None:
    for each in view.regions:
        stem, _, side = each.site.rpartition("_")
        if side in ("left", "right"):
            other = region(view, f"{stem}_{'left' if side == 'right' else 'right'}")
            assert mirrored(each.path) == other.path
            assert mirrored(each.zone) == other.zone


def test_limbs_have_the_same_outline_from_the_front_and_from_behind() -> None:
    for here, there in (("right", "left"), ("left", "right")):
        for stem in ("upper_arm", "lower_arm", "lower_leg"):
            assert region(FRONT, f"{stem}_{here}").path == region(BACK, f"{stem}_{there}").path


def test_regions_are_those_that_the_questionnaire_counts() -> None:
    found = regions_of(SCREEN, "pain_sites_wpi")
    groups = {number: {s for s, n in found.items() if n == number} for number in found.values()}

    assert {frozenset(group) for group in groups.values()} == set(REGIONS)


def test_a_questionnaire_that_counts_no_regions_has_none() -> None:
    assert regions_of(every_kind.bundle(), "sites") == {}


def test_a_figure_of_two_dates_tells_them_apart_in_words_and_in_fills() -> None:
    shown = showing({"neck": {"now", "before"}, "chest": {"now"}, "jaw_left": {"before"}}, SITES)[0]
    drawn = render_to_string("components/_body_static.html", {"view": shown})

    assert shown.description == "At both dates: Neck. Now, not before: Chest. Before, not now: Jaw, left."
    assert shown.description in drawn
    fills = {
        site: re.search(rf'd="{re.escape(region(FRONT, site).path)}"[^>]*fill="([^"]*)"', drawn)[1]  # type: ignore[index]
        for site in ("neck", "chest", "jaw_left", "abdomen")
    }
    assert len(set(fills.values())) == len(fills)


def test_a_figure_of_one_date_speaks_of_one_date() -> None:
    front, back = showing({"lower_back": {"now"}}, SITES)

    assert (front.description, back.description) == ("No site is marked.", "Marked: Lower back.")


def test_two_figures_on_a_page_share_no_id() -> None:
    drawn = "".join(
        render_to_string("components/_body_static.html", {"view": view})
        for name in ("now", "then")
        for view in showing({}, SITES, name=name)
    )
    ids = sorted(re.findall(r' id="([^"]*)"', drawn))

    assert ids
    assert all(one != other for one, other in pairwise(ids))
