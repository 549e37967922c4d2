"""What does the set of a work-up say when nothing is found but what a table names?"""

from __future__ import annotations

from functools import cache
from typing import Any

from screening.questionnaires.loader import read_document
from screening.questionnaires.recipes import BUILTIN
from screening.scoring.bundle import Bundle, Item, bundle_from_document
from screening.scoring.engine import assess
from tests.spec.words import parsed

MET, NOT, OPEN, NOT_APPLICABLE = "met", "not_met", "undetermined", "not_applicable"
NOTHING = ("none", "normal", "neg", "negative")


@cache
def bundle(key: str) -> Bundle:
    return bundle_from_document(read_document(BUILTIN / f"{key}.yaml").value)


@cache
def nothing_found(key: str) -> dict[str, Any]:
    """Every question answered, and nothing found: aged 60 with first symptoms at 60."""
    found = {item.key: _nothing(item) for item in bundle(key).items.values()}
    return {**found, "age_years": 60, "sex": "female", **({"onset_age": 60} if "onset_age" in found else {})}


def _nothing(item: Item) -> Any:
    if item.type == "boolean":
        return False
    if item.type in {"integer", "decimal", "ordinal"}:
        return 0
    usual = [value for value in NOTHING if value in item.values]
    return (
        usual
        if item.type == "multi_choice"
        else []
        if item.type == "body_sites"
        else (usual or item.values)[0]
    )


def decided(key: str, changes: str) -> dict[str, Any]:
    """What the set says when nothing is found but these changes."""
    answers = {**nothing_found(key), **parsed(bundle(key), changes)}
    return decided_from(key, {item: value for item, value in answers.items() if value is not None})


def decided_from(key: str, answers: dict[str, Any]) -> dict[str, Any]:
    decision = assess(bundle(key), answers).decision
    (found,) = decision["criteria"]
    tiers = {condition["condition"]: condition["tier"] for condition in decision["conditions"]}
    return {**found, "tiers": tiers, "flags": {flag["id"]: flag["status"] for flag in decision["red_flags"]}}


def standing(key: str, changes: str) -> tuple[str, float]:
    """The status and the score, which these changes leave no doubt about."""
    found = decided(key, changes)
    low, high = found["score"]
    assert low == high
    return found["status"], low
