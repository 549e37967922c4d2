"""What of a decision is written down in ids, and how is it taken straight from the rules' outcomes?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from screening.scoring import criteria, flags, tiers
from screening.scoring.ask_next import what_next
from screening.scoring.bundle import Bundle
from screening.scoring.engine import json_number
from screening.scoring.flag_rules import FlagRules
from screening.scoring.sheet import Outcomes

Result = dict[str, Any]
Values = Mapping[str, Any]


def whole_in_ids(bundle: Bundle, values: Values, found: Outcomes) -> Result:
    """The lists of a result where nothing is missing that any rule reads."""
    return {
        "red_flags": [
            _flag_ids(rules, values, result.status, result.urgency)
            for rules, result in zip(bundle.rules.flags, flags.evaluate_all(bundle, values), strict=True)
        ],
        "suggestions": [
            _suggestion_ids(bundle, found, result.condition, result.tier, result.could_become, [])
            for result in tiers.evaluate(bundle, values)
        ],
        "criteria": list(_settled_criteria(bundle, found)),
        "what_next": [],
    }


def decision_in_ids(bundle: Bundle, values: Values, found: Outcomes, decision: Mapping[str, Any]) -> Result:
    """The lists of a result from a decision, whatever is missing."""
    return {
        "red_flags": [
            _flag_ids(rules, values, result["status"], result["urgency"])
            for rules, result in zip(bundle.rules.flags, decision["red_flags"], strict=True)
        ],
        "suggestions": [
            _suggestion_ids(
                bundle,
                found,
                result["condition"],
                result["tier"],
                result["could_become"],
                _missing(bundle, values, found, result["condition"]),
            )
            for result in decision["conditions"]
        ],
        "criteria": [_criterion_ids(bundle, result) for result in decision["criteria"]],
        "what_next": [view.item for view in what_next(bundle, values, decision)],
    }


def _flag_ids(rules: FlagRules, values: Values, status: str, urgency: str) -> Result:
    return {
        "id": rules.flag.id,
        "status": status,
        "urgency": urgency,
        "because": rules.raising(values) if status == flags.RAISED else [],
    }


def _suggestion_ids(
    bundle: Bundle, found: Outcomes, condition: str, tier: str, could_become: str, missing: list[str]
) -> Result:
    ids = bundle.rules.finding_ids[condition]
    said = ids.said(found.findings[ids.places])
    return {
        "condition": condition,
        "tier": tier,
        "could_become": could_become,
        "for": [*said.for_it],
        "against": [*said.against],
        "not_assessed": missing,
        "citations": [*said.citations],
    }


def _missing(bundle: Bundle, values: Values, found: Outcomes, condition: str) -> list[str]:
    """What the findings that could still hold do not know."""
    if found.is_complete:
        return []
    places = bundle.rules.finding_places[condition]
    ends = zip(found.findings[places], found.findings_high[places], strict=True)
    pairs = zip(bundle.rules.findings[condition], ends, strict=True)
    missing = [name for rule, (low, high) in pairs if high and not low for name in rule.rule.unknown(values)]
    return list(dict.fromkeys(missing))


def _settled_criteria(bundle: Bundle, found: Outcomes) -> Iterator[Result]:
    """Every set where nothing is missing."""
    points = [number if type(number) is int else json_number(number) for number in found.points]
    begin = 0
    for rules, standing in zip(bundle.rules.criteria.values(), found.standing, strict=True):
        score = [points[begin], points[begin]] if rules.score else None
        begin += 1 if rules.score else 0
        end = begin + len(rules.parts)
        yield {
            "id": rules.id,
            "condition": rules.criterion.condition,
            "status": criteria.status_between(standing, standing),
            "score": score,
            "parts": dict(zip(rules.parts, points[begin:end], strict=True)),
            "deciding": [],
            "exact": True,
            "open": [],
        }
        begin = end


def _criterion_ids(bundle: Bundle, result: Mapping[str, Any]) -> Result:
    criterion = bundle.rules.criteria[result["id"]].criterion
    parts = {key: low if low == high else [low, high] for key, (low, high) in result["parts"].items()}
    return {
        "id": result["id"],
        "condition": criterion.condition,
        "status": result["status"],
        "score": result["score"],
        "parts": parts,
        "deciding": result["deciding"],
        "exact": result["exact"],
        "open": result["open"],
    }
