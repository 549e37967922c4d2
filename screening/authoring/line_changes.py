"""Which stretches of lines do two texts share, however long they are and whoever wrote them?

difflib alone takes minutes for texts made to that end. So what is the same at both ends is set aside,
then lines that stand once in either text hold the rest together, and difflib sees only what is
between two of those; where that is long, it counts as replaced.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

LONGEST_GAP = 1_000  # lines of both texts together

Change = tuple[str, int, int, int, int]
Pair = tuple[int, int]


def changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """As `SequenceMatcher.get_opcodes`, in a time that grows little faster than the texts."""
    found: list[Change] = []
    for change in _pieces(old, new):
        tag, start, to, new_start, new_to = change
        if found and found[-1][0] == tag:
            _, start, _, new_start, _ = found.pop()
        if start < to or new_start < new_to:
            found.append((tag, start, to, new_start, new_to))
    return found


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    end, new_end = len(old) - tail, len(new) - tail
    yield "equal", 0, head, 0, head
    at, new_at = head, head
    for one, other in [*_anchors(old, new, head, (end, new_end)), (end, new_end)]:
        yield from _gap(old, new, (at, new_at), (one, other))
        if one < end:
            yield "equal", one, one + 1, other, other + 1
        at, new_at = one + 1, other + 1
    yield "equal", end, len(old), new_end, len(new)


def _same(old: Sequence[str], new: Sequence[str]) -> int:
    """How many lines are the same from the beginning on."""
    shorter = min(len(old), len(new))
    return next((place for place in range(shorter) if old[place] != new[place]), shorter)


def _anchors(old: Sequence[str], new: Sequence[str], start: int, end: Pair) -> list[Pair]:
    """The longest row of lines, each once in either text, that stand in the same order in both."""
    places, new_places = _once(old, start, end[0]), _once(new, start, end[1])
    pairs = [(place, new_places[line]) for line, place in places.items() if line in new_places]
    ends: list[int] = []  # of the rows found so far, by length, the least place in `new` that ends one
    rows: list[int] = []
    before: list[int] = []
    for number, (_, other) in enumerate(pairs):
        length = bisect_left(ends, other)
        ends[length : length + 1], rows[length : length + 1] = [other], [number]
        before.append(rows[length - 1] if length else -1)
    row, number = [], rows[-1] if rows else -1
    while number >= 0:
        row.append(pairs[number])
        number = before[number]
    return row[::-1]


def _once(lines: Sequence[str], start: int, end: int) -> dict[str, int]:
    counted = Counter(lines[start:end])
    return {lines[place]: place for place in range(start, end) if counted[lines[place]] == 1}


def _gap(old: Sequence[str], new: Sequence[str], start: Pair, end: Pair) -> Iterator[Change]:
    (at, new_at), (to, new_to) = start, end
    if not (at < to and new_at < new_to):
        yield ("delete" if at < to else "insert"), at, to, new_at, new_to
    elif to - at + new_to - new_at > LONGEST_GAP:
        yield "replace", at, to, new_at, new_to
    else:
        for tag, one, one_to, other, other_to in SequenceMatcher(
            None, old[at:to], new[new_at:new_to]
        ).get_opcodes():
            yield tag, at + one, at + one_to, new_at + other, new_at + other_to
