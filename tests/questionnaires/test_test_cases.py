"""Do test cases see the same criteria, tiers and flags as a decision that is stored?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from screening.questionnaires.catalogue import builtin_bundle, builtin_document
from screening.questionnaires.test_cases import run_cases
from screening.scoring.engine import assess

SCREEN = builtin_document("chronic-pain-screen")
CASES = SCREEN["test_cases"][::16]


def expected_of(decision: dict[str, Any]) -> dict[str, Any]:
    """A test case that expects all of a decision that a test case can speak of."""
    criteria = {}
    for found in decision["criteria"]:
        low, high = (str(Decimal(str(v))) for v in found["score"]) if found["score"] else (None, None)
        settled = {key: str(ends[0]) for key, ends in found["parts"].items() if ends[0] == ends[1]}
        criteria[found["id"]] = {"status": found["status"], "low": low, "high": high, "parts": settled}
    return {
        "criteria": criteria,
        "tiers": {found["condition"]: found["tier"] for found in decision["conditions"]},
        "red_flags": {found["id"]: found["status"] for found in decision["red_flags"]},
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_test_case_that_expects_a_whole_decision_passes(case: dict[str, Any]) -> None:
    """They are run without the costly parts of a decision; what is left must not differ from it."""
    bundle = builtin_bundle("chronic-pain-screen")
    whole = {**case, **expected_of(assess(bundle, case["answers"]).decision)}

    (outcome,) = run_cases(bundle, [whole])

    assert outcome.problems == ()
