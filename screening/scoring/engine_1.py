"""What did engine 1 make of these answers? It decided with `chronic-pain-screen` 1.0.0 and stays callable.

Engine 2 differs from it in when one moderate finding is enough and in the order of the list (ADR 0014);
all else is the same code, held to engine 1 by its golden decisions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from screening.scoring import engine
from screening.scoring.bundle import Bundle, Weighing

ENGINE = 1
WEIGHING = Weighing(heeds_cards=False, danger_first=False)
MOST_KEPT = 8

_kept: dict[str, Bundle] = {}


def decide(bundle: Bundle, values: Mapping[str, Any]) -> dict[str, Any]:
    """The decision of engine 1 for known values."""
    return {**engine.decide(_weighed_then(bundle), values), "engine": ENGINE}


def _weighed_then(bundle: Bundle) -> Bundle:
    """The same bundle weighed as engine 1 did, compiled once."""
    if bundle.digest not in _kept or not bundle.digest:
        if len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[bundle.digest] = replace(bundle, weighing=WEIGHING)
    return _kept[bundle.digest]
