"""What does a valid row look like? One factory a model, valid by default, traits for the other states."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import factory
from django.db import models, transaction
from factory import LazyAttribute, SelfAttribute, SubFactory, Trait
from factory.django import DjangoModelFactory

from accounts.models import Membership, Practice, Role, User
from accounts.scope import practice_scope
from screening.encounters.models import Assessment, Encounter, Response, ResponseStatus, Subject
from screening.encounters.references import seal_reference
from screening.questionnaires.digests import digest, rules_digest
from screening.questionnaires.models import Questionnaire, QuestionnaireVersion, VersionStatus
from screening.scoring.engine import ENGINE

PASSWORD = "a long enough sentence"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def small_document(key: str = "small-screen", version: str = "1.0.0") -> dict[str, Any]:
    """A questionnaire of three pages: age and sex, a stem with a number behind it, one red-flag group."""
    return {
        "meta": {
            "key": key,
            "version": version,
            "title": "A small screen",
            "language": "en",
            "intended_use": "To try the rooms that keep and show questionnaires.",
            "population": "Nobody",
            "reviewed_date": "2026-01-05",
        },
        "sections": [
            {"key": "about", "title": "About the patient", "items": [_age(), _sex()]},
            {"key": "pain", "title": "Pain", "items": [_ask_pain(), _months(), _note()]},
            {
                "key": "dangers",
                "title": "Danger signs",
                "groups": [{"key": "danger_signs", "label": "Danger signs", "red_flags": True}],
                "items": [_danger("rf_fever"), _danger("rf_weight_loss")],
            },
        ],
    }


def _item(key: str, kind: str, **more: Any) -> dict[str, Any]:
    facts = {"key": key, "type": kind, "label": key, "answered_by": "patient_reported"}
    return {**facts, "source": "own-wording", "mark": "own", **more}


def _age() -> dict[str, Any]:
    return _item("age_years", "integer", unit="years", minimum=0, maximum=120)


def _sex() -> dict[str, Any]:
    options = [{"value": value, "label": value} for value in ("female", "male", "other", "unknown")]
    return _item("sex", "choice", options=options)


def _ask_pain() -> dict[str, Any]:
    return _item("ask_pain", "boolean", covers=["pain_duration_months"])


def _months() -> dict[str, Any]:
    return _item("pain_duration_months", "integer", minimum=0, maximum=1200, negative=0)


def _note() -> dict[str, Any]:
    return _item("x_note", "text")


def _danger(key: str) -> dict[str, Any]:
    return _item(key, "boolean", group="danger_signs")


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@practice.example")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)


class InItsPractice(DjangoModelFactory[models.Model]):
    """Makes the row inside its practice's scope, so that a test may hold rows of two practices."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[models.Model], *args: Any, **values: Any) -> models.Model:
        practice_id = values["practice"].id if "practice" in values else values["id"]
        manager: Any = getattr(model_class, "unscoped", model_class._default_manager)
        with transaction.atomic(), practice_scope(practice_id):
            return manager.create(**values)


class PracticeFactory(InItsPractice):
    class Meta:
        model = Practice

    id = factory.LazyFunction(uuid4)
    name = factory.Sequence(lambda n: f"Practice {n:03}")


class MembershipFactory(InItsPractice):
    class Meta:
        model = Membership

    practice = SubFactory(PracticeFactory)
    user = SubFactory(UserFactory)
    role = Role.CLINICIAN


class QuestionnaireFactory(InItsPractice):
    class Meta:
        model = Questionnaire

    practice = SubFactory(PracticeFactory)
    key = factory.Sequence(lambda n: f"small-screen-{n}")


class VersionFactory(InItsPractice):
    class Meta:
        model = QuestionnaireVersion

    class Params:
        draft = Trait(status=VersionStatus.DRAFT, published_at=None)
        retired = Trait(status=VersionStatus.RETIRED)

    practice = SubFactory(PracticeFactory)
    questionnaire = SubFactory(QuestionnaireFactory, practice=SelfAttribute("..practice"))
    version = "1.0.0"
    status = VersionStatus.PUBLISHED
    bundle = LazyAttribute(lambda row: small_document(row.questionnaire.key, row.version))
    digest = LazyAttribute(lambda row: digest(row.bundle))
    rules_digest = LazyAttribute(lambda row: rules_digest(row.bundle))
    published_at = NOON


class SubjectFactory(InItsPractice):
    class Meta:
        model = Subject

    class Params:
        reference = factory.Sequence(lambda n: f"P-{n:05}")

    id = factory.LazyFunction(uuid4)
    practice = SubFactory(PracticeFactory)
    reference_ciphertext = LazyAttribute(
        lambda row: seal_reference(row.practice.id, row.id, row.reference)[0]
    )
    reference_index = LazyAttribute(lambda row: seal_reference(row.practice.id, row.id, row.reference)[1])
    birth_year = 1974
    sex = "female"


class EncounterFactory(InItsPractice):
    class Meta:
        model = Encounter

    class Params:
        finished = Trait(finished_at=NOON)

    practice = SubFactory(PracticeFactory)
    subject = SubFactory(SubjectFactory, practice=SelfAttribute("..practice"))
    clinician = SubFactory(UserFactory)
    opened_at = NOON


class ResponseFactory(InItsPractice):
    class Meta:
        model = Response

    class Params:
        submitted = Trait(
            status=ResponseStatus.SUBMITTED,
            submission_key=factory.LazyFunction(uuid4),
            submitted_at=NOON,
            submitted_by=SelfAttribute("encounter.clinician"),
        )

    practice = SubFactory(PracticeFactory)
    encounter = SubFactory(EncounterFactory, practice=SelfAttribute("..practice"))
    version = SubFactory(VersionFactory, practice=SelfAttribute("..practice"))
    answers = factory.LazyFunction(lambda: {"age_years": 52, "sex": "female"})
    started_at = NOON
    saved_at = NOON


class AssessmentFactory(InItsPractice):
    class Meta:
        model = Assessment

    practice = SubFactory(PracticeFactory)
    response = SubFactory(ResponseFactory, practice=SelfAttribute("..practice"), submitted=True)
    engine = ENGINE
    digest = LazyAttribute(lambda row: row.response.version.digest)
    inputs_digest = LazyAttribute(lambda row: digest(row.response.answers))
    decision = factory.LazyFunction(dict)
    decision_digest = LazyAttribute(lambda row: digest(row.decision))
    made_at = NOON


def clinic(role: str = Role.CLINICIAN) -> SimpleNamespace:
    """A practice with one person at work and one published questionnaire version."""
    practice = PracticeFactory()
    user = UserFactory()
    MembershipFactory(practice=practice, user=user, role=role)
    return SimpleNamespace(practice=practice, user=user, version=VersionFactory(practice=practice))


def standing(status: ResponseStatus, by: User) -> dict[str, Any]:
    """The columns of a response that was signed, superseded or taken back: for `update`."""
    facts: dict[str, dict[str, Any]] = {
        ResponseStatus.SIGNED: {"signed_at": NOON, "signed_by": by},
        ResponseStatus.ENTERED_IN_ERROR: {
            "voided_at": NOON,
            "voided_by": by,
            "void_reason": "The wrong patient.",
        },
    }
    return {"status": status, **facts.get(status, {})}


@contextmanager
def at_work(place: Any) -> Iterator[None]:
    """Inside the scope that the middleware would open for the person of a `clinic()`."""
    with transaction.atomic(), practice_scope(place.practice.id, user_id=place.user.id):
        yield
