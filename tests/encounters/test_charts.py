"""Do the drawings of a result say the numbers that the decision says, and what is not known as not known?"""

from datetime import UTC, datetime, timedelta

import pytest

from screening.encounters.results.charts import Weights, axis_of, contribution, weights_of
from screening.encounters.results.over_time import BOTTOM, TOP, Measured, score_over_time
from screening.encounters.results.suggestions import tier_blocks
from screening.questionnaires.catalogue import builtin_bundle
from screening.scoring.bundle import STRENGTHS
from screening.scoring.engine import assess

SCREEN = builtin_bundle("chronic-pain-screen")
MARCH = datetime(2026, 3, 2, 12, tzinfo=UTC)


def percent(words: str) -> float:
    return float(words.removesuffix("%"))


def weights(
    certain_for: tuple[int, ...] = (),
    certain_against: tuple[int, ...] = (),
    possible_for: int = 0,
    possible_against: int = 0,
) -> Weights:
    return Weights(certain_for, certain_against, possible_for, possible_against)


def test_blocks_for_and_against_grow_from_one_zero_in_proportion_to_their_strengths() -> None:
    mine = weights((3, 2, 1), (2,))
    chart = contribution(mine, axis_of([mine]))

    zero = percent(chart.zero)
    starts = [percent(block.x) for block in chart.certain_for]
    widths = [percent(block.width) for block in chart.certain_for]
    assert starts[0] == zero and starts == sorted(starts)
    assert widths[0] / widths[2] == pytest.approx(3, rel=0.01)
    (against,) = chart.certain_against
    assert percent(against.x) + percent(against.width) == pytest.approx(zero, abs=0.01)
    assert not chart.possible


def test_all_conditions_of_a_page_share_one_axis() -> None:
    weak, strong = weights((1,)), weights((3, 3, 3), (3,))
    axis = axis_of([weak, strong])

    one, other = contribution(weak, axis), contribution(strong, axis)

    assert one.zero == other.zero
    assert 3 * percent(one.certain_for[0].width) == pytest.approx(
        percent(other.certain_for[0].width), abs=0.05
    )


def test_what_is_possible_is_drawn_behind_what_is_certain_and_said_in_full_even_where_it_is_cut() -> None:
    mine = weights((3,), (), possible_for=60, possible_against=4)
    chart = contribution(mine, axis_of([mine]))

    against, likely = chart.possible
    assert percent(likely.x) == pytest.approx(
        percent(chart.certain_for[0].x) + percent(chart.certain_for[0].width), abs=0.02
    )
    assert percent(likely.x) + percent(likely.width) == pytest.approx(100, abs=0.02)
    assert percent(against.x) >= 0
    assert "60 more possible" in chart.description and "60 more possible" in chart.words_for


def test_a_condition_that_nothing_speaks_for_or_against_has_no_blocks() -> None:
    chart = contribution(weights(), axis_of([]))

    assert (chart.certain_for, chart.certain_against, chart.possible) == ((), (), ())
    assert chart.words_against == "Against 0"


def test_the_bar_of_a_card_adds_up_the_strengths_of_its_columns() -> None:
    answers = {"age_years": 52, "sex": "female", "swollen_joint_count_small": 4, "rf_acpa": "high"}
    found = assess(SCREEN, answers).explanation
    views = {view.key: view for view in found.conditions}
    cards = [
        card for block in tier_blocks(SCREEN, found, ("consider_first", "consider")) for card in block.cards
    ]

    assert cards
    for card in cards:
        first, against, unknown = card.columns
        mine = weights_of(views[card.key])
        for column, points in ((first, mine.certain_for), (against, mine.certain_against)):
            shown = [STRENGTHS[finding.strength] for finding in (*column.first, *column.more)]
            assert sorted(shown, reverse=True) == list(points)
        assert mine.possible_for + mine.possible_against == sum(
            STRENGTHS[finding.strength] for finding in (*unknown.first, *unknown.more)
        )
        assert sum(mine.certain_for) == views[card.key].strength


def visit(days: int, low: int, high: int | None = None, version: str = "1.0.0") -> Measured:
    return Measured(MARCH + timedelta(days=days), version, low, low if high is None else high)


def test_visits_lie_as_far_apart_as_in_time_and_in_order() -> None:
    chart = score_over_time("wpi", "WPI", 19, [visit(100, 9), visit(0, 19), visit(25, 0)])

    first, second, third = [percent(point.x) for point in chart.points]
    assert (second - first) / (third - first) == pytest.approx(0.25, abs=0.001)
    assert [point.y for point in chart.points[:2]] == [f"{TOP:.1f}", f"{BOTTOM:.1f}"]
    assert len(chart.stretches) == 2


def test_an_unsettled_score_is_an_interval_and_joined_to_nothing() -> None:
    chart = score_over_time("wpi", "WPI", 19, [visit(0, 5), visit(50, 3, 12), visit(100, 7)])

    unsettled = chart.points[1]
    assert not unsettled.is_settled and float(unsettled.top) < float(unsettled.y)
    assert unsettled.words.endswith("3 to 12") and "3 to 12" in chart.description
    assert not chart.stretches


def test_a_change_of_version_is_marked_where_it_happened() -> None:
    same = score_over_time("wpi", "WPI", 19, [visit(0, 5), visit(50, 5)])
    changed = score_over_time("wpi", "WPI", 19, [visit(0, 5), visit(50, 5), visit(90, 5, version="2.0.0")])

    assert not same.changes
    (mark,) = changed.changes
    assert (mark.x, mark.words) == (changed.points[2].x, "version 2.0.0")


def test_a_score_beyond_the_scale_stays_in_the_drawing_and_one_visit_lies_in_the_middle() -> None:
    chart = score_over_time("wpi", "WPI", 19, [visit(0, 40)])

    (point,) = chart.points
    assert point.y == f"{TOP:.1f}"
    assert 40 < percent(point.x) < 60
    assert [label.words for label in chart.dates] == ["2 Mar 2026"]


def test_no_visit_draws_nothing() -> None:
    chart = score_over_time("wpi", "WPI", 19, [])

    assert (chart.points, chart.dates, chart.changes) == ((), (), ())
