"""How do the points of a contour become a smooth line, whole or in part, on either side of the body?

Points are (distance from the midline, height from above) on the viewer's left half. Nothing is drawn twice:
neighbouring shapes cut their borders out of the same edge, and the other half is the mirror of this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count

MIDLINE = 100
WIDTH = 2 * MIDLINE

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]
"""One cubic Bézier: from, two handles, to."""


@dataclass(frozen=True)
class Edge:
    """A smooth line through points."""

    points: tuple[Point, ...]

    @cached_property
    def curves(self) -> tuple[Curve, ...]:
        slopes = [_slope(self.points, place) for place in range(len(self.points))]
        pairs = zip(self.points, self.points[1:], slopes, slopes[1:], strict=False)
        return tuple(_curve(begin, end, leaves, arrives) for begin, end, leaves, arrives in pairs)

    def part(self, begin: float, end: float) -> tuple[Curve, ...]:
        """The line between two of its points, named by their heights; upwards if `begin` is the lower one."""
        first, last = self._place(begin), self._place(end)
        if first <= last:
            return self.curves[first:last]
        return backwards(self.curves[last:first])

    def _place(self, height: float) -> int:
        return [y for _, y in self.points].index(height)


def through(*points: Point) -> tuple[Curve, ...]:
    """A smooth line through these points alone."""
    return Edge(points).curves


def corners(*points: Point) -> tuple[Curve, ...]:
    """Points that a path goes straight to and straight on from."""
    return tuple((point, point, point, point) for point in points)


def backwards(curves: Iterable[Curve]) -> tuple[Curve, ...]:
    """The same line, walked from its end."""
    return tuple((end, second, first, begin) for begin, first, second, end in reversed(tuple(curves)))


def path(*lines: Sequence[Curve], is_closed: bool = True) -> str:
    """The `d` of a path along lines that follow each other; a gap between two is crossed straight."""
    pen, words = None, []
    for begin, first, second, end in (curve for line in lines for curve in line):
        if pen != begin:
            words.append(f"{'L' if pen else 'M'}{_at(begin)}")
        if begin != end:
            words.append(f"C{_at(first)} {_at(second)} {_at(end)}")
        pen = end
    return "".join([*words, "Z"] if is_closed else words)


def mirrored(drawn: str) -> str:
    """The same shape on the other side of the midline; only absolute M, L, C and Z are used."""
    places = count()

    def flip(number: re.Match[str]) -> str:
        is_across = next(places) % 2 == 0
        return f"{round(WIDTH - float(number[0]), 1):g}" if is_across else number[0]

    return re.sub(r"\d+(?:\.\d+)?", flip, drawn)


def across(*lines: Sequence[Curve]) -> str:
    """The `d` of a shape across the midline: its half, from the midline above to the midline below, and back."""
    half = tuple(curve for line in lines for curve in line)
    other = tuple(
        ((-a[0], a[1]), (-b[0], b[1]), (-c[0], c[1]), (-d[0], d[1])) for a, b, c, d in backwards(half)
    )
    return path(half, other)


def _at(point: Point) -> str:
    out, down = point
    return f"{round(MIDLINE - out, 1):g} {round(down, 1):g}"


def _slope(points: Sequence[Point], place: int) -> Point:
    """The direction in a point, the nearer neighbour counting more; at an end as an arc would go on."""
    if 0 < place < len(points) - 1:
        return _turning(*points[place - 1 : place + 2])
    near, far = (points[:2], points[:3]) if place == 0 else (points[-2:], points[-3:])
    chord = _direction(near[0], near[1])
    if len(points) == 2:
        return chord
    turning = _turning(*far)
    return (2 * chord[0] - turning[0], 2 * chord[1] - turning[1])


def _turning(before: Point, here: Point, after: Point) -> Point:
    came, goes = _distance(before, here), _distance(here, after)
    one, other = _direction(before, here), _direction(here, after)
    return (
        (one[0] * goes + other[0] * came) / (came + goes),
        (one[1] * goes + other[1] * came) / (came + goes),
    )


def _direction(begin: Point, end: Point) -> Point:
    length = _distance(begin, end)
    return ((end[0] - begin[0]) / length, (end[1] - begin[1]) / length)


def _curve(begin: Point, end: Point, leaves: Point, arrives: Point) -> Curve:
    third = _distance(begin, end) / 3
    first = (begin[0] + leaves[0] * third, begin[1] + leaves[1] * third)
    second = (end[0] - arrives[0] * third, end[1] - arrives[1] * third)
    return (begin, first, second, end)


def _distance(one: Point, other: Point) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)
