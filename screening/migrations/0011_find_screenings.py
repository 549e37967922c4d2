"""Lists find their page along an index: the latest visits, of a practice and of a clinician, and the drafts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("screening", "0010_what_was_submitted_stays")]

    operations = [
        migrations.AddIndex(
            model_name="encounter",
            index=models.Index(fields=["practice", "-opened_at", "id"], name="encounter_latest"),
        ),
        migrations.AddIndex(
            model_name="encounter",
            index=models.Index(
                fields=["practice", "clinician", "-opened_at", "id"], name="encounter_latest_of_clinician"
            ),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(
                fields=["practice", "-saved_at", "id"],
                condition=models.Q(status="in_progress"),
                name="response_drafts",
            ),
        ),
    ]
