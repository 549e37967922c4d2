"""Which danger signs do the answers of a draft raise already, and where do these answers stand?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from screening.encounters.models import Response
from screening.encounters.terms import urgency_words
from screening.encounters.visit_words import step_url
from screening.questionnaires.answering import answers_at_submit
from screening.scoring.answers import known_values
from screening.scoring.bundle import Bundle
from screening.scoring.flag_rules import FlagRules
from screening.scoring.flags import RAISED, URGENCIES, FlagResult, evaluate_all
from screening.scoring.wording import answer_words, label_of

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Ground:
    """One answer that raises a flag; `href` leads to its question."""

    label: str
    answer: str
    href: str


@dataclass(frozen=True)
class RaisedFlag:
    """
    One raised flag. `is_here`: an answer of the page that is open raises it.

    Its grounds are told on that page; on any other `href` leads to the first of them.
    """

    id: str
    name: str
    urgency: str
    urgency_words: str
    action: str
    grounds: tuple[Ground, ...]
    contradiction: str
    is_here: bool
    href: str


@dataclass(frozen=True)
class RaisedFlags:
    """The raised flags of a draft, the most urgent first: those of the open page in full, the others by name."""

    here: tuple[RaisedFlag, ...]
    elsewhere: tuple[RaisedFlag, ...]

    @property
    def words(self) -> str:
        """The names of those of this page, as a short line says them."""
        return "; ".join(f"{flag.name} ({flag.urgency_words.lower()})" for flag in self.here)


def raised_flags(bundle: Bundle, response: Response, section_key: str) -> RaisedFlags:
    """What the stored answers raise, by the rules that the result will go by."""
    answers = answers_at_submit(bundle, response.answers)
    values = known_values(bundle, answers)
    found = zip(bundle.rules.flags, evaluate_all(bundle, values), strict=True)
    raised = [(rules, result) for rules, result in found if result.status == RAISED]
    raised.sort(key=lambda each: URGENCIES.index(each[1].urgency))
    shown = [_shown(bundle, response, section_key, answers, values, *each) for each in raised]
    return RaisedFlags(
        here=tuple(flag for flag in shown if flag.is_here),
        elsewhere=tuple(flag for flag in shown if not flag.is_here),
    )


def _shown(
    bundle: Bundle,
    response: Response,
    section_key: str,
    answers: Answers,
    values: Answers,
    rules: FlagRules,
    result: FlagResult,
) -> RaisedFlag:
    flag, items = rules.flag, rules.raising(values)
    is_here = section_key in _sections(bundle, items)
    places = ((item, _href(bundle, response, item)) for item in items if item in bundle.items)
    direct = label_of(bundle, flag.direct)
    return RaisedFlag(
        id=flag.id,
        name=flag.name,
        urgency=result.urgency,
        urgency_words=urgency_words(result.urgency),
        action=flag.action,
        grounds=tuple(_ground(bundle, answers, *place) for place in places) if is_here else (),
        contradiction=_("“%(label)s” is answered no") % {"label": direct} if result.contradiction else "",
        is_here=is_here,
        href="" if is_here else next((href for _item, href in places), ""),
    )


def _ground(bundle: Bundle, answers: Answers, item: str, href: str) -> Ground:
    return Ground(label_of(bundle, item), answer_words(bundle, item, answers.get(item)), href)


def _sections(bundle: Bundle, items: Iterable[str]) -> set[str]:
    return {bundle.section_of[item] for item in items if item in bundle.section_of}


def _href(bundle: Bundle, response: Response, item: str) -> str:
    """The question on its page."""
    group = bundle.items[item].group
    anchor = f"item-group__{group}" if group else f"item-{item}"
    return f"{step_url(response, bundle.section_of[item])}#{anchor}"
