"""Which unanswered items would change most if they were asked, examined or tested?

A counterfactual run of the same rules: each unanswered item is given each answer its rules can tell
apart, and what then moves is counted. The order is a help for the visit; it changes no decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from screening.scoring import criteria
from screening.scoring.bundle import Bundle
from screening.scoring.domain import axis_of
from screening.scoring.polarity import UP, components
from screening.scoring.stems import to_ask
from screening.scoring.tiers import TIERS, WEAK_SUPPORT, completed, standing
from screening.scoring.wording import TIER_WORDS, label_of

MOST_SHOWN = 3
URGENT_FLAG, OTHER_FLAG, SETTLED_SET = 3, 2, 2
KINDS: Mapping[str, str] = {"patient_reported": "ask", "clinician_observed": "examine", "result": "test"}


@dataclass(frozen=True)
class NextView:
    """An item to ask, examine or test next, and what its answer could change."""

    item: str
    label: str
    kind: str
    effect: str
    weight: int


@dataclass(frozen=True)
class _Change:
    weight: int
    words: str


def what_next(bundle: Bundle, values: Mapping[str, Any], decision: Mapping[str, Any]) -> tuple[NextView, ...]:
    """
    The up to three unanswered items with most effect on tiers and flags.

    Args:
        bundle: the questionnaire version.
        values: known values.
        decision: the decision made from them.
    """
    found: dict[str, NextView] = {}
    if bundle.rules.sheet.outcomes(values).is_complete:
        return ()
    for item in bundle.items.values():
        if item.key in values or item.is_stem or item.key not in bundle.rules.readers:
            continue
        changes = _largest(bundle, values, decision, item.key)
        weight = sum(change.weight for change in changes)
        if weight:
            asked = to_ask(bundle, values, [item.key])[0]
            view = _view(bundle, asked, item.answered_by, changes, weight)
            if asked not in found or found[asked].weight < weight:
                found[asked] = view
    order = {key: place for place, key in enumerate(bundle.items)}
    ranked = sorted(found.values(), key=lambda view: (-view.weight, _effort(view), order[view.item]))
    return tuple(ranked[:MOST_SHOWN])


def _effort(view: NextView) -> int:
    return list(KINDS.values()).index(view.kind)


def _view(bundle: Bundle, asked: str, answered_by: str, changes: list[_Change], weight: int) -> NextView:
    words = [change.words for change in sorted(changes, key=lambda change: -change.weight)]
    return NextView(
        item=asked,
        label=label_of(bundle, asked),
        kind=KINDS[answered_by],
        effect="; ".join(dict.fromkeys(words[:MOST_SHOWN])),
        weight=weight,
    )


def _largest(
    bundle: Bundle, values: Mapping[str, Any], decision: Mapping[str, Any], item: str
) -> list[_Change]:
    """The changes of the answer that changes most."""
    tried = (list(_changes(bundle, values, decision, item, answer)) for answer in _answers(bundle, item))
    return max(tried, key=lambda changes: sum(change.weight for change in changes), default=[])


def _answers(bundle: Bundle, item: str) -> tuple[Any, ...]:
    """The answers that pull each rule reading this item furthest down or up."""
    rules = bundle.rules
    if item not in rules.cells:
        found: dict[Any, None] = {}
        for rule in rules.readers[item]:
            parts = [part for part in components(rule.variant({}).node, UP) if part.name == item]
            axis = axis_of(rules.domains[item], parts)
            found.update(dict.fromkeys(axis.lowest + axis.highest))
        rules.cells[item] = tuple(found)
    return rules.cells[item]


def _changes(
    bundle: Bundle, values: Mapping[str, Any], decision: Mapping[str, Any], item: str, answer: Any
) -> Iterator[_Change]:
    then = completed(bundle, values, {item: answer})
    yield from _flag_changes(bundle, then, decision, item)
    yield from _tier_changes(bundle, then, decision, item)
    yield from _set_changes(bundle, then, decision, item)


def _flag_changes(
    bundle: Bundle, then: Mapping[str, Any], decision: Mapping[str, Any], item: str
) -> Iterator[_Change]:
    for rules, result in zip(bundle.rules.flags, decision["red_flags"], strict=True):
        if result["status"] != "raised" and item in rules.raised.items and rules.raised.truth(then):
            is_urgent = rules.flag.urgency in {"emergency", "same_day"}
            yield _Change(
                URGENT_FLAG if is_urgent else OTHER_FLAG, f"could raise the red flag {rules.flag.name}"
            )


def _tier_changes(
    bundle: Bundle, then: Mapping[str, Any], decision: Mapping[str, Any], item: str
) -> Iterator[_Change]:
    """What counts more the more speaks for a condition; a test is named only where something does."""
    is_test = bundle.items[item].answered_by == "result"
    for result in decision["conditions"]:
        key = result["condition"]
        if key not in bundle.rules.moved_by.get(item, ()):
            continue
        support = result["strength"]
        if is_test and support < WEAK_SUPPORT:
            continue
        tier = standing(bundle, key, then).tier
        moved = TIERS.index(result["tier"]) - TIERS.index(tier)
        if moved > 0:
            name = bundle.conditions[key].name
            yield _Change(moved * (1 + support), f"could bring {name} to {TIER_WORDS[tier]}")


def _set_changes(
    bundle: Bundle, then: Mapping[str, Any], decision: Mapping[str, Any], item: str
) -> Iterator[_Change]:
    for result in decision["criteria"]:
        rules = bundle.rules.criteria[result["id"]]
        if result["status"] == criteria.UNDETERMINED and item in rules.standing.items:
            status = criteria.status_of(rules, then)
            if status != criteria.UNDETERMINED:
                yield _Change(SETTLED_SET, f"would settle {rules.criterion.name}")
