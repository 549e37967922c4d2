"""What did one benchmark find, and does that reach what the project asks of it?"""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A limit that a value should keep to. Missing it is said, and fails nothing."""

    limit: float
    at_least: bool

    def is_kept_by(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit

    def words(self) -> str:
        return f"at {'least' if self.at_least else 'most'} {in_digits(self.limit)}"


@dataclass(frozen=True)
class Result:
    """The median of some rounds, with the smallest and the largest beside it."""

    name: str
    value: float
    unit: str
    target: Target | None
    holds: bool | None
    runs: int
    low: float
    high: float
    measures: str

    def line(self) -> str:
        """The one JSON line that other programs read."""
        return json.dumps(
            {
                "name": self.name,
                "value": _rounded(self.value),
                "unit": self.unit,
                "target": None if self.target is None else self.target.limit,
                "holds": self.holds,
                "runs": self.runs,
            }
        )


def at_least(limit: float) -> Target:
    return Target(limit, at_least=True)


def at_most(limit: float) -> Target:
    return Target(limit, at_least=False)


def result(
    name: str,
    values: Sequence[float],
    unit: str,
    measures: str,
    target: Target | None = None,
    *,
    holds: bool | None = None,
) -> Result:
    """
    Sum up the values of all rounds.

    Args:
        name: the name in the JSON line and in the table.
        values: one value a round.
        unit: what the value counts.
        measures: one sentence on what was compared with what.
        target: the limit, where the project has set one.
        holds: the verdict, where more than the limit decides it.
    """
    median = statistics.median(values)
    kept = target.is_kept_by(median) if target and holds is None else holds
    return Result(name, median, unit, target, kept, len(values), min(values), max(values), measures)


def in_digits(value: float) -> str:
    """A number as a person writes it: three digits that count."""
    return f"{_rounded(value):,}"


def _rounded(value: float) -> int | float:
    if abs(value) >= 100:
        return round(value)
    shortened = float(f"{value:.3g}")
    return int(shortened) if shortened.is_integer() else shortened
