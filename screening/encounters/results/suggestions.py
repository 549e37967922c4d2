"""How is a suggested condition shown: why here, what speaks for it, against it, and what is not known?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy

from screening.encounters.results.charts import Axis, Contribution, axis_of, contribution, weights_of
from screening.encounters.results.coexistence import Both, boths_by_condition
from screening.encounters.results.columns import Column, columns_of
from screening.encounters.results.neighbours import Neighbour, name_of, neighbours_of
from screening.encounters.results.sources import Source, cited
from screening.encounters.terms import TIER_NAMES, tier_words
from screening.scoring.bundle import Bundle
from screening.scoring.explanation import SHOWN_TIERS, ConditionView, Explanation
from screening.scoring.tiers import TIERS

MOST_OPEN_CARDS = 1
MOST_OPEN_CAUTIONS = 2
STANDING = ("consider_first", "consider")
# Whose criteria the patient's answers alone do not settle for one person, and who says so (brief, rule 3).
NOT_BY_SELF_REPORT = {"fm": "wolfe2016"}
KNOWN = "known"
TIER_TITLES = {
    **TIER_NAMES,
    KNOWN: gettext_lazy("Already diagnosed"),
}
TIER_NOTES = {
    "consider_first": gettext_lazy("a criteria set for it is met, or two strong findings stand"),
    "consider": gettext_lazy("one strong finding, two moderate ones, a screening set or a red flag"),
    KNOWN: gettext_lazy("named as known at this visit; other conditions may stand beside them"),
    "cannot_tell": gettext_lazy("some support; unanswered questions could raise it"),
}


@dataclass(frozen=True)
class Card:
    """
    One condition; `near` are the neighbours that stand on this result too, the first few of them.

    `weights` draws how much speaks for it and against it, on the axis of its page.
    `is_danger` says that a raised red flag names it, `tied_with` whom only the alphabet puts it before or after.
    """

    key: str
    name: str
    one_line: str
    why: str
    gate: str
    is_known: bool
    is_danger: bool
    could_become: str
    companions: str
    tied_with: str
    weights: Contribution
    columns: tuple[Column, ...]
    cautions: tuple[str, ...]
    more_cautions: tuple[str, ...]
    near: tuple[Neighbour, ...]
    neighbours: tuple[Neighbour, ...]
    lowers: str
    next_steps: tuple[str, ...]
    both: tuple[Both, ...]
    by_self_report: tuple[Source, ...]
    is_open: bool


@dataclass(frozen=True)
class TierBlock:
    """One tier with its cards in order, or what was diagnosed before; a tie is said to be one."""

    tier: str
    title: str
    note: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Around:
    """What a card must know of the rest of the result."""

    bundle: Bundle
    axis: Axis
    standing: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    both: Mapping[str, tuple[Both, ...]] = field(default_factory=dict)
    compare: str = ""
    is_self_report_only: bool = False


def tier_blocks(
    bundle: Bundle,
    found: Explanation,
    tiers: Iterable[str],
    *,
    compare: str = "",
    is_self_report_only: bool = False,
) -> tuple[TierBlock, ...]:
    """
    The tiers asked for that hold anything; what is diagnosed already stands in a block of its own behind them.

    Args:
        bundle: the version that was filled in.
        found: the explanation of the decision.
        tiers: which tiers, in order.
        compare: the address of the page that compares two conditions.
        is_self_report_only: whether nothing was examined.
    """
    around = _around(bundle, found, compare, is_self_report_only)
    asked = {tier: [view for view in found.conditions if view.tier == tier] for tier in tiers}
    groups = {tier: [view for view in views if not view.known] for tier, views in asked.items()}
    groups[KNOWN] = [view for views in asked.values() for view in views if view.known]
    blocks: list[TierBlock] = []
    for tier, views in groups.items():
        first = sum(len(block.cards) for block in blocks)
        ties = [_tied_with(view, views, around.named) for view in views]
        cards = tuple(_card(around, view, first + n, ties[n]) for n, view in enumerate(views))
        if cards:
            blocks.append(TierBlock(tier, str(TIER_TITLES[tier]), str(TIER_NOTES[tier]), cards))
    return tuple(blocks)


def _around(bundle: Bundle, found: Explanation, compare: str, is_self_report_only: bool) -> Around:
    standing = tuple(view.key for view in found.conditions if view.tier in STANDING)
    axis = axis_of(weights_of(view) for view in found.conditions if view.tier in SHOWN_TIERS)
    both = boths_by_condition(bundle, standing)
    return Around(bundle, axis, standing, _named(bundle, found), both, compare, is_self_report_only)


def _card(around: Around, view: ConditionView, place: int, tied_with: str) -> Card:
    bundle = around.bundle
    near, neighbours = neighbours_of(bundle, view, around.standing, around.compare)
    rises = not view.known and TIERS.index(view.could_become) < TIERS.index(view.tier)
    return Card(
        key=view.key,
        name=view.name,
        one_line=view.one_line,
        why=view.why,
        gate=view.gate or "",
        is_known=view.known,
        is_danger=view.key in around.named,
        could_become=tier_words(view.could_become) if rises else "",
        tied_with=tied_with,
        weights=contribution(weights_of(view), around.axis),
        companions=", ".join(name_of(bundle, key) for key in view.companions),
        columns=columns_of(bundle, view),
        cautions=view.cautions[:MOST_OPEN_CAUTIONS],
        more_cautions=view.cautions[MOST_OPEN_CAUTIONS:],
        near=near,
        neighbours=neighbours,
        lowers=view.lowers,
        next_steps=view.next_steps,
        both=around.both.get(view.key, ()),
        by_self_report=_by_self_report(around, view),
        is_open=place < MOST_OPEN_CARDS,
    )


def _by_self_report(around: Around, view: ConditionView) -> tuple[Source, ...]:
    """Who says that the answers alone do not settle it, where they are all there is."""
    source = NOT_BY_SELF_REPORT.get(view.key)
    return cited(around.bundle, (source,)) if source and around.is_self_report_only else ()


def _named(bundle: Bundle, found: Explanation) -> frozenset[str]:
    """The conditions that a raised red flag names: they stand first in their tier."""
    raised = {view.id for view in found.red_flags if view.status == "raised"}
    return frozenset(flag.names for flag in bundle.red_flags if flag.names and flag.id in raised)


def _tied_with(view: ConditionView, tier: Iterable[ConditionView], named: frozenset[str]) -> str:
    """The others of the tier whose findings add up to as much, and which nothing else puts before or after."""

    def weight(each: ConditionView) -> tuple[int, bool, bool]:
        return each.strength, each.known, each.key in named

    return ", ".join(other.name for other in tier if other is not view and weight(other) == weight(view))
