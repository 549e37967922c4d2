"""The auditor's filters by type and by thing need no walk through the whole trail."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("screening", "0006_index_past_screenings")]

    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["practice_id", "type", "id"], name="auditevent_type"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["practice_id", "entity_id", "id"], name="auditevent_entity"),
        ),
    ]
