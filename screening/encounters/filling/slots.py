"""Where do drawings of one control differ from its blank one, and how is one put together again?"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


class CannotBeCut(ValueError):
    """The drawings differ in a way that no slots can tell apart."""


class Shown(Protocol):
    """What is to be put into the slots of one page."""

    def chosen(self, name: str) -> Collection[str]:
        """The options of a field that are chosen."""

    def typed(self, name: str) -> str:
        """The text of a field, escaped; "" where it is empty."""

    def says(self, kind: str, name: str) -> str:
        """The message of that kind beside a field, escaped."""


@dataclass(frozen=True)
class Slot(ABC):
    """A stretch of the blank drawing; `blank` is what stands there."""

    start: int
    end: int
    blank: str
    name: str

    @abstractmethod
    def filled(self, shown: Shown) -> str:
        """What stands there on this page."""


@dataclass(frozen=True)
class OptionSlot(Slot):
    """What differs when an option is chosen."""

    option: str
    instead: str

    def filled(self, shown: Shown) -> str:
        return self.instead if self.option in shown.chosen(self.name) else self.blank


@dataclass(frozen=True)
class TextSlot(Slot):
    """What differs when something is typed: the text, and what then stands round it."""

    around: tuple[str, ...]

    def filled(self, shown: Shown) -> str:
        typed = shown.typed(self.name)
        return typed.join(self.around) if typed else self.blank


@dataclass(frozen=True)
class MessageSlot(Slot):
    """The place of a message, which every drawing of this kind has."""

    kind: str

    def filled(self, shown: Shown) -> str:
        return shown.says(self.kind, self.name)


@dataclass(frozen=True)
class Fragment:
    """A control cut at its slots: the pieces between them, one more than there are slots."""

    pieces: tuple[str, ...]
    slots: tuple[Slot, ...]

    def write(self, shown: Shown, page: list[str]) -> None:
        """Add the control as this page shows it."""
        for piece, slot in zip(self.pieces, self.slots, strict=False):
            page.append(piece)
            page.append(slot.filled(shown))
        page.append(self.pieces[-1])


def option_slot(blank: str, drawn: str, name: str, option: str) -> OptionSlot:
    """The slot of an option, from the drawing in which it alone is chosen."""
    start, end, instead = _difference(blank, drawn)
    return OptionSlot(start, end, blank[start:end], name, option, instead)


def text_slot(blank: str, drawn: str, name: str, mark: str) -> TextSlot:
    """The slot of a text, from the drawing in which `mark` was typed."""
    start, end, instead = _difference(blank, drawn)
    around = tuple(instead.split(mark))
    if len(around) < 2:
        raise CannotBeCut(f"{name}: what is typed is not shown as it is")
    return TextSlot(start, end, blank[start:end], name, around)


def message_slots(blank: str, mark: str, name: str, kind: str) -> Iterator[MessageSlot]:
    """Every place where the mark of a message stands."""
    start = blank.find(mark)
    while start >= 0:
        end = start + len(mark)
        yield MessageSlot(start, end, mark, name, kind)
        start = blank.find(mark, end)


def cut(blank: str, slots: Iterable[Slot]) -> Fragment:
    """The blank drawing cut at its slots, which must not touch each other."""
    ordered = sorted(slots, key=lambda slot: (slot.start, slot.end))
    places = [0, *(place for slot in ordered for place in (slot.start, slot.end)), len(blank)]
    if places != sorted(places) or _some_begin_together(ordered):
        raise CannotBeCut(f"{ordered[0].name}: what is filled in changes more than its own place")
    bounds = zip(places[::2], places[1::2], strict=True)
    return Fragment(tuple(blank[start:end] for start, end in bounds), tuple(ordered))


def _some_begin_together(ordered: Sequence[Slot]) -> bool:
    return len({slot.start for slot in ordered}) < len(ordered)


def _difference(blank: str, drawn: str) -> tuple[int, int, str]:
    """The smallest stretch of `blank` that is otherwise in `drawn`, and what stands there instead."""
    if blank == drawn:
        raise CannotBeCut("what is filled in is not shown at all")
    start = _shared(blank, drawn)
    most = min(len(blank), len(drawn)) - start
    after = min(_shared(blank[::-1], drawn[::-1]), most)
    return start, len(blank) - after, drawn[start : len(drawn) - after]


def _shared(one: str, other: str) -> int:
    """How many letters both begin with; halving is faster than looking at each."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low
