"""How is what speaks for and against a condition drawn: one axis for the whole page, certain and possible?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from screening.scoring.bundle import STRENGTHS
from screening.scoring.explanation import ConditionView
from screening.scoring.lines import Line

LEAST_REACH = 2 * STRENGTHS["strong"]  # an axis is never shorter than two strong findings
LEAST_SHARE = 20.0  # percent of the width that the against side has at least
MOST_POSSIBLE = 2  # what is only possible takes at most as much room again as what is certain


@dataclass(frozen=True)
class Weights:
    """The strengths of the findings of one condition, the strongest first."""

    certain_for: tuple[int, ...]
    certain_against: tuple[int, ...]
    possible_for: int
    possible_against: int


@dataclass(frozen=True)
class Axis:
    """How far either side reaches, in strength; the same for every condition of a page."""

    reach_for: int
    reach_against: int

    @property
    def zero(self) -> float:
        """Where the two sides meet, in percent of the width."""
        whole = self.reach_for + self.reach_against
        return max(LEAST_SHARE, min(100 * self.reach_against / whole, 100 - LEAST_SHARE))


@dataclass(frozen=True)
class Block:
    """A rectangle: where it begins and how wide it is, in percent as text."""

    x: str
    width: str


@dataclass(frozen=True)
class Contribution:
    """One bar: blocks for single findings, a hatched one a side, and the same in words."""

    zero: str
    certain_for: tuple[Block, ...]
    certain_against: tuple[Block, ...]
    possible: tuple[Block, ...]
    words_for: str
    words_against: str
    description: str


def weights_of(view: ConditionView) -> Weights:
    """What stands, and what could still be added: of each unanswered question its strongest finding."""
    return Weights(
        certain_for=_points(view.findings_for),
        certain_against=_points(view.findings_against),
        possible_for=_sum(line for line in view.not_assessed if line.direction == "for"),
        possible_against=_sum(line for line in view.not_assessed if line.direction == "against"),
    )


def axis_of(weights: Iterable[Weights]) -> Axis:
    """An axis that holds all that is certain, and of what is possible no more than as much again."""
    found = tuple(weights)
    return Axis(
        _reach([(sum(each.certain_for), each.possible_for) for each in found]),
        _reach([(sum(each.certain_against), each.possible_against) for each in found]),
    )


def contribution(weights: Weights, axis: Axis) -> Contribution:
    """Draw the strengths of one condition on the axis of its page; what reaches beyond is cut at the edge."""
    zero = axis.zero
    step_for, step_against = (100 - zero) / axis.reach_for, zero / axis.reach_against
    likely, unlikely = sum(weights.certain_for), sum(weights.certain_against)
    possible = (
        _block(zero - (unlikely + weights.possible_against) * step_against, zero - unlikely * step_against),
        _block(zero + likely * step_for, zero + (likely + weights.possible_for) * step_for),
    )
    return Contribution(
        zero=_percent(zero),
        certain_for=_row(zero, weights.certain_for, step_for),
        certain_against=_row(zero, weights.certain_against, -step_against),
        possible=tuple(block for block in possible if block is not None),
        words_for=_side(_("For"), likely, weights.possible_for),
        words_against=_side(_("Against"), unlikely, weights.possible_against),
        description=_(
            "Strengths added up, weak 1, moderate 2, strong 3. For: %(likely)s certain, %(more)s more possible"
            " from what is not answered. Against: %(unlikely)s certain, %(other)s more possible."
        )
        % {
            "likely": likely,
            "more": weights.possible_for,
            "unlikely": unlikely,
            "other": weights.possible_against,
        },
    )


def _points(lines: Iterable[Line]) -> tuple[int, ...]:
    return tuple(sorted((STRENGTHS[line.strength] for line in lines), reverse=True))


def _sum(lines: Iterable[Line]) -> int:
    return sum(STRENGTHS[line.strength] for line in lines)


def _reach(sides: Sequence[tuple[int, int]]) -> int:
    certain = max((each for each, _possible in sides), default=0)
    whole = max((each + possible for each, possible in sides), default=0)
    return max(LEAST_REACH, certain, min(whole, MOST_POSSIBLE * certain))


def _row(zero: float, points: Iterable[int], step: float) -> tuple[Block, ...]:
    blocks, at = [], zero
    for each in points:
        then = at + each * step
        block = _block(min(at, then), max(at, then))
        if block is not None:
            blocks.append(block)
        at = then
    return tuple(blocks)


def _block(start: float, end: float) -> Block | None:
    start, end = max(0.0, start), min(100.0, end)
    return Block(_percent(start), _percent(end - start)) if end > start else None


def _side(name: str, certain: int, possible: int) -> str:
    """ "For 11, up to 4 more"."""
    if not possible:
        return f"{name} {certain}"
    return _("%(side)s %(certain)s, %(more)s more possible") % {
        "side": name,
        "certain": certain,
        "more": possible,
    }


def _percent(value: float) -> str:
    return f"{value:.2f}%"
