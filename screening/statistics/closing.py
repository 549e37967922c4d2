"""How is a month closed? Counted once, protected, and frozen; never counted again."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from screening.audit.record import record
from screening.questionnaires.digests import digest
from screening.statistics.catalogue import (
    BASE,
    ConditionSet,
    Table,
    age_bands,
    base_cells,
    outcomes,
    sexes,
    threshold,
    tier_tables,
    versions_offered,
)
from screening.statistics.counting import TrueCounts, count_month
from screening.statistics.cube import Cell, Draws, Split
from screening.statistics.frozen import (
    CubeDamaged,
    FrozenGroup,
    FrozenMonth,
    FrozenTable,
    groups_from_json,
    table_from_json,
)
from screening.statistics.keys import current_key
from screening.statistics.models import ProtectedCube, StatisticsPeriod
from screening.statistics.months import has_ended, months_between, written
from screening.statistics.protection import ProtectedMonth, protect_month

LONGEST_KEY_ID = 16


class MonthStillOpen(RuntimeError):
    """A month is closed only once it has ended by UTC."""


def months_to_close(practice_id: UUID, first: date, last: date) -> list[date]:
    """Those of the window that are not closed yet, in order."""
    rows = StatisticsPeriod.objects.filter(practice_id=practice_id, month__range=(first, last))
    closed = set(rows.values_list("month", flat=True))
    return [month for month in months_between(first, last) if month not in closed]


def close_until(*, practice_id: UUID, first: date, last: date, at: datetime) -> None:
    """Close every month of the window that is not closed yet, in order; each in its own savepoint."""
    for month in months_to_close(practice_id, first, last):
        close_month(practice_id=practice_id, month=month, at=at)


@transaction.atomic
def close_month(*, practice_id: UUID, month: date, at: datetime) -> StatisticsPeriod:
    """
    Count, protect and freeze a month; a closed one is returned as it is, and a month without anybody is all 0.

    Raises:
        MonthStillOpen.
    """
    if not has_ended(month, at):
        raise MonthStillOpen(f"{written(month)} has not ended yet.")
    _wait_for_entries_under_way(practice_id)
    closed = StatisticsPeriod.objects.filter(practice_id=practice_id, month=month).first()
    return closed or _close(practice_id, month, at)


def frozen_months(practice_id: UUID, first: date, last: date) -> Iterator[FrozenMonth]:
    """
    What was frozen of the closed months of a window, in order.

    Raises:
        CubeDamaged.
    """
    periods = StatisticsPeriod.objects.filter(practice_id=practice_id, month__range=(first, last))
    for period in periods.order_by("month").prefetch_related("cubes"):
        yield _frozen(period)


def _wait_for_entries_under_way(practice_id: UUID) -> None:
    """A trigger holds this lock shared while a screening enters the index (migration 0005)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('statistics:' || %s, 0))", [str(practice_id)]
        )


def _close(practice_id: UUID, month: date, at: datetime) -> StatisticsPeriod:
    key_id, key = current_key()
    period = StatisticsPeriod.objects.create(
        practice_id=practice_id,
        month=month,
        closed_at=at,
        threshold=threshold(),
        key_id=key_id[:LONGEST_KEY_ID],
        software=software(),
    )
    wanted = tier_tables()  # read before the groups are, so that each condition has one
    tables, groups = _protected(count_month(practice_id, month), wanted, period, key)
    cubes = ProtectedCube.objects.bulk_create(_row(period, table, groups) for table in tables)
    _record(period, cubes)
    return period


def _protected(
    counts: TrueCounts, wanted: Sequence[Table], period: StatisticsPeriod, key: bytes
) -> tuple[list[FrozenTable], list[FrozenGroup]]:
    """The base, one table for each condition, and the groups that both are sums of."""
    month = written(period.month)
    by_age_and_sex = {"age_band": age_bands(), "sex": sexes()}

    def draws(table: str) -> Draws:
        return Draws(key, str(period.practice_id), month, table)

    true = {table.id: counts.of_condition(table.condition) for table in wanted}
    told = protect_month(counts.base, true, period.threshold, draws, BASE)
    found = [FrozenTable(BASE, month, ("age_band", "sex"), by_age_and_sex, told.base())]
    for table in wanted:
        split = by_outcome(told.splits[table.id])
        domains = {**by_age_and_sex, "tier": outcomes()}
        dimensions = ("age_band", "sex", "tier")
        found.append(FrozenTable(table.id, month, dimensions, domains, split, table.condition, table.name))
    return found, frozen_groups(told, counts.groups)


def by_outcome(splits: Mapping[Cell, Split]) -> dict[Cell, int]:
    """Each cell with its outcome, as a table is frozen."""
    return {
        (*cell, outcome): count
        for cell, split in splits.items()
        for outcome, count in zip(outcomes(), split, strict=True)
    }


def frozen_groups(told: ProtectedMonth, groups: Mapping[str, ConditionSet]) -> list[FrozenGroup]:
    return [
        FrozenGroup(conditions, {cell: told.groups[*cell, group] for cell in base_cells()})
        for group, conditions in sorted(groups.items(), key=lambda one: one[1])
    ]


def _row(period: StatisticsPeriod, table: FrozenTable, groups: Sequence[FrozenGroup]) -> ProtectedCube:
    cells: dict[str, Any] = table.as_json()
    if table.id == BASE:
        cells["questionnaires"] = versions_offered()
        cells["groups"] = [group.as_json() for group in groups]
    return ProtectedCube(
        practice_id=period.practice_id,
        period=period,
        table=table.id,
        cells=cells,
        digest=_seal(period, table.id, cells),
    )


def _seal(period: StatisticsPeriod, table: str, cells: Any) -> str:
    sealed = {
        "practice": str(period.practice_id),
        "month": written(period.month),
        "table": table,
        "threshold": period.threshold,
        "cells": cells,
    }
    return digest(sealed)


def _record(period: StatisticsPeriod, cubes: Sequence[ProtectedCube]) -> None:
    """Names what was frozen by digest; no count, true or told."""
    content = {
        "month": written(period.month),
        "threshold": period.threshold,
        "key": period.key_id,
        "tables": {cube.table: cube.digest for cube in cubes},
    }
    entity = ("statistics_period", period.id, None)
    record("statistics.close", action="C", entity=entity, content=content, practice=period.practice_id)


def _frozen(period: StatisticsPeriod) -> FrozenMonth:
    month = written(period.month)
    rows = {cube.table: cube for cube in period.cubes.all()}
    for cube in rows.values():
        if _seal(period, cube.table, cube.cells) != cube.digest:
            raise CubeDamaged(f"The stored counts of {month} differ from the digest that seals them.")
    if BASE not in rows:
        raise CubeDamaged(f"The stored counts of {month} are not complete.")
    tables = tuple(table_from_json(name, month, rows[name].cells) for name in sorted(rows))
    base, stored = table_from_json(BASE, month, rows[BASE].cells), rows[BASE].cells
    groups = groups_from_json(base, stored["groups"])
    questionnaires = tuple(stored["questionnaires"])
    return FrozenMonth(month, period.threshold, period.software, questionnaires, tables, groups)


@cache
def software() -> str:
    """Name and version of this application, as its pyproject.toml states them."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    return f"{project['name']} {project['version']}"
