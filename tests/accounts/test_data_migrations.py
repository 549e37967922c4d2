"""Does a data migration see the rows it is meant to change, and is the wall back up afterwards?"""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.db.migrations.state import ProjectState

from accounts.models import Practice
from accounts.row_security import run_python_without_force
from screening.encounters.models import Subject

TABLES = ("accounts_practice", "screening_subject")


def _add_a_patient(apps: Any, schema_editor: Any) -> None:
    practice = Practice.objects.using("owner").create(id=uuid4(), name="Migrated")
    facts = {"reference_ciphertext": b"", "reference_index": b"x", "birth_year": 1970, "sex": "male"}
    Subject.unscoped.using("owner").create(practice=practice, **facts)


def _nothing(apps: Any, schema_editor: Any) -> None:
    pass


@pytest.mark.django_db(databases=["owner"])
def test_a_data_migration_writes_past_force_and_puts_it_back() -> None:
    operation = run_python_without_force(*TABLES, forwards=_add_a_patient, backwards=_nothing)
    subjects = Subject.unscoped.using("owner")

    with connections["owner"].schema_editor() as editor:
        operation.database_forwards("screening", editor, ProjectState(), ProjectState())

    assert not subjects.exists(), "the owner sees no rows under FORCE"
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE screening_subject NO FORCE ROW LEVEL SECURITY")
    assert subjects.count() == 1
