"""How is a source named beside a line, and how in the list at the foot of the page?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

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

    @property
    def needs_stop(self) -> bool:
        """Whether the list of authors does not end in a full stop already."""
        return not self.authors.endswith(".")


def source_of(reference: Reference) -> Source:
    """One reference as it is shown."""
    year = str(reference.year) if reference.year else ""
    first = _first_author(reference)
    return Source(
        key=reference.key,
        short=first if first == reference.key else f"{first} {year}".strip(),
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


def sources_in(*shown: object) -> tuple[Source, ...]:
    """Every source that stands anywhere in these pieces of a page, each once, by short name."""
    found = {source.key: source for piece in shown for source in _walk(piece)}
    return tuple(sorted(found.values(), key=lambda source: source.short.casefold()))


def overdue_since(bundle: Bundle, today: date | None) -> date | None:
    """The day on which the evidence of a version was due for review, once that day has passed."""
    written = bundle.meta.get("next_review_date")
    if not written or today is None:
        return None
    due = date.fromisoformat(written)
    return due if due < today else None


def _walk(piece: object) -> Iterator[Source]:
    if isinstance(piece, Source):
        yield piece
    elif isinstance(piece, tuple):
        for part in piece:
            yield from _walk(part)
    elif is_dataclass(piece):
        for field in fields(piece):
            yield from _walk(getattr(piece, field.name))


def _first_author(reference: Reference) -> str:
    """ "Wolfe" of "Wolfe F, Clauw DJ, et al."; a body's name, or its guideline's number, as it is."""
    if reference.key[:2].isupper() or reference.authors.startswith("("):
        return reference.key
    first = reference.authors.split(",")[0].strip()
    name, _, initials = first.rpartition(" ")
    return name if name and initials.isupper() and len(initials) <= 4 else first
