"""Which rows may a database role touch? Writes the row-level security of migrations."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# An empty or missing setting becomes null, and null equals nothing: no scope, no rows.
PRACTICE_IN_SCOPE = "nullif(current_setting('algia.practice', true), '')::uuid"
USER_IN_SCOPE = "nullif(current_setting('algia.user', true), '')::uuid"


@dataclass(frozen=True)
class Policy:
    """One CREATE POLICY; `using` says which rows are seen, `check` which may be written."""

    name: str
    command: str
    using: str = ""
    check: str = ""

    def sql(self, table: str) -> str:
        using = f" USING ({self.using})" if self.using else ""
        check = f" WITH CHECK ({self.check})" if self.check else ""
        return f"CREATE POLICY {self.name} ON {table} FOR {self.command}{using}{check}"


OF_THE_PRACTICE = (
    Policy(
        "of_the_practice",
        "ALL",
        using=f"practice_id = {PRACTICE_IN_SCOPE}",
        check=f"practice_id = {PRACTICE_IN_SCOPE}",
    ),
)


def protect(table: str, policies: Sequence[Policy] = OF_THE_PRACTICE) -> migrations.RunSQL:
    """
    Row-level security on `table`, for its owner too.

    Without FORCE the owner, and every view of the owner's, would see all practices.
    """
    return migrations.RunSQL(
        [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            *(policy.sql(table) for policy in policies),
        ],
        [
            *(f"DROP POLICY {policy.name} ON {table}" for policy in policies),
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


Step = Callable[[Any, BaseDatabaseSchemaEditor], None]


def run_python_without_force(*tables: str, forwards: Step, backwards: Step) -> migrations.RunPython:
    """
    A data migration that sees every row of `tables`.

    Under FORCE the owner silently sees none of them, so a bare RunPython changes nothing and says nothing.
    """
    return migrations.RunPython(_unforced(forwards, tables), _unforced(backwards, tables))


def _unforced(step: Step, tables: Sequence[str]) -> Step:
    def run(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        with without_force(schema_editor, *tables):
            step(apps, schema_editor)

    return run


@contextmanager
def without_force(schema_editor: BaseDatabaseSchemaEditor, *tables: str) -> Iterator[None]:
    """Let the owner see all rows of `tables`; on failure the migration's transaction puts FORCE back."""
    for table in tables:
        schema_editor.execute(f"ALTER TABLE {schema_editor.quote_name(table)} NO FORCE ROW LEVEL SECURITY")
    yield
    # PostgreSQL alters no table whose foreign keys still wait to be checked.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")
    for table in tables:
        schema_editor.execute(f"ALTER TABLE {schema_editor.quote_name(table)} FORCE ROW LEVEL SECURITY")


def link(table: str, column: str, target: str) -> migrations.RunSQL:
    """A link that cannot cross from one practice to another: the pair (practice, id) must be there."""
    name = f"{table}_{column}_same_practice"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name}"
        f" FOREIGN KEY (practice_id, {column}) REFERENCES {target} (practice_id, id)"
        " DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


# Whoever holds grants on the table, whatever the roles are called here; the owner is held by the trigger.
_TAKE_AWAY = """
DO $$
DECLARE holder text;
BEGIN
    REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM PUBLIC;
    FOR holder IN
        SELECT DISTINCT acl.grantee::regrole::text
        FROM pg_class AS c, aclexplode(c.relacl) AS acl
        WHERE c.oid = '{table}'::regclass AND acl.grantee NOT IN (0, c.relowner)
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM %s', holder);
    END LOOP;
END $$
"""


def trigger(name: str, table: str, when: str, function: str, each: str = "ROW") -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON {table}",
    )


def append_only(table: str) -> list[migrations.RunSQL]:
    """Rows that nobody changes or removes: by triggers, and by missing grants. Needs algia_refuse_change."""
    return [
        trigger("refuse_change", table, "BEFORE UPDATE OR DELETE", "algia_refuse_change"),
        trigger("refuse_truncate", table, "BEFORE TRUNCATE", "algia_refuse_change", each="STATEMENT"),
        # The grants come back with the table, by the owner's default privileges.
        migrations.RunSQL([_TAKE_AWAY.format(table=table)], migrations.RunSQL.noop),
    ]
