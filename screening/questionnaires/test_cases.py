"""Do the document's own test cases give what they say they give?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from screening.evidence.source import DocPath
from screening.questionnaires.problems import Problem
from screening.scoring import criteria, flags, tiers
from screening.scoring.answers import check_answers, known_values
from screening.scoring.bundle import Bundle


@dataclass(frozen=True)
class CaseOutcome:
    """One test case and every expectation of it that does not hold."""

    id: str
    says: str
    problems: tuple[Problem, ...]


def failed_cases(bundle: Bundle, cases: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    """One problem for each expectation that does not hold."""
    for outcome in run_cases(bundle, cases):
        yield from outcome.problems


def run_cases(bundle: Bundle, cases: Sequence[Mapping[str, Any]]) -> Iterator[CaseOutcome]:
    """What came of every test case, in their order."""
    for place, case in enumerate(cases):
        yield CaseOutcome(case["id"], case["says"], tuple(_failures(bundle, ("test_cases", place), case)))


def _failures(bundle: Bundle, path: DocPath, case: Mapping[str, Any]) -> Iterator[Problem]:
    faults = check_answers(bundle, case["answers"])
    for fault in faults:
        yield Problem((*path, "answers", fault.item), f"{case['id']}: {fault.reason}")
    if faults:
        return
    found = _outcomes(bundle, known_values(bundle, case["answers"]))
    for expected_path, key, expected in _expectations(case):
        if key not in found:
            yield Problem((*path, *expected_path), f"{case['id']}: there is no such {key[0]}")
        elif found[key] != expected:
            given = _said(found[key])
            yield Problem(
                (*path, *expected_path), f"{case['id']}: expected {expected}, the rules give {given}"
            )


def _outcomes(bundle: Bundle, values: Mapping[str, Any]) -> dict[tuple[str, ...], Any]:
    """
    What a test case may expect, by the functions that decide it.

    The whole decision also names the unanswered items that still matter; finding them is nine tenths
    of its work, and no test case speaks of them.
    """
    found: dict[tuple[str, ...], Any] = {}
    for key, rules in bundle.rules.criteria.items():
        found["criterion", key, "status"] = criteria.status_of(rules, values)
        if rules.score is not None:
            bounds = rules.score.bounds(values)
            found["criterion", key, "low"] = _number(bounds.low)
            found["criterion", key, "high"] = _number(bounds.high)
        for part, rule in rules.parts.items():
            low, high = _number(rule.bounds(values).low), _number(rule.bounds(values).high)
            found["criterion", key, "part", part] = low if low == high else (low, high)
    for tier in tiers.evaluate(bundle, values):
        found["condition", tier.condition] = tier.tier
    for flag in bundle.rules.flags:
        found["red flag", flag.flag.id] = flags.evaluate(flag, values).status
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


def _number(value: bool | int | str | Decimal) -> Decimal:
    return Decimal(value)


def _said(value: Any) -> str:
    return f"{value[0]} to {value[1]}" if isinstance(value, tuple) else str(value)
