"""What might a practice's months look like? Made-up people, counted without a database, protected or not."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from screening.statistics.catalogue import BASE, age_bands, base_cells, group_of, outcomes, sexes
from screening.statistics.closing import by_outcome, frozen_groups
from screening.statistics.cube import Cell, Draws, Split, protect_base, protect_split
from screening.statistics.export import files_of
from screening.statistics.frozen import FrozenGroup, FrozenMonth, FrozenTable
from screening.statistics.protection import ProtectedMonth, protect_month

T = 8
AGE_WEIGHTS = (10, 15, 20, 22, 17, 11, 5)
SEX_WEIGHTS = (66, 32, 1, 1)
# From a common condition to a very rare one: weights of the tiers.
TIER_WEIGHTS = {
    "fm": (20, 25, 25, 30),
    "clbp": (10, 30, 10, 50),
    "ra": (3, 8, 12, 77),
    "pmr": (1, 3, 6, 90),
    "cidp": (0.5, 1, 4, 94.5),
    "x_own": (6, 17, 17, 60),
}
BUILT_IN = ("cidp", "clbp", "fm", "pmr", "ra")
# Who is asked about what: the built-in questionnaire, a copy with one condition more, one of that condition alone.
SETS = {BUILT_IN: 70, (*BUILT_IN, "x_own"): 20, ("x_own",): 10}
ONE_SET = {tuple(sorted(TIER_WEIGHTS)): 1}

Person = tuple[Cell, tuple[str, ...], Mapping[str, int]]
"""Age band and sex, the conditions asked about, and the place of each one's tier."""


@dataclass(frozen=True)
class TrueMonth:
    """By published cell, as an export would tell it; and what is protected: the same by group."""

    month: str
    base: Mapping[Cell, int]
    tiers: Mapping[str, Mapping[Cell, Split]]
    groups: Mapping[str, tuple[str, ...]]
    people: Mapping[Cell, int]
    asked: Mapping[str, Mapping[Cell, Split]]


def true_month(
    month: str, people: int, chance: Random, sets: Mapping[tuple[str, ...], int] = SETS
) -> TrueMonth:
    """`people` drawn one by one."""
    return month_of_people(month, [_person(chance, sets) for _ in range(people)], tuple(sets))


def _person(chance: Random, sets: Mapping[tuple[str, ...], int]) -> Person:
    cell = (chance.choices(age_bands(), AGE_WEIGHTS)[0], chance.choices(sexes(), SEX_WEIGHTS)[0])
    asked = chance.choices(tuple(sets), tuple(sets.values()))[0]
    return cell, asked, {key: chance.choices(range(4), TIER_WEIGHTS[key])[0] for key in asked}


def month_of_people(month: str, persons: Iterable[Person], sets: Iterable[tuple[str, ...]]) -> TrueMonth:
    groups = {group_of(conditions): conditions for conditions in sets}
    people = {(*cell, group): 0 for cell in base_cells() for group in groups}
    keys = sorted({key for conditions in groups.values() for key in conditions})
    asked = {key: {cell: [0] * 4 for cell in people if key in groups[cell[2]]} for key in keys}
    for cell, conditions, tiers in persons:
        cell = (*cell, group_of(conditions))
        people[cell] += 1
        for key, place in tiers.items():
            asked[key][cell][place] += 1
    base = {cell: sum(people[*cell, group] for group in groups) for cell in base_cells()}
    tiers = {
        f"tier_{key}": {cell: _told_of(cell, found, base) for cell in base} for key, found in asked.items()
    }
    splits = {f"tier_{key}": {cell: tuple(n) for cell, n in found.items()} for key, found in asked.items()}
    return TrueMonth(month, base, tiers, groups, people, splits)


def _told_of(cell: Cell, asked: Mapping[Cell, Sequence[int]], base: Mapping[Cell, int]) -> Split:
    tiers = [sum(column) for column in zip(*(n for at, n in asked.items() if at[:2] == cell), strict=True)]
    return (*tiers, base[cell] - sum(tiers))


def protected(true: TrueMonth, key: bytes) -> FrozenMonth:
    """As closing a month does it."""
    told = protect_month(
        true.people, true.asked, T, lambda table: Draws(key, "practice", true.month, table), BASE
    )
    return _frozen(true, told.base(), told.splits, frozen_groups(told, true.groups))


def protected_apart(true: TrueMonth, key: bytes) -> FrozenMonth:
    """As it was done at first: each table rounds for itself who was not asked."""
    base = protect_base(true.base, T, Draws(key, "practice", true.month, BASE))
    splits = {
        table: protect_split(found, base, T, Draws(key, "practice", true.month, table))
        for table, found in true.tiers.items()
    }
    return _frozen(true, base, splits, as_frozen(true).groups)


def as_frozen(true: TrueMonth) -> FrozenMonth:
    """These counts as if they had been frozen; without protection, a naive export."""
    groups = frozen_groups(ProtectedMonth(true.people, {}), true.groups)
    return _frozen(true, true.base, true.tiers, groups)


def _frozen(
    true: TrueMonth,
    base: Mapping[Cell, int],
    splits: Mapping[str, Mapping[Cell, Split]],
    groups: Sequence[FrozenGroup],
) -> FrozenMonth:
    by_age_and_sex = {"age_band": age_bands(), "sex": sexes()}
    tables = [FrozenTable(BASE, true.month, ("age_band", "sex"), by_age_and_sex, base)]
    for table, found in splits.items():
        domains = {**by_age_and_sex, "tier": outcomes()}
        dimensions = ("age_band", "sex", "tier")
        told, condition = by_outcome(found), table.removeprefix("tier_")
        tables.append(FrozenTable(table, true.month, dimensions, domains, told, condition))
    return FrozenMonth(true.month, T, "test", (), tuple(tables), tuple(groups))


def unprotected_files(months: Sequence[TrueMonth]) -> dict[str, bytes]:
    """The same export with protection switched off, and honest about it."""
    files = files_of([as_frozen(month) for month in months])
    return _with_method(files, "none")


def hidden_files(months: Sequence[TrueMonth]) -> dict[str, bytes]:
    """What is often done instead: every count from 1 to 7 left out, totals exact."""
    files = unprotected_files(months)
    rows = list(csv.reader(io.StringIO(files["statistics.csv"].decode(), newline="")))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(rows[0])
    for *names, value, _ in rows[1:]:
        is_hidden = "_T" not in names and 0 < int(value) < T
        writer.writerow([*names, "" if is_hidden else value, "p" if is_hidden else ""])
    return _with_method({**files, "statistics.csv": text.getvalue().encode()}, "suppress")


def _with_method(files: Mapping[str, bytes], method: str) -> dict[str, bytes]:
    metadata = {**json.loads(files["metadata.json"]), "method": method}
    return {**files, "metadata.json": json.dumps(metadata).encode()}
