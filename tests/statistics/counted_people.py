"""Who was screened in which month? Index rows with answers and decisions, many at once, without the engine."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from accounts.models import Role
from screening.encounters.models import (
    Assessment,
    Encounter,
    Response,
    ResponseStatus,
    StatisticsIndex,
    Subject,
)
from screening.questionnaires.models import QuestionnaireVersion
from screening.questionnaires.store import current_version
from tests.factories import QuestionnaireFactory, VersionFactory, at_work, clinic, small_document

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
IN_JUNE = datetime(2026, 6, 10, 12, tzinfo=UTC)
DIGEST = "sha256:" + "0" * 64

Person = tuple[int, str, Mapping[str, str]]
"""Age, sex, and the tier of each condition."""


def statistics_place() -> SimpleNamespace:
    """A practice entered in good time, and a person who may export its statistics."""
    place = clinic(role=Role.STATISTICS)
    with at_work(place):
        place.version = current_version(place.practice.id, "chronic-pain-screen")
    return place


def own_version(place: Any, *conditions: str, key: str = "own") -> QuestionnaireVersion:
    """A questionnaire that the practice wrote, which weighs these conditions."""
    document = small_document(key)
    document["conditions"] = [{"key": condition, "name": condition} for condition in conditions]
    mine = QuestionnaireFactory(practice=place.practice, key=key)
    return VersionFactory(practice=place.practice, questionnaire=mine, bundle=document)


def screen(
    place: Any,
    month: date,
    people: Iterable[Person],
    version: QuestionnaireVersion | None = None,
    *,
    with_answers: bool = True,
) -> list[StatisticsIndex]:
    """Enter these people into the index of a month; one already closed is the database's affair."""
    rows = [_rows(place, month, version or place.version, *person) for person in people]
    for row in rows if not with_answers else ():
        row[2].answers = {}
    with at_work(place):
        for kind, model in enumerate((Subject, Encounter, Response, Assessment, StatisticsIndex)):
            model.unscoped.bulk_create(row[kind] for row in rows)
    return [row[-1] for row in rows]


def some_people(
    number: int, age_years: int = 52, sex: str = "female", tier: str = "consider", condition: str = "fm"
) -> list[Person]:
    return [(age_years, sex, {condition: tier})] * number


def _rows(
    place: Any,
    month: date,
    version: QuestionnaireVersion,
    age_years: int,
    sex: str,
    tiers: Mapping[str, str],
) -> tuple[Any, ...]:
    at = datetime(month.year, month.month, 2, 12, tzinfo=UTC)
    ours = {"practice": place.practice}
    subject = Subject(
        **ours,
        reference_ciphertext=b"-",
        reference_index=uuid4().bytes,
        birth_year=at.year - age_years,
        sex=sex,
    )
    encounter = Encounter(**ours, subject=subject, clinician=place.user, opened_at=at)
    response = Response(
        **ours,
        encounter=encounter,
        version=version,
        status=ResponseStatus.SUBMITTED,
        answers={"age_years": age_years, "sex": sex},
        started_at=at,
        saved_at=at,
        submission_key=uuid4(),
        submitted_at=at,
        submitted_by=place.user,
    )
    decision = {"conditions": [{"condition": name, "tier": tier} for name, tier in tiers.items()]}
    assessment = Assessment(
        **ours,
        response=response,
        engine=1,
        digest=DIGEST,
        inputs_digest=DIGEST,
        decision=decision,
        decision_digest=DIGEST,
        made_at=at,
    )
    index = StatisticsIndex(**ours, subject=subject, month=month, response=response)
    return subject, encounter, response, assessment, index
