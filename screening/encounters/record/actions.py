"""What can a clinician say to a result? Each saying is a new row with its audit event, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from screening.encounters.actions import locked, record_act
from screening.encounters.models import (
    Assessment,
    FlagAcknowledgement,
    Note,
    OwnDifferential,
    Response,
    ResponseStatus,
    Verdict,
)
from screening.questionnaires.digests import digest
from screening.scoring.flags import URGENCIES

JUDGED_TIERS = ("consider_first", "consider")
Saying = TypeVar("Saying", bound=models.Model)
NOTED_WHILE = (ResponseStatus.SUBMITTED, ResponseStatus.SIGNED)


class Locked(RuntimeError):
    """The result is signed, amended since or taken back, and takes nothing like this any more."""


class NotOnTheResult(LookupError):
    """The result has no such suggestion, or has not raised that flag."""


@transaction.atomic
def give_verdict(
    *,
    response_id: UUID,
    condition: str,
    judgement: str,
    reason_code: str,
    reason: str,
    by: User,
    at: datetime,
) -> Verdict:
    """
    Agree with a suggestion, disagree, or say that it was known; the latest counts, the earlier ones stay.

    Raises:
        Response.DoesNotExist, Locked, NotOnTheResult.
    """
    response = _open_result(response_id, by)
    assessment = response.assessments.get()
    if condition not in judged(assessment):
        raise NotOnTheResult(condition)
    said = {"judgement": judgement, "reason_code": reason_code, "reason": reason}
    given = Verdict.objects.filter(assessment=assessment, condition=condition)
    if twice := _said_last(given, by, said):
        return twice
    verdict = Verdict.objects.create(
        practice_id=response.practice_id, assessment=assessment, condition=condition, by=by, at=at, **said
    )
    _count(response)
    _record("record.verdict", response, by, verdict.id, said, [f"condition:{condition}"])
    return verdict


@transaction.atomic
def acknowledge_flag(
    *, response_id: UUID, flag: str, reason_code: str, reason: str, by: User, at: datetime
) -> FlagAcknowledgement:
    """
    Say that a raised red flag was seen, and what follows from it.

    Raises:
        Response.DoesNotExist, Locked, NotOnTheResult.
    """
    response = _open_result(response_id, by)
    assessment = response.assessments.get()
    if flag not in raised(assessment):
        raise NotOnTheResult(flag)
    said = {"reason_code": reason_code, "reason": reason}
    given = FlagAcknowledgement.objects.filter(assessment=assessment, flag=flag)
    if twice := _said_last(given, by, said):
        return twice
    seen = FlagAcknowledgement.objects.create(
        practice_id=response.practice_id, assessment=assessment, flag=flag, by=by, at=at, **said
    )
    _count(response)
    _record("record.acknowledge", response, by, seen.id, said, [f"flag:{flag}"])
    return seen


@transaction.atomic
def write_note(*, response_id: UUID, text: str, by: User, at: datetime) -> Note:
    """
    Add words to a result; after the signature too, as a dated addendum. Nothing is computed from them.

    Raises:
        Response.DoesNotExist, Locked.
    """
    response = locked(response_id, by)
    if response.status not in NOTED_WHILE:
        raise Locked(_("This result takes no more notes."))
    if twice := _said_last(Note.objects.filter(response=response), by, {"text": text}):
        return twice
    note = Note.objects.create(practice_id=response.practice_id, response=response, text=text, by=by, at=at)
    _record("record.note", response, by, note.id, {"text": text}, ["note"])
    return note


@transaction.atomic
def note_own_differential(
    *, response_id: UUID, conditions: Sequence[str], other: str, by: User, at: datetime
) -> OwnDifferential:
    """
    Keep what the clinician thinks of before the list opens.

    Raises:
        Response.DoesNotExist, Locked.
    """
    said = {"conditions": list(conditions), "other": other}
    return _own_differential(response_id, by, at, said, "own_differential")


@transaction.atomic
def skip_own_differential(
    *, response_id: UUID, skip_code: str, skip_reason: str, by: User, at: datetime
) -> OwnDifferential:
    """
    Open the list without noting anything, and say why.

    Raises:
        Response.DoesNotExist, Locked.
    """
    said = {"skip_code": skip_code, "skip_reason": skip_reason}
    return _own_differential(response_id, by, at, said, f"skip:{skip_code}")


def judged(assessment: Assessment) -> tuple[str, ...]:
    """The conditions that a clinician judges: those suggested, and those that were known before."""
    rows = assessment.decision.get("conditions", ())
    return tuple(each["condition"] for each in rows if each["tier"] in JUDGED_TIERS or each["known"])


def raised(assessment: Assessment) -> tuple[str, ...]:
    """The red flags that the answers raised, the most urgent first."""
    rows = [each for each in assessment.decision.get("red_flags", ()) if each["status"] == "raised"]
    return tuple(each["id"] for each in sorted(rows, key=lambda each: URGENCIES.index(each["urgency"])))


def _own_differential(
    response_id: UUID, by: User, at: datetime, said: dict[str, Any], field: str
) -> OwnDifferential:
    response = _open_result(response_id, by)
    first = OwnDifferential.objects.filter(response=response, by=by).first()
    if first is not None:  # a second click: the list is open by now
        return first
    row = OwnDifferential.objects.create(
        practice_id=response.practice_id, response=response, by=by, at=at, **said
    )
    _count(response)
    _record("record.own_differential", response, by, row.id, said, [field])
    return row


def _said_last(rows: QuerySet[Saying], by: User, said: Mapping[str, str]) -> Saying | None:
    """The latest of these rows, if the same person said the same with it: the form was sent twice."""
    last = rows.order_by("at", "id").last()
    is_same = last is not None and last.by_id == by.pk  # type: ignore[attr-defined]
    return last if is_same and all(getattr(last, name) == words for name, words in said.items()) else None


def _open_result(response_id: UUID, by: User) -> Response:
    """A submitted response, held until the transaction ends."""
    response = locked(response_id, by)
    if response.status != ResponseStatus.SUBMITTED:
        raise Locked(_("This result is locked."))
    return response


def _count(response: Response) -> None:
    """Whoever is about to sign has then seen less than there is, and is shown it first."""
    response.lock_number += 1
    response.save(update_fields=["lock_number"])


def _record(
    event_type: str, response: Response, by: User, row_id: UUID, said: dict[str, Any], fields: Sequence[str]
) -> None:
    """Which part was touched; what was said only as a digest, with the row's own id in it."""
    kept = digest({"id": str(row_id), **said})
    record_act(event_type, "C", response, by=by, fields=fields, change={"said": [None, kept]})
