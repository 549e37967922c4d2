"""Which database is used? The one handed in by its roles or by a superuser; else a private one."""

import contextlib
import fcntl
import os
from collections.abc import Iterator

from tools.localdb import cluster, files, roles
from tools.localdb.binaries import find_client
from tools.localdb.client import can_connect, is_superuser, psql
from tools.localdb.places import ROOT, Places, places
from tools.say import Failure, progress

HANDED_PASSWORDS = ROOT / ".local" / "handed" / "passwords.json"
NEEDED = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_MAINT_URL")


@contextlib.contextmanager
def database_urls() -> Iterator[dict[str, str]]:
    """The URLs of the roles, by variable, for as long as the caller needs the database."""
    if handed := os.environ.get("DATABASE_URL"):
        yield _handed(handed)
        return
    here = places()
    with _in_use(here):
        if not here.has_data():
            progress("-> Private PostgreSQL (made once)")
        cluster.start(here)
        yield files.read_urls(here.env_file)


def set_database_aside() -> str:
    """Give the database another name and make an empty one in its place; returns the new name of the old."""
    handed, here = os.environ.get("DATABASE_URL"), places()
    if handed and not is_superuser(find_client(), handed):
        raise Failure("The database holds data of another state of the code: hand in an empty one.")
    superuser = handed or cluster.admin_url(here, "postgres")
    old = roles.name_for_old()
    psql(find_client(), superuser, roles.set_aside_sql(roles.DATABASE, old) + roles.database_sql())
    return old


def _handed(url: str) -> dict[str, str]:
    programs = find_client()
    if not is_superuser(programs, url):
        missing = [name for name in NEEDED if not os.environ.get(name)]
        if missing:
            raise Failure(
                f"DATABASE_URL is no superuser's, so {' and '.join(missing)} must be set too (.env.example)."
            )
        return {name: os.environ[name] for name in NEEDED}
    return _provisioned(url)


def _provisioned(url: str) -> dict[str, str]:
    """Make roles and database as the superuser we were handed; keep what still works from the last time."""
    programs = find_client()
    passwords = files.read_passwords(HANDED_PASSWORDS)
    if passwords and _all_connect(derived := roles.derived_urls(url, passwords)):
        return _published(derived)
    passwords = roles.new_passwords()
    psql(programs, url, roles.roles_sql(passwords) + roles.database_sql())
    files.write_passwords(HANDED_PASSWORDS, passwords)
    derived = roles.derived_urls(url, passwords)
    if not can_connect(programs, derived["DATABASE_URL"]):
        raise Failure(
            "The roles were made, but algia_app cannot sign in with its password the way DATABASE_URL says. "
            "Hand in an address that takes passwords, for example postgres://postgres:...@127.0.0.1:5432/postgres"
        )
    return _published(derived)


def _all_connect(urls: dict[str, str]) -> bool:
    programs = find_client()
    return all(can_connect(programs, url) for url in urls.values())


def _published(urls: dict[str, str]) -> dict[str, str]:
    files.write_urls(places().env_file, urls)
    return urls


@contextlib.contextmanager
def _in_use(here: Places) -> Iterator[None]:
    """The last one to leave stops the server, unless it was started by hand to stay."""
    here.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (here.state / "users").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield
        finally:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if not here.stays.exists():
                    cluster.stop(here)
