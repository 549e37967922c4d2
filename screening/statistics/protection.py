"""
How is a whole month protected: the people of every questionnaire, and all their tables?

Who was asked about the same conditions forms a group, the third category of each cell here. Groups are
rounded once; every table takes who was not asked from them, so that no two tables tell it differently. Why
small cells exchange their tiers first: docs/decisions/0012-statistics-are-protected-once.md. Pure, as the cube.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from screening.statistics.cube import Cell, Draws, Split, protect_base, protect_split

GROUP_FROM = 2
"""The categories of a cell from here on are its group; those before are published."""


@dataclass(frozen=True, repr=False)
class ProtectedMonth:
    """Every group's rounded people by cell, and the published splits of each table by cell without its group."""

    groups: Mapping[Cell, int]
    splits: Mapping[str, Mapping[Cell, Split]]

    def base(self) -> dict[Cell, int]:
        """All people by published cell."""
        return _together(self.groups)


def protect_month(
    people: Mapping[Cell, int],
    tables: Mapping[str, Mapping[Cell, Split]],
    threshold: int,
    draws: Callable[[str], Draws],
    base_table: str,
) -> ProtectedMonth:
    """
    Round the groups, then each table within the groups that were asked.

    Args:
        people: every cell with its group and its true count.
        tables: for each table the cells of its groups with their true tiers; the other groups were not asked.
        draws: the keyed draws of a table.
        base_table: whose draws round the groups.

    Returns:
        Splits by tier, and last who was not asked: a sum of the rounded groups.
    """
    groups = protect_base(people, threshold, draws(base_table))
    splits = {table: _protected(true, groups, threshold, draws(table)) for table, true in tables.items()}
    return ProtectedMonth(groups, splits)


def _protected(
    true: Mapping[Cell, Split], groups: Mapping[Cell, int], threshold: int, draws: Draws
) -> dict[Cell, Split]:
    asked = {cell: groups[cell] for cell in true}
    within = protect_split(mixed(true, threshold, draws), asked, threshold, draws)
    not_asked = _together({cell: 0 if cell in true else people for cell, people in groups.items()})
    return {cell: (*_tiers_of(cell, within), others) for cell, others in not_asked.items()}


def _tiers_of(published: Cell, within: Mapping[Cell, Split]) -> Split:
    """Added up over the groups that were asked; there is at least one, or there were no table."""
    width = len(next(iter(within.values())))
    found = [split for cell, split in within.items() if cell[:GROUP_FROM] == published]
    return tuple(sum(split[place] for split in found) for place in range(width))


def _together(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    sums: Counter[Cell] = Counter()
    for cell in sorted(counts):
        sums[cell[:GROUP_FROM]] += counts[cell]
    return dict(sums)


def mixed(true: Mapping[Cell, Split], threshold: int, draws: Draws) -> dict[Cell, Split]:
    """
    Deal the tiers of the small cells of each group anew, to as many people in each cell as before.

    A small cell that is raised shows the tiers of the people in it. If it holds one person, and each table
    showed that one's own tier, all tables together would show one person's whole record.
    """
    found = dict(true)
    for group in sorted({cell[GROUP_FROM:] for cell in true}):
        members = {cell: true[cell] for cell in sorted(true) if cell[GROUP_FROM:] == group}
        small = {cell: split for cell, split in members.items() if 0 < sum(split) < threshold}
        if small:
            found |= _dealt(small, _pool(small, members, threshold), group, draws)
    return found


def _pool(small: Mapping[Cell, Split], members: Mapping[Cell, Split], threshold: int) -> list[int]:
    """Whose tiers are dealt: at least `threshold` people's, so that no one is more than one in so many."""
    for cells in (small, members):
        people = [place for split in cells.values() for place, n in enumerate(split) for _ in range(n)]
        if len(people) >= threshold:
            return people
    return list(range(len(next(iter(members.values()))))) * threshold


def _dealt(small: Mapping[Cell, Split], pool: Sequence[int], group: Cell, draws: Draws) -> dict[Cell, Split]:
    """The first of the shuffled pool go to the first cell, and so on; nobody is dealt twice."""
    rest, at, found = list(pool), 0, {}
    for cell, split in small.items():
        taken: Counter[int] = Counter()
        for _ in range(sum(split)):
            other = at + draws.below(len(rest) - at, "deal", *group, str(at))
            rest[at], rest[other] = rest[other], rest[at]
            taken[rest[at]] += 1
            at += 1
        found[cell] = tuple(taken[place] for place in range(len(split)))
    return found
