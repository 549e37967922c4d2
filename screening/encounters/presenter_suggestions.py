"""How is a suggested condition shown: why here, what speaks for it, against it, and what is not known?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from screening.encounters.presenter_sources import Source, cited
from screening.evidence.schema import Coexistence
from screening.scoring.bundle import STRENGTHS, Bundle
from screening.scoring.explanation import ConditionView, Explanation
from screening.scoring.lines import Line
from screening.scoring.tiers import TIERS
from screening.scoring.wording import TIER_WORDS

MOST_OPEN_LINES = 5
MOST_OPEN_CARDS = 3
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
    """Another condition that is mistaken for this one."""

    name: str
    says: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Both:
    """Two suggested conditions that are found together, with the published figure."""

    name: str
    other: str
    figure: str
    basis: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Card:
    """One condition."""

    key: str
    name: str
    one_line: str
    why: str
    gate: str
    is_known: bool
    could_become: str
    companions: str
    tied_with: str
    columns: tuple[Column, ...]
    cautions: tuple[str, ...]
    neighbours: tuple[Neighbour, ...]
    lowers: str
    next_steps: tuple[str, ...]
    both: tuple[Both, ...]
    is_open: bool


@dataclass(frozen=True)
class TierBlock:
    """One tier with its cards in order; a tie is said to be one."""

    tier: str
    title: str
    note: str
    cards: tuple[Card, ...]


def tier_blocks(bundle: Bundle, found: Explanation, tiers: Iterable[str]) -> tuple[TierBlock, ...]:
    """The tiers asked for that hold anything."""
    shown = {view.key for view in found.conditions if view.tier in ("consider_first", "consider")}
    said: set[frozenset[str]] = set()
    blocks: list[TierBlock] = []
    for tier in tiers:
        views = [view for view in found.conditions if view.tier == tier]
        first = sum(len(block.cards) for block in blocks)
        cards = tuple(
            _card(bundle, view, shown, said, first + n, _tied_with(view, views))
            for n, view in enumerate(views)
        )
        if cards:
            blocks.append(TierBlock(tier, TIER_WORDS[tier], TIER_NOTES[tier], cards))
    return tuple(blocks)


def _card(
    bundle: Bundle,
    view: ConditionView,
    shown: set[str],
    said: set[frozenset[str]],
    place: int,
    tied_with: str,
) -> Card:
    rises = TIERS.index(view.could_become) < TIERS.index(view.tier)
    return Card(
        key=view.key,
        name=view.name,
        one_line=view.one_line,
        why=view.why,
        gate=view.gate or "",
        is_known=view.known,
        could_become=TIER_WORDS[view.could_become] if rises else "",
        tied_with=tied_with,
        companions=", ".join(_name(bundle, key) for key in view.companions),
        columns=_columns(bundle, view),
        cautions=view.cautions,
        neighbours=tuple(
            Neighbour(_name(bundle, near.condition), near.says, cited(bundle, (near.source,)))
            for near in view.neighbours
        ),
        lowers=view.lowers,
        next_steps=view.next_steps,
        both=_both(bundle, view, shown, said),
        is_open=place < MOST_OPEN_CARDS,
    )


def _tied_with(view: ConditionView, tier: Iterable[ConditionView]) -> str:
    """The others of the tier whose findings add up to as much."""
    return ", ".join(other.name for other in tier if other is not view and other.strength == view.strength)


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


def _both(
    bundle: Bundle, view: ConditionView, shown: set[str], said: set[frozenset[str]]
) -> tuple[Both, ...]:
    """Each pair of suggested conditions once, below the one that stands first."""
    found = []
    for piece in view.coexists:
        pair = frozenset({view.key, piece.condition})
        if piece.condition in shown and view.key in shown and pair not in said:
            said.add(pair)
            found.append(_both_of(bundle, view, piece))
    return tuple(found)


def _both_of(bundle: Bundle, view: ConditionView, piece: Coexistence) -> Both:
    return Both(
        name=view.name,
        other=_name(bundle, piece.condition),
        figure=piece.figure,
        basis=f"{piece.population}; n {piece.n}; {piece.setting}; compared with {piece.comparator}",
        sources=cited(bundle, (piece.source,)),
    )


def _name(bundle: Bundle, key: str) -> str:
    return bundle.conditions[key].name if key in bundle.conditions else key.upper()
