"""What does one questionnaire version consist of, once it is checked and ready to be used?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, TypeAdapter

from screening.evidence.schema import (
    Condition,
    Criterion,
    Derived,
    Discriminator,
    Finding,
    RedFlag,
    Reference,
)
from screening.scoring.reading import Reader, reader_of, reader_of_derived

if TYPE_CHECKING:
    from screening.scoring.rulebook import Rulebook

Piece = TypeVar("Piece", bound=BaseModel)

MOST_TAKEN = 200
"""Whole numbers of one item that are kept as read."""
STRENGTHS: Mapping[str, int] = MappingProxyType({"weak": 1, "moderate": 2, "strong": 3})


@dataclass(frozen=True)
class Option:
    """One offered answer; `means` is "not_assessed" when it says that nothing is known."""

    value: str
    label: str
    means: str | None = None


@dataclass(frozen=True)
class Item:
    """One thing asked, examined or measured; attributes as in the authored document."""

    key: str
    type: str
    label: str
    help: str
    unit: str
    minimum: int | Decimal | None
    maximum: int | Decimal | None
    options: tuple[Option, ...]
    ask: str
    answered_by: str
    covers: tuple[str, ...]
    negative: Any
    group: str | None
    enable_when: str | None
    source: str
    mark: str

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The option values that say something (those meaning "not assessed" left out)."""
        return tuple(option.value for option in self.options if option.means is None)

    @cached_property
    def exclusive(self) -> frozenset[str]:
        """Options of a multi choice that stand alone, such as "tested, all negative"."""
        return frozenset(self.negative) if isinstance(self.negative, list | tuple) else frozenset()

    @property
    def is_stem(self) -> bool:
        return bool(self.covers)

    @property
    def is_core(self) -> bool:
        """Whether a standard visit asks it: core items that are not results of tests."""
        return self.ask == "core" and self.answered_by != "result"

    def option_label(self, value: str) -> str:
        """The words of an option, or the value itself where none is offered."""
        return next((option.label for option in self.options if option.value == value), value)


@dataclass(frozen=True)
class Group:
    """Items asked as one checklist with a closing radio; `red_flags` marks the danger signs."""

    key: str
    label: str
    help: str
    red_flags: bool


@dataclass(frozen=True)
class Section:
    """One page of the visit."""

    key: str
    title: str
    help: str
    groups: Mapping[str, Group]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Weighing:
    """
    How findings make a tier and how the list is ordered: what engine 2 does and engine 1 did not (ADR 0014).

    `heeds_cards`: one moderate finding is enough where the card says so. `danger_first`: what a raised red
    flag names stands first in its tier, and what was known before stands last.
    """

    heeds_cards: bool = True
    danger_first: bool = True


@dataclass(frozen=True)
class Bundle:
    """
    One immutable questionnaire version: what is asked, what follows, and where that is written.

    `digest` seals the whole document, `rules_digest` what can change a decision.
    """

    key: str
    version: str
    title: str
    digest: str
    rules_digest: str
    meta: Mapping[str, Any]
    sections: tuple[Section, ...]
    items: Mapping[str, Item]
    derived: Mapping[str, Derived]
    criteria: tuple[Criterion, ...]
    findings: tuple[Finding, ...]
    red_flags: tuple[RedFlag, ...]
    conditions: Mapping[str, Condition]
    references: Mapping[str, Reference]
    discriminators: tuple[Discriminator, ...] = ()
    weighing: Weighing = Weighing()

    def __repr__(self) -> str:
        return f"<Bundle {self.key} {self.version}>"

    @property
    def work_up_for(self) -> tuple[str, ...]:
        """The conditions whose suggestion opens this questionnaire from a result; none for a screening."""
        return tuple(self.meta.get("work_up_for", ()))

    @cached_property
    def stem_of(self) -> Mapping[str, str]:
        """Covered item -> the stem that covers it."""
        return {covered: item.key for item in self.items.values() for covered in item.covers}

    @cached_property
    def readers(self) -> Mapping[str, Reader]:
        """Item or derived value -> what reads an answer to it."""
        readers = {key: reader_of_derived(derived) for key, derived in self.derived.items()}
        return readers | {key: reader_of(item) for key, item in self.items.items()}

    @cached_property
    def taken(self) -> Mapping[type, Mapping[str, Mapping[Any, Any]]]:
        """Type of an answer -> item -> each such answer it takes -> what is read; None where it says nothing."""
        taken: dict[type, dict[str, Mapping[Any, Any]]] = {bool: {}, int: {}, str: {}}
        for key, item in self.items.items():
            low, high = item.minimum, item.maximum
            if item.type == "boolean":
                taken[bool][key] = {True: True, False: False}
            elif item.type == "choice":
                said = {
                    option.value: option.value if option.means is None else None for option in item.options
                }
                taken[str][key] = {value: read for value, read in said.items() if value != "not_assessed"}
            elif item.type in ("ordinal", "integer") and isinstance(low, int) and isinstance(high, int):
                taken[int][key] = {number: number for number in range(low, min(high, low + MOST_TAKEN) + 1)}
        return taken

    @cached_property
    def negatives(self) -> Mapping[str, Mapping[str, Any]]:
        """Stem -> what its "no" says of the items behind it; None where nothing is known by it."""
        return {
            stem.key: {key: self._negative(self.items[key]) for key in stem.covers}
            for stem in self.items.values()
            if stem.is_stem
        }

    def _negative(self, item: Item) -> Any:
        return None if item.negative is None else self.readers[item.key](item.negative)

    @cached_property
    def section_of(self) -> Mapping[str, str]:
        """Item -> the section it stands in."""
        return {item.key: section.key for section in self.sections for item in section.items}

    @cached_property
    def rules(self) -> Rulebook:
        """Every expression of the bundle, compiled once per process."""
        from screening.scoring.rulebook import Rulebook

        return Rulebook(self)


def bundle_from_document(document: Mapping[str, Any], digest: str = "", rules_digest: str = "") -> Bundle:
    """
    Make the bundle of a checked document.

    Args:
        document: a document that passed `questionnaires.checks`, as plain JSON values.
        digest: "sha256:..." of the whole document.
        rules_digest: "sha256:..." of the parts that can change a decision.

    Raises:
        pydantic.ValidationError: a piece has not the shape of `evidence.schema`.
    """
    sections = tuple(_section(section) for section in document["sections"])
    items = {item.key: item for section in sections for item in section.items}
    meta = document["meta"]
    return Bundle(
        key=meta["key"],
        version=meta["version"],
        title=meta["title"],
        digest=digest,
        rules_digest=rules_digest,
        meta=MappingProxyType(dict(meta)),
        sections=sections,
        items=MappingProxyType(items),
        derived={piece.key: piece for piece in _pieces(Derived, document, "derived")},
        criteria=_pieces(Criterion, document, "criteria"),
        findings=_pieces(Finding, document, "findings_for"),
        red_flags=_pieces(RedFlag, document, "red_flags"),
        conditions={piece.key: piece for piece in _pieces(Condition, document, "conditions")},
        references={piece.key: piece for piece in _pieces(Reference, document, "references")},
        discriminators=_pieces(Discriminator, document, "discriminators"),
    )


def _pieces(kind: type[Piece], document: Mapping[str, Any], key: str) -> tuple[Piece, ...]:
    pieces: tuple[Piece, ...] = _reader(kind).validate_python(document.get(key, []), strict=False)
    return pieces


@cache
def _reader(kind: type[Piece]) -> TypeAdapter[tuple[Piece, ...]]:
    return TypeAdapter(tuple[kind, ...])  # type: ignore[valid-type]


def _section(section: Mapping[str, Any]) -> Section:
    groups = {
        group["key"]: Group(
            group["key"], group["label"], group.get("help", ""), group.get("red_flags", False)
        )
        for group in section.get("groups", [])
    }
    return Section(
        key=section["key"],
        title=section["title"],
        help=section.get("help", ""),
        groups=MappingProxyType(groups),
        items=tuple(_item(item) for item in section["items"]),
    )


def _item(item: Mapping[str, Any]) -> Item:
    return Item(
        key=item["key"],
        type=item["type"],
        label=item["label"],
        help=item.get("help", ""),
        unit=item.get("unit", ""),
        minimum=_number(item.get("minimum")),
        maximum=_number(item.get("maximum")),
        options=tuple(Option(o["value"], o["label"], o.get("means")) for o in item.get("options", [])),
        ask=item.get("ask", "core"),
        answered_by=item["answered_by"],
        covers=tuple(item.get("covers", [])),
        negative=item.get("negative"),
        group=item.get("group"),
        enable_when=item.get("enable_when"),
        source=item["source"],
        mark=item["mark"],
    )


def _number(value: int | str | None) -> int | Decimal | None:
    return Decimal(value) if isinstance(value, str) else value
