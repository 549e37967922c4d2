"""Does the private database lie where it is safe, and say so where it cannot?"""

import os
import tempfile
from pathlib import Path

import pytest

from tools.localdb import binaries, places
from tools.localdb.places import LocalDbError, Places


def ordinary(root: Path) -> Places:
    return Places(state=root / "state", home=root / "home", run_as=None)


def test_a_directory_that_others_can_read_is_refused(tmp_path: Path) -> None:
    here = ordinary(tmp_path)
    here.home.mkdir(mode=0o755)

    with pytest.raises(LocalDbError, match="not private"):
        here.make_private(here.home)


def test_a_link_put_in_the_way_is_refused(tmp_path: Path) -> None:
    here = ordinary(tmp_path)
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    here.home.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(LocalDbError, match="not private"):
        here.make_private(here.home)


def test_a_socket_path_that_is_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / ("long" * 30)))

    with pytest.raises(LocalDbError, match="TMPDIR is too long"):
        assert ordinary(tmp_path).sockets


def test_two_checkouts_have_two_databases(tmp_path: Path) -> None:
    one, two = places.places(tmp_path / "one"), places.places(tmp_path / "two")

    assert one.home != two.home
    assert one.sockets != two.sockets


def test_an_ordinary_user_has_everything_in_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 1000)

    here = places.places(tmp_path)

    assert here.run_as is None
    assert here.data.is_relative_to(tmp_path)


def test_programs_that_are_not_there_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BINDIR", str(tmp_path))

    with pytest.raises(LocalDbError, match="no server program"):
        binaries.find_binaries(ordinary(tmp_path))


def test_data_of_another_version_names_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(LocalDbError, match="made by PostgreSQL 99.*PG_BINDIR"):
        binaries.find_binaries(ordinary(tmp_path), wanted_major=99)
