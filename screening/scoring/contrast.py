"""What separates two conditions, and what is known of it for this patient?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from screening.evidence.schema import Finding
from screening.scoring.answers import known_values
from screening.scoring.bundle import Bundle
from screening.scoring.compiled import FindingRule
from screening.scoring.expressions import parse
from screening.scoring.rule import Rule
from screening.scoring.stems import to_ask

_STATES = {True: "holds", False: "does_not_hold", None: "not_known"}
_IN_ORDER = ("holds", "not_known", "does_not_hold")


@dataclass(frozen=True)
class ContrastLine:
    """
    A finding that weighs differently for two conditions.

    `first` and `second` are its points for each: positive for, negative against, 0 no bearing.
    `state` is holds, does_not_hold or not_known; `ask` names the items that would settle it, the stem
    where they lie behind one. `counts` says of each side whether what it counts under is met, True where
    it counts under nothing. `mark` is M where either weight is from memory.
    """

    finding: str
    says: str
    first: int
    second: int
    state: str
    citations: tuple[str, ...]
    mark: str
    ask: tuple[str, ...]
    counts: tuple[bool | None, bool | None]


def contrast(bundle: Bundle, first: str, second: str, answers: Mapping[str, Any]) -> tuple[ContrastLine, ...]:
    """
    The findings that separate two conditions, those that separate most first.

    Among those that separate as much, what holds comes before what is not known and what does not hold.

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
        if _points(rules[0]) != _points(rules[1]):
            lines.append(_line(bundle, finding, rules, values))
    return tuple(sorted(lines, key=_most_first))


def _most_first(line: ContrastLine) -> tuple[int, int]:
    return -abs(line.first - line.second), _IN_ORDER.index(line.state)


def _by_finding(rules: tuple[FindingRule, ...]) -> dict[str, FindingRule]:
    return {rule.finding.id: rule for rule in rules}


def _points(rule: FindingRule | None) -> int:
    if rule is None:
        return 0
    return rule.points if rule.bearing.direction == "for" else -rule.points


def _line(
    bundle: Bundle, finding: Finding, rules: list[FindingRule | None], values: Mapping[str, Any]
) -> ContrastLine:
    bearing = [rule.bearing for rule in rules if rule]
    when = _unguarded(bundle, finding, rules)
    state = when.truth(values)
    return ContrastLine(
        finding=finding.id,
        says=finding.says,
        first=_points(rules[0]),
        second=_points(rules[1]),
        state=_STATES[state],
        citations=tuple(dict.fromkeys(piece.source for piece in bearing)),
        mark="M" if any(piece.mark == "M" for piece in bearing) else "V",
        ask=tuple(to_ask(bundle, values, when.unknown(values))) if state is None else (),
        counts=(_counts(bundle, rules[0], values), _counts(bundle, rules[1], values)),
    )


def _unguarded(bundle: Bundle, finding: Finding, rules: list[FindingRule | None]) -> Rule:
    """The finding itself, whatever a condition counts it under."""
    free = (rule.rule for rule in rules if rule and not rule.bearing.only_if)
    return next(free, None) or bundle.rules.rule(parse(finding.when))


def _counts(bundle: Bundle, rule: FindingRule | None, values: Mapping[str, Any]) -> bool | None:
    if rule is None or not rule.bearing.only_if:
        return True
    return bundle.rules.rule(parse(rule.bearing.only_if)).truth(values)
