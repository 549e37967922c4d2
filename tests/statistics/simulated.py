"""What might a practice's months look like? Made-up people, counted without a database, protected or not."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from screening.statistics.catalogue import BASE, age_bands, base_cells, outcomes, sexes
from screening.statistics.cube import Cell, Draws, Split, protect_base, protect_split
from screening.statistics.export import files_of
from screening.statistics.frozen import FrozenMonth, FrozenTable

T = 8
AGE_WEIGHTS = (10, 15, 20, 22, 17, 11, 5)
SEX_WEIGHTS = (66, 32, 1, 1)
# From a common condition to a very rare one: weights of the tiers, the last the questionnaire without it.
TIER_WEIGHTS = {
    "tier_fm": (20, 25, 25, 30, 0),
    "tier_clbp": (10, 30, 10, 50, 0),
    "tier_ra": (3, 8, 12, 77, 0),
    "tier_pmr": (1, 3, 6, 90, 0),
    "tier_cidp": (0.5, 1, 4, 94.5, 0),
    "tier_x_own": (2, 5, 5, 18, 70),
}


@dataclass(frozen=True)
class TrueMonth:
    month: str
    base: Mapping[Cell, int]
    tiers: Mapping[str, Mapping[Cell, Split]]


def true_month(month: str, people: int, chance: Random) -> TrueMonth:
    """`people` drawn one by one."""
    base = dict.fromkeys(base_cells(), 0)
    tiers = {table: {cell: [0] * len(outcomes()) for cell in base} for table in TIER_WEIGHTS}
    for _ in range(people):
        cell = (chance.choices(age_bands(), AGE_WEIGHTS)[0], chance.choices(sexes(), SEX_WEIGHTS)[0])
        base[cell] += 1
        for table, weights in TIER_WEIGHTS.items():
            tiers[table][cell][chance.choices(range(len(weights)), weights)[0]] += 1
    return TrueMonth(
        month, base, {table: {cell: tuple(n) for cell, n in found.items()} for table, found in tiers.items()}
    )


def protected(true: TrueMonth, key: bytes) -> FrozenMonth:
    """As closing a month does it."""
    base = protect_base(true.base, T, Draws(key, "practice", true.month, BASE))
    tiers = {
        table: protect_split(found, base, T, Draws(key, "practice", true.month, table))
        for table, found in true.tiers.items()
    }
    return as_frozen(TrueMonth(true.month, base, tiers))


def as_frozen(counts: TrueMonth) -> FrozenMonth:
    """These counts as if they had been frozen; without protection, a naive export."""
    by_age_and_sex = {"age_band": age_bands(), "sex": sexes()}
    tables = [FrozenTable(BASE, counts.month, ("age_band", "sex"), by_age_and_sex, counts.base)]
    for table, found in counts.tiers.items():
        told = {
            (*cell, outcome): count
            for cell, split in found.items()
            for outcome, count in zip(outcomes(), split, strict=True)
        }
        domains = {**by_age_and_sex, "tier": outcomes()}
        tables.append(FrozenTable(table, counts.month, ("age_band", "sex", "tier"), domains, told))
    return FrozenMonth(counts.month, T, "test", (), tuple(tables))


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
