"""What of the evidence is not yet fit to be believed: from memory, unverified, overdue, without context?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from screening.evidence.source import DocPath, Sourced, path_words


class Concern(Enum):
    """Why a piece is listed, in the order of the list."""

    FROM_MEMORY = "from_memory"
    UNVERIFIED_DOI = "unverified_doi"
    OVERDUE = "overdue"
    WITHOUT_CONTEXT = "without_context"


@dataclass(frozen=True)
class Entry:
    """One place in the evidence that somebody must look at again."""

    concern: Concern
    file: str
    line: int
    path: str
    what: str
    sources: tuple[str, ...]


_CONTEXT = ("population", "n", "setting", "comparator")
_NOT_SAID = re.compile(r"\bnot (recorded|stated|reported|known)\b|^(unknown|n/a|[-?.]*)$", re.IGNORECASE)
_WORDS = {
    "bears_on": "weight",
    "claims": "judged claim",
    "coexists": "coexistence figure",
    "conditions": "condition card",
    "criteria": "criteria and their thresholds",
    "derived": "derived value",
    "discriminators": "row of the matrix",
    "items": "item",
    "licences": "licence",
    "neighbours": "neighbour",
    "performance": "performance figure",
    "red_flags": "red flag",
}


def audit(files: Mapping[str, Sourced], on: date) -> list[Entry]:
    """
    List everything that has to be read, looked up or completed.

    Args:
        files: every evidence file whole, by the name of its list, as `load_files` gives them.
        on: the day for which reviews are overdue; a review is not overdue on its own day.

    Returns:
        One Entry per place and concern, in the order of `Concern`, then by file and line.
    """
    order = list(Concern)
    found = [entry for source in files.values() for entry in _entries(source, on)]
    return sorted(found, key=lambda entry: (order.index(entry.concern), entry.file, entry.line))


def counts(entries: Sequence[Entry]) -> dict[Concern, int]:
    """How many entries each concern has; none is left out."""
    found = Counter(entry.concern for entry in entries)
    return {concern: found[concern] for concern in Concern}


def _entries(source: Sourced, on: date) -> Iterator[Entry]:
    for path, piece in _pieces(source.value, ()):
        name = _name(source.value, path, piece)
        if piece.get("mark") == "M":
            yield _entry(Concern.FROM_MEMORY, source, path, name, piece)
        if "doi_verified" in piece and not (piece.get("doi") and piece["doi_verified"]):
            doi = f"DOI {piece['doi']} was not verified" if piece.get("doi") else "no DOI"
            yield _entry(Concern.UNVERIFIED_DOI, source, path, doi, {"source": piece["key"]})
        if "next_review_date" in piece and date.fromisoformat(piece["next_review_date"]) < on:
            due = f"review was due on {piece['next_review_date']}"
            yield _entry(Concern.OVERDUE, source, (*path, "next_review_date"), due, piece)
        lacking = _lacking(path, piece)
        if lacking:
            words = f"{name} lacks {', '.join(lacking)}"
            yield _entry(Concern.WITHOUT_CONTEXT, source, path, words, piece)


def _pieces(value: Any, path: DocPath) -> Iterator[tuple[DocPath, Mapping[str, Any]]]:
    """Every mapping with its path, outer ones first."""
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from _pieces(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _pieces(inner, (*path, place))


def _lacking(path: DocPath, piece: Mapping[str, Any]) -> list[str]:
    """What a published figure does not say about who was studied, or says is not known."""
    if _list_name(path) not in {"performance", "coexists"}:
        return []
    return [key for key in _CONTEXT if _NOT_SAID.search(str(piece.get(key) or ""))]


def _entry(concern: Concern, source: Sourced, path: DocPath, what: str, piece: Mapping[str, Any]) -> Entry:
    place = source.place(path)
    cited = [piece["source"]] if "source" in piece else piece.get("sources", [])
    file, line = (place.file, place.line) if place else ("", 0)
    return Entry(concern, file, line, path_words(path), what, tuple(cited))


def _list_name(path: DocPath) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _name(whole: Any, path: DocPath, piece: Mapping[str, Any]) -> str:
    """What a piece is, of which entry of its file, and which condition it speaks about."""
    if len(path) < 2:
        return ""
    entry = whole[path[0]][path[1]]
    named = entry if isinstance(entry, dict) else piece
    owner = next((named[key] for key in ("id", "key", "instrument") if key in named), path_words(path[:2]))
    about = f" ({piece['condition']})" if "condition" in piece else ""
    kind = _list_name(path)
    return f"{_WORDS.get(kind, kind)} of {owner}{about}"
