"""
What can a reader of the files work out? Exact interval arithmetic over all that was ever handed out.

Unknowns are the published counts, and for every set of groups that some table was asked of, or was not, how
many people it holds: "patients" of all groups, "groups 0 2" of the first and third.

Written from the reader's side: it knows the files, the way of rounding (decision 12) and nothing else. Every
published number bounds what is true; tables that add up carry bounds from one count to the next.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Name = tuple[str, str, str, str, str]
"""month, table, age band, sex, tier; "_T" is a total, "" a dimension that the table has not."""

BASE = "patients"
TOTAL = "_T"
NARROW = 4
ENDLESS = 10**9
NOT_ASKED = "not_in_questionnaire"


Told = Mapping[Name, Mapping[str, str]]


@dataclass
class Attacker:
    """Learns from exports, one after the other; what two of them say of one number must both hold."""

    low: dict[Name, int] = field(default_factory=dict)
    high: dict[Name, int] = field(default_factory=dict)
    threshold: int = 0
    links: dict[tuple[Name, tuple[Name, ...]], None] = field(default_factory=dict)

    def learn(self, files: Mapping[str, bytes]) -> None:
        metadata = json.loads(files["metadata.json"])
        self.threshold = metadata["threshold"]
        rows = list(csv.DictReader(io.StringIO(files["statistics.csv"].decode(), newline="")))
        told = {_name(row): row for row in rows}
        asked = {table["id"]: _asked(table, metadata["months"]) for table in metadata["tables"]}
        for name, row in told.items():
            all_groups = frozenset(range(len(metadata["months"][name[0]]["condition_sets"])))
            groups = asked[name[1]].get(name[0], all_groups)
            if name[4] == NOT_ASKED:
                groups = all_groups - groups
            self._narrow(name, *self._meaning(metadata["method"], name, row, groups, told))
            if TOTAL not in name and name[1] != BASE:
                self._link(name, groups, all_groups)
        for whole, parts in _sums(told):
            self.links[whole, tuple(parts)] = None

    def work_out(self) -> None:
        """Carry bounds along every sum until nothing changes any more."""
        while [whole for whole, parts in self.links if self._carry(whole, parts)]:
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

    def _link(self, name: Name, groups: frozenset[int], all_groups: frozenset[int]) -> None:
        """The tiers of a cell are the people of the groups asked; who was not asked is the other groups."""
        month, table, age, sex, tier = name
        people = _people(month, age, sex, groups, all_groups)
        each = tuple(_people(month, age, sex, frozenset([one]), all_groups) for one in sorted(groups))
        for unknown in (people, *each):
            self._narrow(unknown, 0, ENDLESS)
        if people not in each:
            self.links[people, each] = None
        if tier == NOT_ASKED:
            self.links[people, (name,)] = None
            others = _people(month, age, sex, all_groups - groups, all_groups)
            self.links[(month, BASE, age, sex, ""), (people, others)] = None

    def _meaning(
        self, method: str, name: Name, row: Mapping[str, str], groups: frozenset[int], told: Told
    ) -> tuple[int, int]:
        if row["value"] == "":
            return (1, self.threshold - 1) if row["flag"] == "p" else (0, ENDLESS)
        count = int(row["value"])
        if method not in ("cube", "apart"):
            return count, count
        if TOTAL in name:
            return self._behind_total(name, count)
        if method == "apart":
            return self._behind_people(count, 1) if name[1] == BASE else self._behind_tier(count, 1, 1)
        if name[1] == BASE or name[4] == NOT_ASKED:
            return self._behind_people(count, len(groups))
        cell = told[(name[0], BASE, *name[2:4], "")], told[(*name[:4], NOT_ASKED)]
        return self._behind_tier(count, len(groups), int(cell[0]["value"]) - int(cell[1]["value"]))

    def _behind_people(self, told: int, groups: int) -> tuple[int, int]:
        """People of so many groups, each told as 0 (0 to t - 1), t (1 to t) or what it is."""
        t = self.threshold
        if told == 0:
            return 0, groups * (t - 1)
        if groups == 0:
            raise AssertionError("nobody is in no group")
        eights, rest = divmod(told, t)
        if rest or eights > groups:
            eights = min(eights, groups) - 1
        return told - eights * (t - 1), told + (groups - 1) * (t - 1)

    def _behind_tier(self, told: int, groups: int, people: int) -> tuple[int, int]:
        """A tier of a cell that is told to hold so many people: bounds that no key can break."""
        most = self.threshold - 1
        if told == 0:
            return 0, groups * most
        if groups > 1:
            return max(0, told - groups * 2 * most), told + groups * most
        if people == self.threshold:
            return 0, told
        return (1 if told <= 2 * most + 1 else told - most), told + most

    def _behind_total(self, name: Name, told: int) -> tuple[int, int]:
        """Only of all patients of a month something is promised: near, and 0 below the threshold."""
        if name[1:] != (BASE, TOTAL, TOTAL, ""):
            return 0, ENDLESS
        if told == 0:
            return 0, self.threshold - 1
        return max(self.threshold, told - self.threshold + 1), told + self.threshold - 1

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


def _name(row: Mapping[str, str]) -> Name:
    return row["month"], row["table"], row["age_band"], row["sex"], row["tier"]


def _asked(table: Mapping[str, Any], months: Mapping[str, Any]) -> dict[str, frozenset[int]]:
    """By month, the groups that were asked about the table's condition; none of the table of all people."""
    if table["condition"] is None:
        return {}
    sets = {month: rules["condition_sets"] for month, rules in months.items()}
    return {
        month: frozenset(n for n, keys in enumerate(found) if table["condition"] in keys)
        for month, found in sets.items()
    }


def _people(month: str, age: str, sex: str, groups: frozenset[int], all_groups: frozenset[int]) -> Name:
    kind = BASE if groups == all_groups else " ".join(["groups", *map(str, sorted(groups))])
    return month, kind, age, sex, ""


def _sums(told: Iterable[Name]) -> list[tuple[Name, list[Name]]]:
    """Every total is the sum of its cells; every cell of the base is the sum of its tiers."""
    found: dict[Name, list[Name]] = {}
    for name in told:
        month, table, age, sex, tier = name
        if TOTAL not in (age, sex):
            for whole in ((TOTAL, sex), (age, TOTAL), (TOTAL, TOTAL)):
                found.setdefault((month, table, *whole, tier), []).append(name)
        if tier:
            found.setdefault((month, BASE, age, sex, f"={table}"), []).append(name)
    return [((*whole[:4], "") if whole[4][:1] == "=" else whole, parts) for whole, parts in found.items()]
