"""
Which counts may be told, once small ones are rounded?

Small-count rounding with keyed draws. What it promises, and why no reader can get behind it, is argued
in docs/decisions/0012-statistics-are-protected-once.md: counts that are all 0 or at least the threshold
come out as they went in, so a reader can never exclude that the published counts are the true ones.
Pure: no clock, no settings, no randomness but the key's.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations
from math import prod

Cell = tuple[str, ...]
"""The categories of a cell, one per dimension: ("30-39", "female")."""

Split = tuple[int, ...]
"""How the people of one cell fall to the categories of an attribute, in the attribute's order."""

STAYS_ONE_IN = 4
"""One improving move in so many is forbidden by the key, so that a reader cannot reason from optimality."""


@dataclass(frozen=True)
class Draws:
    """The keyed draws of one table of one month: the same labels always give the same number."""

    key: bytes
    practice: str
    month: str
    table: str

    def below(self, limit: int, *labels: str) -> int:
        """A whole number from 0 to limit - 1, each equally likely to whoever does not hold the key."""
        message = json.dumps([self.practice, self.month, self.table, *labels]).encode()
        drawn = int.from_bytes(hmac.new(self.key, message, hashlib.sha256).digest()[:16], "big")
        return drawn * limit >> 128

    def allows(self, *labels: str) -> bool:
        """Whether an improving move may be made."""
        return self.below(STAYS_ONE_IN, "allow", *labels) > 0


def protect_base(true: Mapping[Cell, int], threshold: int, draws: Draws) -> dict[Cell, int]:
    """
    Round the number of people in each cell of a month.

    Args:
        true: every cell of the table with its count, zeros included.
        threshold: counts from 1 to threshold - 1 become 0 or the threshold; the others stay.
        draws: the keyed draws of this table.

    Returns:
        The same cells. The sum is less than `threshold` off, or all is 0 where it was below `threshold`.
    """
    if sum(true.values()) < threshold:
        return dict.fromkeys(sorted(true), 0)
    small = {cell: true[cell] for cell in sorted(true) if 0 < true[cell] < threshold}
    raised = _raised(small, threshold, draws)
    raised = _swapped(small, raised, threshold, draws)
    return {
        cell: (threshold if cell in raised else 0) if cell in small else true[cell] for cell in sorted(true)
    }


def protect_split(
    true: Mapping[Cell, Sequence[int]], base: Mapping[Cell, int], threshold: int, draws: Draws
) -> dict[Cell, Split]:
    """
    Round how the people of each cell fall to the categories of an attribute, the protected base held fixed.

    Args:
        true: every cell of the base with its true counts per category; their sum is the true base.
        base: what `protect_base` made of the base.

    Returns:
        The same cells; each split sums to its base, and holds 0 or at least the threshold.
    """
    choices = {cell: _outcomes(true[cell], base[cell], threshold) for cell in sorted(true)}
    chosen = {cell: _drawn(found, cell, draws) for cell, found in choices.items()}
    return _improved(true, choices, chosen, threshold, draws)


def _raised(small: Mapping[Cell, int], threshold: int, draws: Draws) -> frozenset[Cell]:
    """
    Which small cells become the threshold: each with the chance count / threshold, as many as the sum says.

    Systematic sampling: the counts lie end to end in a keyed order, and every threshold-th person from
    a keyed start raises the cell that it lies in.
    """
    order = sorted(small, key=lambda cell: (draws.below(1 << 64, "order", *cell), cell))
    start = draws.below(threshold, "start")
    raised, before = set(), 0
    for cell in order:
        if (start - before) % threshold < small[cell]:
            raised.add(cell)
        before += small[cell]
    return frozenset(raised)


def _swapped(
    small: Mapping[Cell, int], raised: frozenset[Cell], threshold: int, draws: Draws
) -> frozenset[Cell]:
    """Exchange raised and dropped cells, best first, while that brings the margins closer to the true ones."""
    errors: Counter[Cell] = Counter()
    for cell, count in small.items():
        _add(errors, _margins(cell), (threshold if cell in raised else 0) - count)
    _blur(errors, threshold, draws)
    for _ in small:
        swaps = _allowed_swaps(small, raised, draws)
        best = min(((_swap_gain(errors, *swap, threshold), *swap) for swap in swaps), default=None)
        if best is None or best[0] >= 0:
            break
        _, down, up = best
        raised = raised - {down} | {up}
        _add(errors, _margins(down), -threshold)
        _add(errors, _margins(up), threshold)
    return raised


def _allowed_swaps(
    small: Iterable[Cell], raised: frozenset[Cell], draws: Draws
) -> Iterator[tuple[Cell, Cell]]:
    for up in small:
        if up not in raised:
            for down in sorted(raised):
                if draws.allows("swap", *min(up, down), *max(up, down)):
                    yield down, up


def _swap_gain(errors: Mapping[Cell, int], down: Cell, up: Cell, threshold: int) -> int:
    """By how much the squared errors change; below 0 is better. Shared margins do not change."""
    change: Counter[Cell] = Counter()
    _add(change, _margins(down), -threshold)
    _add(change, _margins(up), threshold)
    return sum(step * (2 * errors[margin] + step) for margin, step in change.items())


def _margins(cell: Cell) -> Iterator[Cell]:
    """The one-way totals that a cell counts towards."""
    for place, category in enumerate(cell):
        yield (str(place), category)


def _add(errors: Counter[Cell], margins: Iterable[Cell], step: int) -> None:
    for margin in margins:
        errors[margin] += step


def _blur(errors: Counter[Cell], threshold: int, draws: Draws) -> None:
    """
    Aim at the true totals shifted by up to half the threshold, each by its own keyed draw.

    Aimed at exactly, a total of one would come out as 0 in every month and be missing in every year; so it
    comes out as the threshold in one month of eight, and sums over months are right on the average.
    """
    for margin in sorted(errors):
        errors[margin] += draws.below(threshold, "aim", *margin) - threshold // 2


def _outcomes(counts: Sequence[int], published: int, threshold: int) -> list[tuple[int, Split]]:
    """What one cell may come out as, each with its weight."""
    if published == 0:
        return [(1, (0,) * len(counts))]
    if sum(counts) < threshold:
        nothing = (0,) * len(counts)
        return [(n, _plus(nothing, {place: published})) for place, n in enumerate(counts) if n]
    kept = tuple(n if n >= threshold else 0 for n in counts)
    small = {place: n for place, n in enumerate(counts) if 0 < n < threshold}
    if not small:
        return [(1, kept)]
    if sum(small.values()) >= threshold:
        return _gathered(kept, small, threshold)
    return _lent(kept, small, threshold)


def _gathered(kept: Split, small: Mapping[int, int], threshold: int) -> list[tuple[int, Split]]:
    """The small ones together reach the threshold: some of them carry all, one of these also the rest."""
    carriers, rest = divmod(sum(small.values()), threshold)
    found: dict[Split, int] = {}
    for chosen in combinations(small, carriers):
        weight = prod(small[place] for place in chosen)
        for last in chosen:
            found[_plus(kept, {**dict.fromkeys(chosen, threshold), last: threshold + rest})] = weight
    return [(weight, split) for split, weight in found.items()]


def _lent(kept: Split, small: Mapping[int, int], threshold: int) -> list[tuple[int, Split]]:
    """
    The small ones together stay below the threshold: a large one takes them, or lends one what is missing.

    Which large one is drawn as well: always the largest would tell how far the second lies behind it.
    """
    together = sum(small.values())
    missing = threshold - together
    large = {place: n for place, n in enumerate(kept) if n}
    lenders = {place: n for place, n in large.items() if n - missing >= threshold}
    scale = sum(lenders.values()) or 1
    odds = missing if lenders else 1
    found = [(odds * n * scale, _plus(kept, {place: together})) for place, n in large.items()]
    for place, n in small.items():
        for lender, held in lenders.items():
            split = _plus(kept, {place: threshold, lender: -missing})
            found.append((n * held * sum(large.values()), split))
    return found


def _plus(split: Split, changes: Mapping[int, int]) -> Split:
    return tuple(count + changes.get(place, 0) for place, count in enumerate(split))


def _drawn(outcomes: Sequence[tuple[int, Split]], cell: Cell, draws: Draws) -> Split:
    """One outcome by weight."""
    ends = list(accumulate(weight for weight, _ in outcomes))
    return outcomes[bisect_right(ends, draws.below(ends[-1], "draw", *cell))][1]


def _improved(
    true: Mapping[Cell, Sequence[int]],
    choices: Mapping[Cell, Sequence[tuple[int, Split]]],
    chosen: Mapping[Cell, Split],
    threshold: int,
    draws: Draws,
) -> dict[Cell, Split]:
    """Choose other outcomes, cell by cell, while that brings the margins closer to the true ones."""
    now = dict(chosen)
    errors: Counter[Cell] = Counter()
    for cell, split in now.items():
        _move(errors, cell, true[cell], split)
    _blur(errors, threshold, draws)
    allowed = {
        cell: [split for _, split in found if draws.allows("move", *cell, *map(str, split))]
        for cell, found in choices.items()
        if len(found) > 1
    }
    while _improve_each_cell(now, allowed, errors):
        pass  # ends, because the squared errors fall with every move
    return now


def _improve_each_cell(
    now: dict[Cell, Split], allowed: Mapping[Cell, Sequence[Split]], errors: Counter[Cell]
) -> bool:
    """Whether any cell was changed for the better."""
    is_better = False
    for cell, splits in allowed.items():
        gains = [(_move_gain(errors, cell, now[cell], split), split) for split in splits]
        gain, split = min(gains, default=(0, now[cell]))
        if gain < 0:
            _move(errors, cell, now[cell], split)
            now[cell] = split
            is_better = True
    return is_better


def _move(errors: Counter[Cell], cell: Cell, old: Sequence[int], new: Sequence[int]) -> None:
    for margin, step in _steps(cell, old, new):
        errors[margin] += step


def _move_gain(errors: Mapping[Cell, int], cell: Cell, old: Sequence[int], new: Sequence[int]) -> int:
    return sum(step * (2 * errors[margin] + step) for margin, step in _steps(cell, old, new))


def _steps(cell: Cell, old: Sequence[int], new: Sequence[int]) -> Iterator[tuple[Cell, int]]:
    """How the totals per category, alone and with each dimension of the base, would change."""
    for place, (was, becomes) in enumerate(zip(old, new, strict=True)):
        if becomes != was:
            yield ((str(place),), becomes - was)
            for margin in _margins(cell):
                yield ((str(place), *margin), becomes - was)
