"""How is the answer to one item read: does it fit, and what do rules make of it?"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from decimal import Decimal, InvalidOperation
from math import inf
from typing import TYPE_CHECKING, Any

from screening.evidence.schema import Derived

if TYPE_CHECKING:
    from screening.scoring.bundle import Item

LONGEST_TEXT = 2000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
"""Characters that cannot be stored; a line may break and a tab may stand."""

Reader = Callable[[Any], Any]
"""Takes an answer as it was given; gives the value that rules read, None where it says "not known"."""


class Unfit(ValueError):
    """An answer that an item does not offer; the message is fit for the person who gave it."""


def reader_of(item: Item) -> Reader:
    """What reads the answers to an item; it raises `Unfit`."""
    match item.type:
        case "boolean":
            return _truth
        case "ordinal" | "integer":
            return _whole_number(item.minimum, item.maximum)
        case "decimal":
            return _decimal(item.minimum, item.maximum)
        case "choice":
            return _choice(item)
        case "text":
            return _text
    return _several(item)


def reader_of_derived(derived: Derived) -> Reader:
    """What reads a derived value that is handed in; it raises `Unfit`."""
    return _truth if derived.type == "boolean" else _whole_number(derived.minimum, derived.maximum)


def _truth(value: Any) -> bool:
    if value is True or value is False:
        return bool(value)
    raise Unfit("must be true or false")


def _whole_number(minimum: int | Decimal | None, maximum: int | Decimal | None) -> Reader:
    inside = _inside(minimum, maximum)

    def read(value: Any) -> int:
        if type(value) is not int:
            raise Unfit("must be a whole number")
        inside(value)
        return value

    return read


def _inside(minimum: int | Decimal | None, maximum: int | Decimal | None) -> Callable[[Any], Any]:
    low = -inf if minimum is None else minimum
    high = inf if maximum is None else maximum

    def read(value: int | Decimal) -> int | Decimal:
        if low <= value <= high:
            return value
        raise Unfit(f"must be from {minimum} to {maximum}")

    return read


def _decimal(minimum: int | Decimal | None, maximum: int | Decimal | None) -> Reader:
    inside = _inside(minimum, maximum)

    def read(value: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise Unfit("must be a number")
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            raise Unfit("must be a number") from None
        if not number.is_finite():
            raise Unfit("must be a number")
        return Decimal(inside(number))

    return read


def _choice(item: Item) -> Reader:
    """An option that means "not assessed" is taken and says nothing."""
    said = {option.value: option.value if option.means is None else None for option in item.options}

    def read(value: Any) -> str | None:
        if isinstance(value, str) and value in said:
            return said[value]
        raise Unfit("is not an option that is offered")

    return read


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit("must be text")
    if _CONTROL.search(value):
        raise Unfit("contains characters that cannot be stored")
    if len(value) > LONGEST_TEXT:
        raise Unfit(f"must be at most {LONGEST_TEXT} characters long")
    return value


def _several(item: Item) -> Reader:
    values = frozenset(item.values)
    offered = frozenset(option.value for option in item.options)
    alone = item.exclusive | (offered - values)

    def read(value: Any) -> frozenset[str] | None:
        if not isinstance(value, (list, tuple)) or not _are_text(value):
            raise Unfit("must be a list of options")
        chosen = frozenset(value)
        _check_several(chosen, value, offered, alone)
        return chosen if chosen <= values else None

    return read


def _are_text(entries: Collection[Any]) -> bool:
    return _ONLY_TEXT.issuperset(map(type, entries)) or all(isinstance(entry, str) for entry in entries)


_ONLY_TEXT = frozenset({str})


def _check_several(
    chosen: frozenset[str], given: Collection[str], offered: frozenset[str], alone: frozenset[str]
) -> None:
    if not chosen <= offered:
        raise Unfit("contains an option that is not offered")
    if len(chosen) != len(given):
        raise Unfit("names an option twice")
    if len(chosen) > 1 and chosen & alone:
        raise Unfit("an option that stands alone is combined with others")
