"""Which conditions is one told apart from, those that stand on the same result first?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.template.loader import render_to_string

from screening.encounters.results.kept import made_once
from screening.encounters.results.sources import Source, cited
from screening.evidence import schema as evidence
from screening.scoring.bundle import Bundle
from screening.scoring.explanation import ConditionView

MOST_OPEN_NEIGHBOURS = 2


@dataclass(frozen=True)
class Neighbour:
    """Another condition that is mistaken for this one; `compare` leads to what separates the two, `line` shows it."""

    name: str
    says: str
    sources: tuple[Source, ...]
    is_from_memory: bool
    compare: str
    line: str


def pair_query(first: str, second: str) -> str:
    """The query string that names two conditions."""
    return urlencode({"first": first, "second": second})


def neighbours_of(
    bundle: Bundle, view: ConditionView, standing: Sequence[str], compare: str
) -> tuple[tuple[Neighbour, ...], tuple[Neighbour, ...]]:
    """The neighbours that stand here too, in the order of the result, the first few of them; and the others."""
    near = sorted(
        (piece for piece in view.neighbours if piece.condition in standing),
        key=lambda piece: standing.index(piece.condition),
    )[:MOST_OPEN_NEIGHBOURS]
    others = [piece for piece in view.neighbours if piece not in near]
    first, more = ([_neighbour(bundle, view, piece, compare) for piece in group] for group in (near, others))
    return tuple(first), tuple(more)


def name_of(bundle: Bundle, key: str) -> str:
    """The name of a condition; its key where the version does not have it."""
    return bundle.conditions[key].name if key in bundle.conditions else key.upper()


def _neighbour(bundle: Bundle, view: ConditionView, piece: evidence.Neighbour, compare: str) -> Neighbour:
    name = ("neighbour", view.key, piece.condition, piece.says, compare)
    found: Neighbour = made_once(bundle, name, lambda: _new_neighbour(bundle, view, piece, compare))
    return found


def _new_neighbour(bundle: Bundle, view: ConditionView, piece: evidence.Neighbour, compare: str) -> Neighbour:
    """Called once for each pair of a version, so its line is rendered here and kept with it."""
    said = Neighbour(
        name=name_of(bundle, piece.condition),
        says=piece.says,
        sources=cited(bundle, (piece.source,)),
        is_from_memory=piece.mark == "M",
        compare=f"{compare}?{pair_query(view.key, piece.condition)}" if compare else "",
        line="",
    )
    return replace(said, line=render_to_string("encounters/_neighbour.html", {"near": said, "card": view}))
