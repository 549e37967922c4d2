"""Which synthetic screenings does a demonstration have? A plan, carried out practice by practice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from random import Random

from django.db import transaction

from accounts.demo import make_clinician, make_practice
from accounts.models import Practice
from screening.audit.record import AuditContext, audit_context, record
from screening.encounters.made_up.bulk import Rows, copy_rows
from screening.encounters.made_up.courses import Course, Questions, draw_course
from screening.encounters.made_up.patients import load_patients
from screening.encounters.made_up.rows import Desk, add_course
from screening.encounters.models import Encounter
from screening.encounters.month_index import first_of_each_month
from screening.questionnaires.models import QuestionnaireVersion
from screening.questionnaires.store import MAINTENANCE, bundle_of, newest_builtin, newest_builtin_work_ups

ONE_DRAFT_IN, MOST_DRAFTS = 20, 5
MOST_COURSES = 400  # from then on made-up patients repeat each other; each costs a decision a visit
ROWS_A_TRIP = 2000


@dataclass(frozen=True)
class Plan:
    """
    `screenings` in all, shared among `practices`, spread over the 36 months before `until`.

    Work-ups come beside them. At most `courses` made-up patients differ in their answers.
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
    work_ups: int = 0
    skipped: list[str] = field(default_factory=list)
    practices: dict[int, Practice] = field(default_factory=dict)


def seed(plan: Plan, *, questionnaire: str) -> Seeded:
    """Fill every practice of the plan that has no screening yet; all of it or nothing."""
    done = Seeded()
    with transaction.atomic(using=MAINTENANCE), audit_context(AuditContext(system="seed_demo")):
        version = newest_builtin(questionnaire, using=MAINTENANCE)
        work_ups = newest_builtin_work_ups(using=MAINTENANCE)
        courses: list[Course] = []
        for number in range(plan.practices):
            desk = _desk(number, plan, version, work_ups)
            done.practices[number] = desk.practice
            if Encounter.unscoped.using(MAINTENANCE).filter(practice=desk.practice).exists():
                done.skipped.append(desk.practice.name)
                continue
            courses = courses or _draw_courses(plan, version, work_ups)
            wanted = plan.screenings // plan.practices + (number < plan.screenings % plan.practices)
            done.screenings += wanted
            done.work_ups += _fill(desk, courses, wanted)
            _record(desk, plan, wanted)
    return done


def _record(desk: Desk, plan: Plan, wanted: int) -> None:
    content = {"screenings": wanted, "seed": plan.seed}
    record("system.seed", action="C", practice=desk.practice.id, content=content, using=MAINTENANCE)


def _desk(
    number: int, plan: Plan, version: QuestionnaireVersion, work_ups: dict[str, QuestionnaireVersion]
) -> Desk:
    practice = make_practice(number, using=MAINTENANCE)
    clinician = make_clinician(number, practice, using=MAINTENANCE)
    return Desk(practice, clinician, version, work_ups, plan.until, Random(f"{plan.seed}/{practice.name}"))


def _draw_courses(
    plan: Plan, version: QuestionnaireVersion, work_ups: dict[str, QuestionnaireVersion]
) -> list[Course]:
    chance = Random(f"{plan.seed}/courses")
    questions = Questions(bundle_of(version), {key: bundle_of(each) for key, each in work_ups.items()})
    patients = load_patients(questions.screen, questions.work_ups.values())
    profiles = islice(patients.draw_profiles(chance), min(plan.screenings, plan.courses))
    return [draw_course(questions, patients, profile, chance) for profile in profiles]


def _fill(desk: Desk, courses: Sequence[Course], wanted: int) -> int:
    """How many work-ups came beside the screenings that were wanted."""
    rows, written, patients, drafts, work_ups = Rows(), 0, 0, 0, 0
    while written < wanted:
        course = desk.chance.choice(courses)
        visits = course.visits[: wanted - written]
        is_draft = drafts < MOST_DRAFTS and _is_draft(desk, course)
        work_ups += add_course(rows, desk, patients, course, visits, is_draft)
        written, patients, drafts = written + len(visits), patients + 1, drafts + is_draft
        if len(rows.responses) >= ROWS_A_TRIP or written == wanted:
            _write(rows)
            rows = Rows()
    return work_ups


def _is_draft(desk: Desk, course: Course) -> bool:
    return len(course.visits) == 1 and desk.chance.randrange(ONE_DRAFT_IN) == 0


def _write(rows: Rows) -> None:
    """A batch holds whole patients, so each patient's months are all here."""
    rows.months.extend(first_of_each_month(r for r in rows.responses if r.submitted_at))
    copy_rows(rows, using=MAINTENANCE)
