"""What separates two conditions, and what is known of it for this patient?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from screening.scoring.answers import known_values
from screening.scoring.bundle import Bundle
from screening.scoring.rulebook import FindingRule

_STATES = {True: "holds", False: "does_not_hold", None: "not_known"}


@dataclass(frozen=True)
class ContrastLine:
    """
    A finding that weighs differently for two conditions.

    `first` and `second` are its points for each: positive for, negative against, 0 no bearing.
    `state` is holds, does_not_hold or not_known.
    """

    finding: str
    says: str
    first: int
    second: int
    state: str
    citations: tuple[str, ...]


def contrast(bundle: Bundle, first: str, second: str, answers: Mapping[str, Any]) -> tuple[ContrastLine, ...]:
    """
    The findings that separate two conditions, those that separate most first.

    Args:
        bundle: the questionnaire version.
        first, second: condition keys of the bundle.
        answers: answers that `check_answers` found no fault with.

    Raises:
        KeyError: a condition the bundle does not hold.
    """
    values = known_values(bundle, answers)
    sides = [_by_finding(bundle.rules.findings[key]) for key in (first, second)]
    lines = []
    for finding in bundle.findings:
        rules = [side.get(finding.id) for side in sides]
        weights = [_points(rule) for rule in rules]
        if weights[0] != weights[1]:
            lines.append(_line(finding.id, finding.says, weights, [r for r in rules if r], values))
    return tuple(sorted(lines, key=lambda line: -abs(line.first - line.second)))


def _by_finding(rules: tuple[FindingRule, ...]) -> dict[str, FindingRule]:
    return {rule.finding.id: rule for rule in rules}


def _points(rule: FindingRule | None) -> int:
    if rule is None:
        return 0
    return rule.points if rule.bearing.direction == "for" else -rule.points


def _line(
    finding: str, says: str, weights: list[int], rules: list[FindingRule], values: Mapping[str, Any]
) -> ContrastLine:
    return ContrastLine(
        finding=finding,
        says=says,
        first=weights[0],
        second=weights[1],
        state=_STATES[rules[0].rule.truth(values)],
        citations=tuple(dict.fromkeys(rule.bearing.source for rule in rules)),
    )
