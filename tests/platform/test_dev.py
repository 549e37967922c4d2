"""Does set-up do what is needed, once, and say clearly what is missing?"""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from tools import databases, prepare, serve, stamps
from tools.localdb import roles
from tools.localdb.places import ROOT
from tools.say import Failure

PASSWORDS = dict.fromkeys(roles.ROLES, "secret")


def run(*command: str, **env: str) -> subprocess.CompletedProcess[str]:
    base = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    return subprocess.run(command, cwd=ROOT, env=base | env, capture_output=True, text=True)


def test_a_step_is_done_again_only_when_its_inputs_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "STAMPS", tmp_path)

    stamps.mark_done("step", "inputs")

    assert stamps.is_done("step", "inputs")
    assert not stamps.is_done("step", "other inputs")
    stamps.forget("step")
    assert not stamps.is_done("step", "inputs")


def test_a_hash_changes_with_content_and_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "ROOT", tmp_path)
    (tmp_path / "a").write_text("1")
    first = stamps.hash_of([tmp_path])
    (tmp_path / "a").write_text("2")
    second = stamps.hash_of([tmp_path])
    (tmp_path / "a").rename(tmp_path / "b")

    assert len({first, second, stamps.hash_of([tmp_path])}) == 3


@pytest.mark.parametrize(
    ("handed", "derived"),
    [
        ("postgres:///x?host=/run/pg", "postgres://algia_app:secret@/algia?host=/run/pg"),
        ("postgres://boss:pw@db:5433/postgres", "postgres://algia_app:secret@db:5433/algia"),
        (
            "postgresql://boss@[::1]/x?sslmode=require",
            "postgresql://algia_app:secret@[::1]/algia?sslmode=require",
        ),
    ],
)
def test_urls_of_the_roles_keep_address_and_options(handed: str, derived: str) -> None:
    assert roles.derived_urls(handed, PASSWORDS)["DATABASE_URL"] == derived


def test_a_plain_role_alone_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "is_superuser", lambda programs, url: False)
    for name in databases.NEEDED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", "postgres://algia_app@db/algia")

    with pytest.raises(Failure, match="DATABASE_OWNER_URL and DATABASE_MAINT_URL must be set too"):
        databases._handed("postgres://algia_app@db/algia")


def test_a_busy_port_gives_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        monkeypatch.setenv("PORT", str(taken))

        with serve._listen() as listener:
            assert taken < listener.getsockname()[1] <= taken + serve.PORTS_TRIED


def test_a_missing_npm_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)

    with pytest.raises(Failure, match="apt-get install nodejs npm"):
        prepare._npm()


def test_a_missing_browser_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(os, "getuid", lambda: 1000)

    with pytest.raises(Failure, match="sudo apt-get install -y chromium"):
        prepare.browser()


def test_without_pango_the_set_up_goes_on_and_names_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prepare, "CAN_LAY_OUT", "import sys; sys.exit(1)")
    monkeypatch.setattr(os, "getuid", lambda: 1000)

    prepare.pdf_library()

    said = capsys.readouterr()
    assert "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0" in said.out + said.err


def test_a_venv_of_somewhere_else_is_not_used(tmp_path: Path) -> None:
    assert prepare._is_usable(prepare.PYTHON)
    assert not prepare._is_usable(str(tmp_path / "python"))
    assert not prepare._is_usable("/usr/bin/python3")


def test_a_missing_python_names_the_command() -> None:
    answer = run("make", "demo", "PYTHON=")

    assert answer.returncode == 2
    assert "apt-get install python3.11 python3.11-venv" in answer.stderr


def test_an_unknown_command_lists_the_known_ones() -> None:
    answer = run(prepare.PYTHON, "tools/dev.py", "dance")

    assert answer.returncode == 1
    assert "demo|test|test-all" in answer.stderr
