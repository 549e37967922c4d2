"""Do the walls between practices stand when the code forgets to scope?"""

import ast
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import F

from accounts.models import Membership, Practice, User
from accounts.scope import (
    ScopedManager,
    ScopeMissing,
    ScopeNeedsTransaction,
    SharedManager,
    current_practice_id,
    practice_scope,
)
from screening.audit.models import AuditEvent
from screening.audit.record import record
from screening.authoring.models import Package, ReviewStep
from screening.encounters.models import (
    Assessment,
    Encounter,
    FlagAcknowledgement,
    Note,
    OwnDifferential,
    Response,
    StatisticsIndex,
    Subject,
    Verdict,
)
from screening.jobs.models import Job, JobFile, Outbox, ScheduledRun
from screening.questionnaires.models import Questionnaire, QuestionnaireVersion
from screening.statistics.models import ProtectedCube, StatisticsExport, StatisticsPeriod
from tests.factories import (
    NOON,
    AssessmentFactory,
    EncounterFactory,
    PracticeFactory,
    ResponseFactory,
    SubjectFactory,
    UserFactory,
    VersionFactory,
    at_work,
    clinic,
)

pytestmark = [pytest.mark.django_db, pytest.mark.security]

OF_A_PRACTICE = [
    model
    for model in apps.get_models()
    if any(field.column == "practice_id" for field in model._meta.concrete_fields)
]
WITH_ROWS: list[type[models.Model]] = [
    AuditEvent,
    Assessment,
    Encounter,
    FlagAcknowledgement,
    Job,
    JobFile,
    Membership,
    Note,
    Outbox,
    OwnDifferential,
    Package,
    ProtectedCube,
    Questionnaire,
    QuestionnaireVersion,
    Response,
    ReviewStep,
    StatisticsExport,
    StatisticsIndex,
    StatisticsPeriod,
    Subject,
    Verdict,
]
APPEND_ONLY = [ReviewStep, StatisticsPeriod, ProtectedCube, StatisticsExport]
OF_NO_PRACTICE = {ScheduledRun}  # one due moment of a scheduled task, for all practices
MARCH = NOON.date().replace(day=1)
SHA256, DIGEST = "0" * 64, "sha256:" + "0" * 64


def everything(model: type[models.Model]) -> models.QuerySet[Any]:
    """Every row, past the scoping managers: what code that forgot its scope would read."""
    return models.QuerySet(model)


@pytest.fixture
def filled() -> Any:
    """A practice with a row in every one of its tables."""
    place = clinic()
    assessment = AssessmentFactory(practice=place.practice)
    with at_work(place):
        facts = {"practice": place.practice, "by": place.user, "at": NOON}
        Verdict.objects.create(assessment=assessment, condition="fm", judgement="agree", **facts)
        OwnDifferential.objects.create(response=assessment.response, conditions=["fm"], **facts)
        FlagAcknowledgement.objects.create(assessment=assessment, flag="RF4", reason_code="acted", **facts)
        Note.objects.create(response=assessment.response, text="Seen again in a week.", **facts)
        record("assessment.view", action="R", practice=place.practice.id)
        _fill_jobs(place)
        _fill_authoring(place)
        _fill_statistics(place, assessment.response)
    return place


def _fill_jobs(place: Any) -> None:
    job = Job.objects.create(
        practice=place.practice, kind="jobs.test", asked_by=place.user, asked_at=NOON, request_key=uuid4()
    )
    Outbox.objects.create(practice=place.practice, job=job, queued_at=NOON, not_before=NOON)
    JobFile.objects.create(
        practice=place.practice,
        job=job,
        name="made.csv",
        media_type="text/csv",
        place="none",
        size_bytes=0,
        sha256=SHA256,
        made_at=NOON,
        expires_at=NOON,
    )


def _fill_authoring(place: Any) -> None:
    facts = {"practice": place.practice, "version": place.version, "by": place.user, "at": NOON}
    Package.objects.create(text="meta: {}", **facts)
    ReviewStep.objects.create(kind="published", digest=DIGEST, **facts)


def _fill_statistics(place: Any, response: Response) -> None:
    """The month is closed after the row of the index, which would go to the next one otherwise."""
    of_practice = {"practice": place.practice}
    subject = response.encounter.subject
    StatisticsIndex.objects.create(subject=subject, month=MARCH, response=response, **of_practice)
    period = StatisticsPeriod.objects.create(
        month=MARCH, closed_at=NOON, threshold=8, key_id="k", software="test", **of_practice
    )
    ProtectedCube.objects.create(period=period, table="base", cells=[], digest=DIGEST, **of_practice)
    StatisticsExport.objects.create(
        from_month=MARCH, to_month=MARCH, files={}, by=place.user, at=NOON, **of_practice
    )


def own_rows(model: type[models.Model], practice_id: UUID) -> int:
    return everything(model).filter(practice_id=practice_id).count()


def test_the_tests_run_in_a_role_that_row_level_security_holds() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_every_table_of_a_practice_is_among_these_tests() -> None:
    assert set(WITH_ROWS) == set(OF_A_PRACTICE)


def test_every_table_of_no_practice_is_known_to_be_so() -> None:
    """A new table without the column would stand outside the walls, unnoticed."""
    ours = {model for model in apps.get_models() if model._meta.app_label in ("accounts", "screening")}

    assert ours - set(OF_A_PRACTICE) - {User, Practice} == OF_NO_PRACTICE


@pytest.mark.parametrize("model", [*OF_A_PRACTICE, Practice], ids=lambda model: model.__name__)
def test_every_table_of_a_practice_has_forced_row_security_and_a_policy(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity,"
            " EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)"
            " FROM pg_class WHERE oid = %s::regclass",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, True, True)


@pytest.mark.parametrize("model", WITH_ROWS, ids=lambda model: model.__name__)
def test_its_own_practice_sees_a_row(filled: Any, model: type[models.Model]) -> None:
    with at_work(filled):
        assert own_rows(model, filled.practice.id) > 0


@pytest.mark.parametrize("model", WITH_ROWS, ids=lambda model: model.__name__)
def test_another_practice_sees_no_row_even_unscoped(filled: Any, model: type[models.Model]) -> None:
    with at_work(clinic()):
        assert own_rows(model, filled.practice.id) == 0


@pytest.mark.parametrize("model", WITH_ROWS, ids=lambda model: model.__name__)
def test_without_a_scope_there_is_no_row(filled: Any, model: type[models.Model]) -> None:
    assert own_rows(model, filled.practice.id) == 0


@pytest.mark.parametrize("model", WITH_ROWS, ids=lambda model: model.__name__)
def test_another_practice_changes_and_deletes_nothing(filled: Any, model: type[models.Model]) -> None:
    with at_work(clinic()):
        for sql in ("UPDATE {} SET practice_id = practice_id", "DELETE FROM {}"):
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(
                        sql.format(model._meta.db_table) + " WHERE practice_id = %s", [filled.practice.id]
                    )
                    assert cursor.rowcount == 0
            except DatabaseError:
                continue

    with at_work(filled):
        assert own_rows(model, filled.practice.id) > 0


def test_a_row_cannot_be_written_into_another_practice() -> None:
    other = PracticeFactory()

    with at_work(clinic()), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        everything(Subject).create(practice=other, reference_index=b"x", birth_year=1970, sex="male")


def test_a_row_cannot_be_moved_into_another_practice() -> None:
    place, other = clinic(), PracticeFactory()
    subject = SubjectFactory(practice=place.practice)

    with at_work(place), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        everything(Subject).filter(pk=subject.pk).update(practice=other)


def test_a_row_cannot_point_into_another_practice() -> None:
    """Foreign keys look past row-level security, so the links carry the practice themselves."""
    place, other = clinic(), clinic()
    theirs = SubjectFactory(practice=other.practice)

    with pytest.raises(IntegrityError, match="same_practice"), transaction.atomic():
        EncounterFactory(practice=place.practice, subject=theirs)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("sql", "ours"),
    [
        ("UPDATE screening_outbox SET job_id = %s", Job),
        ("UPDATE screening_jobfile SET job_id = %s", Job),
        ("UPDATE screening_statisticsindex SET response_id = %s", Response),
        ("UPDATE screening_statisticsindex SET subject_id = %s", Subject),
    ],
)
def test_no_row_is_led_to_another_practices_row(filled: Any, sql: str, ours: type[models.Model]) -> None:
    """A file of ours hung onto their job would be theirs to download, and theirs ours."""
    other = clinic()
    AssessmentFactory(practice=other.practice)
    with at_work(other):
        _fill_jobs(other)
        theirs = everything(ours).filter(practice_id=other.practice.id).first()
    assert theirs is not None

    with (
        at_work(filled),
        pytest.raises(IntegrityError, match="same_practice"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, [theirs.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_built_in_questionnaire_cannot_be_written_by_the_application() -> None:
    with at_work(clinic()), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        everything(Questionnaire).create(practice=None, key="forged")


def test_a_person_sees_their_own_memberships_everywhere_and_others_only_at_work() -> None:
    here, there = clinic(), clinic()

    with transaction.atomic(), practice_scope(None, user_id=here.user.id):
        assert [m.user_id for m in everything(Membership)] == [here.user.id]
    with at_work(there):
        assert [m.user_id for m in everything(Membership)] == [there.user.id]


def test_every_practice_is_readable_but_changed_only_from_inside() -> None:
    place, other = clinic(), PracticeFactory(name="Other")

    with at_work(place):
        assert Practice.objects.filter(pk=other.pk).exists()
        assert Practice.objects.filter(pk=other.pk).update(name="Taken over") == 0
        assert Practice.objects.filter(pk=place.practice.pk).update(name="Renamed") == 1


@pytest.mark.parametrize(
    "model", [model for model in OF_A_PRACTICE if model is not AuditEvent], ids=lambda model: model.__name__
)
def test_every_default_manager_of_a_practices_rows_asks_for_a_scope(model: Any) -> None:
    assert isinstance(model._default_manager, ScopedManager | SharedManager)
    with pytest.raises(ScopeMissing):
        model.objects.count()


def test_a_scope_needs_a_transaction() -> None:
    class Autocommit:
        in_atomic_block = False

    from accounts import scope

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scope, "connections", {"default": Autocommit()})
        with pytest.raises(ScopeNeedsTransaction), practice_scope(PracticeFactory.build().id):
            pass


def test_a_scope_inside_a_scope_gives_the_outer_one_back() -> None:
    outer, inner = clinic(), clinic()

    with at_work(outer):
        with at_work(inner):
            assert current_practice_id() == inner.practice.id
            assert everything(QuestionnaireVersion).get(practice_id__isnull=False) == inner.version
        assert current_practice_id() == outer.practice.id
        assert everything(QuestionnaireVersion).get(practice_id__isnull=False) == outer.version


def test_a_scope_ends_with_an_error_inside_it() -> None:
    place = clinic()

    with pytest.raises(ZeroDivisionError), at_work(place):
        _ = 1 / 0

    with pytest.raises(ScopeMissing):
        current_practice_id()
    assert everything(QuestionnaireVersion).filter(practice_id__isnull=False).count() == 0


def test_a_scope_ends_after_a_database_error_inside_it() -> None:
    place = clinic()

    with pytest.raises(DatabaseError), at_work(place):
        User.objects.create(email="UPPER@example.org")

    assert everything(QuestionnaireVersion).filter(practice_id__isnull=False).count() == 0


def test_visible_means_of_this_practice_and_for_a_clinical_role() -> None:
    place = clinic()
    response = ResponseFactory(practice=place.practice)
    ResponseFactory()

    with at_work(place):
        assert list(Response.objects.visible_to(place.user)) == [response]
        assert not Response.objects.visible_to(UserFactory()).exists()
        assert list(response.encounter.responses.all()) == [response]


# --- What nobody changes any more


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE screening_assessment SET engine = engine",
        "DELETE FROM screening_assessment",
        "TRUNCATE screening_assessment CASCADE",
    ],
)
def test_an_assessment_is_never_changed(filled: Any, sql: str) -> None:
    with at_work(filled), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda model: model.__name__)
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_was_reviewed_closed_or_handed_out_stays_as_it_was(
    filled: Any, model: type[models.Model], sql: str
) -> None:
    with at_work(filled), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(model._meta.db_table))


def test_the_file_of_a_published_version_never_changes(filled: Any) -> None:
    with at_work(filled), pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Package.objects.update(text="meta: {forged: true}")


@pytest.mark.parametrize("field", ["bundle", "digest", "rules_digest", "version", "published_at"])
def test_a_published_version_never_changes(field: str) -> None:
    place = clinic()
    values = {
        "bundle": {"meta": {}},
        "digest": "sha256:" + "0" * 64,
        "rules_digest": "sha256:" + "0" * 64,
        "version": "9.9.9",
        "published_at": None,
    }

    with at_work(place), pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        QuestionnaireVersion.objects.update(**{field: values[field]})


def test_a_published_version_may_be_retired_but_not_brought_back() -> None:
    place = clinic()

    with at_work(place):
        own = QuestionnaireVersion.objects.filter(pk=place.version.pk)
        assert own.update(status="retired") == 1
        for status in ("published", "draft"):
            with pytest.raises(DatabaseError), transaction.atomic():
                own.update(status=status)


def test_a_published_version_is_never_deleted_but_a_draft_may_be() -> None:
    place = clinic()
    draft = VersionFactory(practice=place.practice, draft=True)

    with at_work(place):
        with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
            place.version.delete()
        draft.bundle = {**draft.bundle, "title": "changed"}
        draft.save()
        draft.delete()


def test_a_draft_that_is_changed_in_no_way_stays_a_draft() -> None:
    draft = VersionFactory(draft=True)

    with transaction.atomic(), practice_scope(draft.practice_id):
        assert QuestionnaireVersion.objects.filter(pk=draft.pk).update(version=F("version")) == 1


# --- Migrations


def _migrations() -> list[Path]:
    apps_with_tables = ("accounts", "screening")
    return [
        path
        for app in apps_with_tables
        for path in (Path(settings.BASE_DIR) / app / "migrations").glob("0*.py")
    ]


@pytest.mark.parametrize("path", _migrations(), ids=lambda path: f"{path.parts[-3]}.{path.stem}")
def test_no_data_migration_runs_blind_under_force(path: Path) -> None:
    """Under FORCE the owner sees no rows: RunPython would change nothing and say nothing."""
    names = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute | ast.Name)
    }

    assert "RunPython" not in names, "use accounts.row_security.run_python_without_force"
