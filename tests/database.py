"""Which database do the tests use? A clone per worker of one template, both made by the owner role."""

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connections

from tools.localdb.roles import GRANTS

ALIASES = ("default", "owner", "maint")
KEPT = ("django_migrations", "django_content_type", "auth_permission")
SHAPED_BY = ("accounts", "screening", "tools/localdb/roles.py", "config/settings.py")
CHECKOUT = hashlib.sha256(str(settings.BASE_DIR).encode()).hexdigest()[:6]
PREFIX = f"test_algia_{CHECKOUT}_"


class NoDatabaseForTests(Exception):
    """The tests were not told which database to use."""


@contextlib.contextmanager
def database_for_tests(worker: str) -> Iterator[str]:
    """Point all aliases at a fresh clone; drop it afterwards."""
    if connections["owner"].settings_dict["ENGINE"] == "config.unset_database":
        raise NoDatabaseForTests("Run `make test`, or start one: .venv/bin/python manage.py localdb start")
    home = connections["owner"].settings_dict["NAME"]
    name = f"{PREFIX}r{os.getpid()}_{worker}"
    template = f"{PREFIX}t{_shape()}"
    with connect("owner", home) as owner:
        owner.execute("SELECT pg_advisory_lock(hashtext(%s))", [PREFIX])
        _drop_leftovers(owner, template)
        if not _exists(owner, template):
            _build(owner, template)
        owner.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    _point_aliases_at(name)
    try:
        yield name
    finally:
        connections.close_all()
        with connect("owner", home) as owner, contextlib.suppress(psycopg.errors.ObjectInUse):
            owner.execute(f'DROP DATABASE IF EXISTS "{name}"')


def connect(alias: str, database: str | None = None) -> psycopg.Connection:
    """A connection of its own in the role of `alias`, past Django and its transaction."""
    parameters = connections[alias].get_connection_params()
    chosen = {name: parameters[name] for name in ("host", "port", "user", "password") if parameters.get(name)}
    return psycopg.connect(dbname=database or parameters["dbname"], autocommit=True, **chosen)


def wipe() -> None:
    """Empty every table past triggers and row-level security, but keep the built-in questionnaires."""
    with connect("owner") as owner, owner.transaction():
        tables = owner.execute(
            "SELECT oid::regclass::text, relforcerowsecurity FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT relname = ANY(%s)",
            [list(KEPT)],
        ).fetchall()
        for table, _ in tables:
            owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER USER")
        for table, _ in tables:
            owner.execute(f"DELETE FROM {table} {_BUILT_IN_STAYS.get(table, '')}")
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, is_forced in tables:
            force = "FORCE ROW LEVEL SECURITY, " if is_forced else ""
            owner.execute(f"ALTER TABLE {table} {force}ENABLE TRIGGER USER")


_BUILT_IN_STAYS = {
    "screening_questionnaire": "WHERE practice_id IS NOT NULL",
    "screening_questionnaireversion": "WHERE practice_id IS NOT NULL",
}


def _build(owner: psycopg.Connection, template: str) -> None:
    scratch = f"{template}_new"
    owner.execute(f'DROP DATABASE IF EXISTS "{scratch}"')
    owner.execute(f'CREATE DATABASE "{scratch}" TEMPLATE template0')
    with connect("owner", scratch) as inside:
        inside.execute(GRANTS)
    _point_aliases_at(scratch)
    call_command("migrate", database="owner", verbosity=0)
    if "sync_builtin" in get_commands():
        call_command("sync_builtin", verbosity=0)
    connections.close_all()
    owner.execute(f'ALTER DATABASE "{scratch}" RENAME TO "{template}"')


def _shape() -> str:
    """What the template was made from: any change of it makes another template."""
    digest = hashlib.sha256()
    for part in SHAPED_BY:
        path = Path(settings.BASE_DIR) / part
        files = (
            [path]
            if path.is_file()
            else sorted(p for p in path.rglob("*") if p.suffix in (".py", ".yaml", ".json"))
        )
        for file in files:
            digest.update(str(file).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:10]


def _drop_leftovers(owner: psycopg.Connection, template: str) -> None:
    """Clones of runs that were killed, and templates of code that has changed since."""
    rows = owner.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND datname <> %s", [PREFIX, template]
    )
    for (name,) in rows.fetchall():
        kind = name.removeprefix(PREFIX)
        if kind.startswith("r") and Path(f"/proc/{kind[1:].split('_')[0]}").exists():
            continue
        with contextlib.suppress(psycopg.errors.ObjectInUse):
            owner.execute(f'DROP DATABASE "{name}"')


def _exists(owner: psycopg.Connection, name: str) -> bool:
    return owner.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _point_aliases_at(name: str) -> None:
    connections.close_all()
    for alias in ALIASES:
        connections[alias].settings_dict["NAME"] = name
