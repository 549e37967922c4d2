"""What does the second reading say of a set, and which answers does it try?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Answers = Mapping[str, Any]

BOTH = (False, True)
SEVERITY = (0, 1, 2, 3)
AGES = (18, 49, 50, 51, 70, 71, 110)
"""On both sides of every age of the tables, and the ends of the range."""
PSORIASIS = ("none", "current", "personal_history", "family")
CRP_ESR = ("normal", "raised")
RF_ACPA = ("neg", "low", "high")


@dataclass(frozen=True)
class Outcome:
    """What a set says of complete answers; `score` is None where the published set has none."""

    status: str
    score: int | Decimal | None
    parts: Mapping[str, int | Decimal]


@dataclass(frozen=True)
class Set:
    """
    One set: its function and the answers to try.

    `choices` holds, for each item the set reads, one answer for each thing the table tells apart (both
    sides of every cut-off and the ends of the range); `more` other answers, told apart by nothing.
    """

    evaluate: Callable[[Answers], Outcome]
    choices: Mapping[str, tuple[Any, ...]]
    more: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


def outcome(
    holds: bool, score: int | Decimal | None, parts: Mapping[str, Any], entry: bool = True
) -> Outcome:
    """Not applicable where the entry fails, else met or not met; truths among the parts count 0 or 1."""
    numbers = {key: int(value) if isinstance(value, bool) else value for key, value in parts.items()}
    return Outcome(("met" if holds else "not_met") if entry else "not_applicable", score, numbers)


def yes(answers: Answers, *keys: str) -> int:
    """How many of these are answered yes."""
    return sum(1 for key in keys if answers[key])


def booleans(*keys: str) -> dict[str, tuple[Any, ...]]:
    """Choices for yes or no items."""
    return dict.fromkeys(keys, BOTH)


def several(*chosen: str) -> tuple[frozenset[str], ...]:
    """Choices of a multiple choice: each text names the options ticked together, "" none of them."""
    return tuple(frozenset(text.split()) for text in chosen)
