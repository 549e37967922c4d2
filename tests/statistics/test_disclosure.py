"""Can a reader of all exports work out what is true of a few people? Tried here, and on naive exports too."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from screening.statistics.export import files_of
from screening.statistics.gate import examine
from tests.statistics.attacker import BASE, TOTAL, Attacker, Name
from tests.statistics.simulated import (
    ONE_SET,
    SETS,
    T,
    TrueMonth,
    hidden_files,
    protected,
    true_month,
    unprotected_files,
)

pytestmark = pytest.mark.disclosure

SIZES = (50, 300, 1500)
KEYS = (b"one", b"two")


def months_of(people: int) -> list[TrueMonth]:
    """A year and a month of a practice that sees so many people in all; one month with hardly anybody."""
    chance = Random(people)
    each = [people // 5] * 3 + [people - 3 * (people // 5) - 5, 5]
    return [true_month(f"2026-{n + 1:02}", number, chance) for n, number in enumerate(each)]


def true_counts(month: TrueMonth) -> Iterator[tuple[Name, int]]:
    for (age, sex), count in month.base.items():
        yield (month.month, BASE, age, sex, ""), count
    for table, splits in month.tiers.items():
        for (age, sex), split in splits.items():
            for tier, count in zip(
                ("consider_first", "consider", "cannot_tell", "not_suggested", "not_in_questionnaire"),
                split,
                strict=True,
            ):
                yield (month.month, table, age, sex, tier), count


@pytest.mark.parametrize("people", SIZES)
@pytest.mark.parametrize("key", KEYS)
def test_all_exports_together_tell_nothing_of_a_few(people: int, key: bytes) -> None:
    """Overlapping windows, single months, all conditions at once, and the newest month once it is closed."""
    truth = months_of(people)
    frozen = [protected(month, key) for month in truth]
    attacker = Attacker()

    for first, last in ((0, 3), (1, 4), (0, 5), (2, 3), (4, 5)):
        window = frozen[first:last]
        if any(count for month in window for count in month.tables[0].counts.values()):
            files = files_of(window)
            assert examine(files, window)["passed"]
            attacker.learn(files)
    attacker.work_out()

    assert attacker.findings() == []
    for month in truth:
        for name, count in true_counts(month):
            assert attacker.low[name] <= count <= attacker.high[name], "the attacker's own rules are wrong"
            is_few = 0 < count < T
            assert not is_few or attacker.high[name] - attacker.low[name] >= 4


@pytest.mark.parametrize("people", SIZES)
def test_the_attack_bites_where_protection_is_switched_off(people: int) -> None:
    attacker = Attacker()
    attacker.learn(unprotected_files(months_of(people)))
    attacker.work_out()

    assert attacker.exact() > 100


@pytest.mark.parametrize("people", SIZES)
def test_the_attack_bites_where_small_counts_are_only_left_out(people: int) -> None:
    """The totals then give them away: this is real deduction, nothing that was found was told."""
    attacker = Attacker()
    files = hidden_files(months_of(people))
    attacker.learn(files)
    before = len(attacker.findings())
    attacker.work_out()

    assert len(attacker.findings()) > before + 50


def test_an_export_renewed_while_its_month_was_open_would_tell_of_three_patients() -> None:
    """Why only ended months are exported: the difference of two exports is somebody."""
    chance = Random(7)
    early = true_month("2026-01", 60, chance)
    more = true_month("2026-01", 3, chance)
    later = replace(early, base={cell: early.base[cell] + more.base[cell] for cell in early.base})

    before, after = (unprotected_files([replace(month, tiers={})]) for month in (early, later))
    frozen = protected(early, b"key")

    assert before != after
    assert files_of([frozen]) == files_of([frozen])


def test_unions_of_categories_tell_no_more_than_the_cells() -> None:
    """Re-banding: no total of any kind is known to hold one to seven people either."""
    frozen = [protected(month, b"key") for month in months_of(300)]
    attacker = Attacker()
    attacker.learn(files_of(frozen))
    attacker.work_out()

    totals = [name for name in attacker.low if TOTAL in name]

    assert totals
    for name in totals:
        assert attacker.low[name] == 0 or attacker.high[name] >= T


@pytest.mark.parametrize("sets", [ONE_SET, SETS], ids=["one questionnaire", "three"])
def test_accuracy_at_fifteen_hundred_patients_a_month(
    capsys: pytest.CaptureFixture[str], sets: dict[tuple[str, ...], int]
) -> None:
    """Margins of 50 and more: measured and printed; the mean, not each, is held to 3 %, or 5 %."""
    errors: list[float] = []
    totals: list[int] = []
    for seed in range(5):
        truth = true_month("2026-01", 1500, Random(seed), sets)
        told = protected(truth, b"%d" % seed)
        true_rows, told_rows = (_margins(month) for month in (truth, told_as_true(told)))
        totals.append(told_rows[BASE, TOTAL, TOTAL, ""] - true_rows[BASE, TOTAL, TOTAL, ""])
        errors += [abs(told_rows[name] - count) / count for name, count in true_rows.items() if count >= 50]
    mean, within = sum(errors) / len(errors), sum(error <= 0.03 for error in errors) / len(errors)

    with capsys.disabled():
        print(
            f"\nmargins of 50 and more at 1500 patients: off by {mean:.1%} on the average, {within:.0%} of them"
            f" within 3 %, the worst {max(errors):.1%}; months in all off by {totals}"
        )
    assert mean < (0.03 if sets is ONE_SET else 0.05)
    assert all(abs(total) < T for total in totals)


def test_rare_people_are_not_rounded_away_month_after_month() -> None:
    """
    Totals are aimed at with a shift of their own; aimed at exactly, one person of "other" sex a month would be
    told as none for ever, and be missing in every sum over months.
    """
    chance = Random(1)
    true = told = 0
    for number in range(96):
        month = true_month(f"{2000 + number // 12}-{number % 12 + 1:02}", 125, chance)
        rounded = protected(month, b"key").tables[0].counts
        true += sum(count for (_, sex), count in month.base.items() if sex in ("other", "unknown"))
        told += sum(count for (_, sex), count in rounded.items() if sex in ("other", "unknown"))

    assert 0.6 < told / true < 1.6


def told_as_true(frozen: object) -> TrueMonth:
    """The published counts in the shape of true ones, to be added up by the same code."""
    tables = {table.id: table for table in frozen.tables}  # type: ignore[attr-defined]
    base = tables.pop(BASE).counts
    tiers = {
        name: {cell: tuple(table.counts[(*cell, tier)] for tier in table.domains["tier"]) for cell in base}
        for name, table in tables.items()
    }
    return TrueMonth(frozen.month, base, tiers, {}, {}, {})  # type: ignore[attr-defined]


def _margins(month: TrueMonth) -> dict[tuple[str, str, str, str], int]:
    found: dict[tuple[str, str, str, str], int] = {}
    for (_, table, age, sex, tier), count in true_counts(month):
        for cell in ((age, TOTAL), (TOTAL, sex), (TOTAL, TOTAL)):
            found[(table, *cell, tier)] = found.get((table, *cell, tier), 0) + count
    return found
