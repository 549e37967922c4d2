"""A work-up knows its screening and what it was given from there; a version, whether it is a work-up."""

import django.db.models.deletion
from django.db import migrations, models

from accounts.row_security import link

# The columns that the database takes from the document are not yet known in a BEFORE trigger; they cannot
# change while the document does not.
KEEP_PUBLISHED = """
CREATE OR REPLACE FUNCTION algia_keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free constant text[] := {free};
BEGIN
    IF OLD.status IN ('draft', 'in_review') THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a published questionnaire version is never deleted';
    END IF;
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE EXCEPTION 'a published questionnaire version never changes';
    END IF;
    IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN
        (('published', 'retired'), ('published', 'withdrawn'), ('retired', 'withdrawn')) THEN
        RAISE EXCEPTION 'a questionnaire version does not go from % to %', OLD.status, NEW.status;
    END IF;
    RETURN NEW;
END $$
"""
FROM_DOCUMENT = {
    "title": ("#>> '{meta,title}', ''", models.TextField()),
    "intended_use": ("#>> '{meta,intended_use}', ''", models.TextField()),
    "work_up_for": ("#> '{meta,work_up_for}', '[]'::jsonb", models.JSONField()),
}


def _from_document(name: str) -> migrations.AddField:
    path, kind = FROM_DOCUMENT[name]
    return migrations.AddField(
        model_name="questionnaireversion",
        name=name,
        field=models.GeneratedField(
            db_persist=True,
            expression=models.Func(models.F("bundle"), template=f"coalesce(%(expressions)s {path})"),
            output_field=kind,
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("screening", "0007_find_audit_events")]

    operations = [
        migrations.RunSQL(
            [KEEP_PUBLISHED.format(free="ARRAY['status', 'title', 'intended_use', 'work_up_for']")],
            [KEEP_PUBLISHED.format(free="ARRAY['status']")],
        ),
        *(_from_document(name) for name in FROM_DOCUMENT),
        migrations.AddField(
            model_name="response",
            name="work_up_of",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="work_ups",
                to="screening.response",
            ),
        ),
        link("screening_response", "work_up_of_id", "screening_response"),
        migrations.AddField(
            model_name="response", name="carried", field=models.JSONField(blank=True, default=list)
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(status__in=["in_progress", "entered_in_error"]) | models.Q(carried=[]),
                name="response_submitted_confirmed",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.UniqueConstraint(
                condition=models.Q(status="in_progress", work_up_of__isnull=False),
                fields=["practice", "work_up_of", "version"],
                name="response_one_open_work_up",
            ),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(
                condition=models.Q(work_up_of__isnull=False),
                fields=["practice", "work_up_of"],
                name="response_work_ups",
            ),
        ),
    ]
