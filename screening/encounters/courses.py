"""How does a made-up patient come back? Courses of visits, each decided by the real engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from screening.encounters.synthetic import Profile, SyntheticPatients, draw_answers
from screening.questionnaires.digests import digest
from screening.scoring.bundle import Bundle
from screening.scoring.engine import assess

VISITS_OF_A_COURSE = (1, 1, 1, 1, 1, 1, 2, 2, 2, 3)
MONTHS_BETWEEN_VISITS = (3, 11)
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Visit:
    """What was answered at one visit and what followed from it."""

    months_after_first: int
    answers: Mapping[str, Any]
    inputs_digest: str
    decision: Mapping[str, Any]
    decision_digest: str


@dataclass(frozen=True)
class Course:
    """One made-up patient: age at the first visit, sex, and every visit."""

    age_years: int
    sex: str
    visits: tuple[Visit, ...]


def draw_course(bundle: Bundle, patients: SyntheticPatients, chance: Random) -> Course:
    profile = patients.draw_profile(chance)
    age_years = chance.randint(*profile.age_years)
    sex = "female" if chance.random() < profile.female else "male"
    visits, months = [], 0
    for _ in range(chance.choice(VISITS_OF_A_COURSE)):
        age = age_years + months // MONTHS_A_YEAR
        visits.append(_visit(bundle, patients, profile, months, age, sex, chance))
        months += chance.randint(*MONTHS_BETWEEN_VISITS)
    return Course(age_years, sex, tuple(visits))


def _visit(
    bundle: Bundle,
    patients: SyntheticPatients,
    profile: Profile,
    months: int,
    age_years: int,
    sex: str,
    chance: Random,
) -> Visit:
    answers = draw_answers(bundle, patients, profile, age_years=age_years, sex=sex, chance=chance)
    decision = assess(bundle, answers).decision
    return Visit(months, answers, digest(answers), decision, digest(decision))
