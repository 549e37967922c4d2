"""Does the rounding keep its promises, whatever the counts and whatever the key?"""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.statistics.cube import Cell, Draws, Split, protect_base, protect_split

pytestmark = pytest.mark.disclosure

T = 8
AGES = ("18-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+")
SEXES = ("female", "male", "other", "unknown")
CELLS = tuple(product(AGES, SEXES))
TIERS = 5

few = st.sampled_from([0, 0, *range(T + 2), 2 * T, 40])
keys = st.binary(min_size=1, max_size=8)
PART = CELLS[:12]  # for the laws, which a smaller table shows as well
splits = st.lists(few, min_size=TIERS * len(PART), max_size=TIERS * len(PART)).map(
    lambda flat: as_splits(flat)
)
# What may stand in a file: 0, or the threshold and more.
large_or_none = st.sampled_from([0, 0, T, T + 1, 2 * T - 1, 20, 40])
publishable = st.lists(large_or_none, min_size=TIERS * len(PART), max_size=TIERS * len(PART)).map(
    lambda flat: as_splits(flat)
)


def as_splits(flat: list[int]) -> dict[Cell, Split]:
    return {cell: tuple(flat[n * TIERS : (n + 1) * TIERS]) for n, cell in enumerate(PART)}


def draws(key: bytes = b"key", table: str = "tier_fm") -> Draws:
    return Draws(key, "practice", "2026-03", table)


def base_of(true: Mapping[Cell, Split]) -> dict[Cell, int]:
    return {cell: sum(split) for cell, split in true.items()}


def protect(true: Mapping[Cell, Split], key: bytes) -> tuple[dict[Cell, int], dict[Cell, Split]]:
    base = protect_base(base_of(true), T, draws(key, "patients"))
    return base, protect_split(true, base, T, draws(key))


def margin(counts: Mapping[Cell, int], *wanted: str) -> int:
    return sum(count for cell, count in counts.items() if set(wanted) <= set(cell))


@given(splits, keys)
def test_every_published_count_is_zero_or_at_least_the_threshold(true: dict[Cell, Split], key: bytes) -> None:
    base, split = protect(true, key)

    assert all(count == 0 or count >= T for count in base.values())
    assert all(count == 0 or count >= T for counts in split.values() for count in counts)


@given(splits, keys)
def test_every_table_sums_to_the_base(true: dict[Cell, Split], key: bytes) -> None:
    base, split = protect(true, key)

    assert base_of(split) == base


@given(splits, keys)
def test_no_count_is_off_by_more_than_twice_the_threshold(true: dict[Cell, Split], key: bytes) -> None:
    """A base cell by less than the threshold, and so the whole month; a tier by less than twice."""
    base, split = protect(true, key)

    assert all(abs(base[cell] - sum(true[cell])) < T for cell in true)
    assert abs(sum(base.values()) - sum(base_of(true).values())) < T
    assert all(
        abs(told - was) <= 2 * T - 2
        for cell in true
        for told, was in zip(split[cell], true[cell], strict=True)
    )


@given(splits, keys)
def test_what_is_empty_or_large_enough_in_the_base_stays_as_it_is(
    true: dict[Cell, Split], key: bytes
) -> None:
    base, split = protect(true, key)
    large = [cell for cell in true if sum(true[cell]) >= T]

    assert all(base[cell] == 0 for cell in true if sum(true[cell]) == 0)
    if large:
        assert all(base[cell] == sum(true[cell]) for cell in large)


@given(publishable, keys)
def test_counts_that_may_be_told_come_out_as_they_went_in(true: dict[Cell, Split], key: bytes) -> None:
    """The whole argument stands on this: the published counts could always be the true ones (decision 12)."""
    base, split = protect(true, key)

    assert base == base_of(true)
    assert split == true


@given(splits, keys)
def test_protecting_twice_changes_nothing_more(true: dict[Cell, Split], key: bytes) -> None:
    _, once = protect(true, key)

    assert protect(once, key)[1] == once


@given(splits, keys, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(true: dict[Cell, Split], key: bytes, chance: Any) -> None:
    """Else the order in which patients came would stand in the file. The same key rounds the same way."""
    mixed = list(true.items())
    chance.shuffle(mixed)

    assert protect(dict(mixed), key) == protect(true, key)


def test_another_key_month_table_or_practice_rounds_another_way() -> None:
    true = dict.fromkeys(CELLS, 3)
    everywhere = [
        Draws(b"key", "practice", "2026-03", "patients"),
        Draws(b"other", "practice", "2026-03", "patients"),
        Draws(b"key", "elsewhere", "2026-03", "patients"),
        Draws(b"key", "practice", "2026-04", "patients"),
        Draws(b"key", "practice", "2026-03", "tier_fm"),
    ]

    rounded = [tuple(protect_base(true, T, draw).values()) for draw in everywhere]

    assert len(set(rounded)) == len(rounded)


@given(keys, st.sampled_from(CELLS))
def test_a_month_below_the_threshold_is_all_zero(key: bytes, cell: Cell) -> None:
    """Whatever the key: so that nothing but "fewer than the threshold" can be told of it."""
    few_people = dict.fromkeys(CELLS, (0, 0, 0, 0, 0)) | {cell: (3, 2, 1, 1, 0)}

    base, split = protect(few_people, key)

    assert not any(base.values())
    assert not any(sum(counts) for counts in split.values())


def test_from_the_threshold_on_somebody_is_told() -> None:
    true = {cell: (1, 0, 0, 0, 0) if cell in CELLS[:T] else (0,) * TIERS for cell in CELLS}

    for number in range(50):
        assert sum(protect(true, b"%d" % number)[0].values()) == T


def naive_raised(small: Mapping[Cell, int], order: list[Cell], start: Fraction) -> set[Cell]:
    """Systematic sampling as the textbook draws it: marks at every threshold along the counts end to end."""
    found, before = set(), Fraction(0)
    for cell in order:
        after = before + small[cell]
        mark = start
        while mark < after:
            if mark >= before:
                found.add(cell)
            mark += T
        before = after
    return found


@given(st.dictionaries(st.sampled_from(CELLS), st.integers(1, T - 1), min_size=1), keys)
def test_cells_are_raised_as_the_textbook_says(small: dict[Cell, int], key: bytes) -> None:
    from screening.statistics.cube import _raised

    draw = draws(key)
    order = sorted(small, key=lambda cell: (draw.below(1 << 64, "order", *cell), cell))

    raised = _raised(small, T, draw)

    assert raised == naive_raised(small, order, Fraction(draw.below(T, "start")))


def test_a_small_cell_is_raised_as_often_as_it_is_large() -> None:
    """Unbiased: over many keys a count of 3 is told as 8 three times in eight."""
    from screening.statistics.cube import _raised

    small = dict(zip(CELLS[:7], range(1, 8), strict=True))
    rounds = 2000
    raised = Counter(cell for n in range(rounds) for cell in _raised(small, T, draws(b"%d" % n)))

    for cell, count in small.items():
        assert abs(raised[cell] / rounds - count / T) < 0.05


@pytest.mark.parametrize("counts", [(3, 2, 20, 9, 0), (7, 7, 7, 30, 0), (1, 2, 3, 4, 5), (0, 2, 0, 1, 0)])
def test_tiers_are_right_on_the_average(counts: Split) -> None:
    """
    One cell alone, so that margins cannot pull: the mean over many keys is near the true count.

    Not so where no large tier can lend: beside 12 a tier of 3 is always told as 0.
    """
    from screening.statistics.cube import _drawn, _outcomes

    cell, rounds = CELLS[0], 1000
    total = sum(counts)
    outcomes = _outcomes(counts, total if total >= T else T, T)
    drawn = [_drawn(outcomes, cell, draws(b"%d" % n)) for n in range(rounds)]

    scale = 1 if total >= T else Fraction(T, total)
    for place, count in enumerate(counts):
        mean = sum(split[place] for split in drawn) / rounds
        assert abs(mean - float(count * scale)) < 1


def test_margins_are_closer_than_by_the_draw_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    true = {
        cell: tuple((number * 7 + tier * 3) % 12 for tier in range(TIERS))
        for number, cell in enumerate(CELLS)
    }

    def error() -> int:
        found = 0
        for key in range(5):
            _, split = protect(true, b"%d" % key)
            for tier, part in product(range(TIERS), (*AGES, *SEXES)):
                told = margin({cell: split[cell][tier] for cell in CELLS}, part)
                found += abs(told - margin({cell: true[cell][tier] for cell in CELLS}, part))
        return found

    improved = error()
    monkeypatch.setattr(Draws, "allows", lambda *labels: False)

    assert improved < error() * 0.75


# --- What a reader can work out. The attacker knows all but the key: see decision 12.

FIRST, SECOND = CELLS[0], CELLS[5]
NOBODY: Split = (0,) * TIERS


def world(**cells: Split) -> dict[Cell, Split]:
    named = {"first": FIRST, "second": SECOND}
    return dict.fromkeys(CELLS, NOBODY) | {named[name]: split for name, split in cells.items()}


def is_possible(true: Mapping[Cell, Split], told: tuple[dict[Cell, int], dict[Cell, Split]]) -> bool:
    """Whether some key makes these published counts from those true ones."""
    return any(protect(true, b"%d" % number) == told for number in range(3000))


ALTERNATIVES = {
    "a base cell of 8 may be 1": (world(first=(8, 0, 0, 0, 0), second=(9, 0, 0, 0, 0)),
                                  world(first=(1, 0, 0, 0, 0), second=(9, 0, 0, 0, 0))),
    "an empty base cell may be 7": (world(first=(20, 0, 0, 0, 0)),
                                    world(first=(20, 0, 0, 0, 0), second=(7, 0, 0, 0, 0))),
    "a lone 8 may be 1, with 7 elsewhere": (world(first=(8, 0, 0, 0, 0)),
                                            world(first=(1, 0, 0, 0, 0), second=(7, 0, 0, 0, 0))),
    "a month of zeros may hold 7": (world(), world(first=(4, 3, 0, 0, 0))),
    "an empty tier beside one large may be 7": (world(first=(20, 0, 0, 0, 0)),
                                                world(first=(13, 7, 0, 0, 0))),
    "an empty tier beside two close ones may be 7": (world(first=(20, 19, 0, 0, 0)),
                                                     world(first=(13, 19, 7, 0, 0))),
    "the same from the other": (world(first=(20, 19, 0, 0, 0)), world(first=(20, 12, 7, 0, 0))),
    "an empty tier beside small ones may be 7": (world(first=(12, 10, 0, 0, 0)),
                                                 world(first=(5, 10, 7, 0, 0))),
    "an empty tier in a cell of 8 may be 7": (world(first=(8, 0, 0, 0, 0)), world(first=(1, 7, 0, 0, 0))),
    "a tier of 15 may be 8, beside 7": (world(first=(15, 0, 0, 0, 0)), world(first=(8, 7, 0, 0, 0))),
    "a tier of 14 may be 7, beside 7": (world(first=(14, 0, 0, 0, 0)), world(first=(7, 7, 0, 0, 0))),
    "a tier of 8 may be 1 where no tier is empty": (world(first=(8, 8, 8, 8, 8)),
                                                    world(first=(1, 15, 8, 8, 8))),
}  # fmt: skip


@pytest.mark.parametrize("name", ALTERNATIVES)
def test_no_reader_can_exclude(name: str) -> None:
    """
    Each line of the argument in decision 12: what is told follows from quite other people as well.

    The first world holds exactly the published counts; the second is at the other end of the interval.
    """
    told_world, other = ALTERNATIVES[name]
    told = (base_of(told_world), told_world)

    assert protect(told_world, b"any") == told
    assert is_possible(other, told)


def test_always_giving_to_the_largest_tier_would_have_told() -> None:
    """The hole of the first design: beside 20 and 19 an empty tier could then hold at most one person."""
    from screening.statistics.cube import _outcomes

    told = {split for _, split in _outcomes((13, 19, 7, 0, 0), 39, T)}

    assert (20, 19, 0, 0, 0) in told and (13, 26, 0, 0, 0) in told
