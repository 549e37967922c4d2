"""What can be done with a screening? Each action happens whole, with its audit event, or not at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from screening.audit.record import Actor, current_context, record
from screening.encounters import amendments, month_index
from screening.encounters.checking.recheck import ask_for_recheck
from screening.encounters.models import Assessment, Encounter, Mode, Response, ResponseStatus, Subject
from screening.encounters.readiness import ADULT_FROM_AGE_YEARS, Reason, why_not_submit
from screening.encounters.references import seal_reference
from screening.encounters.saves import Change, change_of, faults_in, remember_save, was_last_saved_by
from screening.questionnaires.answering import answers_at_submit
from screening.questionnaires.digests import digest
from screening.questionnaires.models import QuestionnaireVersion
from screening.questionnaires.store import bundle_of
from screening.scoring.bundle import Bundle
from screening.scoring.engine import ENGINE, assess


class NotAnAdult(ValueError):
    """Algia screens adults only."""


class SubjectMismatch(ValueError):
    """The reference belongs to a patient of another birth year: most likely a mistyped reference."""


class VersionNotPublished(ValueError):
    """No new screening may begin on a draft, retired or withdrawn version."""


class NotAScreening(ValueError):
    """A visit begins with a screening; a work-up is opened from the result of one."""


class ResponseNotInProgress(RuntimeError):
    """The screening was submitted, or closed otherwise, and takes no more answers."""


class StepUnknown(LookupError):
    """The questionnaire version has no such section."""


class StaleResponse(RuntimeError):
    """Another tab or person saved in between; `current` is what is stored, `yours` what was sent."""

    def __init__(self, current: Response, yours: Mapping[str, Any]) -> None:
        super().__init__(_("This screening was changed elsewhere since you opened it."))
        self.current = current
        self.yours = dict(yours)


class StepRefused(ValueError):
    """Values that the questionnaire does not take; nothing of the step was saved."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        super().__init__("; ".join(reason.message for reason in reasons))
        self.reasons = tuple(reasons)


class SubmitRefused(StepRefused):
    """The screening cannot be submitted yet; nothing was changed."""


@transaction.atomic
def open_encounter(
    *,
    practice_id: UUID,
    clinician: User,
    reference: str,
    birth_year: int,
    age_years: int,
    sex: str,
    version: QuestionnaireVersion,
    at: datetime,
    mode: str = Mode.NOT_RECORDED,
) -> Response:
    """
    Begin a screening for a patient, known or new, with age and sex already answered.

    Raises:
        NotAnAdult, SubjectMismatch, VersionNotPublished, NotAScreening, StepRefused,
        references.ReferenceUnusable.
    """
    if min(age_years, at.year - birth_year) < ADULT_FROM_AGE_YEARS:
        raise NotAnAdult(_("Algia is made for adults: the patient is younger than 18."))
    _check_begins_a_visit(version)
    answers = {"age_years": age_years, "sex": sex}
    if faults := faults_in(bundle_of(version), Change(answers, {}, []), answers):
        raise StepRefused(faults)
    subject = _subject(practice_id, reference, birth_year, sex)
    encounter = Encounter.objects.create(
        practice_id=practice_id, subject=subject, clinician=clinician, opened_at=at
    )
    response = Response.objects.create(
        practice_id=practice_id,
        encounter=encounter,
        version=version,
        answers=answers,
        mode=mode,
        started_at=at,
        saved_at=at,
    )
    record_act("assessment.create", "C", response, by=clinician)
    return response


@transaction.atomic
def save_step(
    *,
    response_id: UUID,
    section_key: str,
    posted: Mapping[str, Any],
    lock_number: int,
    by: User,
    at: datetime,
    tried: Sequence[str] = (),
) -> Response:
    """
    Keep what was answered on one page of a draft. A save that changes nothing keeps the lock number.

    The carried answers that the page shows are confirmed by it. A page that holds what is stored
    already is never stale: nothing could be overwritten. `tried` names the saves of this page that
    the browser had no answer to.

    Raises:
        Response.DoesNotExist, ResponseNotInProgress, StaleResponse, StepUnknown, StepRefused.
    """
    response = locked(response_id, by)
    bundle = bundle_of(response.version)
    change = _change(bundle, response, section_key, posted)
    if response.is_in_progress and change.is_in(response):
        return response
    check_takes_answers(response, lock_number, posted, tried)
    if faults := faults_in(bundle, change, posted):
        raise StepRefused(faults)
    keep(response, change, section_key, by=by, at=at)
    return response


@transaction.atomic
def set_mode(*, response_id: UUID, mode: str, lock_number: int, by: User, at: datetime) -> Response:
    """
    Say how the questions of a draft were put.

    Raises:
        Response.DoesNotExist, ResponseNotInProgress, StaleResponse.
    """
    response = locked(response_id, by)
    check_takes_answers(response, lock_number, {})
    if response.mode != mode:
        response.mode, response.saved_at = mode, at
        response.lock_number += 1
        record_act("assessment.update", "U", response, by=by, fields=["mode"])
        response.save(update_fields=["mode", "saved_at", "lock_number"])
    return response


@transaction.atomic
def submit_response(
    *,
    response_id: UUID,
    submission_key: UUID,
    lock_number: int,
    by: User,
    at: datetime,
    mode: str | None = None,
) -> Assessment:
    """
    Decide a draft and close it. The same key again finds the same assessment, however often it comes.

    `mode` says how the questions were put, None that nothing new is said of it.

    Raises:
        Response.DoesNotExist, ResponseNotInProgress, StaleResponse, SubmitRefused,
        amendments.AmendedElsewhere.
    """
    response = locked(response_id, by)
    if not response.is_in_progress and response.submission_key == submission_key:
        return response.assessments.get()
    check_takes_answers(response, lock_number, {})
    bundle = bundle_of(response.version)
    answers = answers_at_submit(bundle, response.answers)
    reasons = why_not_submit(bundle, answers, response.carried)
    if reasons:
        raise SubmitRefused(reasons)
    response.mode = response.mode if mode is None else mode
    _close(response, answers, submission_key, by, at)
    assessment = _assess(response, bundle, at)
    if response.amends_id is None:
        month_index.enter(response)
    else:
        amendments.supersede(response)
    _record_submit(response, assessment, by)
    ask_for_recheck(assessment, by=by, at=at)
    return assessment


def locked(response_id: UUID, by: User) -> Response:
    """The response, held until the transaction ends; raises Response.DoesNotExist."""
    rows = Response.objects.visible_to(by).select_related("version__questionnaire", "encounter")
    return rows.defer("version__bundle").select_for_update(of=("self",)).get(pk=response_id)


def check_takes_answers(
    response: Response, lock_number: int, posted: Mapping[str, Any], tried: Sequence[str] = ()
) -> None:
    """Raises ResponseNotInProgress, StaleResponse."""
    if not response.is_in_progress:
        raise ResponseNotInProgress(_("This screening was submitted and cannot be changed any more."))
    if response.lock_number != lock_number and not was_last_saved_by(response, tried):
        raise StaleResponse(response, posted)


def keep(
    response: Response, change: Change, section_key: str, *, by: User, at: datetime, save_key: str = ""
) -> None:
    """Store a change of a locked draft under the next lock number."""
    change.put_into(response)
    response.saved_at = at
    response.lock_number += 1
    _record_step_once_a_sitting(response, section_key, by)
    remember_save(response, save_key)
    response.save()


def record_act(
    event_type: str, action: str, response: Response, *, by: User, carried: int | None = None, **more: Any
) -> None:
    """One event about a response; of a work-up also how many answers were carried into it or confirmed."""
    content: dict[str, Any] = {
        "digest": response.version.digest,
        "version": response.version.version,
        "engine": ENGINE,
    }
    if carried is not None:
        content |= {"work_up_of": str(response.work_up_of_id), "carried": carried}
    record(
        event_type,
        action=action,
        entity=("response", response.id, response.lock_number),
        subject=response.encounter.subject_id,
        practice=response.practice_id,
        actor=current_context().actor or Actor(by.pk, by.name),
        content=content,
        **more,
    )


def _check_begins_a_visit(version: QuestionnaireVersion) -> None:
    """Asks the database again: the version may have been retired since the page was shown."""
    stored = QuestionnaireVersion.objects.filter(pk=version.pk).only("status", "work_up_for").first()
    if stored is None or not stored.is_published:
        raise VersionNotPublished(_("This questionnaire version is no longer in use. Please start again."))
    if stored.is_work_up:
        raise NotAScreening(_("This questionnaire is a work-up. Open it from the result of a screening."))


def _subject(practice_id: UUID, reference: str, birth_year: int, sex: str) -> Subject:
    subject_id = uuid4()
    ciphertext, index = seal_reference(practice_id, subject_id, reference)
    fresh = {"id": subject_id, "reference_ciphertext": ciphertext, "birth_year": birth_year, "sex": sex}
    subject = Subject.objects.get_or_create(practice_id=practice_id, reference_index=index, defaults=fresh)[0]
    if subject.birth_year != birth_year:
        raise SubjectMismatch(_("This reference belongs to a patient with another year of birth."))
    return subject


def _change(bundle: Bundle, response: Response, section_key: str, posted: Mapping[str, Any]) -> Change:
    try:
        return change_of(bundle, response, section_key, posted, posted)
    except KeyError as error:
        raise StepUnknown(section_key) from error


def _close(
    response: Response, answers: Mapping[str, Any], submission_key: UUID, by: User, at: datetime
) -> None:
    response.answers, response.set_aside, response.carried = dict(answers), {}, []
    response.status = ResponseStatus.SUBMITTED
    response.submission_key, response.submitted_by, response.submitted_at = submission_key, by, at
    response.saved_at = at
    response.lock_number += 1
    try:
        response.save()  # what follows an error leaves submit_response, which takes all of it back
    except IntegrityError as error:
        raise ResponseNotInProgress(_("This form was already used to submit another screening.")) from error


def _assess(response: Response, bundle: Bundle, at: datetime) -> Assessment:
    decision = assess(bundle, response.answers).decision
    return Assessment.objects.create(
        practice_id=response.practice_id,
        response=response,
        engine=ENGINE,
        digest=bundle.digest,
        inputs_digest=digest(response.answers),
        decision=decision,
        decision_digest=digest(decision),
        made_at=at,
    )


def _record_step_once_a_sitting(response: Response, section_key: str, by: User) -> None:
    """Autosave would drown the trail: one event per step and sign-in, without values."""
    sitting = current_context().sitting
    if response.sitting != sitting:
        response.sitting, response.sitting_steps = sitting, []
    if section_key not in response.sitting_steps:
        response.sitting_steps = [*response.sitting_steps, section_key]
        record_act("assessment.update", "U", response, by=by, fields=[section_key])


def _record_submit(response: Response, assessment: Assessment, by: User) -> None:
    """From submit on, old and new; clinical values as digests, never in clear."""
    change = {
        "status": [ResponseStatus.IN_PROGRESS.value, response.status],
        "inputs_digest": [None, assessment.inputs_digest],
        "decision_digest": [None, assessment.decision_digest],
    }
    record_act("assessment.submit", "U", response, by=by, change=change)
