"""Does the command write the files of the page, whole or not at all, and say in words what it cannot do?"""

import errno
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from accounts.models import Practice
from screening.audit.models import AuditEvent
from screening.statistics.actions import make_files
from screening.statistics.closing import close_month, frozen_months
from screening.statistics.models import StatisticsExport
from tests.factories import at_work
from tests.statistics.counted_people import IN_JUNE, MARCH, screen, some_people, statistics_place

pytestmark = [pytest.mark.django_db, pytest.mark.disclosure]


@pytest.fixture
def place() -> Any:
    place = statistics_place()
    screen(place, MARCH, some_people(20))
    return place


def export(place: Any, out: Path, **changes: Any) -> None:
    wish = {"practice": str(place.practice.id), "from": "2026-03", "to": "2026-03", "reason": "", **changes}
    options = [f"--{name}={value}" for name, value in {**wish, "out": out}.items()]
    call_command("export_statistics", *options)


def refused(place: Any, out: Path, **changes: Any) -> CommandError:
    with pytest.raises(CommandError) as error:
        export(place, out, **changes)
    assert not any(out.parent.glob(".*")), "something was left beside"
    return error.value


def test_the_files_are_those_of_the_page_and_the_gates_report(place: Any, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    export(place, out, reason="For the board")

    found = {path.name: path.read_bytes() for path in out.iterdir()}
    gate = json.loads(found.pop("gate.json"))
    with at_work(place):
        files, _ = make_files(list(frozen_months(place.practice.id, MARCH, MARCH)))
        ledger = StatisticsExport.objects.get()
        assert AuditEvent.objects.filter(type="statistics.export").count() == 1

    assert found == files
    assert gate["passed"] and "not part of this version" in gate["not_checked"][0]
    assert gate["files"] == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert (ledger.files, ledger.reason, ledger.by, ledger.job_id) == (
        gate["files"],
        "For the board",
        None,
        None,
    )
    assert list(out.parent.iterdir()) == [out]


def test_a_practice_is_also_known_by_its_name_and_an_empty_directory_is_used(
    place: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export(place, tmp_path, practice=place.practice.name)

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "gate.json",
        "metadata.json",
        "statistics.csv",
    ]
    assert "20" not in capsys.readouterr().out.replace(str(tmp_path), "")


def test_an_export_again_is_byte_for_byte_the_same(place: Any, tmp_path: Path) -> None:
    export(place, tmp_path / "one")
    screen(place, MARCH, some_people(30, 25))
    export(place, tmp_path / "two")

    for name in ("statistics.csv", "metadata.json", "gate.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"practice": "Nowhere"}, "There is no practice"),
        ({"practice": "00000000-0000-4000-8000-000000000000"}, "There is no practice"),
        ({"from": "2026-3"}, "is not a month"),
        ({"to": "2026-02"}, "must not be before"),
        ({"to": "2199-01"}, "must have ended"),
        ({"from": "1950-01", "to": "1950-01"}, "no statistics before"),
        ({"reason": "x" * 501}, "500 characters"),
    ],
)
def test_a_wrong_wish_is_answered_in_words(
    place: Any, tmp_path: Path, changes: dict[str, str], words: str
) -> None:
    error = refused(place, tmp_path / "out", **changes)

    assert words in str(error) and error.returncode == 2
    assert not (tmp_path / "out").exists()


def test_two_practices_of_one_name_have_to_be_told_apart(place: Any, tmp_path: Path) -> None:
    other = statistics_place()
    with at_work(other):
        Practice.objects.filter(pk=other.practice.pk).update(name=place.practice.name)

    error = refused(place, tmp_path / "out", practice=place.practice.name)

    assert "give its id" in str(error)


def test_a_directory_with_something_in_it_is_left_alone(place: Any, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")

    error = refused(place, tmp_path / "out")

    assert error.returncode == 2 and "empty or not there" in str(error)
    assert (tmp_path / "out" / "mine.txt").read_text() == "mine"


def test_of_too_few_patients_nothing_is_written(place: Any, tmp_path: Path) -> None:
    error = refused(place, tmp_path / "out", **{"from": "2026-04", "to": "2026-04"})

    assert error.returncode == 1 and "nothing to export" in str(error)
    assert not (tmp_path / "out").exists()


def test_a_practice_that_turned_exports_off_is_not_exported(place: Any, tmp_path: Path) -> None:
    with at_work(place):
        Practice.objects.filter(pk=place.practice.pk).update(switches={"statistics": False})

    assert "turned off" in str(refused(place, tmp_path / "out"))


@pytest.mark.parametrize("where", ["write_bytes", "rename"])
def test_a_full_disk_leaves_nothing_behind(
    place: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def no_room(*args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, where, no_room)
    error = refused(place, tmp_path / "out")

    assert error.returncode == 1 and "No space left" in str(error)
    assert list(tmp_path.iterdir()) == []
    with at_work(place):
        assert not StatisticsExport.objects.exists()


def test_a_ledger_that_cannot_be_written_takes_the_files_back(
    place: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(**values: Any) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr("screening.management.commands.export_statistics.record_export", gone)
    with pytest.raises(RuntimeError):
        export(place, tmp_path / "out")

    assert list(tmp_path.iterdir()) == []


def test_months_that_the_page_closed_are_exported_as_they_are(place: Any, tmp_path: Path) -> None:
    with at_work(place):
        close_month(practice_id=place.practice.id, month=MARCH, at=IN_JUNE)
    screen(place, MARCH, some_people(50, 25))

    export(place, tmp_path / "out")

    assert b"patients,2026-03,_T,_T,,count,20," in (tmp_path / "out" / "statistics.csv").read_bytes()


def test_a_busy_database_is_named(place: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing waits three seconds for screenings under way, then gives up."""

    def locked(**values: Any) -> None:
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr("screening.management.commands.export_statistics.close_month", locked)

    assert "busy" in str(refused(place, tmp_path / "out"))
