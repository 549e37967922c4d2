"""Does every work-up say what its table says, for complete answers and for every gap in them?

Each is assembled from its recipe and held against a second reading of the brief's tables that shares
no line with the engine or the rules.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from tests.scoring import naive, twins
from tests.scoring.naive.score_only import TOTALS

WORK_UPS = sorted(set(twins.SETS) & set(twins.RECIPES))
SCORE_ONLY = [name for name in (*TOTALS, "start-back") if name in WORK_UPS]

DIAGNOSTIC = {
    "acr-1990-fm", "acr-2010-fm", "acr-2016-fm", "aapt-2019-fm", "hsd-2017", "iom-2015-mecfs",
    "devigili-2019-sfn",
}  # fmt: skip
SCREENING = {
    "asas-ibp", "delphi-2018-mps", "acr-2011-fm", "mcdonald-referral", "ean-pns-2021-cidp",
    "iasp-2021-nociplastic", "finucane-2020", "first-2010", *TOTALS, "start-back",
}  # fmt: skip


def test_every_set_has_a_work_up() -> None:
    assert set(WORK_UPS) == set(twins.SETS)


@pytest.mark.parametrize("name", WORK_UPS)
def test_a_set_has_the_kind_that_the_brief_gives_it(name: str) -> None:
    """A screening set that is met makes a condition one to consider, never one to consider first."""
    kind = "diagnostic" if name in DIAGNOSTIC else "screening" if name in SCREENING else "classification"

    assert twins.bundle_of(name).rules.criteria[name].criterion.kind == kind


@pytest.mark.parametrize("name", WORK_UPS)
def test_a_set_reads_what_its_table_names(name: str) -> None:
    rules = twins.bundle_of(name).rules.criteria[name]
    read = rules.standing.items.union(*(part.items for part in rules.parts.values()))

    assert read | (rules.score.items if rules.score else set()) == set(twins.SETS[name].choices)


@pytest.mark.parametrize("name", WORK_UPS)
def test_the_answers_tried_reach_every_option_and_both_ends_of_each_item(name: str) -> None:
    """Brute force over too few answers would agree with bounds that are too tight."""
    items, found = twins.bundle_of(name).items, twins.SETS[name]
    for key, values in found.choices.items():
        item, every = items[key], [*values, *found.more.get(key, ())]
        if item.type in {"integer", "ordinal", "decimal"}:
            assert (min(values), max(values)) == (item.minimum, item.maximum), key
        elif item.type == "choice":
            assert set(values) == set(item.values), key
        elif item.type == "multi_choice":
            assert frozenset().union(*every) == set(item.values), key


@pytest.mark.parametrize("examples", twins.FEW_OR_MANY)
@pytest.mark.parametrize("name", WORK_UPS)
def test_complete_answers_give_what_the_table_gives(name: str, examples: int) -> None:
    def check(answers: dict[str, Any]) -> None:
        twins.compare_complete(twins.bundle_of(name), name, answers)

    twins.try_all(twins.complete_answers(name), check, examples, name)


@pytest.mark.parametrize("name", WORK_UPS)
def test_answers_on_either_side_of_every_turn_give_what_the_table_gives(name: str) -> None:
    """Answers by lot seldom lie next to a cut-off; these are looked for there."""
    for answers in naive.telling_answers(twins.SETS[name]):
        twins.compare_rules(twins.bundle_of(name), name, answers)


@pytest.mark.parametrize("examples", twins.FEW_OR_MANY)
@pytest.mark.parametrize("name", WORK_UPS)
def test_gaps_leave_what_every_completion_gives(name: str, examples: int) -> None:
    def check(answers: dict[str, Any]) -> None:
        twins.compare_with_gaps(twins.bundle_of(name), name, answers)

    gaps = twins.answers_with_gaps(name, most=twins.MOST_COMPLETIONS[examples])
    twins.try_all(gaps, check, examples, name)


@pytest.mark.parametrize("examples", twins.FEW_OR_MANY)
@pytest.mark.parametrize("name", WORK_UPS)
def test_open_answers_can_turn_the_status_and_the_deciding_ones_decide(name: str, examples: int) -> None:
    """A clinician who is told "this answer decides" must not find afterwards that it did not."""

    def check(answers: dict[str, Any]) -> None:
        twins.compare_open_and_deciding(twins.bundle_of(name), name, answers)

    twins.try_all(twins.answers_with_gaps(name, most=twins.MOST_SEARCHED), check, examples, name)


@pytest.mark.parametrize("name", SCORE_ONLY)
def test_every_total_of_a_form_is_on_its_side_of_the_threshold(name: str) -> None:
    choices = twins.SETS[name].choices
    for totals in product(*choices.values()):
        twins.compare_complete(twins.bundle_of(name), name, dict(zip(choices, totals, strict=True)))
