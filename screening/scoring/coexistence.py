"""Which of the conditions that stand beside each other were found together, and how often?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from screening.evidence.schema import Coexistence
from screening.scoring.bundle import Bundle


@dataclass(frozen=True)
class Pair:
    """Two conditions in the order asked for, with every published figure; studies that disagree all stand."""

    first: str
    second: str
    figures: tuple[Coexistence, ...]


def pairs_among(bundle: Bundle, standing: Sequence[str]) -> tuple[Pair, ...]:
    """
    The pairs of these conditions for which a card gives a figure.

    Args:
        bundle: the questionnaire version.
        standing: condition keys of the bundle, in the order of the result.
    """
    found = [
        Pair(first, second, figures_between(bundle, first, second))
        for first, second in combinations(standing, 2)
    ]
    return tuple(pair for pair in found if pair.figures)


def figures_between(bundle: Bundle, first: str, second: str) -> tuple[Coexistence, ...]:
    """
    What both cards say of the pair, each figure of each source once.

    Raises:
        KeyError: a condition the bundle does not hold.
    """
    cards = ((bundle.conditions[first], second), (bundle.conditions[second], first))
    found: dict[tuple[str, str], Coexistence] = {}
    for card, other in cards:
        for piece in card.coexists:
            if piece.condition == other:
                found.setdefault((piece.source, piece.figure), piece)
    return tuple(found.values())
