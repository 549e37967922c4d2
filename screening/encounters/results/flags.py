"""How are the red flags of a result shown, and what is not excluded?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from screening.encounters.results.sources import Source, cite, cited
from screening.encounters.terms import urgency_words
from screening.scoring.bundle import Bundle
from screening.scoring.explanation import FlagView
from screening.scoring.flags import URGENCIES

MOST_OPEN_FLAGS = 3
MOST_NAMED = 4  # of what is not excluded; the others are named in a fold
PRESSING = ("emergency", "same_day")


@dataclass(frozen=True)
class Raised:
    """An answer that a red flag rests on."""

    text: str
    answer: str
    href: str


@dataclass(frozen=True)
class Flag:
    """A raised red flag; `cite` are the links to its sources."""

    id: str
    name: str
    urgency: str
    urgency_words: str
    because: tuple[Raised, ...]
    action: str
    weakness: str
    contradiction: str
    sources: tuple[Source, ...]
    cite: str
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
    def named_first(self) -> tuple[str, ...]:
        return self.not_excluded[:MOST_NAMED] if self.named_more else self.not_excluded

    @property
    def named_more(self) -> tuple[str, ...]:
        """Nothing where folding would hide a single name."""
        rest = self.not_excluded[MOST_NAMED:]
        return rest if len(rest) > 1 else ()

    @property
    def any_not_excluded(self) -> bool:
        return bool(self.not_excluded or self.others_not_excluded)

    @property
    def raised(self) -> int:
        return len(self.open) + len(self.more)


def flags_of(bundle: Bundle, views: Iterable[FlagView], answers: str) -> Flags:
    """Raised flags, the most urgent first, three of them open; what is not excluded by name or by count."""
    ordered = sorted(views, key=lambda view: URGENCIES.index(view.urgency))
    raised = [_flag(bundle, view, answers) for view in ordered if view.status == "raised"]
    missing = [view for view in ordered if view.status == "not_excluded"]
    pressing = [view for view in missing if view.urgency in PRESSING]
    return Flags(
        is_asked=bool(ordered),
        open=tuple(raised[:MOST_OPEN_FLAGS]),
        more=tuple(raised[MOST_OPEN_FLAGS:]),
        not_excluded=tuple(f"{view.name} ({urgency_words(view.urgency).lower()})" for view in pressing),
        others_not_excluded=len(missing) - len(pressing),
    )


def _flag(bundle: Bundle, view: FlagView, answers: str) -> Flag:
    because = [Raised(line.text, line.answer, f"{answers}#answer-{line.items[0]}") for line in view.because]
    return Flag(
        id=view.id,
        name=view.name,
        urgency=view.urgency,
        urgency_words=urgency_words(view.urgency),
        because=tuple(because),
        action=view.action,
        weakness=view.weakness,
        contradiction=view.contradiction,
        sources=cited(bundle, view.citations),
        cite=cite(bundle, view.citations, view.mark == "M"),
        is_from_memory=view.mark == "M",
    )
