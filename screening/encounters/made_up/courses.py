"""How does a made-up patient come back? Courses of visits with their work-ups, each decided by the real engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from screening.encounters.carrying import carried_answers
from screening.encounters.made_up.patients import Profile, SyntheticPatients, draw_answers
from screening.questionnaires.digests import digest
from screening.scoring.bundle import Bundle
from screening.scoring.engine import assess
from screening.scoring.tiers import SUGGESTED

VISITS_OF_A_COURSE = (1, 1, 1, 1, 1, 1, 2, 2, 2, 3)
MONTHS_BETWEEN_VISITS = (3, 11)
MONTHS_A_YEAR = 12
WORKED_UP = 0.3  # the share of visits after which anything is worked up
WORK_UPS_OF_A_VISIT = (1, 1, 1, 2)
MOST_CONDITIONS = 4  # of those suggested, the first are worked up


@dataclass(frozen=True)
class Questions:
    """The questionnaires of a demonstration: the screen, and the work-ups by key."""

    screen: Bundle
    work_ups: Mapping[str, Bundle]


@dataclass(frozen=True)
class Filled:
    """What was answered on one questionnaire and what followed from it."""

    answers: Mapping[str, Any]
    inputs_digest: str
    decision: Mapping[str, Any]
    decision_digest: str


@dataclass(frozen=True)
class WorkUp:
    """A work-up, by the key of its questionnaire, and what it began with from the screening."""

    key: str
    carried: Mapping[str, Any]
    filled: Filled


@dataclass(frozen=True)
class Visit:
    """One meeting: a screening, and the work-ups opened from its result."""

    months_after_first: int
    screening: Filled
    work_ups: tuple[WorkUp, ...]


@dataclass(frozen=True)
class Person:
    """Who is asked at one visit."""

    profile: Profile
    age_years: int
    sex: str


@dataclass(frozen=True)
class Course:
    """One made-up patient: age at the first visit, sex, and every visit."""

    age_years: int
    sex: str
    visits: tuple[Visit, ...]


def draw_course(
    questions: Questions, patients: SyntheticPatients, profile: Profile, chance: Random
) -> Course:
    age_years = chance.randint(*profile.age_years)
    sex = "female" if chance.random() < profile.female else "male"
    visits, months = [], 0
    for _ in range(chance.choice(VISITS_OF_A_COURSE)):
        person = Person(profile, age_years + months // MONTHS_A_YEAR, sex)
        visits.append(_visit(questions, patients, person, months, chance))
        months += chance.randint(*MONTHS_BETWEEN_VISITS)
    return Course(age_years, sex, tuple(visits))


def _visit(
    questions: Questions, patients: SyntheticPatients, person: Person, months: int, chance: Random
) -> Visit:
    screening = _fill(questions.screen, patients, person, {}, chance)
    return Visit(months, screening, tuple(_work_ups(questions, patients, person, screening, chance)))


def _work_ups(
    questions: Questions, patients: SyntheticPatients, person: Person, screening: Filled, chance: Random
) -> list[WorkUp]:
    """Some of those that the result page offers, filled in after what was carried is confirmed."""
    if chance.random() >= WORKED_UP:
        return []
    ranked = [each["condition"] for each in screening.decision["conditions"] if each["tier"] in SUGGESTED]
    wanted = set(ranked[:MOST_CONDITIONS])
    fitting = [key for key, bundle in questions.work_ups.items() if wanted & set(bundle.work_up_for)]
    found = []
    for key in chance.sample(fitting, min(len(fitting), chance.choice(WORK_UPS_OF_A_VISIT))):
        bundle = questions.work_ups[key]
        carried = carried_answers(questions.screen, screening.answers, bundle)
        found.append(WorkUp(key, carried, _fill(bundle, patients, person, carried, chance)))
    return found


def _fill(
    bundle: Bundle,
    patients: SyntheticPatients,
    person: Person,
    carried: Mapping[str, Any],
    chance: Random,
) -> Filled:
    given = {"age_years": person.age_years, "sex": person.sex, **carried}
    answers = draw_answers(bundle, patients, person.profile, given=given, chance=chance)
    decision = assess(bundle, answers).decision
    return Filled(answers, digest(answers), decision, digest(decision))
