"""Which unanswered items can still change what a rule says?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice, product
from typing import Any, NamedTuple

from screening.scoring.domain import Axis
from screening.scoring.rule import Reading, Rule

MOST_TRIED = 64
"""Answers to items pulling both ways that are tried on the ways up before the search proper."""

MOST_WAYS = 20
"""Orders in which items are raised before the search proper: nearly always the first two suffice."""

MOST_SEARCHED = 3000
"""Steps after which a search is given up and the item called open, which is the cautious side."""

Step = tuple[int, Any]


def open_items(rule: Rule, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Every unanswered item for which some answers to the others leave the decision to it."""
    search = _Search(rule.variant(values), values)
    return tuple(name for name in search.missing if search.is_pivotal(name))


class _Span(NamedTuple):
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


class _Search:
    """One reading of a rule, with the answers that are known; searched for each of those that are not."""

    def __init__(self, reading: Reading, values: Mapping[str, Any]) -> None:
        self.missing = tuple(name for name in reading.names if name not in values)
        self._call = reading.call
        self._places = {name: place for place, name in enumerate(reading.names)}
        self._axes = {name: reading.axis(name) for name in self.missing}
        self._given = [values.get(name) for name in reading.names]

    def is_pivotal(self, name: str) -> bool:
        """
        Look for answers to the other items under which this one changes the rule.

        Where the item pulls only one way, its two extremes stand for all its answers.
        """
        return self._turns_on_a_way_up(name) or self._turns_somewhere(name)

    def _turns_on_a_way_up(self, name: str) -> bool:
        """
        Whether such answers are met while the others are raised, one after the other, in some order.

        Nearly every open item is found so: where the rule turns as others are raised, just before that
        turn this item is tried. What is not found so is left to the search proper.
        """
        others = [other for other in self.missing if other != name]
        two_way = [other for other in others if not self._axes[other].is_single]
        raised = [self._steps(other) for other in others if self._axes[other].is_single]
        for chosen in islice(product(*(_extremes(self._axes[other]) for other in two_way)), MOST_TRIED):
            start = list(self._given)
            for other, answer in zip(two_way, chosen, strict=True):
                start[self._places[other]] = answer
            for steps in raised:
                start[steps[0][0]] = steps[0][1]
            if any(self._turns_along(start, way, name) for way in islice(_ways_up(raised), MOST_WAYS)):
                return True
        return False

    def _steps(self, name: str) -> list[Step]:
        return [(self._places[name], answer) for answer in self._axes[name].ladder]

    def _turns_along(self, start: list[Any], way: Sequence[Step], name: str) -> bool:
        """Whether the item changes the rule at the end of a way up or just before one of its turns."""
        place, axis = self._places[name], self._axes[name]
        answers = _extremes(axis)

        def value_after(count: int, answer: Any) -> Any:
            given = list(start)
            for at, raised in way[:count]:
                given[at] = raised
            given[place] = answer
            return self._call(*given)

        for answer in answers[:1] if axis.is_single else answers:
            for count, value in _turns(partial(value_after, answer=answer), len(way)):
                if any(value_after(count, other) != value for other in answers if other != answer):
                    return True
        return False

    def _turns_somewhere(self, name: str) -> bool:
        """
        The search proper: the answers to the others are halved again and again.

        A part of them is left aside as soon as the rule is settled alike for every answer to this item.
        """
        axis = self._axes[name]
        cells = axis.lowest + axis.highest if axis.is_single else axis.cells
        others = [other for other in self.missing if other != name]
        places = [self._places[other] for other in others]
        stack: list[tuple[_Span, ...]] = list(product(*(_spans(self._axes[other]) for other in others)))
        for _ in range(MOST_SEARCHED):
            if not stack:
                return False
            box = stack.pop()
            ends = self._ends(zip(places, box, strict=True), self._places[name], cells)
            settled = {low for low, high in ends if low == high}
            if len(settled) > 1:
                return True
            if any(low != high for low, high in ends):
                widths = [len(span.answers) for span in box]
                widest = widths.index(max(widths))
                stack.extend((*box[:widest], part, *box[widest + 1 :]) for part in box[widest].parts())
        return True

    def _ends(
        self, box: Iterable[tuple[int, _Span]], place: int, answers: Iterable[Any]
    ) -> list[tuple[Any, Any]]:
        """For each of these answers, the lowest and the highest that the rule gives in a box."""
        low, high = list(self._given), list(self._given)
        for at, span in box:
            low[at], high[at] = span.low, span.high
        found = []
        for answer in answers:
            low[place] = high[place] = answer
            found.append((self._call(*low), self._call(*high)))
        return found


def _extremes(axis: Axis) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(axis.lowest + axis.highest))


def _ways_up(raised: Sequence[list[Step]]) -> Iterator[list[Step]]:
    """Orders in which items are raised to their highest answer: from each item on, forwards and backwards."""
    for first in range(max(1, len(raised))):
        turned = [*raised[first:], *raised[:first]]
        for items in (turned, turned[::-1]):
            yield [step for steps in items for step in steps[1:]]


def _turns(value_after: Callable[[int], Any], end: int) -> Iterator[tuple[int, Any]]:
    """The places on a way up after which the value changes, and its end, each with the value there."""
    place, top = 0, value_after(end)
    while (value := value_after(place)) != top:
        last, beyond = place, end
        while beyond - last > 1:
            middle = (last + beyond) // 2
            if value_after(middle) == value:
                last = middle
            else:
                beyond = middle
        yield last, value
        place = beyond
    yield end, top
