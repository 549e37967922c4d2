"""One line of an explanation: which answer, by which rule, how strong, from where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from screening.scoring.bundle import Bundle
from screening.scoring.expressions import names_in
from screening.scoring.rulebook import FindingRule
from screening.scoring.wording import answer_words, label_of


@dataclass(frozen=True)
class Line:
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
    items = tuple(sorted(item for item in rule.rule.items if item in values))
    named = [name for name in names_in(rule.rule.node) if name in values]
    return Line(
        text=rule.finding.says,
        rule=rule.finding.says,
        answer="; ".join(_said(bundle, name, answers.get(name, values[name])) for name in named),
        strength=rule.bearing.strength,
        points=rule.points,
        direction=rule.bearing.direction,
        citations=(rule.bearing.source,),
        mark=rule.bearing.mark,
        items=items,
        observed=rule.observed,
        state="",
    )


def _said(bundle: Bundle, item: str, value: Any) -> str:
    return f"{label_of(bundle, item)}: {answer_words(bundle, item, value)}"
