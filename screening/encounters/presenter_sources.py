"""How is a source named beside a line, and how in the list at the foot of the page?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from screening.evidence.schema import Reference
from screening.scoring.bundle import Bundle


@dataclass(frozen=True)
class Source:
    """A published source; `short` names it in running text."""

    key: str
    short: str
    authors: str
    year: str
    title: str
    journal: str
    doi: str
    is_verified: bool
    note: str


def source_of(reference: Reference) -> Source:
    """One reference as it is shown."""
    year = str(reference.year) if reference.year else ""
    return Source(
        key=reference.key,
        short=" ".join(part for part in (_first_author(reference), year) if part),
        authors=reference.authors,
        year=year,
        title=reference.title,
        journal=reference.journal,
        doi=reference.doi or "",
        is_verified=reference.doi_verified,
        note=reference.note,
    )


def cited(bundle: Bundle, keys: Iterable[str]) -> tuple[Source, ...]:
    """The sources behind these keys, each once."""
    return tuple(source_of(bundle.references[key]) for key in dict.fromkeys(keys) if key in bundle.references)


def sources(references: Iterable[Reference]) -> tuple[Source, ...]:
    """The list at the foot, by short name."""
    return tuple(
        sorted((source_of(reference) for reference in references), key=lambda source: source.short.casefold())
    )


def _first_author(reference: Reference) -> str:
    """ "Wolfe" of "Wolfe F, Clauw DJ, et al."; a body's name, or its guideline's number, as it is."""
    if reference.key.isupper() or reference.key[:2].isupper():
        return reference.key
    first = reference.authors.split(",")[0].strip()
    name, _, initials = first.rpartition(" ")
    return name if name and initials.isupper() and len(initials) <= 4 else first
