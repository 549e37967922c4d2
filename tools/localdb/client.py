"""How is a database asked from outside Django? Through psql, with no password on a command line."""

import os
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from tools.localdb.places import LocalDbError

CONNECT_SECONDS = "10"


def psql(programs: Path, url: str, sql: str) -> str:
    """Run `sql` and return its bare output."""
    command = [str(programs / "psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-f", "-"]
    try:
        result = subprocess.run(
            command, input=sql, env=client_environment(url), check=True, text=True, capture_output=True
        )
    except subprocess.CalledProcessError as error:
        raise LocalDbError(f"The database refused: {error.stderr.strip()}") from None
    return result.stdout.strip()


def is_superuser(programs: Path, url: str) -> bool:
    return psql(programs, url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user;") == "t"


def can_connect(programs: Path, url: str) -> bool:
    try:
        return psql(programs, url, "SELECT 1;") == "1"
    except LocalDbError:
        return False


def client_environment(url: str) -> dict[str, str]:
    """The caller's environment with the URL's parts in libpq's own variables."""
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    found = {
        "PGHOST": query.get("host") or unquote(parts.hostname or ""),
        "PGPORT": query.get("port") or str(parts.port or ""),
        "PGUSER": query.get("user") or unquote(parts.username or ""),
        "PGPASSWORD": query.get("password") or unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")) or query.get("dbname", ""),
        "PGSSLMODE": query.get("sslmode", ""),
        "PGSSLROOTCERT": query.get("sslrootcert", ""),
        "PGCONNECT_TIMEOUT": CONNECT_SECONDS,
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {name: value for name, value in found.items() if value}
