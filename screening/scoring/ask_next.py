"""Which unanswered items would change most if they were asked, examined or tested?

A counterfactual run of the same rules: each unanswered item is given each answer its rules can tell
apart, and what then moves is counted. The order is a help for the visit; it changes no decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from screening.scoring import criteria
from screening.scoring.bundle import Bundle
from screening.scoring.compiled import CriterionRules
from screening.scoring.domain import axis_of
from screening.scoring.flag_rules import FlagRules
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


class _Change(NamedTuple):
    weight: int
    words: str


class _Movable(NamedTuple):
    """What an answer to one item can still change: red flags, and results of conditions and sets."""

    flags: list[FlagRules]
    conditions: list[Mapping[str, Any]]
    sets: list[CriterionRules]


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
    whole = _movable(bundle, decision)
    for item in bundle.items.values():
        if item.key in values or item.is_stem or item.key not in bundle.rules.readers:
            continue
        changes = _largest(bundle, values, _by_item(bundle, whole, item.key), item.key)
        weight = sum(change.weight for change in changes)
        if weight:
            asked = to_ask(bundle, values, [item.key])[0]
            view = _view(bundle, asked, item.answered_by, changes, weight)
            if asked not in found or found[asked].weight < weight:
                found[asked] = view
    order = {key: place for place, key in enumerate(bundle.items)}
    ranked = sorted(found.values(), key=lambda view: (-view.weight, _effort(view), order[view.item]))
    return tuple(ranked[:MOST_SHOWN])


def _movable(bundle: Bundle, decision: Mapping[str, Any]) -> _Movable:
    """All that any answer can still change: a tier that is as high as it could become cannot rise."""
    rules = bundle.rules
    flags = zip(rules.flags, decision["red_flags"], strict=True)
    return _Movable(
        [found for found, result in flags if result["status"] != "raised"],
        [result for result in decision["conditions"] if result["could_become"] != result["tier"]],
        [
            rules.criteria[result["id"]]
            for result in decision["criteria"]
            if result["status"] == criteria.UNDETERMINED
        ],
    )


def _by_item(bundle: Bundle, whole: _Movable, item: str) -> _Movable:
    moved = bundle.rules.moved_by.get(item, ())
    return _Movable(
        [rules for rules in whole.flags if item in rules.raised.items],
        [result for result in whole.conditions if result["condition"] in moved],
        [rules for rules in whole.sets if item in rules.standing.items],
    )


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


def _largest(bundle: Bundle, values: Mapping[str, Any], movable: _Movable, item: str) -> list[_Change]:
    """The changes of the answer that changes most."""
    if not any(movable):
        return []
    tried = (list(_changes(bundle, values, movable, item, answer)) for answer in _answers(bundle, item))
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
    bundle: Bundle, values: Mapping[str, Any], movable: _Movable, item: str, answer: Any
) -> Iterator[_Change]:
    then = completed(bundle, values, {item: answer})
    for flag in movable.flags:
        if flag.raised.truth(then):
            is_urgent = flag.flag.urgency in {"emergency", "same_day"}
            words = f"could raise the red flag {flag.flag.name}"
            yield _Change(URGENT_FLAG if is_urgent else OTHER_FLAG, words)
    is_test = bundle.items[item].answered_by == "result"
    for result in movable.conditions:
        yield from _tier_change(bundle, then, result, is_test)
    for rules in movable.sets:
        if criteria.status_of(rules, then) != criteria.UNDETERMINED:
            yield _Change(SETTLED_SET, f"would settle {rules.criterion.name}")


def _tier_change(
    bundle: Bundle, then: Mapping[str, Any], result: Mapping[str, Any], is_test: bool
) -> Iterator[_Change]:
    """What counts more the more speaks for a condition; a test is named only where something does."""
    key, support = result["condition"], result["strength"]
    if is_test and support < WEAK_SUPPORT:
        return
    tier = standing(bundle, key, then).tier
    moved = TIERS.index(result["tier"]) - TIERS.index(tier)
    if moved > 0:
        name = bundle.conditions[key].name
        yield _Change(moved * (1 + support), f"could bring {name} to {TIER_WORDS[tier]}")
