"""
Which unanswered items can still change what a rule says?

An item is open when it turns the rule under some answers to the others. Nearly every open item is met
while all are raised, one after the other. For the rest such answers are searched; where the search is
given up, the item is called open, which is the cautious side.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import combinations, islice, pairwise, product
from typing import Any
from weakref import WeakKeyDictionary

from screening.scoring.domain import Axis
from screening.scoring.rule import Reading, Rule

MOST_TRIED = 64
"""Answers to items pulling both ways that are tried on the ways up before the search proper."""

MOST_TOGETHER = 6
"""Orders in which all items are raised to find open ones: nearly always the first two suffice."""

MOST_WAYS = 20
"""Orders in which the others are raised for one item before the search proper."""

MOST_SEARCHED = 3000
"""
Parts of all answers with which a search is given up and the item called open.

The number belongs to the decision: with another a released engine would call other items open.
"""

Corner = list[Any]
"""An answer to each name of a reading, in its order."""
Says = Callable[[Corner, Any], Any]
_TURNED = object()


def open_items(rule: Rule, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Every unanswered item for which some answers to the others leave the decision to it."""
    missing = rule.unknown(values)
    if len(missing) <= 1:
        low, high = rule.bounds(values)
        return missing if low != high else ()
    search = _Search(rule.variant(values), values)
    met = search.met_on_ways_up()
    return tuple(
        name
        for name in search.missing
        if name in met or search.turns_at_a_turn(name) or search.turns_somewhere(name)
    )


class _Span:
    """
    The answers to one item that a search has not yet told apart, between two extremes.

    `answers` lie in order where `ordered`, and are then halved; others are taken one by one.
    """

    def __init__(self, low: Any, high: Any, answers: tuple[Any, ...], ordered: bool) -> None:
        self.low, self.high = low, high
        self.width = len(answers)
        self._answers, self._ordered = answers, ordered

    @cached_property
    def parts(self) -> tuple[_Span, ...]:
        if not self._ordered:
            return tuple(map(_only, self._answers))
        middle = self.width // 2
        halves = (self._answers[:middle], self._answers[middle:])
        return tuple(_Span(half[0], half[-1], half, True) for half in halves)


def _only(answer: Any) -> _Span:
    return _Span(answer, answer, (answer,), True)


def _spans(axis: Axis) -> tuple[_Span, ...]:
    """All answers as one span where the item pulls one way, else one span for each answer."""
    if not axis.is_single:
        return tuple(map(_only, axis.cells))
    return (_Span(axis.lowest[0], axis.highest[0], axis.chain or axis.cells, bool(axis.chain)),)


_SPANS: WeakKeyDictionary[Reading, dict[str, tuple[_Span, ...]]] = WeakKeyDictionary()
"""Reading -> name -> its spans, which show what can be answered and nothing that was."""

_Part = tuple[tuple[_Span, ...], Corner, Corner, Any, Any]
"""A span for each of the other items, their lowest and highest answers, and what the rule says at these."""


class _Search:
    """One reading of a rule, with the answers that are known; searched for each of those that are not."""

    def __init__(self, reading: Reading, values: Mapping[str, Any]) -> None:
        self.missing = tuple(name for name in reading.names if name not in values)
        self._call = reading.call
        self._places = {name: place for place, name in enumerate(reading.names)}
        self._axes = {name: reading.axis(name) for name in self.missing}
        self._given = [values.get(name) for name in reading.names]
        self._spans = _SPANS.setdefault(reading, {})

    def met_on_ways_up(self) -> set[str]:
        """
        The items that turn the rule when it is their turn, in some order in which all are raised.

        An item that pulls both ways is not raised but tried with its extremes, each for the whole way.
        """
        two_way, one_way = self._by_pull(self.missing)
        starts = self._starts(two_way)
        met: set[str] = set()
        for way in islice(_ways_up(one_way), MOST_TOGETHER):
            said = [self._said_on(way, start) for start in starts]
            for values in said:
                met.update(name for name, (a, b) in zip(way, pairwise(values), strict=True) if a != b)
            met.update(_told_apart(starts, said))
            if len(met) == len(self.missing):
                break
        return met

    def _said_on(self, way: Sequence[str], start: Mapping[str, Any]) -> list[Any]:
        """What the rule says before these items are raised and after each of them."""
        given = self._at_start(way, start)
        return [self._call(*given), *(self._with(given, name, self._axes[name].highest[0]) for name in way)]

    def turns_at_a_turn(self, name: str) -> bool:
        """Whether an item turns the rule just before another would, as the others are raised in small steps."""
        first, *answers = _extremes(self._axes[name])
        two_way, one_way = self._by_pull([other for other in self.missing if other != name])
        for start in self._starts(two_way):
            for way in islice(_ways_up(one_way), MOST_WAYS):
                for given, value in self._before_turns(way, {**start, name: first}):
                    if any(self._with(given, name, answer) != value for answer in answers):
                        return True
                    self._with(given, name, first)
        return False

    def _before_turns(self, way: Sequence[str], start: Mapping[str, Any]) -> Iterator[tuple[Corner, Any]]:
        """The answers after which the rule turns on a way up, and those at its end, with what it says there."""
        given = self._at_start(way, start)
        value = self._call(*given)
        for name in way:
            ladder, said = self._axes[name].ladder, partial(self._with, given, name)
            while said(ladder[-1]) != value:
                beyond = bisect_right(ladder, value, 0, len(ladder) - 1, key=said)
                said(ladder[beyond - 1])
                yield given, value
                value = said(ladder[beyond])
        yield given, value

    def _by_pull(self, names: Iterable[str]) -> tuple[list[str], list[str]]:
        """The items that pull both ways, and those that pull one way."""
        found: tuple[list[str], list[str]] = [], []
        for name in names:
            found[self._axes[name].is_single].append(name)
        return found

    def _starts(self, names: Sequence[str]) -> list[dict[str, Any]]:
        tried = product(*(_extremes(self._axes[name]) for name in names))
        return [dict(zip(names, answers, strict=True)) for answers in islice(tried, MOST_TRIED)]

    def _at_start(self, way: Iterable[str], start: Mapping[str, Any]) -> Corner:
        given = list(self._given)
        for name in way:
            given[self._places[name]] = self._axes[name].lowest[0]
        for name, answer in start.items():
            given[self._places[name]] = answer
        return given

    def _with(self, given: Corner, name: str, answer: Any) -> Any:
        """What the rule says after this answer is put among the others."""
        given[self._places[name]] = answer
        return self._call(*given)

    def turns_somewhere(self, name: str) -> bool:
        """
        The search proper: all answers to the others are cut into parts, and these again.

        A part is left aside as soon as the rule says the same at its lowest and its highest answers, whatever
        this item; else its widest span is cut. An end that a smaller part shares is not asked again. The item
        is open when it turns the rule at some end, or when there are too many parts to look at.
        """
        says = self._saying(name)
        others = [other for other in self.missing if other != name]
        places = [self._places[other] for other in others]
        parts: list[_Part] = []
        looked_at = 0
        for spans in product(*map(self._spans_of, others)):
            part = self._whole(spans, places, says)
            looked_at += 1
            if part is None or looked_at == MOST_SEARCHED:
                return True
            parts.append(part)
        while parts:
            smaller = _cut(parts.pop(), places, says)
            if smaller is None:
                return True
            looked_at += len(smaller)
            if looked_at >= MOST_SEARCHED:
                return True
            parts.extend(smaller)
        return False

    def _whole(self, spans: tuple[_Span, ...], places: Sequence[int], says: Says) -> _Part | None:
        low, high = list(self._given), list(self._given)
        for place, span in zip(places, spans, strict=True):
            low[place], high[place] = span.low, span.high
        bottom, top = says(low, _TURNED), says(high, _TURNED)
        return None if bottom is _TURNED or top is _TURNED else (spans, low, high, bottom, top)

    def _spans_of(self, name: str) -> tuple[_Span, ...]:
        if name not in self._spans:
            self._spans[name] = _spans(self._axes[name])
        return self._spans[name]

    def _saying(self, name: str) -> Says:
        """
        What the rule says with these answers to the others, or that the item turns it there.

        Where the item pulls only one way, its two extremes stand for all its answers. Where the rule is
        known to say no more than `most`, and says so already at the lowest, the highest need not be tried.
        """
        call, place, axis = self._call, self._places[name], self._axes[name]
        first, *others = axis.lowest + axis.highest if axis.is_single else axis.cells
        is_bounded = axis.is_single

        def says(given: Corner, most: Any) -> Any:
            given[place] = first
            value = call(*given)
            if is_bounded and value == most:
                return value
            for answer in others:
                given[place] = answer
                if call(*given) != value:
                    return _TURNED
            return value

        return says


def _cut(part: _Part, places: Sequence[int], says: Says) -> list[_Part] | None:
    """
    The pieces of a part, its widest span cut; none where the rule says the same at both of its ends.

    None instead of them where the item turns the rule at an end of a piece.
    """
    spans, low, high, bottom, top = part
    if bottom == top:
        return []
    widths = [span.width for span in spans]
    widest = widths.index(max(widths))
    whole, place, before, after = spans[widest], places[widest], spans[:widest], spans[widest + 1 :]
    found: list[_Part] = []
    for span in whole.parts:
        lower, least, upper, most = low, bottom, high, top
        if span.low is not whole.low:
            lower = low.copy()
            lower[place] = span.low
            least = says(lower, top)
        if span.high is not whole.high:
            upper = high.copy()
            upper[place] = span.high
            most = says(upper, top)
        if least is _TURNED or most is _TURNED:
            return None
        found.append(((*before, span, *after), lower, upper, least, most))
    return found


def _extremes(axis: Axis) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(axis.lowest + axis.highest))


def _ways_up(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Orders in which items are raised: from each item on, forwards and backwards."""
    for first in range(max(1, len(names))):
        turned = [*names[first:], *names[:first]]
        yield turned
        yield turned[::-1]


def _told_apart(starts: Sequence[Mapping[str, Any]], said: Sequence[Sequence[Any]]) -> Iterator[str]:
    """The items that alone were answered differently on two ways on which the rule differs."""
    for (one, said_one), (other, said_other) in combinations(zip(starts, said, strict=True), 2):
        differing = [name for name in one if one[name] != other[name]]
        if len(differing) == 1 and said_one != said_other:
            yield differing[0]
