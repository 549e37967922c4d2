"""Which rows does a made-up patient leave? Those that the actions would have written, visit by visit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from accounts.models import Practice, User
from screening.audit.record import Actor, event_row
from screening.encounters.carrying import waiting, waiting_by_hand
from screening.encounters.made_up.bulk import Rows
from screening.encounters.made_up.courses import Course, Filled, Visit, WorkUp
from screening.encounters.models import Assessment, Encounter, Response, ResponseStatus, Subject
from screening.encounters.references import seal_reference
from screening.questionnaires.models import QuestionnaireVersion
from screening.questionnaires.store import bundle_of
from screening.scoring.engine import ENGINE

MONTHS = 36
DAYS_A_MONTH = 30
RECENT_DAYS = 10
OPENING_HOUR, OPEN_MINUTES, VISIT_MINUTES = 8, 600, 15


@dataclass(frozen=True)
class Desk:
    """Where the synthetic patients of one practice are seen, by whom, and with which chance."""

    practice: Practice
    clinician: User
    version: QuestionnaireVersion
    work_ups: Mapping[str, QuestionnaireVersion]
    until: datetime
    chance: Random

    def new_id(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)


def add_course(
    rows: Rows, desk: Desk, number: int, course: Course, visits: Sequence[Visit], is_draft: bool
) -> int:
    """
    Add one patient with these visits; `number` counts the patients of the practice.

    Returns:
        How many work-ups came with them. A draft has none.
    """
    first_at = _opening_time(desk, RECENT_DAYS if is_draft else MONTHS * DAYS_A_MONTH, visits[-1])
    subject = _subject(desk, number, course, first_at)
    rows.subjects.append(subject)
    work_ups = 0
    for visit in visits:
        at = first_at + timedelta(days=visit.months_after_first * DAYS_A_MONTH)
        encounter = Encounter(
            id=desk.new_id(),
            practice=desk.practice,
            subject=subject,
            clinician=desk.clinician,
            opened_at=at,
        )
        rows.encounters.append(encounter)
        if is_draft:
            _add_draft(rows, desk, encounter, visit)
        else:
            work_ups += _add_visit(rows, desk, encounter, visit)
    return work_ups


def _opening_time(desk: Desk, days: int, latest: Visit) -> datetime:
    """A moment in opening hours, early enough for every later visit to be past."""
    days -= latest.months_after_first * DAYS_A_MONTH
    day = desk.until - timedelta(days=latest.months_after_first * DAYS_A_MONTH + desk.chance.randint(1, days))
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=OPENING_HOUR, minutes=desk.chance.randrange(OPEN_MINUTES))


def _subject(desk: Desk, number: int, course: Course, first_at: datetime) -> Subject:
    subject_id = desk.new_id()
    reference = f"{desk.practice.name.removeprefix('Practice ')[:2].upper()}-{number + 1:05}"
    ciphertext, index = seal_reference(desk.practice.id, subject_id, reference)
    return Subject(
        id=subject_id,
        practice=desk.practice,
        reference_ciphertext=ciphertext,
        reference_index=index,
        birth_year=first_at.year - course.age_years,
        sex=course.sex,
    )


def _add_draft(rows: Rows, desk: Desk, encounter: Encounter, visit: Visit) -> None:
    sections = bundle_of(desk.version).sections
    reached = sections[: desk.chance.randint(1, len(sections) - 1)]
    asked = {item.key for section in reached for item in section.items}
    answers = {key: value for key, value in visit.screening.answers.items() if key in asked}
    response = _response(desk, encounter, desk.version, answers, lock_number=len(reached) + 1)
    rows.responses.append(response)
    _add_event(rows, desk, "assessment.create", "C", response)


def _add_visit(rows: Rows, desk: Desk, encounter: Encounter, visit: Visit) -> int:
    """The screening and its work-ups one after the other; how many of these there are."""
    screening = _response(desk, encounter, desk.version, visit.screening.answers)
    _add_event(rows, desk, "assessment.create", "C", screening)
    _submit(rows, desk, screening, visit.screening)
    at = screening.saved_at
    for work_up in visit.work_ups:
        at = _add_work_up(rows, desk, screening, work_up, at).saved_at
    return len(visit.work_ups)


def _add_work_up(rows: Rows, desk: Desk, screening: Response, work_up: WorkUp, at: datetime) -> Response:
    """Opened from the result, what was carried confirmed at once, then filled in and submitted."""
    version = desk.work_ups[work_up.key]
    times = {"started_at": at, "saved_at": at}
    response = _response(
        desk, screening.encounter, version, work_up.filled.answers, work_up_of=screening, **times
    )
    about = {"work_up_of": str(screening.id), "carried": len(work_up.carried)}
    _add_event(rows, desk, "assessment.create", "C", response, about)
    bundle, keys = bundle_of(version), list(work_up.carried)
    sections = dict.fromkeys(bundle.section_of[key] for key in waiting(bundle, keys, work_up.carried))
    about = {**about, "carried": len(waiting_by_hand(bundle, keys, work_up.carried))}
    _add_event(rows, desk, "assessment.confirm", "U", response, about, fields=list(sections))
    _submit(rows, desk, response, work_up.filled)
    return response


def _response(
    desk: Desk, encounter: Encounter, version: QuestionnaireVersion, answers: Mapping[str, Any], **more: Any
) -> Response:
    at = encounter.opened_at
    facts = {"version": version, "answers": dict(answers), "started_at": at, "saved_at": at}
    return Response(id=desk.new_id(), practice=desk.practice, encounter=encounter, **{**facts, **more})


def _submit(rows: Rows, desk: Desk, response: Response, filled: Filled) -> None:
    at = response.started_at + timedelta(minutes=VISIT_MINUTES)
    response.status, response.submission_key = ResponseStatus.SUBMITTED, desk.new_id()
    response.saved_at = response.submitted_at = at
    response.submitted_by = desk.clinician
    assessment = Assessment(
        id=desk.new_id(),
        practice=desk.practice,
        response=response,
        engine=ENGINE,
        digest=response.version.digest,
        inputs_digest=filled.inputs_digest,
        decision=filled.decision,
        decision_digest=filled.decision_digest,
        made_at=at,
    )
    rows.responses.append(response)
    rows.assessments.append(assessment)
    change = {
        "status": [ResponseStatus.IN_PROGRESS.value, response.status],
        "inputs_digest": [None, filled.inputs_digest],
        "decision_digest": [None, filled.decision_digest],
    }
    _add_event(rows, desk, "assessment.submit", "U", response, change=change)


def _add_event(
    rows: Rows,
    desk: Desk,
    event_type: str,
    action: str,
    response: Response,
    about: Mapping[str, Any] | None = None,
    **more: Any,
) -> None:
    version = response.version
    row = event_row(
        event_type,
        action=action,
        entity=("response", response.id, response.lock_number),
        subject=response.encounter.subject_id,
        practice=desk.practice.id,
        actor=Actor(desk.clinician.id, desk.clinician.name, ("clinician",)),
        content={"digest": version.digest, "version": version.version, "engine": ENGINE, **(about or {})},
        **more,
    )
    rows.events.append(row)
