"""Which engine made a decision? Every engine that ever decided something stays callable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from screening.scoring import engine, engine_1
from screening.scoring.answers import known_values
from screening.scoring.bundle import Bundle

Decide = Callable[[Bundle, Mapping[str, Any]], dict[str, Any]]

ENGINES: Mapping[int, Decide] = MappingProxyType({1: engine_1.decide, 2: engine.decide})


class UnknownEngine(LookupError):
    """A decision names an engine that this version of Algia does not know."""


def decide_again(number: int, bundle: Bundle, answers: Mapping[str, Any]) -> dict[str, Any]:
    """
    The decision that an engine makes of stored answers.

    Raises:
        UnknownEngine: there is no engine of that number.
    """
    if number not in ENGINES:
        raise UnknownEngine(f"no engine {number}")
    return ENGINES[number](bundle, known_values(bundle, answers))
