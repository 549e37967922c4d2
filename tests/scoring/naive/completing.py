"""What can still come of answers with gaps? Every way to fill them is tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import combinations, product
from random import Random
from typing import Any

from tests.scoring.naive.outcome import Answers, Outcome, Set

Interval = tuple[Any, Any]
_TRIED, _PAIRS, _STEPS, _MORE = 800, 800, 12, 20


class Completed:
    """All completions of some answers: what they agree on, how far they reach, and what turns them."""

    def __init__(self, found: Set, answers: Answers) -> None:
        self.missing = tuple(key for key in found.choices if key not in answers)
        self.outcomes: dict[tuple[int, ...], Outcome] = {}
        offered = [found.choices[key] for key in self.missing]
        for places in product(*(range(len(values)) for values in offered)):
            chosen = (values[place] for values, place in zip(offered, places, strict=True))
            complete = {**answers, **dict(zip(self.missing, chosen, strict=True))}
            self.outcomes[places] = found.evaluate(complete)

    @cached_property
    def statuses(self) -> frozenset[str]:
        return frozenset(outcome.status for outcome in self.outcomes.values())

    @property
    def status(self) -> str:
        """The one status all completions agree on, or that it is not known."""
        return next(iter(self.statuses)) if len(self.statuses) == 1 else "undetermined"

    @property
    def score(self) -> Interval | None:
        """The lowest and the highest score, or None where the set has none."""
        scores = [outcome.score for outcome in self.outcomes.values() if outcome.score is not None]
        return _ends(scores) if scores else None

    @property
    def parts(self) -> Mapping[str, Interval]:
        """The lowest and the highest value of each part."""
        every = [outcome.parts for outcome in self.outcomes.values()]
        return {part: _ends([parts[part] for parts in every]) for part in every[0]}

    def open_items(self) -> set[str]:
        """Every unanswered item of which some answers, the rest being fixed somehow, change the status."""
        return {key for place, key in enumerate(self.missing) if self._turns(place)}

    def _turns(self, place: int) -> bool:
        by_rest: dict[tuple[int, ...], str] = {}
        for chosen, outcome in self.outcomes.items():
            rest = chosen[:place] + chosen[place + 1 :]
            if by_rest.setdefault(rest, outcome.status) != outcome.status:
                return True
        return False

    def decides(self, group: Iterable[str]) -> bool:
        """Whether some answers to these items make the set met whatever the rest."""
        places = [self.missing.index(key) for key in group]
        can, cannot = set(), set()
        for chosen, outcome in self.outcomes.items():
            answered = tuple(chosen[place] for place in places)
            (can if outcome.status == "met" else cannot).add(answered)
        return bool(can - cannot)

    def deciding_groups(self, size: int) -> list[tuple[str, ...]]:
        """The groups of so many unanswered items that decide."""
        return [group for group in combinations(self.missing, size) if self.decides(group)]


def _ends(values: list[Any]) -> Interval:
    return min(values), max(values)


def some_of_each_status(found: Set, each: int = 3, seed: int = 1) -> list[dict[str, Any]]:
    """Complete answers by lot, a few for each status the set can give: the rarer would hardly be drawn."""
    random, kept = Random(seed), dict[str, list[dict[str, Any]]]()
    for number in range(_TRIED):
        lean = (0.0, 0.3, 0.6, 0.9)[number % 4]
        answers = {
            key: values[0] if random.random() < lean else random.choice(values)
            for key, values in found.choices.items()
        }
        known = kept.setdefault(found.evaluate(answers).status, [])
        if len(known) < each:
            known.append(answers)
    return [answers for known in kept.values() for answers in known]


def harmless(found: Set) -> dict[str, Any]:
    """The first answer to everything: as little as possible speaks for the set."""
    return {key: values[0] for key, values in found.choices.items()}


def telling_answers(found: Set, seed: int = 1) -> list[dict[str, Any]]:
    """
    Different complete answers among which a wrong number of the table would show.

    Every single change to the harmless answers, to their opposite and to some of each status; many
    pairs of changes to the harmless ones, where no higher points hide what they give; and both sides
    of the line along which the status turns.
    """
    tried = {tuple(answers.values()): answers for answers in _telling(found, Random(seed))}
    return list(tried.values())


def _telling(found: Set, random: Random) -> Iterator[dict[str, Any]]:
    last = {key: values[-1] for key, values in found.choices.items()}
    for base in (harmless(found), last, *some_of_each_status(found)):
        yield base
        yield from ({**base, **dict([change])} for change in _changes(found))
    pairs = list(combinations(_changes(found), 2))
    for pair in random.sample(pairs, min(len(pairs), _PAIRS)):
        yield {**harmless(found), **dict(pair)}
    yield from _along_the_line(found, random)


def _changes(found: Set) -> list[tuple[str, Any]]:
    more = {key: values[:_MORE] for key, values in found.more.items()}
    return [(key, value) for key, values in found.choices.items() for value in (*values, *more.get(key, ()))]


def _along_the_line(found: Set, random: Random) -> Iterator[dict[str, Any]]:
    """A walk by lot that takes every change by which the status turns, and yields both sides of it."""
    for base in some_of_each_status(found):
        current = base
        for _ in range(_STEPS):
            status = found.evaluate(current).status
            around = [{**current, key: value} for key, values in found.choices.items() for value in values]
            beyond = [answers for answers in around if found.evaluate(answers).status != status]
            yield current
            yield from beyond
            current = random.choice(beyond or around)
            key = random.choice(list(found.choices))
            current = {**current, key: random.choice(found.choices[key])}
