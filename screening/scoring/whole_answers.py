"""What is known from answers to every item, all plain and none left open, read at once?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import contains
from typing import TYPE_CHECKING, Any

from screening.scoring.answers import NOT_ASSESSED
from screening.scoring.code import compile_alike
from screening.scoring.reading import Reader, Unfit

if TYPE_CHECKING:
    from screening.evidence.schema import Derived
    from screening.scoring.bundle import Bundle, Item

Offered = range | frozenset[Any]


class WholeAnswers:
    """
    The short way through what `answers` reads item by item, for those who answered everything.

    It takes nothing that needs a second look: a missing, unknown, refused or contradicted answer, or one
    that says nothing, is left to `answers`, which knows what to say of it.
    """

    def __init__(self, bundle: Bundle) -> None:
        plain = dict(_plain(bundle))
        added_up = bundle.rules.derived
        asked = [*bundle.items, *(key for key in bundle.derived if key not in added_up)]
        self._names = (*plain, *(key for key in asked if key not in plain))
        self._types = [kind for kind, _ in plain.values()]
        self._offered = [offered for _, offered in plain.values() if offered is not None]
        self._plain, self._free = len(plain), len(plain) - len(self._offered)
        self._readers: list[tuple[str, Reader]] = [
            (key, bundle.readers[key]) for key in self._names[self._plain :]
        ]
        nodes = [rule.variant({}).node for rule in added_up.values()]
        self._sources = tuple(dict.fromkeys(name for rule in added_up.values() for name in rule.items))
        self._added_up = tuple(added_up)
        self._add_up: Callable[..., tuple[Any, ...]] = compile_alike(nodes, self._sources)

    def read(self, answers: Mapping[str, Any]) -> dict[str, Any] | None:
        """All that is known, as `answers.read_answers` has it; None where it has to look."""
        if len(answers) != len(self._names):
            return None
        try:
            given = list(map(answers.__getitem__, self._names))
        except KeyError:
            return None
        plain = given[: self._plain]
        if list(map(type, plain)) != self._types or not all(
            map(contains, self._offered, plain[self._free :])
        ):
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


def _plain(bundle: Bundle) -> Iterator[tuple[str, tuple[type, Offered | None]]]:
    """
    Item or value handed in -> the type of its answers, and which of that type it takes; None for all.

    What takes all of its type comes first. Items left out are read by their own readers.
    """
    derived = {key: each for key, each in bundle.derived.items() if key not in bundle.rules.derived}
    asked: dict[str, Item | Derived] = {**bundle.items, **derived}
    for key, each in asked.items():
        if each.type == "boolean":
            yield key, (bool, None)
    for key, each in asked.items():
        low, high = each.minimum, each.maximum
        if each.type in ("ordinal", "integer") and isinstance(low, int) and isinstance(high, int):
            yield key, (int, range(low, high + 1))
    for key, item in bundle.items.items():
        if item.type == "choice":
            yield key, (str, frozenset(item.values) - {NOT_ASSESSED})
