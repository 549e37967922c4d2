"""How does a result become part of the record: signed, amended by a corrected copy, or taken back?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from screening.encounters import month_index
from screening.encounters.actions import StaleResponse, locked, record_act
from screening.encounters.models import Assessment, FlagAcknowledgement, Response, ResponseStatus
from screening.encounters.record.actions import Locked
from screening.questionnaires.store import bundle_of

PRESSING = ("emergency", "same_day")
AMENDED_FROM = (ResponseStatus.SUBMITTED, ResponseStatus.SIGNED)
TAKEN_BACK_FROM = (ResponseStatus.IN_PROGRESS, *AMENDED_FROM)


class FlagsWait(RuntimeError):
    """Pressing red flags that nobody has acknowledged; `names` says which, in the questionnaire's words."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__(", ".join(self.names))


class AnotherIsOpen(RuntimeError):
    """An open work-up of the same version stands in the way of amending an earlier one."""


@transaction.atomic
def sign_response(*, response_id: UUID, lock_number: int, by: User, at: datetime) -> Response:
    """
    Close a result: from here on its verdicts and acknowledgements stay as they are.

    Raises:
        Response.DoesNotExist, Locked, StaleResponse, FlagsWait.
    """
    response = locked(response_id, by)
    if response.status != ResponseStatus.SUBMITTED:
        raise Locked(_("Only a submitted result can be signed, and only once."))
    if response.lock_number != lock_number:
        raise StaleResponse(response, {})
    assessment = response.assessments.get()
    if waiting := flags_waiting(response, assessment, _acknowledged(assessment)):
        raise FlagsWait(waiting)
    response.status, response.signed_at, response.signed_by = ResponseStatus.SIGNED, at, by
    response.lock_number += 1
    response.save(update_fields=["status", "signed_at", "signed_by", "lock_number"])
    change = {"status": [ResponseStatus.SUBMITTED.value, response.status]}
    record_act("record.sign", "U", response, by=by, change=change)
    return response


@transaction.atomic
def begin_amendment(*, response_id: UUID, reason: str, by: User, at: datetime) -> Response:
    """
    Copy a response into a draft that will take its place once submitted, or find the draft begun before.

    The copy has the same questionnaire version, withdrawn or not: what was asked is corrected, not asked anew.

    Raises:
        Response.DoesNotExist, Locked, AnotherIsOpen.
    """
    old = locked(response_id, by)
    if old.status not in AMENDED_FROM:
        raise Locked(_("Only what was submitted, and not amended or taken back since, can be amended."))
    begun = Response.objects.filter(amends=old, status=ResponseStatus.IN_PROGRESS).first()
    if begun is not None:
        return begun
    draft = _copy(old, reason, at)
    old.lock_number += 1  # whoever is about to take it back has not seen the draft
    old.save(update_fields=["lock_number"])
    change = {"amends": [None, str(old.id)]}
    record_act("assessment.amend", "C", draft, by=by, change=change, reason=reason)
    return draft


@transaction.atomic
def enter_in_error(*, response_id: UUID, lock_number: int, reason: str, by: User, at: datetime) -> Response:
    """
    Mark a response as entered in error; its open amendment goes with it. This is never taken back.

    Raises:
        Response.DoesNotExist, Locked, StaleResponse.
    """
    open_drafts = list(_with_open_amendments(response_id, by))  # drafts first: as a submit of one holds them
    response = next((each for each in open_drafts if each.pk == response_id), None)
    if response is None:
        raise Response.DoesNotExist
    if response.status not in TAKEN_BACK_FROM:
        raise Locked(_("This was amended or taken back before."))
    if response.lock_number != lock_number:
        raise StaleResponse(response, {})
    for each in open_drafts:
        _take_back(each, reason, by, at)
    if response.submitted_at is not None:
        month_index.leave(response)
    return response


def flags_waiting(response: Response, assessment: Assessment, acknowledged: Iterable[str]) -> tuple[str, ...]:
    """The raised red flags for an emergency or the same day that nobody has acknowledged, by name."""
    seen = set(acknowledged)
    rows = assessment.decision.get("red_flags", ())
    open_ids = {
        each["id"]
        for each in rows
        if each["status"] == "raised" and each["urgency"] in PRESSING and each["id"] not in seen
    }
    if not open_ids:
        return ()
    return tuple(flag.name for flag in bundle_of(response.version).red_flags if flag.id in open_ids)


def _acknowledged(assessment: Assessment) -> Iterable[str]:
    rows = FlagAcknowledgement.objects.filter(assessment=assessment)
    return rows.values_list("flag", flat=True)


def _copy(old: Response, reason: str, at: datetime) -> Response:
    try:
        return Response.objects.create(
            practice_id=old.practice_id,
            encounter=old.encounter,
            version=old.version,
            work_up_of_id=old.work_up_of_id,
            answers=old.answers,
            set_aside=old.set_aside,
            mode=old.mode,
            amends=old,
            amendment=reason,
            started_at=at,
            saved_at=at,
        )
    except IntegrityError as error:  # what follows leaves begin_amendment, which takes all of it back
        raise AnotherIsOpen(_("Another work-up of this kind is open. Finish it first.")) from error


def _with_open_amendments(response_id: UUID, by: User) -> Iterable[Response]:
    """
    The response and the draft that amends it, held in the order in which a submit holds them.

    Held without their keys: the month's row of the patient may come to name one of them at the same time.
    """
    rows = Response.objects.visible_to(by).select_related("version__questionnaire", "encounter")
    mine = Q(pk=response_id) | Q(amends_id=response_id, status=ResponseStatus.IN_PROGRESS)
    rows = rows.defer("version__bundle").filter(mine).order_by("-started_at", "-id")
    return rows.select_for_update(of=("self",), no_key=True)


def _take_back(response: Response, reason: str, by: User, at: datetime) -> None:
    before = response.status
    response.status = ResponseStatus.ENTERED_IN_ERROR
    response.voided_at, response.voided_by, response.void_reason = at, by, reason
    response.lock_number += 1
    response.save(update_fields=["status", "voided_at", "voided_by", "void_reason", "lock_number"])
    change = {"status": [before, response.status]}
    record_act("assessment.void", "U", response, by=by, change=change, reason=reason)
