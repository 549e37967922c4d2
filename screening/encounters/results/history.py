"""What has happened to one patient: every screening and work-up, its result in a line, and the scores over time?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from screening.encounters.models import Mode, Response, ResponseStatus
from screening.encounters.references import open_reference
from screening.encounters.results.bars import interval_words
from screening.encounters.results.over_time import (
    Measured,
    ScoreOverTime,
    score_over_time,
)
from screening.encounters.results.work_ups import IN_FORCE, raised_words
from screening.encounters.visit_words import STATE_WORDS, age_and_sex, work_up_words
from screening.questionnaires.store import bundle_of
from screening.scoring.tiers import SUGGESTED

MOST_SUGGESTIONS = 3
# Two scores that mean the same in both sets; the severity scale of 2010 is another one.
DRAWN_SETS = ("acr-2016-fm", "acr-2011-fm")
DRAWN_PARTS = ("wpi", "sss")


@dataclass(frozen=True)
class Past:
    """A response of the patient with its decision, None while there is none or while it must not be shown."""

    response: Response
    decision: Mapping[str, Any] | None
    is_withheld: bool = False


@dataclass(frozen=True)
class Entry:
    """One line of the history; `result` is empty for what has none, `withheld` says why it is not shown."""

    at: datetime
    questionnaire: str
    clinician: str
    mode: str
    state: str
    state_words: str
    href: str
    act: str
    is_this: bool
    suggestions: tuple[str, ...]
    more: int
    flags: tuple[str, ...]
    has_result: bool
    is_withheld: bool
    why: str


@dataclass(frozen=True)
class ScoreRow:
    """One line of the table beside the drawings."""

    at: datetime
    version: str
    mode: str
    scores: tuple[str, ...]
    href: str


@dataclass(frozen=True)
class HistoryPage:
    """Everything that the page of one patient's history shows, but the two body maps."""

    title: str
    who: str
    back: str
    entries: tuple[Entry, ...]
    quiet: tuple[Entry, ...]
    charts: tuple[ScoreOverTime, ...]
    rows: tuple[ScoreRow, ...]


def history_page(this: Response, past: Sequence[Past]) -> HistoryPage:
    """
    Lay out the history of a patient.

    Args:
        this: the response from which somebody came.
        past: what they may see of the same patient, the newest first.
    """
    quiet = (ResponseStatus.SUPERSEDED, ResponseStatus.ENTERED_IN_ERROR)
    charts, rows = _scores([each for each in past if counts(each.response)])
    return HistoryPage(
        title=open_reference(this.encounter.subject),
        who=age_and_sex(this),
        back=_address(this),
        entries=tuple(_entry(each, this) for each in past if each.response.status not in quiet),
        quiet=tuple(_entry(each, this) for each in past if each.response.status in quiet),
        charts=charts,
        rows=rows,
    )


def when(response: Response) -> datetime:
    """The day of the visit; an amendment is of the same visit, whenever it was written."""
    return response.encounter.opened_at


def counts(response: Response) -> bool:
    """Whether it stands for its visit in a drawing: a screening in force, not what was worked up after it."""
    return response.status in IN_FORCE and not response.is_work_up


def _entry(past: Past, this: Response) -> Entry:
    response, decision = past.response, past.decision
    title = work_up_words(response) or response.version.title
    named = _suggested(response, decision) if decision is not None and not past.is_withheld else ()
    return Entry(
        at=when(response),
        questionnaire=f"{title} {response.version.version}",
        clinician=response.encounter.clinician.name,
        mode=mode_words(response),
        state="draft" if response.is_in_progress else "done",
        state_words=str(STATE_WORDS[ResponseStatus(response.status)]),
        href=_address(response),
        act=_("Resume") if response.is_in_progress else _("Result"),
        is_this=response.pk == this.pk,
        suggestions=named[:MOST_SUGGESTIONS],
        more=max(0, len(named) - MOST_SUGGESTIONS),
        flags=raised_words(response.version, decision["red_flags"]) if decision is not None else (),
        has_result=decision is not None,
        is_withheld=past.is_withheld,
        why=response.void_reason or response.amendment,
    )


def mode_words(response: Response) -> str:
    """How the questions were put; "" where nobody recorded it."""
    return str(Mode(response.mode).label) if response.mode else ""


def _address(response: Response) -> str:
    page = "resume" if response.is_in_progress else "result"
    return reverse(f"encounters:{page}", args=[response.pk])


def _suggested(response: Response, decision: Mapping[str, Any]) -> tuple[str, ...]:
    conditions = bundle_of(response.version).conditions
    keys = [each["condition"] for each in decision["conditions"] if each["tier"] in SUGGESTED]
    return tuple(conditions[key].name for key in keys if key in conditions)


def _scores(counted: Iterable[Past]) -> tuple[tuple[ScoreOverTime, ...], tuple[ScoreRow, ...]]:
    """The drawings and their table, of the visits whose version counts what is drawn."""
    found: list[tuple[Response, dict[str, Any]]] = []
    for past in counted:
        parts = _parts(past.decision or {})
        if parts and not past.is_withheld:
            found.append((past.response, parts))
    if not found:
        return (), ()
    names = _version_names([response for response, _parts in found])
    charts = tuple(_chart(part, found, names) for part in DRAWN_PARTS)
    rows = tuple(
        ScoreRow(
            at=when(response),
            version=names[response.pk],
            mode=mode_words(response),
            scores=tuple(interval_words(*parts[part]) for part in DRAWN_PARTS),
            href=_address(response),
        )
        for response, parts in found
    )
    return charts, rows


def _version_names(responses: Sequence[Response]) -> dict[UUID, str]:
    """The version of each, with the title of its questionnaire where they are not all of one."""
    is_one = len({response.version.questionnaire_id for response in responses}) == 1
    return {
        each.pk: each.version.version if is_one else f"{each.version.title} {each.version.version}"
        for each in responses
    }


def _chart(
    part: str, found: Sequence[tuple[Response, Mapping[str, Any]]], names: Mapping[UUID, str]
) -> ScoreOverTime:
    criteria = bundle_of(found[0][0].version).criteria
    parts = [each for criterion in criteria if criterion.id in DRAWN_SETS for each in criterion.parts]
    drawn = next(each for each in parts if each.id == part)
    measured = [Measured(when(response), names[response.pk], *said[part]) for response, said in found]
    return score_over_time(part, drawn.name, int(drawn.maximum or 0), measured)


def _parts(decision: Mapping[str, Any]) -> dict[str, Any]:
    """Part -> its bounds, of the first set that counts it; nothing where the version has none."""
    by_id = {each["id"]: each["parts"] for each in decision.get("criteria", ())}
    found: Mapping[str, Any] = next((by_id[name] for name in DRAWN_SETS if name in by_id), {})
    return {part: found[part] for part in DRAWN_PARTS} if all(part in found for part in DRAWN_PARTS) else {}
