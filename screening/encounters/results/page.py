"""What stands on the result page, in which order, and in which words?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from screening.encounters.body_figure import VIEWS, View
from screening.encounters.filling.answers_page import answered_words
from screening.encounters.models import Assessment, Response
from screening.encounters.references import open_reference
from screening.encounters.results.bars import Bar, bars_of, interval_words, other_parts
from screening.encounters.results.editions import EditionsShown, editions_shown
from screening.encounters.results.figures import Figure, figure_of
from screening.encounters.results.sources import Source, cited, overdue_since, sources_in
from screening.encounters.results.suggestions import Card, TierBlock, tier_blocks
from screening.encounters.visit_words import age_and_sex
from screening.scoring.ask_next import NextView
from screening.scoring.bundle import Bundle
from screening.scoring.criteria_words import CriterionView
from screening.scoring.editions import is_self_report_only
from screening.scoring.explanation import Explanation, FlagView
from screening.scoring.flags import URGENCIES
from screening.scoring.wording import URGENCY_WORDS

MOST_OPEN_FLAGS = 3
MOST_OPEN_SETS = 4
SUGGESTED = ("consider_first", "consider")
STATUS_WORDS = {
    "met": "Reached",
    "not_met": "Not reached",
    "undetermined": "Undecided",
    "not_applicable": "Not applicable",
}
KIND_WORDS = {"ask": "Ask", "examine": "Examine", "test": "Test"}


@dataclass(frozen=True)
class Raised:
    """An answer that a red flag rests on."""

    text: str
    answer: str
    href: str


@dataclass(frozen=True)
class Flag:
    """A raised red flag."""

    id: str
    name: str
    urgency: str
    urgency_words: str
    because: tuple[Raised, ...]
    action: str
    weakness: str
    contradiction: str
    sources: tuple[Source, ...]
    is_from_memory: bool


@dataclass(frozen=True)
class Flags:
    """The raised flags, and what is not excluded; `is_asked` says whether the questionnaire has any flag."""

    is_asked: bool
    open: tuple[Flag, ...]
    more: tuple[Flag, ...]
    not_excluded: tuple[str, ...]
    others_not_excluded: int

    @property
    def any_not_excluded(self) -> bool:
        return bool(self.not_excluded or self.others_not_excluded)


@dataclass(frozen=True)
class ThresholdLine:
    """One published cut-off."""

    says: str
    sources: tuple[Source, ...]
    is_from_memory: bool


@dataclass(frozen=True)
class CriteriaSet:
    """One published set: its standing in words, bars, what decides, its cut-offs and its accuracy."""

    id: str
    name: str
    edition: str
    status: str
    status_words: str
    words: str
    says: str
    score: str
    maximum: str
    bars: tuple[Bar, ...]
    parts: tuple[str, ...]
    deciding: tuple[str, ...]
    open: tuple[str, ...]
    cautions: tuple[str, ...]
    thresholds: tuple[ThresholdLine, ...]
    performance: tuple[Figure, ...]
    sources: tuple[Source, ...]
    is_from_memory: bool


@dataclass(frozen=True)
class Next:
    """What to ask, examine or test next."""

    kind: str
    label: str
    effect: str
    href: str


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
    answers: str
    answered: str
    flags: Flags
    tiers: tuple[TierBlock, ...]
    cannot_tell: tuple[Card, ...]
    weak_support: tuple[str, ...]
    criteria: tuple[CriteriaSet, ...]
    other_criteria: tuple[CriteriaSet, ...]
    other_standings: str
    editions: EditionsShown
    compare: str
    findings: str
    review_due: date | None
    next: tuple[Next, ...]
    views: tuple[View, ...]
    sites: str
    painful: tuple[str, ...]
    sources: tuple[Source, ...]


def flags_of(bundle: Bundle, views: Iterable[FlagView], answers: str) -> Flags:
    """Raised flags, the most urgent first, three of them open; what is not excluded by name or by count."""
    ordered = sorted(views, key=lambda view: URGENCIES.index(view.urgency))
    raised = [_flag(bundle, view, answers) for view in ordered if view.status == "raised"]
    missing = [view for view in ordered if view.status == "not_excluded"]
    pressing = [view for view in missing if view.urgency in ("emergency", "same_day")]
    return Flags(
        is_asked=bool(ordered),
        open=tuple(raised[:MOST_OPEN_FLAGS]),
        more=tuple(raised[MOST_OPEN_FLAGS:]),
        not_excluded=tuple(f"{view.name} ({URGENCY_WORDS[view.urgency].lower()})" for view in pressing),
        others_not_excluded=len(missing) - len(pressing),
    )


def criteria_of(
    bundle: Bundle, found: Explanation
) -> tuple[tuple[CriteriaSet, ...], tuple[CriteriaSet, ...]]:
    """
    The sets worth a card, and the others.

    A card has every set that is met; while there are few of them also those that are undecided for a
    suggested condition, in the order of the suggestions, unless another set for it is met.
    """
    met = [view for view in found.criteria if view.status == "met"]
    places = [view.key for view in found.conditions if view.tier in SUGGESTED]
    waiting = set(places) - {view.condition for view in met}
    undecided = [v for v in found.criteria if v.status == "undetermined" and v.condition in waiting]
    undecided.sort(key=lambda view: places.index(view.condition))
    shown = [*met, *undecided[: max(0, MOST_OPEN_SETS - len(met))]]
    others = [view for view in found.criteria if view not in shown]
    return tuple(_criteria(bundle, view) for view in shown), tuple(_criteria(bundle, view) for view in others)


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
    compare = reverse("encounters:contrast", args=[response.id])
    criteria, other_criteria = criteria_of(bundle, found)
    painful = _painful(bundle, response.answers)
    flags = flags_of(bundle, found.red_flags, answers_url)
    only_told = is_self_report_only(bundle, response.answers)
    tiers = tier_blocks(bundle, found, SUGGESTED, compare=compare, is_self_report_only=only_told)
    blocks = tier_blocks(bundle, found, ("cannot_tell",), compare=compare, is_self_report_only=only_told)
    cannot_tell = tuple(card for block in blocks for card in block.cards)
    suggested = [card.key for block in tiers for card in block.cards]
    editions = editions_shown(bundle, found.criteria, response.answers, suggested)
    return ResultPage(
        title=open_reference(response.encounter.subject),
        who=age_and_sex(response),
        questionnaire=bundle.title,
        version=bundle.version,
        digest=bundle.digest,
        engine=assessment.engine,
        made_at=assessment.made_at,
        answers=answers_url,
        answered=answered_words(bundle, response.answers),
        flags=flags,
        tiers=tiers,
        cannot_tell=cannot_tell,
        weak_support=found.weak_support,
        criteria=criteria,
        other_criteria=other_criteria,
        other_standings=_standings(other_criteria),
        editions=editions,
        compare=compare if len(bundle.conditions) > 1 else "",
        findings=reverse("encounters:findings", args=[response.id]) if bundle.discriminators else "",
        review_due=overdue_since(bundle, today),
        next=tuple(_next(view, answers_url) for view in found.what_next),
        views=VIEWS,
        sites="; ".join(painful.values()),
        painful=tuple(painful),
        sources=sources_in(flags, tiers, cannot_tell, criteria, other_criteria, editions),
    )


def _flag(bundle: Bundle, view: FlagView, answers: str) -> Flag:
    because = [Raised(line.text, line.answer, f"{answers}#answer-{line.items[0]}") for line in view.because]
    return Flag(
        id=view.id,
        name=view.name,
        urgency=view.urgency,
        urgency_words=URGENCY_WORDS[view.urgency],
        because=tuple(because),
        action=view.action,
        weakness=view.weakness,
        contradiction=view.contradiction,
        sources=cited(bundle, view.citations),
        is_from_memory=view.mark == "M",
    )


def _criteria(bundle: Bundle, view: CriterionView) -> CriteriaSet:
    has_score = view.low is not None and view.high is not None
    return CriteriaSet(
        id=view.id,
        name=view.name,
        edition=view.edition,
        status=view.status,
        status_words=STATUS_WORDS[view.status],
        words=view.words,
        says=view.says,
        score=interval_words(view.low or 0, view.high or 0) if has_score else "",
        maximum=f"{view.maximum:g}" if view.maximum else "",
        bars=bars_of(view),
        parts=other_parts(view),
        deciding=view.deciding,
        open=tuple(words for words in view.open if words not in view.deciding),
        cautions=view.cautions,
        thresholds=tuple(
            ThresholdLine(each.says, cited(bundle, (each.source,)), view.mark == "M")
            for each in view.thresholds
        ),
        performance=tuple(figure_of(bundle, each) for each in view.performance),
        sources=cited(bundle, view.citations),
        is_from_memory=view.mark == "M",
    )


def _standings(sets: Iterable[CriteriaSet]) -> str:
    """ "3 not reached, 2 cannot tell yet": the folded sets by their standing."""
    counts = Counter(each.status_words.lower() for each in sets)
    return ", ".join(f"{count} {words}" for words, count in counts.most_common())


def _next(view: NextView, answers: str) -> Next:
    return Next(KIND_WORDS[view.kind], view.label, view.effect, f"{answers}#answer-{view.item}")


def _painful(bundle: Bundle, answered: Mapping[str, Any]) -> dict[str, str]:
    """The ticked sites of the body map, in the questionnaire's words."""
    for item in bundle.items.values():
        chosen = answered.get(item.key)
        if item.type == "body_sites" and isinstance(chosen, list):
            return {option.value: option.label for option in item.options if option.value in chosen}
    return {}
