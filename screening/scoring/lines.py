"""One line of an explanation: which answer, by which rule, how strong, from where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from screening.scoring.answers import NOT_ASSESSED
from screening.scoring.bundle import Bundle
from screening.scoring.compiled import FindingRule
from screening.scoring.wording import answer_words, label_of


class Line(NamedTuple):
    """
    One finding as it is shown.

    `text` is the rule in words, or the labels of what is missing; `answer` names what the rule itself
    reads, a derived value rather than all it is made of; `state` is "" for a finding that
    holds, "unanswered" or "not_assessed" for one that could still hold.
    """

    text: str
    rule: str
    answer: str
    strength: str
    points: int
    direction: str
    citations: tuple[str, ...]
    mark: str
    items: tuple[str, ...]
    observed: bool
    state: str


def line_of(bundle: Bundle, answers: Mapping[str, Any], values: Mapping[str, Any], rule: FindingRule) -> Line:
    """The line of a finding that holds."""
    named = [name for name in rule.reads if name in values]
    answer = "; ".join([_said(bundle, name, answers.get(name, values[name])) for name in named])
    items = tuple([item for item in rule.items if item in values])
    return _line(rule, rule.finding.says, answer, items, "")


def unknown_line(
    bundle: Bundle, answers: Mapping[str, Any], values: Mapping[str, Any], rule: FindingRule
) -> Line:
    """The line of a finding that could still hold: what is missing."""
    missing = rule.rule.unknown(values)
    said = any(answers.get(item) == NOT_ASSESSED or answers.get(item) is not None for item in missing)
    text = "; ".join([label_of(bundle, item) for item in missing])
    return _line(rule, text, "", missing, "not_assessed" if said else "unanswered")


def _line(rule: FindingRule, text: str, answer: str, items: tuple[str, ...], state: str) -> Line:
    bearing = rule.bearing
    return Line(
        text=text,
        rule=rule.finding.says,
        answer=answer,
        strength=bearing.strength,
        points=rule.points,
        direction=bearing.direction,
        citations=rule.citations,
        mark=bearing.mark,
        items=items,
        observed=rule.observed,
        state=state,
    )


def _said(bundle: Bundle, item: str, value: Any) -> str:
    return f"{label_of(bundle, item)}: {answer_words(bundle, item, value)}"
