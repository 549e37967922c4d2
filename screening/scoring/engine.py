"""What follows from these answers? The decision of engine 2.

Pure and deterministic: no clock, no settings, no randomness. `ENGINE` changes only when some
decision can change; the old module then stays importable (architecture section 5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from screening.scoring import criteria, flags, tiers
from screening.scoring.answers import read_answers
from screening.scoring.bundle import Bundle
from screening.scoring.explanation import Explanation, explain
from screening.scoring.rule import Known
from screening.scoring.sheet import Outcomes
from screening.scoring.stems import to_ask

ENGINE = 2


@dataclass(frozen=True)
class Assessment:
    """A decision, and the explanation that is recomputed from it for display."""

    bundle: Bundle
    answers: Mapping[str, Any]
    values: Known
    decision: dict[str, Any]

    @cached_property
    def explanation(self) -> Explanation:
        return explain(self.bundle, self.answers, self.decision, self.values)


def assess(bundle: Bundle, answers: Mapping[str, Any]) -> Assessment:
    """
    Decide what answers call for.

    Args:
        bundle: the questionnaire version.
        answers: item or derived key -> value; absent or None is unanswered, "not_assessed" is not
            assessed. Visibility is the form's affair: every answer given is scored.

    Returns:
        The assessment; its `decision` is made of JSON values only.

    Raises:
        AnswersInvalid: an unknown item or a value that does not fit; nothing is decided then.
    """
    values = read_answers(bundle, answers)
    return Assessment(bundle, dict(answers), values, decide(bundle, values))


def outcomes(bundle: Bundle, values: Mapping[str, Any]) -> Outcomes:
    """What the rules say of known values, as plain tuples; `decide` makes the decision of it."""
    return bundle.rules.sheet.outcomes(values)


def decide(bundle: Bundle, values: Mapping[str, Any]) -> dict[str, Any]:
    """The decision for known values, without any words."""
    values = values if isinstance(values, Known) else Known(values)
    return {
        "engine": ENGINE,
        "criteria": list(_criteria(bundle, values, outcomes(bundle, values))),
        "conditions": [_condition(found) for found in tiers.evaluate(bundle, values)],
        "red_flags": [_flag(found) for found in flags.evaluate_all(bundle, values)],
    }


def _criteria(bundle: Bundle, values: Known, found: Outcomes) -> Iterator[dict[str, Any]]:
    """Each set's part of the decision; what is missing is searched only where a status is not settled."""
    ends = zip(found.points, found.points_high, strict=True)
    points = iter([[json_number(low), json_number(high)] for low, high in ends])
    standings = zip(found.standing, found.standing_high, strict=True)
    for rules, (low, high) in zip(bundle.rules.criteria.values(), standings, strict=True):
        searched = criteria.missing(rules, values) if low != high else criteria.SETTLED
        yield {
            "id": rules.id,
            "status": criteria.status_between(low, high),
            "score": next(points) if rules.score else None,
            "parts": {key: next(points) for key in rules.parts},
            "deciding": to_ask(bundle, values, searched.deciding) if low != high else [],
            "exact": searched.exact,
            "open": to_ask(bundle, values, searched.open) if low != high else [],
        }


def _condition(result: tiers.TierResult) -> dict[str, Any]:
    return {
        "condition": result.condition,
        "tier": result.tier,
        "could_become": result.could_become,
        "strength": result.strength,
        "known": result.known,
        "gate": result.gate,
        "reason": result.reason,
        "companion_of": list(result.companion_of),
    }


def _flag(result: flags.FlagResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "status": result.status,
        "urgency": result.urgency,
        "contradiction": result.contradiction,
    }


def json_number(value: bool | int | Decimal) -> int | float:
    """The set's own unit as a JSON number: whole where it is whole."""
    if type(value) is int:
        return value
    whole = int(value)
    return whole if whole == value else float(value)
