"""What of the clinician's own part stands on a result: what was said, what may still be said, and where?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from screening.encounters.models import Judgement, Response, ResponseStatus
from screening.encounters.record.actions import JUDGED_TIERS, NOTED_WHILE, judged, raised
from screening.encounters.record.closing import AMENDED_FROM, TAKEN_BACK_FROM, flags_waiting
from screening.encounters.record.forms import MOST_NOTE, MOST_WORDS
from screening.encounters.record.options import flag_options, verdict_options
from screening.encounters.record.said import (
    Said,
    acknowledged_words,
    judged_words,
    note_words,
    noted_words,
    skipped_words,
)
from screening.encounters.record.standing import Standing, standing_of
from screening.scoring.bundle import Bundle

JUDGEMENT_WORDS = {
    Judgement.AGREE: gettext_lazy("Agree"),
    Judgement.DISAGREE: gettext_lazy("Disagree"),
    Judgement.ALREADY_KNOWN: gettext_lazy("Already known"),
}


@dataclass(frozen=True)
class Choice:
    """A value and its words."""

    value: str
    words: str


@dataclass(frozen=True)
class Group:
    """Choices under a heading."""

    words: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class VerdictBlock:
    """What was said to one suggestion; `action` is "" where nothing may be said any more."""

    condition: str
    name: str
    action: str
    latest: Said | None
    earlier: tuple[Said, ...]
    judgements: tuple[Choice, ...]
    most_words: int = MOST_WORDS
    form: forms.Form | None = None

    @property
    def options(self) -> str:
        """The reasons, the one that was sent chosen."""
        return verdict_options(_sent(self.form))


@dataclass(frozen=True)
class FlagBlock:
    """What was said to one raised red flag."""

    flag: str
    name: str
    action: str
    latest: Said | None
    earlier: tuple[Said, ...]
    most_words: int = MOST_WORDS
    form: forms.Form | None = None

    @property
    def options(self) -> str:
        """What may follow, what was sent chosen."""
        return flag_options(_sent(self.form))


@dataclass(frozen=True)
class Thought:
    """A condition that somebody thought of; `href` leads to its card, "" where it has none."""

    name: str
    href: str


@dataclass(frozen=True)
class OwnNoted:
    """What one clinician thought of before the list opened, beside what the list has."""

    said: Said
    suggested: tuple[Thought, ...]
    cannot_tell: tuple[Thought, ...]
    not_suggested: tuple[Thought, ...]
    is_skipped: bool


@dataclass(frozen=True)
class OwnPart:
    """
    Everything the templates of the own part show; the addresses are "" where something may not be done.

    `waiting` names the pressing red flags without which nobody signs.
    """

    standing: Standing
    verdicts: Mapping[str, VerdictBlock]
    flags: Mapping[str, FlagBlock]
    own: tuple[OwnNoted, ...]
    notes: tuple[Said, ...]
    waiting: tuple[str, ...]
    note: str
    sign: str
    amend: str
    take_back: str
    most_note: int = MOST_NOTE


def own_part(bundle: Bundle, response: Response, assessment: Any, *, user: User, may_fill: bool) -> OwnPart:
    """
    Lay out what was said to a result.

    Args:
        bundle: the version that was filled in.
        response: with its encounter, `work_up_of` and `amends`.
        assessment: as `rows.assessment_with_own_part` gives it.
        user: who looks, to whom own sayings are "You".
        may_fill: whether this person may say anything.
    """
    is_open = may_fill and response.status == ResponseStatus.SUBMITTED
    seen = [row["flag"] for row in assessment.acknowledgement_rows]
    return OwnPart(
        standing=standing_of(response, assessment, may_fill),
        verdicts=_verdicts(bundle, response, assessment, user, is_open),
        flags=_flags(bundle, response, assessment, user, is_open),
        own=tuple(_noted(bundle, assessment, row, user) for row in assessment.own_rows),
        notes=tuple(note_words(row, user) for row in reversed(assessment.note_rows)),
        waiting=flags_waiting(response, assessment, seen) if is_open else (),
        note=_act("note", response, may_fill and response.status in NOTED_WHILE),
        sign=_act("sign", response, is_open),
        amend=_act("amend", response, may_fill and response.status in AMENDED_FROM),
        take_back=_act("enter_in_error", response, may_fill and response.status in TAKEN_BACK_FROM),
    )


def name_of(bundle: Bundle, condition: str) -> str:
    """The bundle's name of a condition, or its key where the bundle has no name for it."""
    return bundle.conditions[condition].name if condition in bundle.conditions else condition


def _verdicts(
    bundle: Bundle, response: Response, assessment: Any, user: User, is_open: bool
) -> dict[str, VerdictBlock]:
    judgements = tuple(Choice(value, str(words)) for value, words in JUDGEMENT_WORDS.items())
    found = {}
    for key in judged(assessment):
        said = [judged_words(row, user) for row in assessment.verdict_rows if row["condition"] == key]
        found[key] = VerdictBlock(
            condition=key,
            name=name_of(bundle, key),
            action=_act("verdict", response, is_open, key),
            latest=said[-1] if said else None,
            earlier=tuple(reversed(said[:-1])),
            judgements=judgements,
        )
    return found


def _flags(
    bundle: Bundle, response: Response, assessment: Any, user: User, is_open: bool
) -> dict[str, FlagBlock]:
    names = {flag.id: flag.name for flag in bundle.red_flags}
    found = {}
    for key in raised(assessment):
        rows = [row for row in assessment.acknowledgement_rows if row["flag"] == key]
        said = [acknowledged_words(row, user) for row in rows]
        found[key] = FlagBlock(
            flag=key,
            name=names.get(key, key),
            action=_act("acknowledge", response, is_open, key),
            latest=said[-1] if said else None,
            earlier=tuple(reversed(said[:-1])),
        )
    return found


def _sent(form: forms.Form | None) -> str:
    return str(form.data.get("reason_code", "")) if form is not None else ""


def _noted(bundle: Bundle, assessment: Any, row: Mapping[str, Any], user: User) -> OwnNoted:
    tiers = {each["condition"]: each["tier"] for each in assessment.decision.get("conditions", ())}
    places: dict[str, list[Thought]] = {"suggested": [], "cannot_tell": [], "not": []}
    for key in row["conditions"]:
        tier = tiers.get(key, "")
        place = "suggested" if tier in JUDGED_TIERS else "cannot_tell" if tier == "cannot_tell" else "not"
        href = f"#condition-{key}" if place != "not" else ""
        places[place].append(Thought(name_of(bundle, key), href))
    return OwnNoted(
        said=skipped_words(row, user) if row["skip_code"] else noted_words(row, user),
        suggested=tuple(places["suggested"]),
        cannot_tell=tuple(places["cannot_tell"]),
        not_suggested=tuple(places["not"]),
        is_skipped=bool(row["skip_code"]),
    )


def _act(name: str, response: Response, may: bool, *more: str) -> str:
    return reverse(f"encounters:{name}", args=[response.id, *more]) if may else ""


def differential_groups(bundle: Bundle) -> tuple[Group, ...]:
    """The conditions of a questionnaire by name, a handful under each heading of letters."""
    named = sorted((condition.name, key) for key, condition in bundle.conditions.items())
    return tuple(_letters(chunk) for chunk in _chunks(named))


FEWEST_IN_A_GROUP = 3
MOST_IN_A_GROUP = 10


def _chunks(named: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Ten or so in each, no letter in two of them, and no last one with a name or two alone."""
    chunks: list[list[tuple[str, str]]] = []
    for each in named:
        if not chunks or (len(chunks[-1]) >= MOST_IN_A_GROUP and each[0][:1] != chunks[-1][-1][0][:1]):
            chunks.append([])
        chunks[-1].append(each)
    if len(chunks) > 1 and len(chunks[-1]) < FEWEST_IN_A_GROUP:
        last = chunks.pop()
        chunks[-1] += last
    return chunks


def _letters(chunk: list[tuple[str, str]]) -> Group:
    first, last = chunk[0][0][:1].upper(), chunk[-1][0][:1].upper()
    words = first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    return Group(words, tuple(Choice(key, name) for name, key in chunk))
