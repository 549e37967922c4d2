"""In which lines does a version differ from the one it follows?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from screening.authoring.line_changes import Change, changes

AROUND = 3
MOST_LINES = 3_000


@dataclass(frozen=True)
class DiffLine:
    """
    One line as it is shown: `sign` is "+", "-" or " " before its text, or "…" for lines left out.

    `before` and `after` number it in either version; 0 where it does not stand there.
    """

    sign: str
    text: str
    before: int = 0
    after: int = 0

    @property
    def kind(self) -> str:
        return {"+": "added", "-": "removed", "…": "folded"}.get(self.sign, "same")


@dataclass(frozen=True)
class Difference:
    """The lines around every change; `is_cut` where there are too many to show."""

    lines: tuple[DiffLine, ...]
    added: int
    removed: int
    is_cut: bool


def difference(before: str, after: str) -> Difference:
    """The difference between two texts, line by line, long unchanged stretches folded."""
    old, new = before.splitlines(), after.splitlines()
    codes = changes(old, new)
    added = sum(to - start for tag, _, _, start, to in codes if tag != "equal")
    removed = sum(to - start for tag, start, to, _, _ in codes if tag != "equal")
    lines = list(_lines(old, new, codes))
    return Difference(tuple(lines[:MOST_LINES]), added, removed, len(lines) > MOST_LINES)


def _lines(old: Sequence[str], new: Sequence[str], codes: Sequence[Change]) -> Iterator[DiffLine]:
    for place, (tag, start, to, new_start, new_to) in enumerate(codes):
        if tag == "equal":
            head = AROUND if place else 0
            tail = AROUND if place < len(codes) - 1 else 0
            yield from _unchanged(old[start:to], start, new_start, head, tail)
            continue
        for number in range(start, to):
            yield DiffLine("-", old[number], before=number + 1)
        for number in range(new_start, new_to):
            yield DiffLine("+", new[number], after=number + 1)


def _unchanged(lines: Sequence[str], start: int, new_start: int, head: int, tail: int) -> Iterator[DiffLine]:
    folded = len(lines) - head - tail
    for place, line in enumerate(lines):
        if folded <= 1 or place < head or place >= len(lines) - tail:
            yield DiffLine(" ", line, start + place + 1, new_start + place + 1)
        elif place == head:
            yield DiffLine("…", _("%(number)s unchanged lines") % {"number": folded})
