"""How is the standing of the published sets shown: in words, on bars, with what decides and what is known?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy, ngettext

from screening.encounters.results.bars import Bar, bars_of, interval_words, other_parts
from screening.encounters.results.figures import Figure, figure_of
from screening.encounters.results.kept import made_lately, made_once, rendered_once
from screening.encounters.results.sources import Source, cite, cited
from screening.scoring.bundle import Bundle
from screening.scoring.criteria_words import CriterionView
from screening.scoring.editions import short_name
from screening.scoring.explanation import Explanation
from screening.scoring.tiers import SUGGESTED

MOST_OPEN_SETS = 4
STATUS_WORDS = {
    "met": gettext_lazy("Reached"),
    "not_met": gettext_lazy("Not reached"),
    "undetermined": gettext_lazy("Undecided"),
    "not_applicable": gettext_lazy("Not applicable"),
}


@dataclass(frozen=True)
class ThresholdLine:
    """One published cut-off."""

    says: str
    sources: tuple[Source, ...]
    is_from_memory: bool


@dataclass(frozen=True)
class About:
    """What holds of a set whoever the patient is: its rule, cut-offs, cautions and accuracy."""

    name: str
    says: str
    cautions: tuple[str, ...]
    thresholds: tuple[ThresholdLine, ...]
    performance: tuple[Figure, ...]


@dataclass(frozen=True)
class CriteriaSet:
    """
    One published set: its standing in words, bars, what decides, and what is published of it.

    `short` is "ACR 2016" where the edition is part of the id, else the name.
    `published` is the part of the page that is the same for every patient, `shown` all that stands in the
    fold of the set.
    """

    id: str
    name: str
    short: str
    edition: str
    condition: str
    status: str
    status_words: str
    words: str
    score: str
    maximum: str
    bars: tuple[Bar, ...]
    parts: tuple[str, ...]
    deciding: tuple[str, ...]
    open: tuple[str, ...]
    about: About
    published: str
    sources: tuple[Source, ...]
    cite: str
    shown: str

    @property
    def bar(self) -> Bar | None:
        """The bar that stands for the whole set, where there is one."""
        return self.bars[0] if len(self.bars) == 1 else None

    @property
    def performance(self) -> tuple[Figure, ...]:
        return self.about.performance


def criteria_of(
    bundle: Bundle, found: Explanation
) -> tuple[tuple[CriteriaSet, ...], tuple[CriteriaSet, ...]]:
    """
    The sets worth a line of their own, and the others.

    A line has every set that is met; while there are few of them also those that are undecided for a
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


def standings(sets: Iterable[CriteriaSet]) -> str:
    """ "3 not reached, 2 undecided": the folded sets by their standing."""
    counts = Counter(str(each.status_words).lower() for each in sets)
    return ", ".join(f"{count} {words}" for words, count in counts.most_common())


def what_decides(sets: Iterable[CriteriaSet]) -> tuple[CriteriaSet, str] | None:
    """The first undecided set that some answers could make met, and how many of them."""
    for each in sets:
        if each.status == "undetermined" and each.deciding:
            count = len(each.deciding)
            words = ngettext("one answer decides", "%(count)s answers can decide", count) % {"count": count}
            return each, words
    return None


@dataclass(frozen=True)
class _Standing:
    """A view of a set, the same as another one where all that differs between patients is the same."""

    state: tuple[object, ...]
    view: CriterionView = field(compare=False)


def _criteria(bundle: Bundle, view: CriterionView) -> CriteriaSet:
    parts = tuple((part.low, part.high) for part in view.parts)
    state = (view.id, view.status, view.words, view.low, view.high, parts, view.deciding, view.open)
    return made_lately(bundle, "criteria", _new_set, _Standing(state, view))


def _new_set(bundle: Bundle, standing: _Standing) -> CriteriaSet:
    view = standing.view
    has_score = view.low is not None and view.high is not None
    about = made_once(bundle, ("about", view.id), lambda: _about(bundle, view))
    said = CriteriaSet(
        id=view.id,
        name=view.name,
        short=short_name(bundle.rules.criteria[view.id].criterion),
        edition=view.edition,
        condition=view.condition,
        status=view.status,
        status_words=str(STATUS_WORDS[view.status]),
        words=view.words,
        score=interval_words(view.low or 0, view.high or 0) if has_score else "",
        maximum=f"{view.maximum:g}" if view.maximum else "",
        bars=bars_of(view),
        parts=other_parts(view),
        deciding=view.deciding,
        open=tuple(words for words in view.open if words not in view.deciding),
        about=about,
        published=rendered_once(
            bundle, "encounters/_criterion_details.html", view.id, lambda: {"about": about}
        ),
        sources=cited(bundle, view.citations),
        cite=cite(bundle, view.citations, view.mark == "M"),
        shown="",
    )
    return replace(said, shown=render_to_string("encounters/_criterion.html", {"set": said}))


def _about(bundle: Bundle, view: CriterionView) -> About:
    return About(
        name=view.name,
        says=view.says,
        cautions=view.cautions,
        thresholds=tuple(
            ThresholdLine(each.says, cited(bundle, (each.source,)), view.mark == "M")
            for each in view.thresholds
        ),
        performance=tuple(figure_of(bundle, each) for each in view.performance),
    )
