"""How is a published figure shown, never without who was studied, how many, where, and against what?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from screening.encounters.results.sources import Source, cited
from screening.evidence.schema import Coexistence, Performance
from screening.scoring.bundle import Bundle


@dataclass(frozen=True)
class Fact:
    """One thing that must be known of a study; "not recorded" where it is not."""

    name: str
    words: str


@dataclass(frozen=True)
class Figure:
    """A figure with its study."""

    words: str
    facts: tuple[Fact, ...]
    sources: tuple[Source, ...]
    is_from_memory: bool


def figure_of(bundle: Bundle, piece: Coexistence | Performance) -> Figure:
    """A published frequency or accuracy."""
    words = _accuracy(piece) if isinstance(piece, Performance) else piece.figure
    return Figure(
        words=words[:1].upper() + words[1:],
        facts=(
            Fact(_("People"), _said(piece.population)),
            Fact(_("Number"), _said(piece.n)),
            Fact(_("Setting"), _said(piece.setting)),
            Fact(_("Compared with"), _said(piece.comparator)),
        ),
        sources=cited(bundle, (piece.source,)),
        is_from_memory=piece.mark == "M",
    )


def _said(words: str) -> str:
    return words[:1].lower() + words[1:] if words.lower() == "not recorded" else words


def _accuracy(piece: Performance) -> str:
    """ "Sensitivity 78.0%, specificity 90.5%; positive likelihood ratio 8.2"."""
    rates = ((piece.sensitivity, _("sensitivity")), (piece.specificity, _("specificity")))
    said = ", ".join(f"{name} {value}%" for value, name in rates if value is not None)
    return "; ".join(part for part in (said, piece.figure) if part)
