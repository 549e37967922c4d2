"""Every screening submitted so far enters the index of the statistics: a patient's first one in each month."""

from typing import Any

from django.db import migrations

from accounts.row_security import run_python_without_force

FILL = """
INSERT INTO screening_statisticsindex (id, practice_id, subject_id, month, response_id)
SELECT DISTINCT ON (r.practice_id, e.subject_id, date_trunc('month', r.submitted_at AT TIME ZONE 'UTC'))
    gen_random_uuid(), r.practice_id, e.subject_id,
    date_trunc('month', r.submitted_at AT TIME ZONE 'UTC')::date, r.id
FROM screening_response AS r
JOIN screening_encounter AS e ON (e.practice_id, e.id) = (r.practice_id, r.encounter_id)
WHERE r.status IN ('submitted', 'signed')
ORDER BY r.practice_id, e.subject_id, date_trunc('month', r.submitted_at AT TIME ZONE 'UTC'), r.submitted_at, r.id
"""


def fill(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(FILL)


def empty(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DELETE FROM screening_statisticsindex")


class Migration(migrations.Migration):
    dependencies = [("screening", "0005_walls_and_guards")]

    operations = [
        run_python_without_force(
            "screening_response",
            "screening_encounter",
            "screening_statisticsindex",
            "screening_statisticsperiod",
            forwards=fill,
            backwards=empty,
        ),
    ]
