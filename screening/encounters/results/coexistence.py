"""How is it said that two suggested conditions are found together?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from screening.encounters.results.figures import Figure, figure_of
from screening.scoring.bundle import Bundle
from screening.scoring.coexistence import Pair, figures_between, pairs_among


@dataclass(frozen=True)
class Both:
    """Two suggested conditions that are found together, with every published figure."""

    name: str
    other: str
    figures: tuple[Figure, ...]

    @property
    def differ(self) -> bool:
        return len({figure.words for figure in self.figures}) > 1


def boths_by_condition(bundle: Bundle, standing: Sequence[str]) -> dict[str, tuple[Both, ...]]:
    """Condition -> its pairs among those that stand; each pair once, with the one that stands first."""
    found: dict[str, list[Both]] = {}
    for pair in pairs_among(bundle, standing):
        found.setdefault(pair.first, []).append(_both(bundle, pair))
    return {key: tuple(boths) for key, boths in found.items()}


def both_of(bundle: Bundle, first: str, second: str) -> Both:
    """A pair whether or not it is found together; without figures where none is known."""
    return _both(bundle, Pair(first, second, figures_between(bundle, first, second)))


def _both(bundle: Bundle, pair: Pair) -> Both:
    return Both(
        name=bundle.conditions[pair.first].name,
        other=bundle.conditions[pair.second].name,
        figures=tuple(figure_of(bundle, piece) for piece in pair.figures),
    )
