"""
What can a reader of the files work out? Exact interval arithmetic over all that was ever handed out.

Written from the reader's side: it knows the files, the way of rounding (decision 12) and nothing else. Every
published number bounds what is true; tables that add up carry bounds from one count to the next.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Name = tuple[str, str, str, str, str]
"""month, table, age band, sex, tier; "_T" is a total, "" a dimension that the table has not."""

BASE = "patients"
TOTAL = "_T"
NARROW = 4
ENDLESS = 10**9


@dataclass
class Attacker:
    """Learns from exports, one after the other; what two of them say of one number must both hold."""

    low: dict[Name, int] = field(default_factory=dict)
    high: dict[Name, int] = field(default_factory=dict)
    threshold: int = 0

    def learn(self, files: Mapping[str, bytes]) -> None:
        metadata = json.loads(files["metadata.json"])
        self.threshold = metadata["threshold"]
        for row in csv.DictReader(io.StringIO(files["statistics.csv"].decode(), newline="")):
            name = (row["month"], row["table"], row["age_band"], row["sex"], row["tier"])
            self._narrow(name, *self._meaning(metadata["method"], name, row))

    def work_out(self) -> None:
        """Carry bounds along every sum until nothing changes any more."""
        sums = self._sums()
        while [whole for whole, parts in sums if self._carry(whole, parts)]:
            pass

    def findings(self) -> list[tuple[Name, int, int]]:
        """Counts of one to threshold - 1 people that are known, or nearly."""
        return [
            (name, low, self.high[name])
            for name, low in sorted(self.low.items())
            if low >= 1 and self.high[name] < self.threshold and self.high[name] - low < NARROW
        ]

    def exact(self) -> int:
        return sum(low == high for _, low, high in self.findings())

    def _meaning(self, method: str, name: Name, row: Mapping[str, str]) -> tuple[int, int]:
        if row["value"] == "":
            return (1, self.threshold - 1) if row["flag"] == "p" else (0, ENDLESS)
        told = int(row["value"])
        return self._behind(name, told) if method == "cube" else (told, told)

    def _behind(self, name: Name, told: int) -> tuple[int, int]:
        """Which true counts the rounding may have had before it: bounds that no key can break."""
        most = self.threshold - 1
        if TOTAL in name:
            return self._behind_total(name, told)
        if told == 0:
            return 0, most
        if name[1] != BASE:
            return (1 if told <= 2 * most + 1 else told - most), told + most
        return (1, told) if told == self.threshold else (told, told)

    def _behind_total(self, name: Name, told: int) -> tuple[int, int]:
        """Only of all patients of a month something is promised: near, and 0 below the threshold."""
        if name[1:] != (BASE, TOTAL, TOTAL, ""):
            return 0, ENDLESS
        if told == 0:
            return 0, self.threshold - 1
        return max(self.threshold, told - self.threshold + 1), told + self.threshold - 1

    def _sums(self) -> list[tuple[Name, list[Name]]]:
        """Every total is the sum of its cells; every cell of the base is the sum of its tiers."""
        found: dict[Name, list[Name]] = {}
        for name in self.low:
            month, table, age, sex, tier = name
            if TOTAL not in (age, sex):
                for whole in ((TOTAL, sex), (age, TOTAL), (TOTAL, TOTAL)):
                    found.setdefault((month, table, *whole, tier), []).append(name)
            if tier:
                found.setdefault((month, BASE, age, sex, f"={table}"), []).append(name)
        return [((*whole[:4], "") if whole[4][:1] == "=" else whole, parts) for whole, parts in found.items()]

    def _carry(self, whole: Name, parts: Iterable[Name]) -> bool:
        parts = list(parts)
        low, high = sum(self.low[part] for part in parts), sum(self.high[part] for part in parts)
        changed = self._narrow(whole, low, high)
        for part in parts:
            least = self.low[whole] - (high - self.high[part])
            most = self.high[whole] - (low - self.low[part])
            changed |= self._narrow(part, least, most)
        return changed

    def _narrow(self, name: Name, low: int, high: int) -> bool:
        before = self.low.get(name, 0), self.high.get(name, ENDLESS)
        self.low[name], self.high[name] = max(before[0], low), min(before[1], high)
        assert self.low[name] <= self.high[name], f"{name} cannot be"
        return before != (self.low[name], self.high[name])
