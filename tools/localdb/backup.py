"""How is the private database saved and brought back? With the dump programs of its own version."""

import hashlib
import os
import subprocess
from pathlib import Path

from tools.localdb import roles
from tools.localdb.client import client_environment, psql
from tools.localdb.cluster import admin_url, programs
from tools.localdb.places import LocalDbError, Places


def backup(places: Places, target: Path) -> str:
    """Dump the whole database and return the digest. Not as the owner: row-level security would stop it."""
    if target.exists():
        raise LocalDbError(f"{target} is there already: choose another name.")
    scratch = target.with_name(f"{target.name}.partial")
    scratch.unlink(missing_ok=True)
    os.close(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    _run(places, roles.DATABASE, "pg_dump", "--format=custom", f"--file={scratch}")
    digest = _sha256(scratch)
    _digest_file(target).write_text(f"{digest}  {target.name}\n")
    scratch.rename(target)
    return digest


def restore(places: Places, source: Path) -> str:
    """Bring a dump back beside the present database, exchange names, return the old one's new name."""
    _check_digest(source)
    incoming, outgoing = f"{roles.DATABASE}_restoring", roles.name_for_old()
    maintenance = admin_url(places, "postgres")
    drop = f'DROP DATABASE IF EXISTS "{incoming}";'
    psql(programs(places), maintenance, drop + roles.database_sql(incoming))
    try:
        _run(
            places,
            incoming,
            "pg_restore",
            "--single-transaction",
            "--exit-on-error",
            "--dbname",
            incoming,
            str(source),
        )
    except LocalDbError:
        psql(programs(places), maintenance, drop)
        raise
    exchange = f'ALTER DATABASE "{incoming}" RENAME TO "{roles.DATABASE}";'
    psql(programs(places), maintenance, roles.set_aside_sql(roles.DATABASE, outgoing) + exchange)
    return outgoing


def _check_digest(source: Path) -> None:
    if not source.exists():
        raise LocalDbError(f"There is no file {source}.")
    noted = _digest_file(source)
    if noted.exists() and noted.read_text().split()[0] != _sha256(source):
        raise LocalDbError(f"{source} is not what was saved: its SHA-256 differs from {noted.name}.")


def _digest_file(dump: Path) -> Path:
    return dump.with_name(f"{dump.name}.sha256")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _run(places: Places, database: str, program: str, *arguments: str) -> None:
    environment = client_environment(admin_url(places, database))
    command = [str(programs(places) / program), *arguments]
    result = subprocess.run(command, env=environment, text=True, capture_output=True)
    if result.returncode:
        raise LocalDbError(f"{program} failed: {result.stderr.strip()}")
