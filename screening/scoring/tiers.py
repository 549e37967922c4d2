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
from screening.scoring.rule import Known
from screening.scoring.rulebook import Movers, Rulebook

CONSIDER_FIRST, CONSIDER, CANNOT_TELL, NOT_SUGGESTED = (
    "consider_first", "consider", "cannot_tell", "not_suggested",
)  # fmt: skip
TIERS = (CONSIDER_FIRST, CONSIDER, CANNOT_TELL, NOT_SUGGESTED)
SUGGESTED = frozenset({CONSIDER_FIRST, CONSIDER})
WEAK_SUPPORT = 2
"""Summed strength from which support that reaches no tier is worth naming (architecture section 5)."""


@dataclass(frozen=True)
class Standing:
    """Where a condition stands and by which rule; `reason` is a code the explanation puts in words."""

    tier: str
    reason: str


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
    rules = bundle.rules.movers[condition]
    known = is_known(values, condition)
    if rules.gate is not None and rules.gate.truth(values) is False:
        return Standing(CONSIDER, "known") if known else Standing(NOT_SUGGESTED, "gate_closed")
    found = _tier(rules, values)
    return Standing(CONSIDER, "known") if known and found.tier == NOT_SUGGESTED else found


def strength_of(bundle: Bundle, condition: str, values: Mapping[str, Any]) -> int:
    """The summed strength of the findings that speak for a condition (weak 1, moderate 2, strong 3)."""
    found = bundle.rules.findings[condition]
    return sum(f.points for f in found if f.bearing.direction == "for" and f.rule.truth(values))


def is_known(values: Mapping[str, Any], condition: str) -> bool:
    """Whether the condition was already diagnosed before this visit."""
    return condition in values.get("known_conditions", ())


def gate_state(rules: Rulebook, condition: str, values: Mapping[str, Any]) -> str:
    """ "none" without a gate, else "open", "closed" or "unknown"."""
    gate = rules.gates.get(condition)
    if gate is None:
        return "none"
    return {True: "open", False: "closed", None: "unknown"}[gate.truth(values)]


def _tier(rules: Movers, values: Mapping[str, Any]) -> Standing:
    """The first rule of architecture section 5 that fits."""
    if any(rule.truth(values) for rule in rules.decisive):
        return Standing(CONSIDER_FIRST, "criteria_met")
    strong = [observed for rule, observed in rules.strong if rule.truth(values)]
    if len(strong) >= 2 and any(strong):
        held_back = any(rule.truth(values) for rule in rules.against)
        return Standing(CONSIDER, "held_back") if held_back else Standing(CONSIDER_FIRST, "two_strong")
    if strong:
        return Standing(CONSIDER, "one_strong")
    if sum(1 for rule in rules.moderate if rule.truth(values)) >= 2:
        return Standing(CONSIDER, "two_moderate")
    if any(rule.truth(values) for rule in rules.screening):
        return Standing(CONSIDER, "screening_met")
    if any(rule.truth(values) for rule in rules.flags):
        return Standing(CONSIDER, "red_flag")
    return Standing(NOT_SUGGESTED, "too_little")


def _weigh(bundle: Bundle, condition: str, values: Mapping[str, Any]) -> TierResult:
    now = standing(bundle, condition, values)
    best = now.tier if now.tier == CONSIDER_FIRST else best_tier(bundle, condition, values, _any_item)
    strength = strength_of(bundle, condition, values)
    tier, reason = now.tier, now.reason
    if reason == "too_little" and strength >= WEAK_SUPPORT and best in SUGGESTED:
        core = best_tier(bundle, condition, values, lambda name: is_core(bundle, name))
        if core in SUGGESTED:
            tier, reason = CANNOT_TELL, "core_missing"
    return TierResult(
        condition=condition,
        tier=tier,
        could_become=min(tier, best, key=TIERS.index),
        strength=strength,
        known=is_known(values, condition),
        gate=gate_state(bundle.rules, condition, values),
        reason=reason,
    )


def _any_item(name: str) -> bool:
    return True


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
    if bundle.rules.movers[condition].items <= values.keys():
        return standing(bundle, condition, values).tier
    reached = NOT_SUGGESTED
    most = _at_most(bundle, condition, values)
    for chosen in _best_completions(bundle, condition, values, may_answer):
        tier = standing(bundle, condition, completed(bundle, values, chosen)).tier
        reached = min(reached, tier, key=TIERS.index)
        if reached == most:
            break
    return reached


def _at_most(bundle: Bundle, condition: str, values: Mapping[str, Any]) -> str:
    """A tier that no completion can pass: every rule taken at its best by itself."""
    rules = bundle.rules.movers[condition]
    if any(rule.bounds(values).high for rule in rules.decisive):
        return CONSIDER_FIRST
    strong = [observed for rule, observed in rules.strong if rule.bounds(values).high]
    if len(strong) >= 2 and any(strong):
        return CONSIDER_FIRST
    return CONSIDER


def completed(bundle: Bundle, values: Mapping[str, Any], chosen: Mapping[str, Any]) -> Known:
    """Known values joined by chosen answers and the derived values that these settle."""
    known = values if isinstance(values, Known) else Known(values)
    then = known.supposing(chosen)
    rules = bundle.rules
    for key in {key for item in chosen for key in rules.derived_from.get(item, ())}:
        if key not in then and not rules.derived[key].unknown(then):
            then[key] = rules.derived[key].bounds(then).low
    return then


def _best_completions(
    bundle: Bundle, condition: str, values: Mapping[str, Any], may_answer: Callable[[str], bool]
) -> Iterator[dict[str, Any]]:
    """The answers that no other answers outdo in raising this condition, item by item."""
    choices = {
        name: axis.highest
        for name, axis in _axes(bundle, condition, values).items()
        if name not in values and _can_be_answered(bundle, name) and may_answer(name)
    }
    for chosen in product(*choices.values()):
        yield dict(zip(choices, chosen, strict=True))


def _can_be_answered(bundle: Bundle, name: str) -> bool:
    """Whether a visit could still answer it: not a value that is only ever handed in, nor a diagnosis."""
    return name in bundle.items and name != "known_conditions"


def _axes(bundle: Bundle, condition: str, values: Mapping[str, Any]) -> Mapping[str, Axis]:
    """Unknown name -> how all rules that can move the condition's tier see it, made once per reading."""
    rules = bundle.rules
    movers = rules.movers[condition].directed
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
