"""Do the document's own test cases give what they say they give?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from screening.evidence.source import DocPath
from screening.questionnaires.problems import Problem
from screening.scoring.answers import AnswersInvalid
from screening.scoring.bundle import Bundle
from screening.scoring.engine import assess


def failed_cases(bundle: Bundle, cases: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    """One problem for each expectation that does not hold."""
    for place, case in enumerate(cases):
        yield from _failures(bundle, ("test_cases", place), case)


def _failures(bundle: Bundle, path: DocPath, case: Mapping[str, Any]) -> Iterator[Problem]:
    try:
        decision = assess(bundle, case["answers"]).decision
    except AnswersInvalid as error:
        for fault in error.faults:
            yield Problem((*path, "answers", fault.item), f"{case['id']}: {fault.reason}")
        return
    found = _outcomes(decision)
    for expected_path, key, expected in _expectations(case):
        if key not in found:
            yield Problem((*path, *expected_path), f"{case['id']}: there is no such {key[0]}")
        elif found[key] != expected:
            yield Problem(
                (*path, *expected_path), f"{case['id']}: expected {expected}, the rules give {found[key]}"
            )


def _outcomes(decision: Mapping[str, Any]) -> dict[tuple[str, ...], Any]:
    found: dict[tuple[str, ...], Any] = {}
    for result in decision["criteria"]:
        found["criterion", result["id"], "status"] = result["status"]
        if result["score"] is not None:
            found["criterion", result["id"], "low"], found["criterion", result["id"], "high"] = map(
                _number, result["score"]
            )
        for part, (low, high) in result["parts"].items():
            found["criterion", result["id"], "part", part] = _number(low) if low == high else (low, high)
    for result in decision["conditions"]:
        found["condition", result["condition"]] = result["tier"]
    for result in decision["red_flags"]:
        found["red flag", result["id"]] = result["status"]
    return found


def _expectations(case: Mapping[str, Any]) -> Iterator[tuple[DocPath, tuple[str, ...], Any]]:
    for criterion, expected in case.get("criteria", {}).items():
        for key, value in expected.items():
            if key == "parts":
                for part, points in value.items():
                    where: DocPath = ("criteria", criterion, "parts", part)
                    yield where, ("criterion", criterion, "part", part), _number(points)
            elif value is not None:
                said = value if key == "status" else _number(value)
                yield ("criteria", criterion, key), ("criterion", criterion, key), said
    for condition, tier in case.get("tiers", {}).items():
        yield ("tiers", condition), ("condition", condition), tier
    for flag, status in case.get("red_flags", {}).items():
        yield ("red_flags", flag), ("red flag", flag), status


def _number(value: float | str) -> Decimal:
    return Decimal(str(value))
