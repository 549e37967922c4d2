"""Where does the private database of this checkout live, and as which user of the machine does it run?"""

import hashlib
import os
import pwd
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOTS_HOME_OF_CLUSTERS = Path("/var/lib/algia")
UNPRIVILEGED_USERS = ("postgres", "nobody")  # initdb refuses root, and wants a user with a name
LONGEST_SOCKET_DIR = 107 - len("/.s.PGSQL.5432.lock")


class LocalDbError(Exception):
    """The private database cannot do what was asked; the message says what to do instead."""


@dataclass(frozen=True)
class Places:
    """Directories of one cluster, and the user it runs as when we are root (else None)."""

    state: Path  # passwords and URLs: ours alone
    home: Path  # data and log: the server's
    run_as: str | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def admin_password(self) -> Path:
        return self.state / "admin.password"

    @property
    def passwords(self) -> Path:
        """Those of the four roles."""
        return self.state / "passwords.json"

    @property
    def env_file(self) -> Path:
        """The roles' URLs, where config/settings.py finds them."""
        return self.state.parent / "database.env"

    @property
    def stays(self) -> Path:
        """Exists where the server was started by hand, and is not to stop with the demo or the tests."""
        return self.state / "stays"

    def has_data(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def data_major(self) -> int | None:
        """The version that made the data, which no other can read; None while there is none."""
        return int((self.data / "PG_VERSION").read_text()) if self.has_data() else None

    @property
    def sockets(self) -> Path:
        """Short, because a socket's path has at most 107 bytes."""
        name = f"algia-{self._owner_id()}-{_short_hash(str(self.home))}"
        base = Path("/run") if self.run_as and os.access("/run", os.W_OK) else Path(tempfile.gettempdir())
        if len(os.fsencode(base / name)) > LONGEST_SOCKET_DIR:
            raise LocalDbError(f"TMPDIR is too long for a database socket: {base}. Set a shorter TMPDIR.")
        return base / name

    def _owner_id(self) -> int:
        return pwd.getpwnam(self.run_as).pw_uid if self.run_as else os.getuid()

    def make_private(self, directory: Path) -> None:
        """Make `directory` the server's alone; refuse one that somebody else put there."""
        if self.run_as:
            directory.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        else:
            directory.parent.mkdir(parents=True, exist_ok=True)
        try:
            directory.mkdir(mode=0o700)
        except FileExistsError:
            pass
        else:
            if self.run_as:
                user = pwd.getpwnam(self.run_as)
                os.chown(directory, user.pw_uid, user.pw_gid)
        found = directory.lstat()
        if directory.is_symlink() or found.st_uid != self._owner_id() or found.st_mode & 0o077:
            raise LocalDbError(f"{directory} is not private to the database's user: remove it and try again.")


def places(root: Path = ROOT) -> Places:
    """Ordinary users have all of it in .local/; root's server needs a place that another user can reach."""
    state = root / ".local" / "localdb"
    if os.getuid() != 0:
        return Places(state=state, home=root / ".local" / "postgres", run_as=None)
    home = ROOTS_HOME_OF_CLUSTERS / _short_hash(str(root))
    return Places(state=state, home=home, run_as=_unprivileged_user())


def _unprivileged_user() -> str:
    for name in UNPRIVILEGED_USERS:
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise LocalDbError("As root the database needs an unprivileged user: useradd --system postgres")


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]
