"""What do the findings of one condition say together: for it, against it, citing what?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from screening.scoring.code import Entry

if TYPE_CHECKING:
    from screening.scoring.compiled import FindingRule


class Said(NamedTuple):
    """What findings say for and against a condition, and what they cite."""

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

    def said(self, holds: tuple[bool, ...]) -> Said:
        """What these findings say, each held or not, in authored order."""
        return Said(
            for_it=tuple([finding for place, finding in self._for if holds[place]]),
            against=tuple([finding for place, finding in self._against if holds[place]]),
            citations=tuple(dict.fromkeys([*compress(self._sources, holds), *self._own])),
        )

    def entries(self) -> tuple[list[Entry], list[Entry], list[Entry]]:
        """The same as entries of three lists, by the places of all findings."""
        begin = self.places.start
        return (
            [Entry(finding, (begin + place,)) for place, finding in self._for],
            [Entry(finding, (begin + place,)) for place, finding in self._against],
            list(self._cited()),
        )

    def _cited(self) -> Iterator[Entry]:
        """A source stands where the first finding that cites it and holds puts it, the condition's own last."""
        before: dict[str, tuple[int, ...]] = {}
        placed = enumerate(self._sources, self.places.start)
        for source, group in groupby(placed, key=itemgetter(1)):
            places = tuple([place for place, _ in group])
            earlier = before.get(source, ())
            yield Entry(source, places, earlier)
            before[source] = earlier + places
        for source in dict.fromkeys(self._own):
            yield Entry(source, (), before.get(source, ()))
