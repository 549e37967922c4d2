"""How strongly do the findings call for considering each condition?

Conditions are weighed independently; one never lowers another. The order of the rules below is that
of architecture section 5 and is tried on the vignettes of the rule book.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from screening.scoring.bundle import Bundle
from screening.scoring.domain import Axis, axis_of
from screening.scoring.polarity import Component, components
from screening.scoring.rule import Rule
from screening.scoring.rulebook import FindingRule, Rulebook

CONSIDER_FIRST, CONSIDER, CANNOT_TELL, NOT_SUGGESTED = (
    "consider_first", "consider", "cannot_tell", "not_suggested",
)  # fmt: skip
TIERS = (CONSIDER_FIRST, CONSIDER, CANNOT_TELL, NOT_SUGGESTED)
SUGGESTED = frozenset({CONSIDER_FIRST, CONSIDER})
WEAK_SUPPORT = 2
"""Summed strength from which support that reaches no tier is worth naming (architecture section 5)."""
MODERATE, STRONG = 2, 3


@dataclass(frozen=True)
class Standing:
    """Where a condition stands and by which rule; `reason` is a code the explanation puts in words."""

    tier: str
    reason: str
    strength: int


@dataclass(frozen=True)
class TierResult:
    """A condition's tier, the tier its best completion could reach, and what led there."""

    condition: str
    tier: str
    could_become: str
    strength: int
    known: bool
    gate: str
    reason: str
    companion_of: tuple[str, ...] = ()


def evaluate(bundle: Bundle, values: Mapping[str, Any]) -> list[TierResult]:
    """
    Weigh every condition of the bundle.

    Args:
        bundle: the questionnaire version.
        values: known values as `answers.known_values` gives them.

    Returns:
        One result per condition in order of tier, then strength, then name; companions raised last.
    """
    results = [_weigh(bundle, key, values) for key in bundle.conditions]
    results = _with_companions(bundle, results)
    return sorted(results, key=lambda result: _order(bundle, result))


def standing(bundle: Bundle, condition: str, values: Mapping[str, Any]) -> Standing:
    """Where a condition stands on what is known, not asking what could still come."""
    rules = bundle.rules
    holding = [rule for rule in rules.findings[condition] if rule.rule.truth(values)]
    speaking_for = [rule for rule in holding if rule.bearing.direction == "for"]
    strength = sum(rule.points for rule in speaking_for)
    known = is_known(values, condition)
    if gate_state(rules, condition, values) == "closed":
        return Standing(CONSIDER if known else NOT_SUGGESTED, "known" if known else "gate_closed", strength)
    tier, reason = _tier(rules, condition, values, speaking_for, holding)
    if known and tier == NOT_SUGGESTED:
        tier, reason = CONSIDER, "known"
    return Standing(tier, reason, strength)


def is_known(values: Mapping[str, Any], condition: str) -> bool:
    """Whether the condition was already diagnosed before this visit."""
    return condition in values.get("known_conditions", ())


def gate_state(rules: Rulebook, condition: str, values: Mapping[str, Any]) -> str:
    """ "none" without a gate, else "open", "closed" or "unknown"."""
    gate = rules.gates.get(condition)
    if gate is None:
        return "none"
    return {True: "open", False: "closed", None: "unknown"}[gate.truth(values)]


def _tier(
    rules: Rulebook,
    condition: str,
    values: Mapping[str, Any],
    speaking_for: list[FindingRule],
    holding: list[FindingRule],
) -> tuple[str, str]:
    met = {kind for kind, rule in _sets_for(rules, condition) if rule.truth(values)}
    strong = [rule for rule in speaking_for if rule.points == STRONG]
    held_back = any(r.points == STRONG and r.bearing.direction == "against" for r in holding)
    if met & {"diagnostic", "classification"}:
        return CONSIDER_FIRST, "criteria_met"
    if len(strong) >= 2 and any(rule.observed for rule in strong):
        return (CONSIDER, "held_back") if held_back else (CONSIDER_FIRST, "two_strong")
    if strong:
        return CONSIDER, "one_strong"
    if sum(1 for rule in speaking_for if rule.points == MODERATE) >= 2:
        return CONSIDER, "two_moderate"
    if met:
        return CONSIDER, "screening_met"
    if any(flag.truth(values) for flag in _flags_naming(rules, condition)):
        return CONSIDER, "red_flag"
    return NOT_SUGGESTED, "too_little"


def _sets_for(rules: Rulebook, condition: str) -> list[tuple[str, Rule]]:
    return [(r.criterion.kind, r.met) for r in rules.criteria.values() if r.criterion.condition == condition]


def _flags_naming(rules: Rulebook, condition: str) -> list[Rule]:
    return [flag.raised for flag in rules.flags if flag.flag.names == condition]


def _weigh(bundle: Bundle, condition: str, values: Mapping[str, Any]) -> TierResult:
    now = standing(bundle, condition, values)
    best = now.tier if now.tier == CONSIDER_FIRST else best_tier(bundle, condition, values, lambda name: True)
    tier, reason = now.tier, now.reason
    if tier == NOT_SUGGESTED and reason != "gate_closed" and now.strength >= WEAK_SUPPORT:
        core = best_tier(bundle, condition, values, lambda name: is_core(bundle, name))
        if core in {CONSIDER, CONSIDER_FIRST}:
            tier, reason = CANNOT_TELL, "core_missing"
    return TierResult(
        condition=condition,
        tier=tier,
        could_become=min(tier, best, key=TIERS.index),
        strength=now.strength,
        known=is_known(values, condition),
        gate=gate_state(bundle.rules, condition, values),
        reason=reason,
    )


def is_core(bundle: Bundle, name: str) -> bool:
    """Whether a standard visit asks it: core items that are not results of tests."""
    item = bundle.items.get(name)
    return item is not None and item.ask == "core" and item.answered_by != "result"


def best_tier(
    bundle: Bundle, condition: str, values: Mapping[str, Any], may_answer: Callable[[str], bool]
) -> str:
    """
    The highest tier that some answers to the unanswered items would give a condition.

    Args:
        may_answer: which unanswered items may be answered; the rest stay unknown.
    """
    reached = NOT_SUGGESTED
    for chosen in _best_completions(bundle, condition, values, may_answer):
        tier = standing(bundle, condition, with_derived(bundle, {**values, **chosen})).tier
        reached = min(reached, tier, key=TIERS.index)
        if reached == CONSIDER_FIRST:
            break
    return reached


def with_derived(bundle: Bundle, values: dict[str, Any]) -> dict[str, Any]:
    """Known values joined by the derived values they settle."""
    for key, rule in bundle.rules.derived.items():
        if key not in values and not rule.unknown(values):
            values[key] = rule.bounds(values).low
    return values


def _best_completions(
    bundle: Bundle, condition: str, values: Mapping[str, Any], may_answer: Callable[[str], bool]
) -> Iterator[dict[str, Any]]:
    """The answers that no other answers outdo in raising this condition, item by item."""
    choices = {
        name: axis.highest
        for name, axis in _axes(bundle, condition, values).items()
        if name not in values and may_answer(name) and name != "known_conditions"
    }
    for chosen in product(*choices.values()):
        yield dict(zip(choices, chosen, strict=True))


def _axes(bundle: Bundle, condition: str, values: Mapping[str, Any]) -> Mapping[str, Axis]:
    """Unknown name -> how all rules that can move the condition's tier see it, made once per reading."""
    rules = bundle.rules
    movers = rules.movers(condition)
    key = (condition, frozenset(name for name in rules.derived if name not in values))
    if key not in rules.axes:
        parts: dict[str, list[Component]] = {}
        for rule, direction in movers:
            for part in components(rule.variant(values).node, direction):
                parts.setdefault(part.name, []).append(part)
        rules.axes[key] = {
            name: axis_of(rules.domains[name], _distinct(found)) for name, found in parts.items()
        }
    return rules.axes[key]


def _distinct(parts: list[Component]) -> list[Component]:
    return list({(ast.dump(part.node), part.direction): part for part in parts}.values())


def _with_companions(bundle: Bundle, results: list[TierResult]) -> list[TierResult]:
    """A condition that is asked about together with another is listed whenever the other stands."""
    by_key = {result.condition: result for result in results}
    return [_beside(result, [by_key[p] for p in _partners(bundle, result, by_key)]) for result in results]


def _partners(bundle: Bundle, result: TierResult, by_key: Mapping[str, TierResult]) -> list[str]:
    if result.gate == "closed":
        return []
    return [partner for partner in bundle.conditions[result.condition].asks_with if partner in by_key]


def _beside(result: TierResult, partners: list[TierResult]) -> TierResult:
    listed = tuple(partner.condition for partner in partners if partner.tier in SUGGESTED)
    could = (
        CONSIDER if any(partner.could_become in SUGGESTED for partner in partners) else result.could_become
    )
    result = replace(result, could_become=min(result.could_become, could, key=TIERS.index))
    if not listed:
        return result
    if result.tier in SUGGESTED:
        return replace(result, companion_of=listed)
    return replace(result, companion_of=listed, tier=CONSIDER, reason="companion")


def _order(bundle: Bundle, result: TierResult) -> tuple[int, int, str]:
    return TIERS.index(result.tier), -result.strength, bundle.conditions[result.condition].name
