"""What is known from answers to every item, all plain and none left open, read at once?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import contains
from typing import Any, NamedTuple

from screening.evidence.schema import Derived
from screening.scoring.answers import NOT_ASSESSED
from screening.scoring.bundle import Bundle, Item
from screening.scoring.code import compile_alike
from screening.scoring.reading import Reader, Unfit

Offered = range | frozenset[Any]


class _Plan(NamedTuple):
    """Answers in one order of their keys: of which type each is, and where those are whose value is looked at."""

    keys: list[str]
    types: list[type]
    places: list[int]


class WholeAnswers:
    """
    The short way through what `answers` reads item by item, for those who answered everything.

    It takes nothing that needs a second look: a missing, unknown, refused or contradicted answer, a fraction,
    or an answer that says nothing is left to `answers`, which knows what to say of it.
    """

    def __init__(self, bundle: Bundle) -> None:
        added_up = bundle.rules.derived
        handed_in = {key: each for key, each in bundle.derived.items() if key not in added_up}
        asked: dict[str, Item | Derived] = {**bundle.items, **handed_in}
        self._types = {key: _TYPES[each.type] for key, each in asked.items()}
        self._offered = {
            key: offered for key, each in asked.items() if (offered := _offered(each)) is not None
        }
        self._readers: list[tuple[str, Reader]] = [
            (key, bundle.readers[key])
            for key, each in asked.items()
            if key not in self._offered and each.type != "boolean"
        ]
        self._offers = list(self._offered.values())
        self._plan = self._plan_of(asked)
        nodes = [rule.variant({}).node for rule in added_up.values()]
        self._sources = tuple(dict.fromkeys(name for rule in added_up.values() for name in rule.items))
        self._added_up = tuple(added_up)
        self._add_up: Callable[..., tuple[Any, ...]] = compile_alike(nodes, self._sources)

    def read(self, answers: Mapping[str, Any]) -> dict[str, Any] | None:
        """All that is known, as `answers.read_answers` has it; None where it has to look."""
        if len(answers) != len(self._types):
            return None
        if list(answers) != self._plan.keys:
            if answers.keys() != self._types.keys():
                return None
            self._plan = self._plan_of(answers)  # who sends many lines sends their keys in one order
        _, types, places = self._plan
        given = list(answers.values())
        if list(map(type, given)) != types:
            return None
        if not all(map(contains, self._offers, map(given.__getitem__, places))):
            return None
        values = dict(answers)
        try:
            for key, read in self._readers:
                answer = values[key]
                value = values[key] = None if answer == NOT_ASSESSED else read(answer)
                if value is None:
                    return None
        except Unfit:
            return None
        sums = self._add_up(*map(values.__getitem__, self._sources))
        values.update(zip(self._added_up, sums, strict=True))
        return values

    def _plan_of(self, keys: Iterable[str]) -> _Plan:
        keys = list(keys)
        places = {key: place for place, key in enumerate(keys)}
        return _Plan(keys, [self._types[key] for key in keys], [places[key] for key in self._offered])


_TYPES: Mapping[str, type] = {
    "boolean": bool, "ordinal": int, "integer": int, "decimal": int, "choice": str, "text": str,
    "multi_choice": list, "body_sites": list,
}  # fmt: skip
"""Of which type an answer is that goes this way."""


def _offered(asked: Item | Derived) -> Offered | None:
    """Which answers of its type are taken, where that is all there is to say; else its reader says so."""
    low, high = asked.minimum, asked.maximum
    if asked.type in ("ordinal", "integer") and isinstance(low, int) and isinstance(high, int):
        return range(low, high + 1)
    return (
        frozenset(asked.values) - {NOT_ASSESSED}
        if isinstance(asked, Item) and asked.type == "choice"
        else None
    )
