"""Does an installation refuse what is not safe, and say clearly what it lacks?"""

import subprocess
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client
from pytest_django import Settings

from config import checks, health, serving
from tools import verify
from tools.localdb.places import ROOT
from tools.prepare import PYTHON

NOTHING = {"PATH": "/usr/bin:/bin", "DATABASE_URL": "", "SECRET_KEY": ""}


def manage(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [PYTHON, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=NOTHING | env, capture_output=True, text=True)


def test_commands_that_need_no_database_run_without_one() -> None:
    answer = manage("questionnaires", "list")

    assert answer.returncode == 0, answer.stderr


def test_a_command_that_needs_a_database_says_how_to_get_one() -> None:
    answer = manage("migrate", "--database", "owner")

    assert answer.returncode != 0
    assert "No database: DATABASE_OWNER_URL is not set" in answer.stderr


def test_the_server_refuses_a_temporary_key(settings: Settings) -> None:
    settings.SECRET_KEY_IS_TEMPORARY = True

    with pytest.raises(serving.UnfitToServe, match="SECRET_KEY is not set"):
        serving.check_fit_to_serve()


@pytest.mark.security
@pytest.mark.django_db(databases=["default", "maint"])
def test_the_server_refuses_a_role_above_row_level_security(monkeypatch: pytest.MonkeyPatch) -> None:
    serving.check_fit_to_serve()
    monkeypatch.setattr(serving, "connection", connections["maint"])

    with pytest.raises(serving.UnfitToServe, match='"algia_maint".*BYPASSRLS'):
        serving.check_fit_to_serve()


@pytest.mark.django_db
def test_a_process_is_ready_with_database_role_and_migrations(client: Client) -> None:
    answer = client.get("/readyz").json()

    assert (answer["ready"], answer["fault"]) == (True, "")


@pytest.mark.django_db
def test_a_process_is_not_ready_while_migrations_are_missing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "is_behind", lambda: True)

    response = client.get("/readyz")

    assert (response.status_code, response.json()["fault"]) == (503, "migrations are missing")


def test_a_process_lives_but_is_not_ready_without_a_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> Iterator[None]:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)

    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").status_code == 503


@pytest.mark.security
def test_the_demo_is_refused_as_a_deployment(settings: Settings) -> None:
    settings.DEMO = True

    assert [fault.id for fault in checks.demo_is_off()] == ["algia.E001"]


@pytest.mark.security
def test_a_database_elsewhere_needs_verified_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    here = {"default": {"HOST": "", "OPTIONS": {"host": "/run/postgresql"}}}
    plain = {"default": {"HOST": "db.example", "OPTIONS": {}}}
    verified = {"default": {"HOST": "db.example", "OPTIONS": {"sslmode": "verify-full"}}}

    found = []
    for databases in (here, plain, verified):
        monkeypatch.setattr(checks, "settings", SimpleNamespace(DATABASES=databases))
        found.append([fault.id for fault in checks.database_link_is_verified()])

    assert found == [[], ["algia.E004"], []]


@pytest.mark.security
def test_production_settings_pass_the_deployment_checks_and_the_demo_does_not() -> None:
    production = {**verify.PRODUCTION, "SECRET_KEY": "k" * 20 + "0123456789abcdefghijklmnopqrstuvwxyz"}
    deploy = ("check", "--deploy", "--fail-level", "WARNING")

    good, demo = manage(*deploy, **production), manage(*deploy, **production, DEMO="1")

    assert good.returncode == 0, good.stderr
    assert demo.returncode == 1
    assert "algia.E001" in demo.stderr
