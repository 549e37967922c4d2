"""Does three years of a demonstration practice go through, from seeding to files that nobody gets behind?"""

import csv
import io
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.models import Practice
from screening.encounters.made_up.seeding import Plan, seed
from screening.statistics.months import month_of, plus_months, written
from tests.statistics.attacker import Attacker

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "maint"]), pytest.mark.disclosure]


@pytest.mark.slow
def test_three_years_of_a_seeded_practice_are_exported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    now = datetime.now(UTC)
    practice: Practice = seed(Plan(1, 3000, 1, now), questionnaire="chronic-pain-screen").practices[0]
    first, last = plus_months(month_of(now), -35), plus_months(month_of(now), -1)
    attacker, begun = Attacker(), time.monotonic()

    for name, start in (("all", first), ("again", first), ("a-year", plus_months(last, -11))):
        months = [f"--from={written(start)}", f"--to={written(last)}"]
        call_command("export_statistics", f"--practice={practice.id}", *months, f"--out={tmp_path / name}")
    took = time.monotonic() - begun
    for name in ("all", "a-year"):
        attacker.learn({path.name: path.read_bytes() for path in (tmp_path / name).glob("*.*")})
    attacker.work_out()

    found = (tmp_path / "all" / "statistics.csv").read_bytes()
    rows = list(csv.DictReader(io.StringIO(found.decode(), newline="")))
    people = sum(
        int(row["value"])
        for row in rows
        if (row["table"], row["age_band"], row["sex"]) == ("patients", "_T", "_T")
    )
    with capsys.disabled():
        print(
            f"\n35 months of 3000 screenings exported three times in {took:.1f} s; {people} patient-months told"
        )
    assert (tmp_path / "again" / "statistics.csv").read_bytes() == found
    assert people > 2000
    assert attacker.findings() == []
