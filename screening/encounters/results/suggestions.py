"""How is a suggested condition shown: why here, what speaks for it, against it, and what is not known?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from screening.encounters.results.coexistence import Both, boths_by_condition
from screening.encounters.results.sources import Source, cited
from screening.evidence import schema as evidence
from screening.scoring.bundle import STRENGTHS, Bundle
from screening.scoring.explanation import ConditionView, Explanation
from screening.scoring.lines import Line
from screening.scoring.tiers import TIERS
from screening.scoring.wording import TIER_WORDS

MOST_OPEN_LINES = 5
MOST_OPEN_CARDS = 3
MOST_OPEN_CAUTIONS = 3
MOST_OPEN_NEIGHBOURS = 4
STANDING = ("consider_first", "consider")
# Whose criteria the patient's answers alone do not settle for one person, and who says so (brief, rule 3).
NOT_BY_SELF_REPORT = {"fm": "wolfe2016"}
TIER_NOTES = {
    "consider_first": "a criteria set for it is met, or two strong findings stand",
    "consider": "one strong finding, two moderate ones, a screening set or a red flag",
    "cannot_tell": "some support; unanswered questions could raise it",
}
STATE_WORDS = {"not_assessed": "not assessed", "unanswered": "unanswered", "": ""}


@dataclass(frozen=True)
class Finding:
    """One line of a column."""

    text: str
    answer: str
    state: str
    direction: str
    strength: str
    dots: tuple[bool, ...]
    known_from: str
    is_from_memory: bool
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Column:
    """For, Against or Not assessed: the first lines, and the rest to unfold."""

    kind: str
    title: str
    first: tuple[Finding, ...]
    more: tuple[Finding, ...]
    empty: str
    note: str


@dataclass(frozen=True)
class Neighbour:
    """Another condition that is mistaken for this one; `compare` leads to what separates the two."""

    name: str
    says: str
    sources: tuple[Source, ...]
    is_from_memory: bool
    compare: str


@dataclass(frozen=True)
class Card:
    """
    One condition; `near` are the neighbours that stand on this result too, the first few of them.

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
    """One tier with its cards in order; a tie is said to be one."""

    tier: str
    title: str
    note: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Around:
    """What a card must know of the rest of the result."""

    bundle: Bundle
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
    The tiers asked for that hold anything.

    Args:
        bundle: the version that was filled in.
        found: the explanation of the decision.
        tiers: which tiers, in order.
        compare: the address of the page that compares two conditions.
        is_self_report_only: whether nothing was examined.
    """
    standing = tuple(view.key for view in found.conditions if view.tier in STANDING)
    both = boths_by_condition(bundle, standing)
    around = Around(bundle, standing, _named(bundle, found), both, compare, is_self_report_only)
    blocks: list[TierBlock] = []
    for tier in tiers:
        views = [view for view in found.conditions if view.tier == tier]
        first = sum(len(block.cards) for block in blocks)
        ties = [_tied_with(view, views, around.named) for view in views]
        cards = tuple(_card(around, view, first + n, ties[n]) for n, view in enumerate(views))
        if cards:
            blocks.append(TierBlock(tier, TIER_WORDS[tier], TIER_NOTES[tier], cards))
    return tuple(blocks)


def pair_query(first: str, second: str) -> str:
    """The query string that names two conditions."""
    return urlencode({"first": first, "second": second})


def _card(around: Around, view: ConditionView, place: int, tied_with: str) -> Card:
    bundle = around.bundle
    near, neighbours = _neighbours(around, view)
    rises = TIERS.index(view.could_become) < TIERS.index(view.tier)
    return Card(
        key=view.key,
        name=view.name,
        one_line=view.one_line,
        why=view.why,
        gate=view.gate or "",
        is_known=view.known,
        is_danger=view.key in around.named,
        could_become=TIER_WORDS[view.could_become] if rises else "",
        tied_with=tied_with,
        companions=", ".join(_name(bundle, key) for key in view.companions),
        columns=_columns(bundle, view),
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


def _neighbours(around: Around, view: ConditionView) -> tuple[tuple[Neighbour, ...], tuple[Neighbour, ...]]:
    """The neighbours that stand here too, in the order of the result, and the others."""
    standing = around.standing
    near = sorted(
        (piece for piece in view.neighbours if piece.condition in standing),
        key=lambda piece: standing.index(piece.condition),
    )[:MOST_OPEN_NEIGHBOURS]
    others = [piece for piece in view.neighbours if piece not in near]
    first, more = ([_neighbour(around, view, piece) for piece in group] for group in (near, others))
    return tuple(first), tuple(more)


def _neighbour(around: Around, view: ConditionView, piece: evidence.Neighbour) -> Neighbour:
    return Neighbour(
        name=_name(around.bundle, piece.condition),
        says=piece.says,
        sources=cited(around.bundle, (piece.source,)),
        is_from_memory=piece.mark == "M",
        compare=f"{around.compare}?{pair_query(view.key, piece.condition)}" if around.compare else "",
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


def _columns(bundle: Bundle, view: ConditionView) -> tuple[Column, ...]:
    only = f"Against {view.name} as the only explanation; several things can be true."
    return (
        _column(bundle, "for", "For", view.findings_for, "Nothing entered speaks for it.", ""),
        _column(
            bundle,
            "against",
            "Against",
            view.findings_against,
            "Nothing entered against it.",
            only if view.findings_against else "",
        ),
        _column(
            bundle, "unknown", "Not assessed", view.not_assessed, "Everything that bears on it is known.", ""
        ),
    )


def _column(bundle: Bundle, kind: str, title: str, lines: tuple[Line, ...], empty: str, note: str) -> Column:
    findings = tuple(_finding(bundle, line) for line in lines)
    return Column(kind, title, findings[:MOST_OPEN_LINES], findings[MOST_OPEN_LINES:], empty, note)


def _finding(bundle: Bundle, line: Line) -> Finding:
    points = STRENGTHS[line.strength]
    return Finding(
        text=line.text,
        answer=line.answer,
        state=STATE_WORDS[line.state],
        direction=line.direction,
        strength=line.strength,
        dots=tuple(dot < points for dot in range(len(STRENGTHS))),
        known_from=_known_from(bundle, line),
        is_from_memory=line.mark == "M",
        sources=cited(bundle, line.citations),
    )


def _known_from(bundle: Bundle, line: Line) -> str:
    """ "examined" or "result" for a finding that holds and weighs as one; "" for what the patient told."""
    sources = {bundle.items[key].answered_by for key in line.items if key in bundle.items}
    if line.state or not line.observed:
        return ""
    return "examined" if "clinician_observed" in sources else "result"


def _name(bundle: Bundle, key: str) -> str:
    return bundle.conditions[key].name if key in bundle.conditions else key.upper()
