"""Why this decision? For, against and not assessed, each line with its answer, strength and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from screening.evidence.schema import Coexistence, Neighbour, Reference
from screening.scoring.answers import known_values
from screening.scoring.ask_next import NextView, what_next
from screening.scoring.bundle import Bundle
from screening.scoring.criteria_words import CriterionView, criterion_views
from screening.scoring.flag_rules import FlagRules
from screening.scoring.kept_lines import PatientLines
from screening.scoring.lines import Line
from screening.scoring.rule import Known
from screening.scoring.sheet import Outcomes
from screening.scoring.stems import expand_stems
from screening.scoring.tiers import WEAK_SUPPORT
from screening.scoring.wording import REASON_WORDS, label_of

SHOWN_TIERS = ("consider_first", "consider", "cannot_tell")


class ConditionView(NamedTuple):
    """One condition with everything that speaks for it, against it, or is not known."""

    key: str
    name: str
    one_line: str
    tier: str
    could_become: str
    why: str
    gate: str | None
    known: bool
    strength: int
    companions: tuple[str, ...]
    findings_for: tuple[Line, ...]
    findings_against: tuple[Line, ...]
    not_assessed: tuple[Line, ...]
    lowers: str
    cautions: tuple[str, ...]
    neighbours: tuple[Neighbour, ...]
    next_steps: tuple[str, ...]
    coexists: tuple[Coexistence, ...]
    citations: tuple[str, ...]


class FlagView(NamedTuple):
    """One red flag with the answers that raised it or that are missing to exclude it."""

    id: str
    name: str
    status: str
    urgency: str
    because: tuple[Line, ...]
    action: str
    weakness: str
    citations: tuple[str, ...]
    mark: str
    contradiction: str


@dataclass(frozen=True)
class Explanation:
    """Everything that is shown beside a decision; recomputed, never stored."""

    conditions: tuple[ConditionView, ...]
    criteria: tuple[CriterionView, ...]
    red_flags: tuple[FlagView, ...]
    what_next: tuple[NextView, ...]
    weak_support: tuple[str, ...]
    references: tuple[Reference, ...]


def explain(
    bundle: Bundle, answers: Mapping[str, Any], decision: Mapping[str, Any], values: Known | None = None
) -> Explanation:
    """
    Put a decision in words.

    Args:
        bundle: the version the decision was made with.
        answers: the answers it was made from.
        decision: `Assessment.decision`.
        values: `Assessment.values`, where they are at hand.
    """
    answers = expand_stems(bundle, answers)
    values = known_values(bundle, answers) if values is None else values
    found = bundle.rules.sheet.outcomes(values)
    lines = PatientLines(bundle, answers, values)
    conditions = tuple(_condition(bundle, lines, found, result) for result in decision["conditions"])
    criteria = criterion_views(bundle, decision)
    red_flags = tuple(
        _flag(bundle, lines, rules, result)
        for rules, result in zip(bundle.rules.flags, decision["red_flags"], strict=True)
    )
    return Explanation(
        conditions=conditions,
        criteria=criteria,
        red_flags=red_flags,
        what_next=what_next(bundle, values, decision),
        weak_support=_weak_support(conditions, decision),
        references=_references(bundle, conditions),
    )


def _weak_support(conditions: tuple[ConditionView, ...], decision: Mapping[str, Any]) -> tuple[str, ...]:
    """Conditions with some support but too little; one whose gate is closed is not among them."""
    results = zip(conditions, decision["conditions"], strict=True)
    return tuple(
        view.name
        for view, result in results
        if result["reason"] == "too_little" and view.strength >= WEAK_SUPPORT
    )


def _condition(
    bundle: Bundle, lines: PatientLines, found: Outcomes, result: Mapping[str, Any]
) -> ConditionView:
    condition = bundle.conditions[result["condition"]]
    holding: dict[str, list[Line]] = {"for": [], "against": []}
    missing: dict[tuple[str, ...], Line] = {}  # one line for each set of unknown items, the strongest
    holds, can_hold = found.findings, found.findings_high
    for place, finding in bundle.rules.strongest_first[condition.key]:
        if holds[place]:
            holding[finding.bearing.direction].append(lines.holding(place, finding))
        elif can_hold[place]:
            line = lines.unknown(place, finding)
            missing.setdefault(line.items, line)
    shown = [*holding["for"], *holding["against"], *missing.values()]
    return ConditionView(
        key=condition.key,
        name=condition.name,
        one_line=condition.one_line,
        tier=result["tier"],
        could_become=result["could_become"],
        why=REASON_WORDS[result["reason"]],
        gate=_gate(bundle, result),
        known=result["known"],
        strength=result["strength"],
        companions=tuple(result["companion_of"]),
        findings_for=tuple(holding["for"]),
        findings_against=tuple(holding["against"]),
        not_assessed=tuple(missing.values()),
        lowers=condition.lowers,
        cautions=condition.cautions,
        neighbours=condition.neighbours,
        next_steps=condition.next_steps,
        coexists=condition.coexists,
        citations=tuple(dict.fromkeys([*(line.citations[0] for line in shown), *condition.sources])),
    )


def _gate(bundle: Bundle, result: Mapping[str, Any]) -> str | None:
    gate = bundle.conditions[result["condition"]].gate
    if gate is None:
        return None
    words = {"open": "holds", "closed": "does not hold", "unknown": "not known"}[result["gate"]]
    return f"{gate.says}: {words}"


def _flag(bundle: Bundle, lines: PatientLines, rules: FlagRules, result: Mapping[str, Any]) -> FlagView:
    flag = rules.flag
    return FlagView(
        id=flag.id,
        name=flag.name,
        status=result["status"],
        urgency=result["urgency"],
        because=lines.because(rules, result["status"]),
        action=flag.action,
        weakness=flag.weakness,
        citations=(flag.source,),
        mark=flag.mark,
        contradiction=f"{label_of(bundle, flag.direct)}: answered no" if result["contradiction"] else "",
    )


def _references(bundle: Bundle, conditions: Iterable[ConditionView]) -> tuple[Reference, ...]:
    """Every reference that the shown explanation cites, in order of key."""
    cited = bundle.rules.always_cited.union(*(view.citations for view in conditions))
    return tuple(bundle.references[key] for key in sorted(cited) if key in bundle.references)
