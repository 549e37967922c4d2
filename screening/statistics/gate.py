"""
Do the files of an export hold what may be told, and nothing else?

Reads the finished files as a reader would, not the code that made them, and compares them with the frozen
counts. A guard against mistakes, run before every export is handed out; the protection itself is the cube's.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from screening.statistics.cube import Cell, Draws, protect_base, protect_split
from screening.statistics.frozen import FrozenMonth, FrozenTable

CSV_NAME, METADATA_NAME = "statistics.csv", "metadata.json"
COLUMNS = ["table", "month", "age_band", "sex", "tier", "measure", "value", "flag"]
TOTAL = "_T"
NARROWEST_INTERVAL = 4
"""Highest minus lowest possible value; less, for a count below the threshold with somebody in it, is a finding."""

ANY_KEY = b"the counts must come out as they went in, whatever the key"
NOT_CHECKED = "A linear-programming attacker over this and all earlier exports: not part of this version."

Row = Mapping[str, str]


class GateClosed(RuntimeError):
    """The files did not pass; names the check, and no count."""


def examine(files: Mapping[str, bytes], months: Sequence[FrozenMonth]) -> dict[str, Any]:
    """
    Check the files of an export.

    Returns:
        What was checked, for gate.json.

    Raises:
        GateClosed.
    """
    rows = list(csv.DictReader(io.StringIO(files[CSV_NAME].decode(), newline="")))
    metadata = json.loads(files[METADATA_NAME])
    frozen = {(month.month, table.id): (month, table) for month in months for table in month.tables}
    checks = {
        "only the agreed columns and files": _has_the_agreed_form(files, rows),
        "every count is zero or at least the threshold": _are_large_or_zero(rows, months),
        "every number is a sum of frozen cells": _are_sums_of_frozen_cells(rows, frozen),
        "no row is missing, none stands twice": _are_complete(rows, frozen),
        "every table sums to the base": all(_agrees_with_base(month) for month in months),
        "who was not asked is told alike by all tables": all(_agrees_with_groups(month) for month in months),
        "metadata tells who was asked about the same conditions": all(
            _told_sets(metadata, month) == [list(group.conditions) for group in month.groups]
            for month in months
        ),
        "the published counts could be the true ones": all(_is_fixed_point(month) for month in months),
        "metadata tells the threshold that was used": metadata["threshold"]
        == min(month.threshold for month in months),
    }
    failed = [name for name, passed in checks.items() if not passed]
    if failed:
        raise GateClosed(f"The export did not pass its own checks: {'; '.join(failed)}.")
    return _report(checks, rows, months)


def _report(checks: Mapping[str, bool], rows: Sequence[Row], months: Sequence[FrozenMonth]) -> dict[str, Any]:
    threshold = min(month.threshold for month in months)
    return {
        "passed": True,
        "checks": checks,
        "rows": len(rows),
        "months": [month.month for month in months],
        "threshold": threshold,
        "narrowest_interval_of_a_small_count": threshold - 1,
        "narrowest_interval_allowed": NARROWEST_INTERVAL,
        "argument": "docs/decisions/0012-statistics-are-protected-once.md",
        "not_checked": [NOT_CHECKED],
    }


def _has_the_agreed_form(files: Mapping[str, bytes], rows: Sequence[Row]) -> bool:
    header = files[CSV_NAME].split(b"\r\n", 1)[0].decode().split(",")
    plain = all(row["measure"] == "count" and row["value"].isdigit() and row["flag"] == "" for row in rows)
    return sorted(files) == [METADATA_NAME, CSV_NAME] and header == COLUMNS and plain


def _are_large_or_zero(rows: Sequence[Row], months: Sequence[FrozenMonth]) -> bool:
    least = {month.month: month.threshold for month in months}
    return all(int(row["value"]) == 0 or int(row["value"]) >= least[row["month"]] for row in rows)


def _are_sums_of_frozen_cells(
    rows: Sequence[Row], frozen: Mapping[tuple[str, str], tuple[FrozenMonth, FrozenTable]]
) -> bool:
    sums: dict[tuple[str, str], Mapping[Cell, int]] = {
        place: _all_sums(table) for place, (_, table) in frozen.items()
    }
    for row in rows:
        place = (row["month"], row["table"])
        if place not in frozen or sums[place].get(_cell(row, frozen[place][1])) != int(row["value"]):
            return False
    return True


def _are_complete(
    rows: Sequence[Row], frozen: Mapping[tuple[str, str], tuple[FrozenMonth, FrozenTable]]
) -> bool:
    """Also where nothing was counted: a row that is left out would tell that it is truly empty."""
    found = [(row["month"], row["table"], row["age_band"], row["sex"], row["tier"]) for row in rows]
    wanted = sum(len(_all_sums(table)) for _, table in frozen.values())
    return len(found) == len(set(found)) == wanted


def _all_sums(table: FrozenTable) -> dict[Cell, int]:
    """Each cell adds to itself and to every total over age, over sex, and over both."""
    sums: dict[Cell, int] = {}
    for (age_band, sex, *tier), count in table.counts.items():
        for cell in ((age_band, sex), (age_band, TOTAL), (TOTAL, sex), (TOTAL, TOTAL)):
            sums[(*cell, *tier)] = sums.get((*cell, *tier), 0) + count
    return sums


def _cell(row: Row, table: FrozenTable) -> Cell:
    return tuple(row[dimension] for dimension in table.dimensions)


def _agrees_with_base(month: FrozenMonth) -> bool:
    base = _base(month)
    for table in _splits(month):
        sums: dict[Cell, int] = dict.fromkeys(base.counts, 0)
        for (age_band, sex, _), count in table.counts.items():
            sums[age_band, sex] += count
        if sums != dict(base.counts):
            return False
    return True


def _agrees_with_groups(month: FrozenMonth) -> bool:
    """The groups sum to the base; in each table those without its condition were not asked, and nobody else."""
    for cell, people in _base(month).counts.items():
        if sum(group.counts[cell] for group in month.groups) != people:
            return False
        for table in _splits(month):
            others = (group.counts[cell] for group in month.groups if table.condition not in group.conditions)
            if table.counts[*cell, table.domains["tier"][-1]] != sum(others):
                return False
    return True


def _told_sets(metadata: Mapping[str, Any], month: FrozenMonth) -> Any:
    return metadata.get("months", {}).get(month.month, {}).get("condition_sets")


def _is_fixed_point(month: FrozenMonth) -> bool:
    """
    Were the published counts the true ones, they would be published: so nobody can exclude that they are.

    Of groups, and of tiers as far as they are published; that it holds in each group, the tests show.
    """
    draws = Draws(ANY_KEY, "", month.month, "")
    people = {
        (*cell, str(place)): n for place, group in enumerate(month.groups) for cell, n in group.counts.items()
    }
    if protect_base(people, month.threshold, draws) != people:
        return False
    base = dict(_base(month).counts)
    for table in _splits(month):
        tiers = table.domains["tier"]
        split = {cell: tuple(table.counts[(*cell, tier)] for tier in tiers) for cell in base}
        if protect_split(split, base, month.threshold, draws) != split:
            return False
    return True


def _base(month: FrozenMonth) -> FrozenTable:
    return next(table for table in month.tables if "tier" not in table.dimensions)


def _splits(month: FrozenMonth) -> Iterator[FrozenTable]:
    return (table for table in month.tables if "tier" in table.dimensions)
