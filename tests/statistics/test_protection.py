"""Is a whole month told so that neither two questionnaires nor two tables give one person away?"""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.statistics.catalogue import BASE, base_cells
from screening.statistics.cube import Cell, Draws, Split, protect_base, protect_split
from screening.statistics.export import files_of
from screening.statistics.frozen import FrozenMonth
from screening.statistics.gate import GateClosed, examine
from screening.statistics.protection import ProtectedMonth, mixed, protect_month
from tests.statistics.attacker import Attacker
from tests.statistics.simulated import (
    AGE_WEIGHTS,
    SEX_WEIGHTS,
    T,
    TrueMonth,
    month_of_people,
    protected,
    protected_apart,
)

pytestmark = pytest.mark.disclosure

WOMEN = ("40-49", "female")
CELLS = base_cells()[:6]
IN_A, IN_B = ([(*cell, group) for cell in CELLS] for group in "ab")
TABLES = {"tier_both": [*IN_A, *IN_B], "tier_a": IN_A}
few = st.sampled_from([0, 0, *range(T + 2), 2 * T])
told = st.sampled_from([0, 0, T, T + 1, 2 * T - 1, 20])
keys = st.binary(min_size=1, max_size=8)


def month_from(counts: st.SearchStrategy[int]) -> st.SearchStrategy[dict[str, dict[Cell, Split]]]:
    """Both tables for two groups; the second table, of one group only, the same people in another order."""
    flat = st.lists(counts, min_size=48, max_size=48)
    both = flat.map(lambda n: {c: tuple(n[4 * i : 4 * i + 4]) for i, c in enumerate(TABLES["tier_both"])})
    return both.map(lambda b: {"tier_both": b, "tier_a": {cell: b[cell][::-1] for cell in IN_A}})


def protect(tables: Mapping[str, Mapping[Cell, Split]], key: bytes) -> ProtectedMonth:
    people = {cell: sum(split) for cell, split in tables["tier_both"].items()}
    return protect_month(people, tables, T, lambda table: Draws(key, "practice", "2026-03", table), BASE)


@given(month_from(few), keys)
def test_every_table_tells_who_was_not_asked_alike_and_sums_to_the_base(
    tables: dict[str, dict[Cell, Split]], key: bytes
) -> None:
    month = protect(tables, key)

    for cell, people in month.base().items():
        assert people == month.groups[*cell, "a"] + month.groups[*cell, "b"]
        assert month.splits["tier_both"][cell][-1] == 0
        assert month.splits["tier_a"][cell][-1] == month.groups[*cell, "b"]
        for table in TABLES:
            assert sum(month.splits[table][cell]) == people
            assert all(count == 0 or count >= T for count in month.splits[table][cell])


@given(month_from(told), keys)
def test_what_may_be_told_comes_out_as_it_went_in(tables: dict[str, dict[Cell, Split]], key: bytes) -> None:
    """The fixed point of decision 12, in each group: the published counts could always be the true ones."""
    month = protect(tables, key)

    assert month.groups == {cell: sum(split) for cell, split in tables["tier_both"].items()}
    for cell in CELLS:
        pairs = zip(tables["tier_both"][*cell, "a"], tables["tier_both"][*cell, "b"], strict=True)
        assert month.splits["tier_both"][cell][:-1] == tuple(map(sum, pairs))
        assert month.splits["tier_a"][cell][:-1] == tables["tier_a"][*cell, "a"]


@given(month_from(few), keys, st.randoms(use_true_random=False))
def test_the_order_of_cells_does_not_matter(
    tables: dict[str, dict[Cell, Split]], key: bytes, chance: Random
) -> None:
    def shuffled(found: Mapping[Cell, Split]) -> dict[Cell, Split]:
        return dict(chance.sample(list(found.items()), len(found)))

    other = protect({table: shuffled(found) for table, found in tables.items()}, key)

    assert other == protect(tables, key)


@given(month_from(few), keys)
def test_mixing_leaves_large_cells_and_the_size_of_small_ones(
    tables: dict[str, dict[Cell, Split]], key: bytes
) -> None:
    """Where the small cells of a group hold enough people, their tiers are the same ones, elsewhere."""
    true = tables["tier_both"]
    found = mixed(true, T, Draws(key, "", "", ""))

    assert all(sum(found[cell]) == sum(true[cell]) for cell in true)
    assert all(found[cell] == true[cell] for cell in true if sum(true[cell]) >= T)
    for group in (IN_A, IN_B):
        small = [cell for cell in group if 0 < sum(true[cell]) < T]
        if sum(sum(true[cell]) for cell in small) >= T:
            before, after = (
                [sum(n) for n in zip(*(t[c] for c in small), strict=True)] for t in (true, found)
            )
            assert before == after


@pytest.mark.parametrize(
    ("others", "share"),
    [
        pytest.param({}, (0.25, 0.25, 0.25, 0.25), id="nobody else in the group: any tier"),
        pytest.param(
            {IN_A[1]: (0, 30, 9, 0)}, (0.025, 0.75, 0.225, 0), id="no other small cell: the group's"
        ),
        pytest.param({IN_A[1]: (0, 7, 0, 0), IN_A[2]: (0, 0, 2, 0)}, (0.1, 0.7, 0.2, 0), id="small cells'"),
    ],
)
def test_a_lone_person_shows_the_tier_of_anybody(others: dict[Cell, Split], share: tuple[float, ...]) -> None:
    """Of at least eight people, or none of anybody's: whoever is alone is not told of."""
    true = dict.fromkeys(IN_A, (0, 0, 0, 0)) | {IN_A[0]: (1, 0, 0, 0)} | others
    rounds = 1500

    shown = Counter(
        mixed(true, T, Draws(b"%d" % n, "", "", "")).get(IN_A[0], ()).index(1) for n in range(rounds)
    )

    assert all(abs(shown[tier] / rounds - expected) < 0.05 for tier, expected in enumerate(share))


# --- Two questionnaires without a condition in common: what all tables tell of who was not asked.


def women_of_two_questionnaires(here: int, there: int) -> TrueMonth:
    sets = (("cidp", "clbp", "fm", "pmr", "ra"), ("x_own",))
    asked = [sets[0]] * here + [sets[1]] * there
    people = [(WOMEN, conditions, dict.fromkeys(conditions, 3)) for conditions in asked]
    return month_of_people("2026-03", people, sets)


def findings(
    protection: Callable[[TrueMonth, bytes], FrozenMonth], method: str, people: tuple[int, int], key: bytes
) -> int:
    month = protection(women_of_two_questionnaires(*people), key)
    files = files_of([month])
    if method == "cube":
        assert examine(files, [month])["passed"]
    metadata = json.dumps({**json.loads(files["metadata.json"]), "method": method}).encode()
    attacker = Attacker()
    attacker.learn({**files, "metadata.json": metadata})
    attacker.work_out()
    return len(attacker.findings())


PAIRS = [(here, both - here) for both in range(9, 15) for here in range(max(2, both - 7), 8)]


def test_two_questionnaires_tell_nothing_of_the_few_that_were_asked_either() -> None:
    """Rounded for each table anew, seven of fourteen women were told exactly; not any more."""
    many_keys = [b"%d" % number for number in range(8)]

    at_first = [findings(protected_apart, "apart", (7, 7), key) for key in many_keys]
    now = [findings(protected, "cube", pair, key) for pair in PAIRS for key in many_keys[:3]]

    assert sum(found > 0 for found in at_first) > 1, "the attack bites"
    assert not any(now)


@pytest.mark.parametrize("wrong", ["rounded apart", "another group"])
def test_tables_that_differ_in_who_was_not_asked_close_the_gate(wrong: str) -> None:
    true = women_of_two_questionnaires(20, 30)
    month = protected(true, b"key")
    if wrong == "another group":
        first, second = month.groups
        month = replace(month, groups=(replace(first, counts=second.counts), second))
    else:
        month = next(
            found
            for found in (protected_apart(women_of_two_questionnaires(7, 7), b"%d" % n) for n in range(99))
            if sum(found.tables[0].counts.values())
        )

    with pytest.raises(GateClosed, match="not asked is told alike"):
        examine(files_of([month]), [month])


# --- The only one of a kind: sixteen tables must not show one person's whole record.

SIXTEEN = tuple(f"c{number:02}" for number in range(16))
KINDS = ((20, 25, 25, 30), (10, 30, 10, 50), (3, 8, 12, 77), (1, 3, 6, 90))


def a_month_of_sixteen(people: int, chance: Random) -> TrueMonth:
    def somebody() -> tuple[Cell, tuple[str, ...], dict[str, int]]:
        ages, sexes = (list(dict.fromkeys(cell[n] for cell in base_cells())) for n in (0, 1))
        cell = (chance.choices(ages, AGE_WEIGHTS)[0], chance.choices(sexes, SEX_WEIGHTS)[0])
        tiers = {key: chance.choices(range(4), KINDS[n % 4])[0] for n, key in enumerate(SIXTEEN)}
        return cell, SIXTEEN, tiers

    return month_of_people("2026-03", [somebody() for _ in range(people)], (SIXTEEN,))


def whole_records_told(true: TrueMonth, told_month: Mapping[str, Mapping[Cell, Split]]) -> tuple[int, int]:
    """Cells of one person that were raised, and those of them where every table shows that one's tier."""
    alone = [cell for cell, people in true.base.items() if people == 1]
    raised = [cell for cell in alone if sum(told_month["tier_c00"][cell])]
    told_whole = sum(
        all(found[cell][true.tiers[table][cell].index(1)] for table, found in told_month.items())
        for cell in raised
    )
    return len(raised), told_whole


def test_the_record_of_who_is_the_only_one_of_a_kind_is_not_told() -> None:
    before, after = Counter[str](), Counter[str]()
    for number in range(60):
        true, key = a_month_of_sixteen(50, Random(number)), b"%d" % number

        def draws(table: str, key: bytes = key) -> Draws:
            return Draws(key, "practice", "2026-03", table)

        groups = protect_base(true.people, T, draws(BASE))
        (group,) = true.groups
        own_tiers = {
            table: protect_split(found, groups, T, draws(table)) for table, found in true.asked.items()
        }
        shown = {
            table: {cell[:2]: split for cell, split in found.items()} for table, found in own_tiers.items()
        }
        now = protect_month(true.people, true.asked, T, draws, BASE).splits
        for counter, found in ((before, shown), (after, now)):
            raised, whole = whole_records_told(true, found)
            counter["raised"] += raised
            counter["whole"] += whole

    assert before["raised"] == after["raised"] > 20
    assert before["whole"] == before["raised"], "at first every one of them was told whole"
    assert after["whole"] == 0
