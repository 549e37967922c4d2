"""Do the bars, the sources and the order of a result say what the decision says, and no more?"""

from typing import Any

import pytest

from screening.encounters.results.bars import bars_of, other_parts
from screening.encounters.results.criteria import criteria_of
from screening.encounters.results.flags import Flags, flags_of
from screening.encounters.results.glance import Cell, glance_of
from screening.encounters.results.next_steps import next_of
from screening.encounters.results.page import SUGGESTED
from screening.encounters.results.sources import source_of, sources_in
from screening.encounters.results.suggestions import tier_blocks
from screening.evidence.schema import Reference
from screening.questionnaires.catalogue import builtin_bundle
from screening.scoring.criteria_words import CriterionView, PartView
from screening.scoring.engine import assess
from screening.scoring.explanation import Explanation
from tests.encounters import wide_screen

SCREEN = builtin_bundle("chronic-pain-screen")
PATIENT = {"age_years": 52, "sex": "female"}


def explained(**answers: Any) -> Explanation:
    return assess(SCREEN, {**PATIENT, **answers}).explanation


def a_set(**changes: Any) -> CriterionView:
    facts: dict[str, Any] = dict.fromkeys(CriterionView._fields, ())
    words = {"id": "some-set", "low": 3, "high": 7, "maximum": 10, "threshold": 6}
    return CriterionView(**{**facts, **words, **changes})


def a_part(low: float, high: float, maximum: float | None, threshold: float | None = None) -> PartView:
    return PartView("part", "Part", low, high, maximum, threshold, "wolfe2016")


def test_a_bar_shows_what_is_certain_what_is_possible_and_the_threshold() -> None:
    (bar,) = bars_of(a_set())

    assert (bar.certain, bar.possible, bar.threshold_at) == ("30.00%", "40.00%", "60.00%")
    assert bar.value == "3 to 7"
    assert "3 certain and up to 7 possible" in bar.description


def test_a_settled_score_has_nothing_possible() -> None:
    (bar,) = bars_of(a_set(low=7))

    assert (bar.possible, bar.value) == ("", "7")


def test_parts_are_drawn_where_the_threshold_lies_on_them() -> None:
    found = a_set(threshold=None, parts=(a_part(6, 6, 19, 7), a_part(0, 1, 1)))

    assert [bar.maximum for bar in bars_of(found)] == ["19"]
    assert other_parts(found) == ("Part: not known",)


@pytest.mark.parametrize(("low", "high", "words"), [(1, 1, "yes"), (0, 0, "no"), (0, 1, "not known")])
def test_a_part_that_is_a_condition_is_said_in_words(low: int, high: int, words: str) -> None:
    assert other_parts(a_set(parts=(a_part(low, high, 1),))) == (f"Part: {words}",)


def test_red_flags_come_most_urgent_first_and_three_stay_open() -> None:
    raised = explained(rf_ces=True, rf_stroke=True, rf_synovitis=True, rf_gca=True, rf_cancer=True)

    flags = flags_of(SCREEN, raised.red_flags, "/answers/")

    assert len(flags.open) == 3 and flags.more
    assert flags.open[0].urgency == "emergency"
    assert all(raised.href.startswith("/answers/#answer-") for raised in flags.open[0].because)


def test_what_is_not_excluded_is_named_when_pressing_and_else_counted() -> None:
    flags = flags_of(SCREEN, explained().red_flags, "")

    assert flags.not_excluded and flags.others_not_excluded
    assert all("emergency" in words or "same day" in words for words in flags.not_excluded)


def test_a_set_that_is_met_stands_before_those_that_are_open() -> None:
    joints = {
        "involved_small_joints": 12,
        "rf_acpa": "high",
        "crp_esr": "raised",
        "joint_symptom_weeks": 8,
        "swollen_joint_count_small": 4,
    }

    shown, others = criteria_of(SCREEN, explained(**joints))

    assert [each.status for each in shown][:1] == ["met"]
    assert {each.id for each in shown}.isdisjoint(each.id for each in others)
    assert len(shown) + len(others) == len(SCREEN.criteria)


def test_only_what_the_page_cites_is_listed_as_a_source() -> None:
    blocks = tier_blocks(SCREEN, explained(swollen_joint_count_small=4), ("consider_first", "consider"))

    listed = sources_in(blocks)

    assert "aletaha2010" in {source.key for source in listed}
    assert len(listed) == len({source.key for source in listed}) < len(SCREEN.references)


@pytest.mark.parametrize(
    ("key", "authors", "year", "short"),
    [
        ("wolfe2016", "Wolfe F, Clauw DJ, et al.", 2016, "Wolfe 2016"),
        ("vanderh2013", "van den Hoogen F, Khanna D, et al.", 2013, "van den Hoogen 2013"),
        ("NG127", "NICE", 2019, "NG127"),
        ("mtrp2023", "(authors not shown)", 2023, "mtrp2023"),
        ("iom2015", "Institute of Medicine", 2015, "Institute of Medicine 2015"),
    ],
)
def test_a_source_is_named_briefly(key: str, authors: str, year: int, short: str) -> None:
    reference = Reference(key=key, authors=authors, year=year, title="T", doi_verified=False)

    assert source_of(reference).short == short


def test_a_pair_that_is_found_together_is_said_once() -> None:
    blocks = tier_blocks(wide_screen.bundle(), many_at_once(), SUGGESTED)

    pairs = [
        frozenset({pair.name, pair.other}) for block in blocks for card in block.cards for pair in card.both
    ]
    assert pairs and len(pairs) == len(set(pairs))


def test_every_published_figure_says_who_how_many_where_and_against_what() -> None:
    """Where a study does not say, the page says so plainly, and what is from memory is marked."""
    shown, others = criteria_of(wide_screen.bundle(), many_at_once())

    figures = [figure for each in (*shown, *others) for figure in each.performance]
    assert len(figures) >= 5
    for figure in figures:
        assert [fact.name for fact in figure.facts] == ["People", "Number", "Setting", "Compared with"]
        assert all(fact.words for fact in figure.facts)
    assert any("Sensitivity 78.0%, specificity 90.5%" in figure.words for figure in figures)
    assert {figure.is_from_memory for figure in figures} == {True, False}


def test_an_undecided_set_has_no_card_where_another_for_the_condition_is_met() -> None:
    shown, others = criteria_of(wide_screen.bundle(), many_at_once())

    assert {each.status for each in shown} == {"met"}
    assert "acr-1990-fm" in {each.id for each in others}


def test_a_card_leads_to_what_separates_it_from_its_neighbours_those_that_stand_here_first() -> None:
    blocks = tier_blocks(wide_screen.bundle(), many_at_once(), SUGGESTED, compare="/compare/")
    cards = {card.key: card for block in blocks for card in block.cards}

    fm = cards["fm"]
    assert "Rheumatoid arthritis" in {near.name for near in fm.near}
    assert {near.name for near in fm.near} <= {card.name for card in cards.values()}
    assert "/compare/?first=fm&second=ra" in {near.compare for near in fm.near}
    assert any(near.is_from_memory for near in (*fm.near, *fm.neighbours))


def test_the_caution_on_inflammatory_arthritis_stands_open_on_the_card_of_fibromyalgia() -> None:
    blocks = tier_blocks(wide_screen.bundle(), many_at_once(), SUGGESTED)
    fm = next(card for block in blocks for card in block.cards if card.key == "fm")

    assert sum("inflammatory arthritis" in caution for caution in fm.cautions) == 1
    assert not any("inflammatory arthritis" in caution for caution in fm.more_cautions)


@pytest.mark.parametrize("is_only_told", [True, False])
def test_answers_alone_are_said_not_to_be_enough_on_the_card_of_fibromyalgia(is_only_told: bool) -> None:
    found = many_at_once()

    blocks = tier_blocks(wide_screen.bundle(), found, SUGGESTED, is_self_report_only=is_only_told)

    said = {card.key: [source.key for source in card.by_self_report] for b in blocks for card in b.cards}
    assert said["fm"] == (["wolfe2016"] if is_only_told else [])
    assert not any(sources for key, sources in said.items() if key != "fm")


def test_what_is_already_diagnosed_stands_in_a_block_of_its_own_behind_what_is_new() -> None:
    found = explained(known_conditions=["ra", "hypothy"], swollen_joint_count_small=4, dactylitis=True)

    blocks = tier_blocks(SCREEN, found, SUGGESTED)

    by_tier = {block.tier: {card.key for card in block.cards} for block in blocks}
    assert {"ra", "hypothy"} <= by_tier["known"] and blocks[-1].tier == "known"
    assert "psa" in by_tier["consider"]
    assert not any(card.is_known for block in blocks[:-1] for card in block.cards)
    assert not any(card.could_become for card in blocks[-1].cards)


def test_only_the_first_card_of_a_result_stands_open() -> None:
    blocks = tier_blocks(wide_screen.bundle(), many_at_once(), SUGGESTED)

    cards = [card for block in blocks for card in block.cards]
    assert len(cards) > 1
    assert [card.is_open for card in cards] == [True, *[False] * (len(cards) - 1)]


@pytest.mark.parametrize(("count", "first", "more"), [(4, 4, 0), (5, 5, 0), (6, 4, 2), (0, 0, 0)])
def test_of_many_flags_that_are_not_excluded_the_first_are_named_at_once(
    count: int, first: int, more: int
) -> None:
    """A fold that hides a single name would save nothing; none is ever left out."""
    flags = Flags(True, (), (), tuple(f"flag {number}" for number in range(count)), 3)

    assert (len(flags.named_first), len(flags.named_more)) == (first, more)
    assert (*flags.named_first, *flags.named_more) == flags.not_excluded


def strip(**answers: Any) -> dict[str, Cell]:
    """Title -> cell of the ten-second read."""
    found = explained(**answers)
    tiers = tier_blocks(SCREEN, found, SUGGESTED)
    waiting = [card for block in tier_blocks(SCREEN, found, ("cannot_tell",)) for card in block.cards]
    ask = [next_of(view, "/answers/") for view in found.what_next]
    sets, _others = criteria_of(SCREEN, found)
    cells = glance_of(flags_of(SCREEN, found.red_flags, "/answers/"), tiers, waiting, sets, ask)
    return {cell.title: cell for cell in cells}


def test_the_strip_of_a_blank_screening_calms_nobody() -> None:
    cells = strip()

    assert [pointer.words for pointer in cells["Red flags"].pointers] == ["None raised", "20 not excluded"]
    assert cells["Suggested"].pointers[0].words == "Nothing by what was entered"
    assert "What decides" not in cells and cells["Ask next"].pointers[0].href == "#next"


def test_the_strip_names_flags_by_urgency_and_the_answers_that_decide() -> None:
    cells = strip(swollen_joint_count_small=4, rf_ces=True, known_conditions=["hypothy"])

    flags = cells["Red flags"]
    assert flags.kind == "alarm" and flags.pointers[0].words.startswith("Emergency: ")
    assert flags.pointers[0].href == "#flag-RF1" and "not excluded" in flags.pointers[-1].words
    assert cells["Already diagnosed"].pointers[0].href == "#condition-hypothy"
    assert cells["What decides"].pointers[0].href == "#criteria-acr-eular-2010-ra"
    assert cells["What decides"].more == "Rheumatoid arthritis, one answer decides"


def many_at_once() -> Explanation:
    """Fibromyalgia by its criteria, and swollen joints beside it."""
    answers = {**PATIENT, **wide_screen.WIDESPREAD, "swollen_joint_count_small": 6, "rf_acpa": "high"}
    return assess(wide_screen.bundle(), answers).explanation
