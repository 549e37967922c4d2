"""
Which files does an export consist of? Sums of frozen cells, in one order, and what a reader must know.

Pure: the same closed months always give the same bytes, whoever asks and whenever.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, product
from typing import Any

from screening.jobs.spreadsheet import safe_cell
from screening.statistics.cube import Cell
from screening.statistics.frozen import FrozenMonth, FrozenTable

CSV_NAME, METADATA_NAME = "statistics.csv", "metadata.json"
DIMENSIONS = ("month", "age_band", "sex", "tier")  # the base has all but the last
COLUMNS = ("table", *DIMENSIONS, "measure", "value", "flag")
TOTAL = "_T"
SPLIT_BY = "tier"
FORMAT = 1

NOTES = (
    "Counts are rounded, those of patients within each of condition_sets and then added up.",
    "Of patients 0 stands for 0 to {below}, {threshold} for 1 to {threshold}, and more are exact, for each set.",
    "Of tiers 0 stands for 0 to {below}, and {threshold} may stand for 0 to {threshold}, again for each set.",
    "not_in_questionnaire is the rounded count of who was asked by sets without the condition.",
    "Every table adds up, and all tables agree with each other.",
    "Totals are sums of rounded counts and may be off: all patients of a month by less than {threshold}.",
    "Other totals may be off by more, and a single count of a tier by up to {most} for each condition set.",
    "A month that is 0 throughout had fewer than {threshold} patients.",
    "{threshold} is the highest threshold of these months; each has its own under months.",
    "A patient counts once in a month. A sum over months counts patients once in each month.",
    "Not a reason to conclude: that nobody, or everybody, of a group has some result.",
)


class NothingToExport(ValueError):
    """Every published count of these months is 0. Says so by what is published, not by what is true."""


def files_of(months: Sequence[FrozenMonth]) -> dict[str, bytes]:
    """
    The files of an export by name.

    Raises:
        NothingToExport.
    """
    if not any(count for month in months for table in month.tables for count in table.counts.values()):
        raise NothingToExport("There is nothing to export: too few patients in these months.")
    return {CSV_NAME: csv_of(months), METADATA_NAME: metadata_of(months)}


def csv_of(months: Sequence[FrozenMonth]) -> bytes:
    """The long form: the finest cells, zeros included, and their totals by each dimension and in all."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    safe = cache(safe_cell)  # the same few words in every row
    tables = sorted((table for month in months for table in month.tables), key=lambda t: (t.id, t.month))
    for table in tables:
        names = [safe(table.id), safe(table.month)]
        missing = [""] * (len(DIMENSIONS) - 1 - len(table.dimensions))
        for cell, count in rows_of(table):
            writer.writerow([*names, *map(safe, cell), *missing, "count", count, ""])
    return text.getvalue().encode()


def rows_of(table: FrozenTable) -> Iterator[tuple[Cell, int]]:
    """Every cell and total of a table, finest first, each kind in the order of its categories."""
    for kept in _kinds(table.dimensions):
        is_kept = [name in kept for name in table.dimensions]
        sums: Counter[Cell] = Counter()
        for cell, count in table.counts.items():
            sums[tuple(word if keep else TOTAL for word, keep in zip(cell, is_kept, strict=True))] += count
        ranges = [table.domains[name] if name in kept else (TOTAL,) for name in table.dimensions]
        yield from ((cell, sums[cell]) for cell in product(*ranges))


def _kinds(dimensions: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """By age and sex, by age, by sex, in all; in the tables of an attribute by its categories as well."""
    across = [name for name in dimensions if name != SPLIT_BY]
    split = (SPLIT_BY,) if SPLIT_BY in dimensions else ()
    for size in range(len(across), -1, -1):
        for kept in combinations(across, size):
            yield (*kept, *split)


def metadata_of(months: Sequence[FrozenMonth]) -> bytes:
    """All that the publisher tells of the counts. No key, no time, nothing that depends on a patient."""
    threshold, highest = (of(month.threshold for month in months) for of in (min, max))
    told = {"threshold": highest, "below": highest - 1, "most": 2 * highest - 2}
    facts = {
        "format": FORMAT,
        "method": "cube",
        "threshold": threshold,
        "base": threshold,
        "margin_error": None,
        "percent_decimals": None,
        "row_level": None,
        "snapshot": 1,
        "population": {"month": [month.month for month in months]},
        "domains": {"month": [month.month for month in months], **_domains(months)},
        "sensitive_dims": [SPLIT_BY],
        "tables": _tables(months),
        "months": {month.month: _rules(month) for month in months},
        "questionnaires": _questionnaires(months),
        "notes": [note.format(**told) for note in NOTES],
    }
    return (json.dumps(facts, indent=1, sort_keys=True) + "\n").encode()


def _domains(months: Sequence[FrozenMonth]) -> dict[str, list[str]]:
    """Every category of each dimension, in order."""
    found: dict[str, dict[str, None]] = {}
    for table in (table for month in months for table in month.tables):
        for dimension in table.dimensions:
            found.setdefault(dimension, {}).update(dict.fromkeys(table.domains[dimension]))
    return {dimension: list(categories) for dimension, categories in found.items()}


def _tables(months: Sequence[FrozenMonth]) -> list[dict[str, Any]]:
    """What each table counts, and in which months it was made."""
    found: dict[str, dict[str, Any]] = {}
    for table in (table for month in months for table in month.tables):
        known = found.setdefault(table.id, {"id": table.id, "dimensions": ["month", *table.dimensions]})
        known.update(condition=table.condition or None, name=table.name or None)
        known.setdefault("months", []).append(table.month)
    return [found[name] for name in sorted(found)]


def _rules(month: FrozenMonth) -> dict[str, Any]:
    sets = [list(group.conditions) for group in month.groups]
    return {"threshold": month.threshold, "software": month.software, "condition_sets": sets}


def _questionnaires(months: Sequence[FrozenMonth]) -> list[Mapping[str, str]]:
    """Every version that could be used when a month was closed, whether or not anybody did."""
    found = {one["digest"]: one for month in months for one in month.questionnaires}
    return [found[digest] for digest in sorted(found)]
