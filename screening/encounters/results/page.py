"""What stands on the result page, in which order, and in which words?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from screening.encounters.body_figure import ShownView, showing
from screening.encounters.filling.answers_page import answered_words
from screening.encounters.models import Assessment, Mode, Response
from screening.encounters.references import open_reference
from screening.encounters.results.criteria import CriteriaSet, criteria_of, standings
from screening.encounters.results.editions import EditionsShown, editions_shown
from screening.encounters.results.flags import Flags, flags_of
from screening.encounters.results.glance import Cell, glance_of
from screening.encounters.results.next_steps import Next, next_of
from screening.encounters.results.sources import Source, overdue_since, source_lines, sources_in
from screening.encounters.results.suggestions import Card, TierBlock, tier_blocks
from screening.encounters.visit_words import age_and_sex
from screening.scoring.bundle import Bundle
from screening.scoring.editions import is_self_report_only
from screening.scoring.explanation import Explanation

SUGGESTED = ("consider_first", "consider")
COMPARE = "../compare/"  # beside the result, so that what leads there is the same for every patient


@dataclass(frozen=True)
class ResultPage:
    """Everything the result templates show; they decide nothing."""

    title: str
    who: str
    questionnaire: str
    version: str
    digest: str
    engine: int
    made_at: datetime
    mode: str
    is_self_report_only: bool
    answers: str
    answered: str
    glance: tuple[Cell, ...]
    flags: Flags
    tiers: tuple[TierBlock, ...]
    cannot_tell: tuple[Card, ...]
    weak_support: tuple[str, ...]
    criteria: tuple[CriteriaSet, ...]
    other_criteria: tuple[CriteriaSet, ...]
    other_standings: str
    editions: EditionsShown
    compare: str
    history: str
    findings: str
    review_due: date | None
    next: tuple[Next, ...]
    views: tuple[ShownView, ...]
    sites: str
    sites_asked: int
    painful: tuple[str, ...]
    sources: tuple[Source, ...]
    source_lines: tuple[str, ...]


def result_page(
    bundle: Bundle,
    found: Explanation,
    response: Response,
    assessment: Assessment,
    today: date | None = None,
) -> ResultPage:
    """
    Lay out one result.

    Args:
        bundle: the version that was filled in.
        found: the explanation of the stored decision.
        response: the submitted response, with its encounter and subject.
        assessment: the stored decision.
        today: the day on which it is read, by which the evidence may be overdue for review.
    """
    answers_url = reverse("encounters:check", args=[response.id])
    criteria, other_criteria = criteria_of(bundle, found)
    painful = _painful(bundle, response.answers)
    flags = flags_of(bundle, found.red_flags, answers_url)
    only_told = is_self_report_only(bundle, response.answers)
    tiers = tier_blocks(bundle, found, SUGGESTED, compare=COMPARE, is_self_report_only=only_told)
    blocks = tier_blocks(bundle, found, ("cannot_tell",), compare=COMPARE, is_self_report_only=only_told)
    cannot_tell = tuple(card for block in blocks for card in block.cards)
    suggested = [card.key for block in tiers for card in block.cards]
    editions = editions_shown(bundle, found.criteria, response.answers, suggested)
    sources = sources_in(flags, tiers, cannot_tell, criteria, other_criteria, editions)
    due = overdue_since(bundle, today)
    ask = tuple(next_of(view, answers_url) for view in found.what_next)
    return ResultPage(
        title=open_reference(response.encounter.subject),
        who=age_and_sex(response),
        questionnaire=bundle.title,
        version=bundle.version,
        digest=bundle.digest,
        engine=assessment.engine,
        made_at=assessment.made_at,
        mode=str(Mode(response.mode).label) if response.mode else "",
        is_self_report_only=only_told,
        answers=answers_url,
        answered=answered_words(bundle, response.answers),
        glance=glance_of(flags, tiers, cannot_tell, criteria, ask),
        flags=flags,
        tiers=tiers,
        cannot_tell=cannot_tell,
        weak_support=found.weak_support,
        criteria=criteria,
        other_criteria=other_criteria,
        other_standings=standings(other_criteria),
        editions=editions,
        compare=reverse("encounters:contrast", args=[response.id]) if len(bundle.conditions) > 1 else "",
        history=reverse("encounters:history", args=[response.id]),
        findings=reverse("encounters:findings", args=[response.id]) if bundle.discriminators else "",
        review_due=due,
        next=ask,
        views=showing(dict.fromkeys(painful, ("now",)), painful),
        sites="; ".join(painful.values()),
        sites_asked=_sites_asked(bundle),
        painful=tuple(painful),
        sources=sources,
        source_lines=source_lines(bundle, sources, due is not None),
    )


def _painful(bundle: Bundle, answered: Mapping[str, Any]) -> dict[str, str]:
    """The ticked sites of the body map, in the questionnaire's words."""
    for item in bundle.items.values():
        chosen = answered.get(item.key)
        if item.type == "body_sites" and isinstance(chosen, list):
            return {option.value: option.label for option in item.options if option.value in chosen}
    return {}


def _sites_asked(bundle: Bundle) -> int:
    """How many sites the body map has to tick."""
    maps = (item for item in bundle.items.values() if item.type == "body_sites")
    return max((len(set(item.values) - item.exclusive) for item in maps), default=0)
