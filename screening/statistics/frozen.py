"""What was told of a closed month? Frozen tables in plain Python; all that is ever published is added up from these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from screening.statistics.cube import Cell

SHAPE = 2


class CubeDamaged(RuntimeError):
    """What is stored of a closed month is not what was frozen; nothing of it is handed out."""


@dataclass(frozen=True)
class FrozenTable:
    """One table of one month: its dimensions with their categories in order, and the protected counts."""

    id: str
    month: str
    dimensions: tuple[str, ...]
    domains: Mapping[str, tuple[str, ...]]
    counts: Mapping[Cell, int]
    condition: str = ""
    name: str = ""

    def cells(self) -> Iterator[Cell]:
        return product(*(self.domains[dimension] for dimension in self.dimensions))

    def as_json(self) -> dict[str, Any]:
        return {
            "shape": SHAPE,
            "dimensions": list(self.dimensions),
            "domains": {name: list(categories) for name, categories in self.domains.items()},
            "counts": [self.counts[cell] for cell in self.cells()],
            "condition": self.condition,
            "name": self.name,
        }


@dataclass(frozen=True)
class FrozenGroup:
    """Who was asked about the same conditions: the protected counts by cell of the base; never a table of a file."""

    conditions: tuple[str, ...]
    counts: Mapping[Cell, int]

    def as_json(self) -> dict[str, Any]:
        return {"conditions": list(self.conditions), "counts": list(self.counts.values())}


@dataclass(frozen=True)
class FrozenMonth:
    """A closed month: its tables by id, its groups, and with which rules they were made."""

    month: str
    threshold: int
    software: str
    questionnaires: tuple[Mapping[str, str], ...]
    tables: tuple[FrozenTable, ...]
    groups: tuple[FrozenGroup, ...]


def table_from_json(table_id: str, month: str, stored: Mapping[str, Any]) -> FrozenTable:
    """
    The reverse of `FrozenTable.as_json`.

    Raises:
        CubeDamaged: the counts do not fit the dimensions.
    """
    domains = {name: tuple(categories) for name, categories in stored["domains"].items()}
    dimensions = tuple(stored["dimensions"])
    counts = stored["counts"]
    if stored["shape"] != SHAPE or len(counts) != prod(len(domains[name]) for name in dimensions):
        raise CubeDamaged(f"{month} {table_id} is not of the shape that this version reads.")
    cells = product(*(domains[name] for name in dimensions))
    found = dict(zip(cells, counts, strict=True))
    return FrozenTable(
        table_id, month, dimensions, domains, found, stored.get("condition", ""), stored.get("name", "")
    )


def groups_from_json(base: FrozenTable, stored: Any) -> tuple[FrozenGroup, ...]:
    """
    The reverse of `FrozenGroup.as_json`; the counts stand in the order of the base's cells.

    Raises:
        CubeDamaged: the counts do not fit the base.
    """
    cells = list(base.cells())
    if any(len(group["counts"]) != len(cells) for group in stored):
        raise CubeDamaged(f"The groups of {base.month} are not of the shape that this version reads.")
    return tuple(
        FrozenGroup(tuple(group["conditions"]), dict(zip(cells, group["counts"], strict=True)))
        for group in stored
    )
