"""What is told of a result wherever it goes: as text, on paper, to another program?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from screening.encounters.exports.own_part import Own, OwnPart
from screening.encounters.exports.plain_words import one_line
from screening.encounters.filling.answers_page import answer_sections
from screening.encounters.models import Assessment, Response, ResponseStatus
from screening.encounters.references import open_reference
from screening.encounters.results.sources import Source, cited
from screening.encounters.terms import tier_words, urgency_words
from screening.encounters.visit_words import STATE_WORDS, age_and_sex, version_notice_of, work_up_words
from screening.scoring.ask_next import NextView
from screening.scoring.bundle import Bundle
from screening.scoring.criteria_words import CriterionView
from screening.scoring.explanation import ConditionView, Explanation, FlagView
from screening.scoring.flags import URGENCIES
from screening.scoring.lines import Line

SHOWN = ("consider_first", "consider")
KIND_WORDS = {"ask": "Ask", "examine": "Examine", "test": "Test"}


@dataclass(frozen=True)
class Facts:
    """Whom the result is about, what it was made from, and how it stands now; `standing` warns, or is ""."""

    reference: str
    who: str
    screened_at: datetime
    clinician: str
    work_up: str
    questionnaire: str
    version: str
    digest: str
    decision_digest: str
    engine: int
    made_at: datetime
    status: str
    standing: str
    mode: str
    signed: Own | None


@dataclass(frozen=True)
class Flag:
    """One raised red flag and what was done about it."""

    id: str
    name: str
    urgency: str
    action: str
    because: tuple[str, ...]
    contradiction: str
    weakness: str
    source: str
    seen: Own | None


@dataclass(frozen=True)
class Suggestion:
    """One condition of a tier, and the clinician's view of it."""

    key: str
    name: str
    tier: str
    tier_words: str
    one_line: str
    why: str
    gate: str
    could_become: str
    is_known: bool
    for_it: tuple[Line, ...]
    against: tuple[Line, ...]
    not_assessed: tuple[Line, ...]
    cautions: tuple[str, ...]
    next_steps: tuple[str, ...]
    view: Own | None


@dataclass(frozen=True)
class AnswerRow:
    """One question with what was answered."""

    label: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class AnswerPart:
    """One section of the questionnaire with its answers."""

    title: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True)
class Told:
    """A result with all that is told of it; the forms of export choose, and decide nothing."""

    facts: Facts
    asks_flags: bool
    flags: tuple[Flag, ...]
    not_excluded: tuple[str, ...]
    tiers: tuple[tuple[str, tuple[Suggestion, ...]], ...]
    cannot_tell: tuple[str, ...]
    criteria: tuple[CriterionView, ...]
    other_criteria: tuple[CriterionView, ...]
    next: tuple[NextView, ...]
    own: OwnPart
    painful: tuple[tuple[str, str], ...]
    answers: tuple[AnswerPart, ...]
    sources: tuple[Source, ...]


def told_of(
    bundle: Bundle, found: Explanation, response: Response, assessment: Assessment, own: OwnPart
) -> Told:
    """
    Gather it.

    Args:
        bundle: the version that was filled in.
        found: the explanation of the stored decision.
        response: the submitted response with its encounter, subject, clinician and version.
        assessment: the stored decision.
        own: what the clinician added.
    """
    flags = sorted(found.red_flags, key=lambda view: URGENCIES.index(view.urgency))
    suggestions = [_suggestion(view, own) for view in found.conditions if view.tier in SHOWN]
    shown, others = _criteria(found)
    return Told(
        facts=_facts(bundle, response, assessment),
        asks_flags=bool(flags),
        flags=tuple(_flag(bundle, view, own) for view in flags if view.status == "raised"),
        not_excluded=tuple(_with_urgency(view) for view in flags if view.status == "not_excluded"),
        tiers=tuple(_tiers(suggestions)),
        cannot_tell=tuple(view.name for view in found.conditions if view.tier == "cannot_tell"),
        criteria=shown,
        other_criteria=others,
        next=found.what_next,
        own=own,
        painful=_painful(bundle, response),
        answers=_answers(bundle, response),
        sources=tuple(one for key in sorted(_cited_keys(found, shown)) for one in cited(bundle, (key,))),
    )


def _facts(bundle: Bundle, response: Response, assessment: Assessment) -> Facts:
    return Facts(
        reference=one_line(open_reference(response.encounter.subject)),
        who=age_and_sex(response),
        screened_at=response.submitted_at or assessment.made_at,
        clinician=one_line(response.encounter.clinician.name),
        work_up=one_line(work_up_words(response)),
        questionnaire=one_line(bundle.title),
        version=bundle.version,
        digest=assessment.digest,
        decision_digest=assessment.decision_digest,
        engine=assessment.engine,
        made_at=assessment.made_at,
        status=str(STATE_WORDS[ResponseStatus(response.status)]),
        standing=_standing(response),
        mode=str(response.get_mode_display()) if response.mode else "",
        signed=_signed(response),
    )


def _signed(response: Response) -> Own | None:
    if response.signed_by is None or response.signed_at is None:
        return None
    return Own("", one_line(response.signed_by.name), response.signed_at)


def _standing(response: Response) -> str:
    """What has to be known before anything else is read."""
    said = []
    if response.status == ResponseStatus.ENTERED_IN_ERROR:
        said.append(_("Entered in error, not to be relied on: %(reason)s") % {"reason": response.void_reason})
    if response.status == ResponseStatus.SUPERSEDED:
        said.append(_("Amended since: there is a later result of this screening."))
    if response.amends_id:
        said.append(_("Amended: %(reason)s") % {"reason": response.amendment})
    if notice := version_notice_of(response):
        said.append(f"{notice.heading}. {notice.words}")
    return one_line(" ".join(said))


def _flag(bundle: Bundle, view: FlagView, own: OwnPart) -> Flag:
    return Flag(
        id=view.id,
        name=view.name,
        urgency=urgency_words(view.urgency),
        action=view.action,
        because=tuple(one_line(f"{line.text}: {line.answer}") for line in view.because),
        contradiction=view.contradiction,
        weakness=view.weakness,
        source=", ".join(source.short for source in cited(bundle, view.citations)),
        seen=own.seen.get(view.id),
    )


def _with_urgency(view: FlagView) -> str:
    return f"{view.name} ({urgency_words(view.urgency).lower()})"


def _suggestion(view: ConditionView, own: OwnPart) -> Suggestion:
    return Suggestion(
        key=view.key,
        name=view.name,
        tier=view.tier,
        tier_words=tier_words(view.tier),
        one_line=view.one_line,
        why=view.why,
        gate=view.gate or "",
        could_become=tier_words(view.could_become) if view.could_become != view.tier else "",
        is_known=view.known,
        for_it=view.findings_for,
        against=view.findings_against,
        not_assessed=view.not_assessed,
        cautions=view.cautions,
        next_steps=view.next_steps,
        view=own.views.get(view.key),
    )


def _tiers(suggestions: list[Suggestion]) -> Iterator[tuple[str, tuple[Suggestion, ...]]]:
    for tier in SHOWN:
        if found := tuple(each for each in suggestions if each.tier == tier):
            yield tier_words(tier), found


def _criteria(found: Explanation) -> tuple[tuple[CriterionView, ...], tuple[CriterionView, ...]]:
    """The sets that are met, or undecided for a condition that is suggested; and the others."""
    suggested = {view.key for view in found.conditions if view.tier in SHOWN}
    shown = tuple(
        view
        for view in found.criteria
        if view.status == "met" or (view.status == "undetermined" and view.condition in suggested)
    )
    return shown, tuple(view for view in found.criteria if view not in shown)


def _cited_keys(found: Explanation, criteria: tuple[CriterionView, ...]) -> set[str]:
    """What stands behind the flags, findings and sets that are told."""
    raised = [view for view in found.red_flags if view.status == "raised"]
    keys = {key for view in criteria for key in view.citations} | {
        k for flag in raised for k in flag.citations
    }
    for view in found.conditions:
        if view.tier in SHOWN:
            lines = (*view.findings_for, *view.findings_against, *view.not_assessed)
            keys |= {line.citations[0] for line in lines if line.citations}
    return keys


def _painful(bundle: Bundle, response: Response) -> tuple[tuple[str, str], ...]:
    """The ticked sites of the body map with the questionnaire's words."""
    for item in bundle.items.values():
        chosen: Any = response.answers.get(item.key)
        if item.type == "body_sites" and isinstance(chosen, list):
            return tuple((option.value, option.label) for option in item.options if option.value in chosen)
    return ()


def _answers(bundle: Bundle, response: Response) -> tuple[AnswerPart, ...]:
    return tuple(
        AnswerPart(
            section.title,
            tuple(AnswerRow(row.label, tuple(_said(said) for said in row.said)) for row in section.rows),
        )
        for section in answer_sections(bundle, response, response.answers)
        if section.rows
    )


def _said(said: Any) -> str:
    words = "; ".join(part.words for part in said.parts)
    return one_line(f"{said.lead} {words}")
