"""How does a work-up begin, and how are the answers confirmed that it was given from its screening?"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from screening.encounters.actions import check_takes_answers, locked, record_act
from screening.encounters.carrying import carried_answers, waiting, waiting_by_hand
from screening.encounters.models import Encounter, Response, ResponseStatus
from screening.questionnaires.models import QuestionnaireVersion, VersionStatus
from screening.questionnaires.store import bundle_of, offered_work_ups

IN_FORCE = (ResponseStatus.SUBMITTED, ResponseStatus.SIGNED)


class NotSubmitted(RuntimeError):
    """A work-up is opened from the result of a screening; this has none, or is a work-up itself."""


class WorkUpUnknown(LookupError):
    """No work-up of this key may be opened now."""


@transaction.atomic
def open_work_up(*, response_id: UUID, key: str, by: User, at: datetime) -> Response:
    """
    Begin a work-up with what its screening already knows, or find the one that was begun or submitted.

    Args:
        response_id: the submitted screening.
        key: of the questionnaire, which `offered_work_ups` must have.

    Raises:
        Response.DoesNotExist, NotSubmitted, WorkUpUnknown.
    """
    screening = _screening(response_id, by)
    _hold_encounter(screening, by)
    begun = _begun(screening, key)
    if begun is None or is_superseded(begun, offered_work_ups(screening.practice_id)):
        return _begin(screening, _version(screening, key), by, at)
    return begun


@transaction.atomic
def confirm_carried(*, response_id: UUID, lock_number: int, by: User, at: datetime) -> Response:
    """
    Say of every carried answer that the form shows that it still holds. Where none waits nothing happens.

    Raises:
        Response.DoesNotExist, ResponseNotInProgress, StaleResponse.
    """
    response = locked(response_id, by)
    bundle = bundle_of(response.version)
    confirmed = waiting(bundle, response.carried, response.answers)
    if response.is_in_progress and not confirmed:
        return response
    check_takes_answers(response, lock_number, {})
    count = len(waiting_by_hand(bundle, response.carried, response.answers))
    response.carried = [key for key in response.carried if key not in confirmed]
    response.saved_at = at
    response.lock_number += 1
    sections = dict.fromkeys(bundle.section_of[key] for key in confirmed)
    record_act("assessment.confirm", "U", response, by=by, carried=count, fields=list(sections))
    response.save()
    return response


def is_superseded(work_up: Response, offered: Iterable[QuestionnaireVersion]) -> bool:
    """Whether a submitted work-up is not to be relied on any more while another version of it is in force."""
    if work_up.is_in_progress or work_up.version.status != VersionStatus.WITHDRAWN:
        return False
    return work_up.version.questionnaire.key in {version.questionnaire.key for version in offered}


def _screening(response_id: UUID, by: User) -> Response:
    rows = Response.objects.visible_to(by).select_related("version__questionnaire", "encounter")
    response = rows.defer("version__bundle").get(pk=response_id)
    if response.is_work_up or response.status not in IN_FORCE:
        raise NotSubmitted(_("A work-up is opened from the result of a submitted screening."))
    return response


def _hold_encounter(screening: Response, by: User) -> None:
    """Of two that open the same work-up at once, the second waits and finds what the first began."""
    rows = Encounter.objects.visible_to(by).select_for_update(of=("self",))
    rows.only("id").get(pk=screening.encounter_id)


def _begun(screening: Response, key: str) -> Response | None:
    """The work-up of this encounter that stands: an open one goes before a submitted one."""
    rows = Response.objects.filter(
        encounter_id=screening.encounter_id,
        work_up_of__isnull=False,
        version__questionnaire__key=key,
        status__in=(ResponseStatus.IN_PROGRESS, *IN_FORCE),
    )
    found = list(
        rows.select_related("version__questionnaire").defer("version__bundle", "answers", "set_aside")
    )
    return max(found, key=lambda each: (each.is_in_progress, each.saved_at), default=None)


def _version(screening: Response, key: str) -> QuestionnaireVersion:
    for version in offered_work_ups(screening.practice_id):
        if version.questionnaire.key == key:
            return version
    raise WorkUpUnknown(key)


def _begin(screening: Response, version: QuestionnaireVersion, by: User, at: datetime) -> Response:
    source, target = bundle_of(screening.version), bundle_of(version)
    answers = carried_answers(source, screening.answers, target)
    response = Response.objects.create(
        practice_id=screening.practice_id,
        encounter=screening.encounter,
        version=version,
        work_up_of=screening,
        answers=answers,
        carried=list(answers),
        started_at=at,
        saved_at=at,
    )
    record_act("assessment.create", "C", response, by=by, carried=len(answers))
    return response
