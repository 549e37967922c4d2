"""Which synthetic screenings does a demonstration have? A plan, carried out practice by practice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.demo import make_clinician, make_practice
from accounts.models import Practice, User
from screening.audit.record import Actor, AuditContext, audit_context, event_row, record
from screening.encounters.bulk import Rows, copy_rows
from screening.encounters.courses import Course, Visit, draw_course
from screening.encounters.models import Assessment, Encounter, Response, ResponseStatus, Subject
from screening.encounters.month_index import first_of_each_month
from screening.encounters.references import seal_reference
from screening.encounters.synthetic import load_patients
from screening.questionnaires.models import QuestionnaireVersion
from screening.questionnaires.store import MAINTENANCE, bundle_of, newest_builtin
from screening.scoring.engine import ENGINE

MONTHS = 36
DAYS_A_MONTH = 30
RECENT_DAYS = 10
OPENING_HOUR, OPEN_MINUTES, VISIT_MINUTES = 8, 600, 15
ONE_DRAFT_IN, MOST_DRAFTS = 20, 5
MOST_COURSES = 400  # from then on made-up patients repeat each other; each costs a decision a visit
ROWS_A_TRIP = 2000


@dataclass(frozen=True)
class Plan:
    """
    `screenings` in all, shared among `practices`, spread over the 36 months before `until`.

    At most `courses` made-up patients differ in their answers.
    """

    practices: int
    screenings: int
    seed: int
    until: datetime
    courses: int = MOST_COURSES


@dataclass
class Seeded:
    """What was done; a practice that had screenings before is left as it is."""

    screenings: int = 0
    skipped: list[str] = field(default_factory=list)
    practices: dict[int, Practice] = field(default_factory=dict)


@dataclass(frozen=True)
class Desk:
    """Where the synthetic patients of one practice are seen, by whom, and with which chance."""

    practice: Practice
    clinician: User
    version: QuestionnaireVersion
    until: datetime
    chance: Random

    def new_id(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)


def seed(plan: Plan, *, questionnaire: str) -> Seeded:
    """Fill every practice of the plan that has no screening yet; all of it or nothing."""
    done = Seeded()
    with transaction.atomic(using=MAINTENANCE), audit_context(AuditContext(system="seed_demo")):
        version = newest_builtin(questionnaire, using=MAINTENANCE)
        courses: list[Course] = []
        for number in range(plan.practices):
            desk = _desk(number, plan, version)
            done.practices[number] = desk.practice
            if Encounter.unscoped.using(MAINTENANCE).filter(practice=desk.practice).exists():
                done.skipped.append(desk.practice.name)
                continue
            courses = courses or _draw_courses(plan, version)
            wanted = plan.screenings // plan.practices + (number < plan.screenings % plan.practices)
            done.screenings += _fill(desk, courses, wanted)
            _record(desk, plan, wanted)
    return done


def _record(desk: Desk, plan: Plan, wanted: int) -> None:
    content = {"screenings": wanted, "seed": plan.seed}
    record("system.seed", action="C", practice=desk.practice.id, content=content, using=MAINTENANCE)


def _desk(number: int, plan: Plan, version: QuestionnaireVersion) -> Desk:
    practice = make_practice(number, using=MAINTENANCE)
    clinician = make_clinician(number, practice, using=MAINTENANCE)
    return Desk(practice, clinician, version, plan.until, Random(f"{plan.seed}/{practice.name}"))


def _draw_courses(plan: Plan, version: QuestionnaireVersion) -> list[Course]:
    chance = Random(f"{plan.seed}/courses")
    bundle = bundle_of(version)
    patients = load_patients(bundle)
    return [draw_course(bundle, patients, chance) for _ in range(min(plan.screenings, plan.courses))]


def _fill(desk: Desk, courses: Sequence[Course], wanted: int) -> int:
    rows, written, patients, drafts = Rows(), 0, 0, 0
    while written < wanted:
        course = desk.chance.choice(courses)
        visits = course.visits[: wanted - written]
        is_draft = drafts < MOST_DRAFTS and _is_draft(desk, course)
        _add_course(rows, desk, patients, course, visits, is_draft)
        written, patients, drafts = written + len(visits), patients + 1, drafts + is_draft
        if len(rows.responses) >= ROWS_A_TRIP or written == wanted:
            _write(rows)
            rows = Rows()
    return written


def _is_draft(desk: Desk, course: Course) -> bool:
    return len(course.visits) == 1 and desk.chance.randrange(ONE_DRAFT_IN) == 0


def _write(rows: Rows) -> None:
    """A batch holds whole patients, so each patient's months are all here."""
    rows.months.extend(first_of_each_month(r for r in rows.responses if r.submitted_at))
    copy_rows(rows, using=MAINTENANCE)


def _add_course(
    rows: Rows, desk: Desk, number: int, course: Course, visits: Sequence[Visit], is_draft: bool
) -> None:
    first_at = _opening_time(desk, RECENT_DAYS if is_draft else MONTHS * DAYS_A_MONTH, visits[-1])
    subject = _subject(desk, number, course, first_at)
    rows.subjects.append(subject)
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
        (_add_draft if is_draft else _add_submitted)(rows, desk, encounter, visit)


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
    answers = {key: value for key, value in visit.answers.items() if key in asked}
    response = _response(desk, encounter, answers, lock_number=len(reached) + 1)
    rows.responses.append(response)
    _add_event(rows, desk, "assessment.create", "C", response)


def _add_submitted(rows: Rows, desk: Desk, encounter: Encounter, visit: Visit) -> None:
    at = encounter.opened_at + timedelta(minutes=VISIT_MINUTES)
    closed = {"submission_key": desk.new_id(), "submitted_at": at, "submitted_by": desk.clinician}
    response = _response(desk, encounter, visit.answers, status=ResponseStatus.SUBMITTED, **closed)
    response.saved_at = at
    assessment = Assessment(
        id=desk.new_id(),
        practice=desk.practice,
        response=response,
        engine=ENGINE,
        digest=desk.version.digest,
        inputs_digest=visit.inputs_digest,
        decision=visit.decision,
        decision_digest=visit.decision_digest,
        made_at=at,
    )
    rows.responses.append(response)
    rows.assessments.append(assessment)
    _add_event(rows, desk, "assessment.create", "C", response)
    change = {
        "status": [ResponseStatus.IN_PROGRESS.value, response.status],
        "inputs_digest": [None, visit.inputs_digest],
        "decision_digest": [None, visit.decision_digest],
    }
    _add_event(rows, desk, "assessment.submit", "U", response, change=change)


def _response(desk: Desk, encounter: Encounter, answers: Any, **more: Any) -> Response:
    at = encounter.opened_at
    facts = {"version": desk.version, "answers": dict(answers), "started_at": at, "saved_at": at}
    return Response(id=desk.new_id(), practice=desk.practice, encounter=encounter, **{**facts, **more})


def _add_event(rows: Rows, desk: Desk, event_type: str, action: str, response: Response, **more: Any) -> None:
    row = event_row(
        event_type,
        action=action,
        entity=("response", response.id, response.lock_number),
        subject=response.encounter.subject_id,
        practice=desk.practice.id,
        actor=Actor(desk.clinician.id, desk.clinician.name, ("clinician",)),
        content={"digest": desk.version.digest, "version": desk.version.version, "engine": ENGINE},
        **more,
    )
    rows.events.append(row)
