"""What is read of a result in ten seconds: flags, first suggestions, what decides, what to ask next?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from screening.encounters.results.criteria import CriteriaSet, what_decides
from screening.encounters.results.flags import Flags
from screening.encounters.results.next_steps import Next
from screening.encounters.results.suggestions import Card, TierBlock

MOST_NAMES = 6


@dataclass(frozen=True)
class Pointer:
    """Words that lead to their place on the page; without `href` they lead nowhere."""

    words: str
    href: str = ""


@dataclass(frozen=True)
class Cell:
    """One line of the strip; `more` is said after the pointers, `kind` names how it looks."""

    title: str
    pointers: tuple[Pointer, ...]
    more: str = ""
    kind: str = ""


def glance_of(
    flags: Flags,
    tiers: Sequence[TierBlock],
    cannot_tell: Sequence[Card],
    criteria: Sequence[CriteriaSet],
    ask: Sequence[Next],
) -> tuple[Cell, ...]:
    """The lines of the strip, in the order of the page."""
    cells = [_flags(flags), *(_tier(block) for block in tiers)]
    if not tiers:
        cells.append(Cell(_("Suggested"), (Pointer(_("Nothing by what was entered")),)))
    if cannot_tell:
        count = len(cannot_tell)
        words = ngettext("%(count)s condition", "%(count)s conditions", count) % {"count": count}
        cells.append(Cell(_("Cannot tell yet"), (Pointer(words, "#cannot-tell"),), kind="unknown"))
    decides = what_decides(criteria)
    if decides:
        found, words = decides
        names = {card.key: card.name for block in tiers for card in block.cards}
        about = f"{names[found.condition]}, {words}" if found.condition in names else words
        cells.append(Cell(_("What decides"), (Pointer(found.short, f"#criteria-{found.id}"),), about))
    if ask:
        cells.append(_ask(ask))
    return tuple(cells)


def _flags(flags: Flags) -> Cell:
    """Raised flags by urgency and name; else that none was raised, which is not that none is there."""
    title = _("Red flags")
    missing = len(flags.not_excluded) + flags.others_not_excluded
    open_words = _("%(count)s not excluded") % {"count": missing}
    still = (Pointer(open_words, "#not-excluded"),) if missing else ()
    if not flags.is_asked:
        return Cell(title, (Pointer(_("Not asked here")),), kind="unknown")
    if not flags.raised:
        return Cell(title, (Pointer(_("None raised")), *still))
    raised = (Pointer(f"{flag.urgency_words}: {flag.name}", f"#flag-{flag.id}") for flag in flags.open)
    more = _("and %(count)s more raised") % {"count": len(flags.more)} if flags.more else ""
    return Cell(title, (*raised, *still), more, kind="alarm")


def _tier(block: TierBlock) -> Cell:
    named = tuple(Pointer(card.name, f"#condition-{card.key}") for card in block.cards[:MOST_NAMES])
    others = len(block.cards) - len(named)
    more = _("and %(count)s more") % {"count": others} if others else ""
    return Cell(block.title, named, more, kind=block.tier)


def _ask(ask: Sequence[Next]) -> Cell:
    others = len(ask) - 1
    more = ngettext("and %(count)s more", "and %(count)s more", others) % {"count": others} if others else ""
    return Cell(_("Ask next"), (Pointer(f"{ask[0].kind}: {ask[0].label}", "#next"),), more, kind="ask")
