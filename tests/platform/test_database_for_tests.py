"""Do the tests stand where the application stands? As algia_app, behind the walls, on a database of their own."""

import socket

import psycopg
import pytest
from django.db import connection

from tests.database import connect, wipe


@pytest.mark.django_db
def test_tests_run_as_the_serving_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("algia_app", False, False)


@pytest.mark.django_db
def test_the_serving_role_cannot_change_tables() -> None:
    with connect("default") as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("CREATE TABLE mine (id int)")


@pytest.mark.django_db(transaction=True)
def test_a_wipe_keeps_the_built_in_questionnaires() -> None:
    count = "SELECT count(*) FROM screening_questionnaireversion"
    with connect("maint") as maint:
        before = maint.execute(count).fetchone()
        wipe()

        assert maint.execute(count).fetchone() == before


def test_no_test_reaches_another_machine() -> None:
    with pytest.raises(Exception, match="192.0.2.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
