"""Which unanswered items can still change what a rule says?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from screening.scoring.domain import Axis
from screening.scoring.rule import Reading, Rule

MOST_TRIED = 64
"""Extreme answers to the others that are tried before the search proper: they nearly always suffice."""

MOST_SEARCHED = 3000
"""Steps after which a search is given up and the item called open, which is the cautious side."""


def open_items(rule: Rule, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Every unanswered item for which some answers to the others leave the decision to it."""
    reading = rule.variant(values)
    known = reading.known(values)
    return tuple(name for name in reading.names if name not in known and _is_pivotal(reading, known, name))


@dataclass(frozen=True)
class _Span:
    """
    The answers to one item that a search has not yet told apart, between two extremes.

    `answers` lie in order where `ordered`, and are then halved; others are taken one by one.
    """

    low: Any
    high: Any
    answers: tuple[Any, ...]
    ordered: bool

    def parts(self) -> Iterator[_Span]:
        if not self.ordered:
            yield from (_Span(answer, answer, (answer,), True) for answer in self.answers)
            return
        middle = len(self.answers) // 2
        for half in (self.answers[:middle], self.answers[middle:]):
            yield _Span(half[0], half[-1], half, True)


def _spans(axis: Axis) -> list[_Span]:
    """All answers as one span where the item pulls one way, else one span for each answer."""
    if not axis.is_single:
        return [_Span(answer, answer, (answer,), True) for answer in axis.cells]
    return [_Span(axis.lowest[0], axis.highest[0], axis.chain or axis.cells, bool(axis.chain))]


def _is_pivotal(reading: Reading, known: Mapping[str, Any], name: str) -> bool:
    """
    Look for answers to the other items under which this one changes the rule.

    Where the item pulls only one way, its two extremes stand for all its answers. The answers to the
    others are halved again and again; a part of them is left aside as soon as the rule is settled
    alike for every answer to this item.
    """
    axis = reading.axis(name)
    cells = axis.lowest + axis.highest if axis.is_single else axis.cells
    starts = [{**known, name: cell} for cell in cells]
    others = [other for other in reading.names if other not in known and other != name]
    if _turns_at_extremes(reading, starts, others):
        return True
    stack: list[dict[str, _Span]] = [{}]
    for other in others:
        stack = [{**box, other: span} for box in stack for span in _spans(reading.axis(other))]
    for _ in range(MOST_SEARCHED):
        if not stack:
            return False
        box = stack.pop()
        settled = [_settled(reading, start, box) for start in starts]
        if len({value for value in settled if value is not None}) > 1:
            return True
        if None in settled:
            widest = max(box, key=lambda other: len(box[other].answers))
            stack.extend({**box, widest: part} for part in box[widest].parts())
    return True


def _turns_at_extremes(reading: Reading, starts: list[dict[str, Any]], others: list[str]) -> bool:
    """Whether extreme answers to the others are found under which the item changes the rule."""
    stack: list[tuple[dict[str, Any], int]] = [({}, 0)]
    for _ in range(MOST_TRIED):
        if not stack:
            return False
        chosen, depth = stack.pop()
        bounds = [reading.bounds({**start, **chosen}) for start in starts]
        settled = {bound.low for bound in bounds if bound.low == bound.high}
        if len(settled) > 1:
            return True
        if depth < len(others) and (not settled or any(bound.low != bound.high for bound in bounds)):
            axis = reading.axis(others[depth])
            for answer in dict.fromkeys(axis.lowest + axis.highest):
                stack.append(({**chosen, others[depth]: answer}, depth + 1))
    return False


def _settled(reading: Reading, start: Mapping[str, Any], box: Mapping[str, _Span]) -> Any:
    """What the rule gives everywhere in a box, or None where it still depends."""
    low = reading.call(*(start[name] if name in start else box[name].low for name in reading.names))
    high = reading.call(*(start[name] if name in start else box[name].high for name in reading.names))
    return low if low == high else None
