"""How does the private database of this checkout come to be, start, stop and go?"""

import contextlib
import fcntl
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from tools.localdb import files, roles
from tools.localdb.binaries import find_binaries, major_of
from tools.localdb.client import psql
from tools.localdb.places import LocalDbError, Places
from tools.localdb.server import is_running, run_server_program, start_server, stop_server
from tools.say import progress

ADMIN = "algia_admin"
FIRST_BUILTIN_LOCALE = 17


def init(places: Places) -> None:
    """Make the cluster, its four roles and its database, and start it; what is there already stays."""
    with _one_at_a_time(places):
        if places.has_data() and not places.admin_password.exists():
            _set_aside(places)
        if not places.has_data():
            _initdb(places)
        start_server(places)
        passwords = files.read_passwords(places.passwords) or roles.new_passwords()
        sql = roles.roles_sql(passwords) + roles.database_sql()
        psql(programs(places), admin_url(places, "postgres"), sql)
        files.write_passwords(places.passwords, passwords)
        _publish_urls(places)


def start(places: Places) -> None:
    """Start the server, making the cluster first if there is none."""
    if not places.has_data() or not places.passwords.exists():
        return init(places)
    with _one_at_a_time(places):
        start_server(places)
        _publish_urls(places)
    return None


def stop(places: Places) -> bool:
    """Whether there was a running server to stop."""
    with _one_at_a_time(places):
        return stop_server(places)


def remove(places: Places) -> None:
    """Stop the server and delete everything it held."""
    if places.has_data():
        stop(places)
    old = places.home.with_name(f"{places.home.name}.old")
    for directory in (places.home, old, places.sockets, places.state):
        shutil.rmtree(directory, ignore_errors=True)
    places.env_file.unlink(missing_ok=True)


def describe(places: Places) -> str:
    if not places.has_data():
        return "no private database yet: manage.py localdb init"
    state = "running" if is_running(places) else "stopped"
    return f"{state}: PostgreSQL {places.data_major()}, data in {places.data}, log in {places.log}"


def programs(places: Places) -> Path:
    """The programs that fit the data."""
    return find_binaries(places, places.data_major())


def admin_url(places: Places, database: str = roles.DATABASE) -> str:
    if not places.admin_password.exists():
        raise LocalDbError("There is no private database yet: manage.py localdb init")
    password = places.admin_password.read_text()
    return roles.socket_url(ADMIN, password, str(places.sockets), database)


def _initdb(places: Places) -> None:
    places.make_private(places.home)
    if places.data.exists():
        shutil.rmtree(places.data)  # what an interrupted initdb left behind
    files.write_private(places.admin_password, secrets.token_urlsafe(24))
    locale = ["--locale=C.UTF-8"]
    if (major_of(find_binaries(places), None) or 0) >= FIRST_BUILTIN_LOCALE:
        locale.append("--locale-provider=builtin")
    with _password_file(places) as pwfile:
        arguments = ["-D", str(places.data), "-U", ADMIN, "-A", "scram-sha-256", f"--pwfile={pwfile}"]
        run_server_program(places, "initdb", *arguments, "-E", "UTF8", *locale)


def _set_aside(places: Places) -> None:
    """
    Move away data whose passwords are gone: a checkout deleted and cloned again to the same place.

    As root the data lies outside the checkout and outlives it. The last such data is kept beside it.
    """
    stop_server(places)
    old = places.home.with_name(f"{places.home.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    places.home.rename(old)
    progress(f"-> An earlier checkout's private database was moved to {old}")


def _publish_urls(places: Places) -> None:
    """Written at each start, because the place of the socket may have changed since."""
    passwords = files.read_passwords(places.passwords)
    by_variable = {
        variable: roles.socket_url(role, passwords[role], str(places.sockets))
        for role, (_, variable) in roles.ROLES.items()
    }
    files.write_urls(places.env_file, by_variable)


@contextlib.contextmanager
def _password_file(places: Places) -> Iterator[Path]:
    """The first password, for as long as initdb needs it, where initdb's user can read it."""
    path = places.home / "password"
    files.write_private(path, places.admin_password.read_text())
    if places.run_as:
        shutil.chown(path, places.run_as)
    try:
        yield path
    finally:
        path.unlink()


@contextlib.contextmanager
def _one_at_a_time(places: Places) -> Iterator[None]:
    places.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (places.state / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
