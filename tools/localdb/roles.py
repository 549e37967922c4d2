"""Who may do what in the database? Makes the four roles, the database and their grants; names their URLs."""

import secrets
import time
from urllib.parse import quote, urlsplit, urlunsplit

DATABASE = "algia"
# Role -> (what it may, the variable of the environment that holds its URL).
ROLES = {
    "algia_owner": ("CREATEDB NOBYPASSRLS", "DATABASE_OWNER_URL"),
    "algia_app": ("NOCREATEDB NOBYPASSRLS", "DATABASE_URL"),
    "algia_maint": ("NOCREATEDB BYPASSRLS", "DATABASE_MAINT_URL"),
    "algia_auditor": ("NOCREATEDB NOBYPASSRLS", "DATABASE_AUDITOR_URL"),
}
# Run in every database, the tests' too, as its owner; what a single table grants beyond is in migrations.
GRANTS = """
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO algia_owner;
GRANT USAGE ON SCHEMA public TO algia_app, algia_maint, algia_auditor;
ALTER DEFAULT PRIVILEGES FOR ROLE algia_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO algia_app, algia_maint;
ALTER DEFAULT PRIVILEGES FOR ROLE algia_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO algia_app, algia_maint;
"""


def new_passwords() -> dict[str, str]:
    return {role: secrets.token_urlsafe(24) for role in ROLES}


def roles_sql(passwords: dict[str, str]) -> str:
    """Run by a superuser; safe to run again."""
    lines = []
    for role, (rights, _) in ROLES.items():
        lines.append(
            f"SELECT 'CREATE ROLE {role}' WHERE NOT EXISTS"
            f" (SELECT FROM pg_roles WHERE rolname = '{role}') \\gexec\n"
            f"ALTER ROLE {role} LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION {rights}"
            f" PASSWORD '{passwords[role]}';"
        )
    return "\n".join(lines)


def database_sql(database: str = DATABASE) -> str:
    """Run by a superuser through psql; makes the database if it is not there and grants who may enter."""
    return f"""
SELECT 'CREATE DATABASE "{database}" OWNER algia_owner TEMPLATE template0 ENCODING ''UTF8'''
    WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}') \\gexec
REVOKE ALL ON DATABASE "{database}" FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE "{database}" TO algia_maint;
GRANT CONNECT ON DATABASE "{database}" TO algia_app, algia_auditor;
\\connect "{database}"
{GRANTS}
"""


def set_aside_sql(database: str, new_name: str) -> str:
    """Run by a superuser: nothing is lost, but the name is free for another database."""
    return f"""
ALTER DATABASE "{database}" ALLOW_CONNECTIONS false;
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{database}';
ALTER DATABASE "{database}" RENAME TO "{new_name}";
ALTER DATABASE "{new_name}" ALLOW_CONNECTIONS true;
"""


def name_for_old(database: str = DATABASE) -> str:
    return f"{database}_before_{time.strftime('%Y%m%d_%H%M%S', time.gmtime())}"


def socket_url(user: str, password: str, socket_dir: str, database: str = DATABASE) -> str:
    return f"postgres://{user}:{password}@/{database}?host={quote(socket_dir, safe='')}"


def derived_urls(superuser_url: str, passwords: dict[str, str], database: str = DATABASE) -> dict[str, str]:
    """The same server and options as `superuser_url`, for our roles in our database, by variable."""
    parts = urlsplit(superuser_url)
    address = parts.netloc.rpartition("@")[2]
    return {
        variable: urlunsplit(
            parts._replace(netloc=f"{role}:{passwords[role]}@{address}", path=f"/{database}")
        )
        for role, (_, variable) in ROLES.items()
    }
