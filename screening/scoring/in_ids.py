"""What of a decision is written down in ids? The one place that knows the shape of a result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from screening.evidence.schema import Criterion
from screening.scoring import flags
from screening.scoring.ask_next import what_next
from screening.scoring.bundle import Bundle
from screening.scoring.engine import ENGINE
from screening.scoring.finding_ids import Said
from screening.scoring.flag_rules import FlagRules
from screening.scoring.sheet import Outcomes

Result = dict[str, Any]
Values = Mapping[str, Any]


def frame(bundle: Bundle, identifier: Any) -> Result:
    """All keys of a result, its lists still empty."""
    return {
        "id": plain_id(identifier),
        "questionnaire": {"key": bundle.key, "version": bundle.version, "digest": bundle.digest},
        "engine": ENGINE,
        "red_flags": [],
        "suggestions": [],
        "criteria": [],
        "what_next": [],
        "faults": [],
    }


def decision_in_ids(bundle: Bundle, values: Values, found: Outcomes, decision: Mapping[str, Any]) -> Result:
    """The lists of a result from a decision, whatever is missing."""
    return {
        "red_flags": [
            flag_ids(
                result["id"], result["status"], result["urgency"], _because(rules, values, result["status"])
            )
            for rules, result in zip(bundle.rules.flags, decision["red_flags"], strict=True)
        ],
        "suggestions": [
            {
                **standing_ids(result["condition"], result["tier"], result["could_become"]),
                **said_ids(
                    _said(bundle, found, result["condition"]),
                    _missing(bundle, values, found, result["condition"]),
                ),
            }
            for result in decision["conditions"]
        ],
        "criteria": [_criterion_ids(bundle, result) for result in decision["criteria"]],
        "what_next": [view.item for view in what_next(bundle, values, decision)],
    }


def plain_id(identifier: Any) -> str | int | None:
    """The id as it was given; one that is neither text nor a whole number is left out."""
    if isinstance(identifier, (str, int)) and not isinstance(identifier, bool):
        return identifier
    return None


def flag_ids(flag: str, status: str, urgency: str, because: Iterable[str]) -> Result:
    return {"id": flag, "status": status, "urgency": urgency, "because": [*because]}


def standing_ids(condition: str, tier: str, could_become: str) -> Result:
    """The first half of a suggestion: where the condition stands."""
    return {"condition": condition, "tier": tier, "could_become": could_become}


def said_ids(said: Said, missing: list[str]) -> Result:
    """The second half of a suggestion: what speaks for and against it."""
    return {
        "for": [*said.for_it],
        "against": [*said.against],
        "not_assessed": missing,
        "citations": [*said.citations],
    }


def criterion_ids(criterion: Criterion, status: str, score: Any, parts: Result, to_find: Result) -> Result:
    """One set; `to_find` says what is still to be asked for it."""
    return {
        "id": criterion.id,
        "condition": criterion.condition,
        "status": status,
        "score": score,
        "parts": parts,
        **to_find,
    }


NOTHING_TO_FIND: Result = {"deciding": [], "exact": True, "open": []}
"""What is still to be asked for a set where nothing is missing."""


def _because(rules: FlagRules, values: Values, status: str) -> list[str]:
    return rules.raising(values) if status == flags.RAISED else []


def _said(bundle: Bundle, found: Outcomes, condition: str) -> Said:
    ids = bundle.rules.finding_ids[condition]
    return ids.said(found.findings[ids.places])


def _missing(bundle: Bundle, values: Values, found: Outcomes, condition: str) -> list[str]:
    """What the findings that could still hold do not know."""
    if found.is_complete:
        return []
    places = bundle.rules.finding_places[condition]
    ends = zip(found.findings[places], found.findings_high[places], strict=True)
    pairs = zip(bundle.rules.findings[condition], ends, strict=True)
    missing = [name for rule, (low, high) in pairs if high and not low for name in rule.rule.unknown(values)]
    return list(dict.fromkeys(missing))


def _criterion_ids(bundle: Bundle, result: Mapping[str, Any]) -> Result:
    criterion = bundle.rules.criteria[result["id"]].criterion
    parts = {key: low if low == high else [low, high] for key, (low, high) in result["parts"].items()}
    to_find = {key: result[key] for key in NOTHING_TO_FIND}
    return criterion_ids(criterion, result["status"], result["score"], parts, to_find)
