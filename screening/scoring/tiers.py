"""How strongly do the findings call for considering each condition?

Conditions are weighed independently; one never lowers another. The order of the rules below is that
of architecture section 5 and ADR 0014 and is tried on the vignettes of the rule book. `evaluate` takes it from the
generated sheet; `weigh` is the same rule by rule, and stands where a sheet cannot be exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

from screening.scoring.bundle import Bundle
from screening.scoring.compiled import Movers
from screening.scoring.domain import Axis, axis_of
from screening.scoring.polarity import Component, components
from screening.scoring.rule import Known
from screening.scoring.rulebook import NEVER_SUPPOSED, Rulebook
from screening.scoring.sheet import Outcomes

CONSIDER_FIRST, CONSIDER, CANNOT_TELL, NOT_SUGGESTED = (
    "consider_first", "consider", "cannot_tell", "not_suggested",
)  # fmt: skip
TIERS = (CONSIDER_FIRST, CONSIDER, CANNOT_TELL, NOT_SUGGESTED)
SUGGESTED = frozenset({CONSIDER_FIRST, CONSIDER})
TIER_OF: Mapping[str, str] = {
    "criteria_met": CONSIDER_FIRST, "two_strong": CONSIDER_FIRST,
    "held_back": CONSIDER, "one_strong": CONSIDER, "two_moderate": CONSIDER,
    "one_moderate": CONSIDER, "screening_met": CONSIDER, "red_flag": CONSIDER, "known": CONSIDER, "companion": CONSIDER,
    "core_missing": CANNOT_TELL, "gate_closed": NOT_SUGGESTED, "too_little": NOT_SUGGESTED,
}  # fmt: skip
"""The tier that each reason gives."""
WEAK_SUPPORT = 2
"""Summed strength from which support that reaches no tier is worth naming (architecture section 5)."""

_RANKS = {tier: place for place, tier in enumerate(TIERS)}


class Standing(NamedTuple):
    """Where a condition stands and by which rule; `reason` is a code the explanation puts in words."""

    tier: str
    reason: str


class TierResult(NamedTuple):
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
        One result per condition, companions raised last, in order of tier, then of what a raised red flag
        names, then strength, then name; suggestions that were known before come after the new ones.
    """
    found = bundle.rules.sheet.outcomes(values)
    gates = _gates(bundle.rules, found)
    if found.is_complete:
        keys = bundle.rules.weighed
        results = weighed_whole(values, zip(keys, found.reasons, found.strengths, gates, strict=True))
    else:
        results = [_weighed(bundle, place, values, found, gates) for place in range(len(gates))]
    return in_order(bundle, results, found.raised)


def in_order(bundle: Bundle, results: list[TierResult], raised: Sequence[bool]) -> list[TierResult]:
    """
    The results of single conditions with their companions, in the order in which they are shown.

    Args:
        raised: whether each red flag of the bundle is raised.
    """
    order = bundle.rules.shown_order
    named = order.named(raised)

    def as_shown(result: TierResult) -> int:
        key = result.condition
        return order.number(key, result.tier, result.strength, result.known, key in named)

    return sorted(with_companions(bundle, results), key=as_shown)


def weighed_whole(values: Mapping[str, Any], found: Iterable[tuple[str, str, int, str]]) -> list[TierResult]:
    """Conditions by what the sheet says of them, nothing being missing: key, reason, strength and gate."""
    before = values.get("known_conditions", ())
    results = []
    for key, reason, strength, gate in found:
        known = key in before
        why = with_known(reason, True) if known else reason
        tier = TIER_OF[why]
        results.append(TierResult(key, tier, tier, strength, known, gate, why))
    return results


def _weighed(
    bundle: Bundle, place: int, values: Mapping[str, Any], found: Outcomes, gates: Sequence[str]
) -> TierResult:
    """One condition by what the sheet says of it."""
    key = bundle.rules.weighed[place]
    known = is_known(values, key)
    reason, strength = with_known(found.reasons[place], known), found.strengths[place]
    tier = best = TIER_OF[reason]
    if tier != CONSIDER_FIRST:
        best = _best(bundle, place, values, found.reasons_best, _any_item, tier)
    if reason == "too_little" and strength >= WEAK_SUPPORT and best in SUGGESTED:
        core = _best(bundle, place, values, found.reasons_core, lambda name: is_core(bundle, name), tier)
        if core in SUGGESTED:
            reason, tier = "core_missing", CANNOT_TELL
    return TierResult(key, tier, _higher(tier, best), strength, known, gates[place], reason)


def _best(
    bundle: Bundle,
    place: int,
    values: Mapping[str, Any],
    at_most: tuple[str, ...],
    may_answer: Callable[[str], bool],
    now: str,
) -> str:
    """The tier of the best completion: the sheet's, which is exact unless an item pulls both ways."""
    key = bundle.rules.weighed[place]
    best = TIER_OF[with_known(at_most[place], is_known(values, key))]
    if best == now or all(name in values for name in bundle.rules.sheet.two_way(key)):
        return best
    return best_tier(bundle, key, values, may_answer)


def with_known(reason: str, known: bool) -> str:
    """A condition diagnosed before stays listed, whatever speaks for it."""
    return "known" if known and TIER_OF[reason] == NOT_SUGGESTED else reason


def _gates(rules: Rulebook, found: Outcomes) -> list[str]:
    """For each condition what `gate_state` says of its gate."""
    states = dict.fromkeys(rules.weighed, "none")
    for place, key in enumerate(rules.gates):
        states[key] = gate_at(found, place)
    return list(states.values())


def gate_at(found: Outcomes, place: int | None) -> str:
    """What `gate_state` says of the gate at a place of the outcomes; None where there is no gate."""
    if place is None:
        return "none"
    return "open" if found.gates[place] else "unknown" if found.gates_high[place] else "closed"


def _higher(one: str, other: str) -> str:
    return one if _RANKS[one] <= _RANKS[other] else other


def weigh(bundle: Bundle, condition: str, values: Mapping[str, Any]) -> TierResult:
    """One condition rule by rule, without its companions."""
    now = standing(bundle, condition, values)
    best = now.tier if now.tier == CONSIDER_FIRST else best_tier(bundle, condition, values, _any_item)
    strength = strength_of(bundle, condition, values)
    tier, reason = now
    if reason == "too_little" and strength >= WEAK_SUPPORT and best in SUGGESTED:
        core = best_tier(bundle, condition, values, lambda name: is_core(bundle, name))
        if core in SUGGESTED:
            tier, reason = CANNOT_TELL, "core_missing"
    return TierResult(
        condition=condition,
        tier=tier,
        could_become=_higher(tier, best),
        strength=strength,
        known=is_known(values, condition),
        gate=gate_state(bundle.rules, condition, values),
        reason=reason,
    )


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
    """The first rule of architecture section 5 and ADR 0014 that fits."""
    if any(rule.truth(values) for rule in rules.decisive):
        return Standing(CONSIDER_FIRST, "criteria_met")
    strong = [observed for rule, observed in rules.strong if rule.truth(values)]
    if len(strong) >= 2 and any(strong):
        held_back = any(rule.truth(values) for rule in rules.against)
        return Standing(CONSIDER, "held_back") if held_back else Standing(CONSIDER_FIRST, "two_strong")
    if strong:
        return Standing(CONSIDER, "one_strong")
    moderate = sum(1 for rule in rules.moderate if rule.truth(values))
    if moderate >= 2:
        return Standing(CONSIDER, "two_moderate")
    if moderate and rules.one_moderate:
        return Standing(CONSIDER, "one_moderate")
    if any(rule.truth(values) for rule in rules.screening):
        return Standing(CONSIDER, "screening_met")
    if any(rule.truth(values) for rule in rules.flags):
        return Standing(CONSIDER, "red_flag")
    return Standing(NOT_SUGGESTED, "too_little")


def _any_item(name: str) -> bool:
    return True


def is_core(bundle: Bundle, name: str) -> bool:
    """Whether a standard visit asks it: core items that are not results of tests."""
    item = bundle.items.get(name)
    return item is not None and item.is_core


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
        reached = _higher(reached, tier)
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
        if key not in then:
            settled = rules.derived[key].settled(then)
            if settled is not None:
                then[key] = settled
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
    return name in bundle.items and name not in NEVER_SUPPOSED


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
        rules.axes[key] = {name: axis_of(rules.domains[name], found) for name, found in parts.items()}
    return rules.axes[key]


def with_companions(bundle: Bundle, results: list[TierResult]) -> list[TierResult]:
    """A condition that is asked about together with another is listed whenever the other stands."""
    asked_together = bundle.rules.asked_together
    if not asked_together:
        return results
    by_key = {result.condition: result for result in results}
    return [
        _beside(result, [by_key[p] for p in _partners(bundle, result, by_key)])
        if result.condition in asked_together
        else result
        for result in results
    ]


def _partners(bundle: Bundle, result: TierResult, by_key: Mapping[str, TierResult]) -> list[str]:
    if result.gate == "closed":
        return []
    return [partner for partner in bundle.conditions[result.condition].asks_with if partner in by_key]


def _beside(result: TierResult, partners: list[TierResult]) -> TierResult:
    if not any(partner.could_become in SUGGESTED for partner in partners):
        return result
    listed = tuple(partner.condition for partner in partners if partner.tier in SUGGESTED)
    best = _higher(result.could_become, CONSIDER)
    if not listed or result.tier in SUGGESTED:
        return result._replace(could_become=best, companion_of=listed)
    return result._replace(could_become=best, companion_of=listed, tier=CONSIDER, reason="companion")
