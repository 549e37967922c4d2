"""What do the findings of one condition say together: for it, against it, citing what?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from screening.scoring.rulebook import FindingRule

MOST_KEPT = 256
"""Patterns of findings of one condition whose ids are kept; a pattern says nothing of one patient."""


class Said(NamedTuple):
    """What one pattern of findings says for and against a condition, and what it cites."""

    for_it: tuple[str, ...]
    against: tuple[str, ...]
    citations: tuple[str, ...]


class FindingIds:
    """The ids of one condition's findings, strongest first, by which of them hold."""

    def __init__(self, findings: Sequence[FindingRule], places: slice, own: Sequence[str]) -> None:
        self.places = places
        """Where they stand among the findings of all conditions."""
        strongest = sorted(enumerate(findings), key=lambda placed: -placed[1].points)
        self._for, self._against = (
            [(place, each.finding.id) for place, each in strongest if each.bearing.direction == direction]
            for direction in ("for", "against")
        )
        self._sources = tuple(each.bearing.source for each in findings)
        self._own = own
        self._said: dict[tuple[bool, ...], Said] = {}

    def said(self, holds: tuple[bool, ...]) -> Said:
        """What these findings say, each held or not, in authored order."""
        found = self._said.get(holds)
        if found is None:
            if len(self._said) >= MOST_KEPT:
                self._said.clear()
            found = self._said[holds] = self._fresh(holds)
        return found

    def _fresh(self, holds: tuple[bool, ...]) -> Said:
        return Said(
            for_it=tuple([finding for place, finding in self._for if holds[place]]),
            against=tuple([finding for place, finding in self._against if holds[place]]),
            citations=tuple(dict.fromkeys([*compress(self._sources, holds), *self._own])),
        )
