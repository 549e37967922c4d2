"""How do roles and database come to be on a server that has no psql beside it? By the same SQL, through psycopg."""

import os
import re
import sys
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg

from tools.localdb import roles

SUPERUSER = "DATABASE_SUPERUSER_URL"
FIT_FOR_SQL = re.compile(r"[\w.~-]{16,}", re.ASCII)  # stands between quotes in SQL, and in URLs as it is
META_COMMAND = re.compile(r'(?P<sql>.*?)(?:\\gexec|\\connect "(?P<database>[^"]+)"|\Z)', re.DOTALL)


class NotProvisioned(Exception):
    """The roles could not be made; the message says what to change."""


def provision(environment: Mapping[str, str]) -> str:
    """Make what is missing, set the passwords that the roles' URLs name; returns the database's name."""
    urls = {variable: environment.get(variable, "") for _, variable in roles.ROLES.values()}
    missing = [name for name in (SUPERUSER, *urls) if not environment.get(name)]
    if missing:
        raise NotProvisioned(f"{' and '.join(missing)} must be set (.env.example).")
    passwords = {role: _password(role, urls[variable]) for role, (_, variable) in roles.ROLES.items()}
    database = urlsplit(urls["DATABASE_URL"]).path.lstrip("/")
    run_script(environment[SUPERUSER], roles.roles_sql(passwords) + roles.database_sql(database))
    return database


def run_script(url: str, script: str) -> None:
    r"""What psql would do with `script`, as far as it uses \gexec and \connect."""
    connection = psycopg.connect(url, autocommit=True)
    try:
        for part in META_COMMAND.finditer(script):
            rows = _last_rows(connection, part["sql"]) if part["sql"].strip() else []
            if part["database"]:
                connection.close()
                connection = psycopg.connect(url, dbname=part["database"], autocommit=True)
            elif part[0].endswith("\\gexec"):
                for (statement,) in rows:
                    connection.execute(statement)
    finally:
        connection.close()


def _last_rows(connection: psycopg.Connection, sql: str) -> list[tuple[str, ...]]:
    cursor = connection.execute(sql.encode())
    while cursor.nextset():
        pass
    return cursor.fetchall() if cursor.description else []


def _password(role: str, url: str) -> str:
    parts = urlsplit(url)
    user = unquote(parts.username or "") or parse_qs(parts.query).get("user", [""])[0]
    if user != role:
        raise NotProvisioned(f'The URL meant for {role} signs in as "{user}".')
    password = unquote(parts.password or "")
    if not FIT_FOR_SQL.fullmatch(password):
        raise NotProvisioned(f"The password of {role} must be 16 or more letters, digits, - or _.")
    return password


def main() -> None:
    try:
        database = provision(os.environ)
    except (NotProvisioned, psycopg.Error) as error:
        sys.exit(f"The roles were not made: {error}")
    print(f'The roles {", ".join(roles.ROLES)} and the database "{database}" are as they should be.')


if __name__ == "__main__":
    main()
