"""How is a score drawn over the visits of one patient: points, intervals, and where the version changed?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from screening.encounters.results.bars import interval_words
from screening.scoring.criteria_words import Number

TOP, BOTTOM = 26, 126  # px from the top of the drawing, between which the scale runs
LEFT, RIGHT = 10.0, 95.0  # percent of the width, between which the visits lie
NEAR_EDGE = 12.0


@dataclass(frozen=True)
class Measured:
    """One score of one visit; an interval while answers are missing."""

    at: datetime
    version: str
    low: Number
    high: Number


@dataclass(frozen=True)
class Point:
    """A visit in the drawing: x in percent, y in px, both as text; `top` differs from `y` for an interval."""

    x: str
    y: str
    top: str
    words: str
    is_settled: bool


@dataclass(frozen=True)
class Stretch:
    """A line between two visits of which both scores are settled."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Label:
    """Words under or over the drawing, at x, to this side of it."""

    x: str
    anchor: str
    words: str


@dataclass(frozen=True)
class ScoreOverTime:
    """One score of one patient over the visits, drawn, and in one sentence."""

    id: str
    name: str
    maximum: str
    points: tuple[Point, ...]
    stretches: tuple[Stretch, ...]
    dates: tuple[Label, ...]
    changes: tuple[Label, ...]
    description: str


def score_over_time(key: str, name: str, maximum: Number, measured: Iterable[Measured]) -> ScoreOverTime:
    """
    Draw one score.

    Args:
        key: begins every id of the drawing.
        name: of the score.
        maximum: the most it can be; what lies above is drawn at the top.
        measured: the visits, in any order.
    """
    visits = sorted(measured, key=lambda each: each.at)
    places = _places([each.at for each in visits])
    points = tuple(_point(each, place, maximum) for each, place in zip(visits, places, strict=True))
    return ScoreOverTime(
        id=f"over-time-{key}",
        name=name,
        maximum=f"{maximum:g}",
        points=points,
        stretches=tuple(
            Stretch(one.x, one.y, other.x, other.y)
            for one, other in zip(points, points[1:], strict=False)
            if one.is_settled and other.is_settled
        ),
        dates=_dates(visits, places),
        changes=_changes(visits, places),
        description=_described(name, visits),
    )


def day_of(at: datetime) -> str:
    """ "2 Mar 2026", by the clock of the practice."""
    return date_format(timezone.localtime(at), "j M Y")


def _places(moments: Sequence[datetime]) -> list[float]:
    """Where each visit lies, in percent of the width, as far apart as in time; one alone lies in the middle."""
    span = (moments[-1] - moments[0]).total_seconds() if moments else 0
    if not span:
        return [(LEFT + RIGHT) / 2 for _moment in moments]
    return [LEFT + (RIGHT - LEFT) * (each - moments[0]).total_seconds() / span for each in moments]


def _point(each: Measured, place: float, maximum: Number) -> Point:
    low, high = (_height(value, maximum) for value in (each.low, each.high))
    said = f"{day_of(each.at)}: {interval_words(each.low, each.high)}"
    return Point(_percent(place), low, high, said, each.low == each.high)


def _height(value: Number, maximum: Number) -> str:
    share = min(max(value / maximum, 0), 1) if maximum else 0
    return f"{BOTTOM - (BOTTOM - TOP) * share:.1f}"


def _dates(visits: Sequence[Measured], places: Sequence[float]) -> tuple[Label, ...]:
    """The first day and the last; all are in the table."""
    ends = [0, len(visits) - 1] if len(visits) > 1 else [0] if visits else []
    return tuple(_label(places[end], day_of(visits[end].at)) for end in ends)


def _changes(visits: Sequence[Measured], places: Sequence[float]) -> tuple[Label, ...]:
    """Where a visit was filled in with another version than the one before."""
    return tuple(
        _label(places[place], _("version %(version)s") % {"version": visits[place].version})
        for place in range(1, len(visits))
        if visits[place].version != visits[place - 1].version
    )


def _label(place: float, words: str) -> Label:
    anchor = "start" if place < NEAR_EDGE else "end" if place > 100 - NEAR_EDGE else "middle"
    return Label(_percent(place), anchor, words)


def _described(name: str, visits: Sequence[Measured]) -> str:
    said = "; ".join(f"{day_of(each.at)} {interval_words(each.low, each.high)}" for each in visits)
    return f"{name}: {said}."


def _percent(value: float) -> str:
    return f"{value:.2f}%"
