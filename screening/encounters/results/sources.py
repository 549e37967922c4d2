"""How is a source named beside a line, and how in the list at the foot of the page?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from screening.encounters.results.kept import kept, rendered_once
from screening.evidence.schema import Reference
from screening.scoring.bundle import Bundle

BARE = frozenset({"str", "bool", "int", "date", "datetime", "date | None", "tuple[str, ...]"})
_HOLDING: dict[type, tuple[str, ...]] = {}


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
    """The sources behind these keys, each once; the same tuple for the same keys of a version."""
    store, asked = kept(bundle), ("cited", tuple(keys))
    if asked not in store:
        found = (bundle.references[key] for key in dict.fromkeys(asked[1]) if key in bundle.references)
        store[asked] = tuple(source_of(reference) for reference in found)
    sources: tuple[Source, ...] = store[asked]
    return sources


def cite(bundle: Bundle, keys: Iterable[str], is_from_memory: bool) -> str:
    """The links to these sources as they stand beside a line."""
    asked = (tuple(keys), is_from_memory)
    return rendered_once(
        bundle,
        "encounters/_cite.html",
        asked,
        lambda: {"sources": cited(bundle, asked[0]), "from_memory": is_from_memory},
    )


def sources_in(*shown: object) -> tuple[Source, ...]:
    """Every source that stands anywhere in these pieces of a page, each once, by short name."""
    found: dict[str, Source] = {}
    for piece in shown:
        _collect(piece, found)
    return tuple(sorted(found.values(), key=lambda source: source.short.casefold()))


def source_lines(bundle: Bundle, sources: Iterable[Source], is_overdue: bool) -> tuple[str, ...]:
    """The entries of the list of sources, each made once; `is_overdue` marks that their review is."""
    return tuple(_line_of(bundle, source, is_overdue) for source in sources)


def overdue_since(bundle: Bundle, today: date | None) -> date | None:
    """The day on which the evidence of a version was due for review, once that day has passed."""
    written = bundle.meta.get("next_review_date")
    if not written or today is None:
        return None
    due = date.fromisoformat(written)
    return due if due < today else None


def _line_of(bundle: Bundle, source: Source, is_overdue: bool) -> str:
    shown = {"source": source, "is_overdue": is_overdue}
    return rendered_once(bundle, "encounters/_source.html", (source.key, is_overdue), lambda: shown)


def _collect(piece: object, found: dict[str, Source]) -> None:
    if isinstance(piece, Source):
        found[piece.key] = piece
    elif isinstance(piece, tuple):
        for part in piece:
            _collect(part, found)
    else:
        for name in _holding(type(piece)):
            _collect(getattr(piece, name), found)


def _holding(kind: type) -> tuple[str, ...]:
    """The fields of a piece of a page in which sources may be; bare values hold none."""
    if kind not in _HOLDING:
        named = fields(kind) if is_dataclass(kind) else ()
        _HOLDING[kind] = tuple(each.name for each in named if each.type not in BARE)
    return _HOLDING[kind]


def _first_author(reference: Reference) -> str:
    """ "Wolfe" of "Wolfe F, Clauw DJ, et al."; a body's name, or its guideline's number, as it is."""
    if reference.key[:2].isupper() or reference.authors.startswith("("):
        return reference.key
    first = reference.authors.split(",")[0].strip()
    name, _, initials = first.rpartition(" ")
    return name if name and initials.isupper() and len(initials) <= 4 else first
