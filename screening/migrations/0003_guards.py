"""What nobody changes any more: audit events, assessments, and versions from their publication on."""

from django.db import migrations

from accounts.row_security import append_only, trigger

REFUSE = """
CREATE FUNCTION algia_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP;
END $$
"""

STAMP = """
CREATE FUNCTION algia_stamp_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id();
    NEW.recorded_at := clock_timestamp();
    RETURN NEW;
END $$
"""

KEEP_PUBLISHED = """
CREATE FUNCTION algia_keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status IN ('draft', 'in_review') THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a published questionnaire version is never deleted';
    END IF;
    IF to_jsonb(NEW) - 'status' IS DISTINCT FROM to_jsonb(OLD) - 'status' THEN
        RAISE EXCEPTION 'a published questionnaire version never changes';
    END IF;
    IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN
        (('published', 'retired'), ('published', 'withdrawn'), ('retired', 'withdrawn')) THEN
        RAISE EXCEPTION 'a questionnaire version does not go from % to %', OLD.status, NEW.status;
    END IF;
    RETURN NEW;
END $$
"""

LET_AUDITOR_READ = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'algia_auditor') THEN
        GRANT SELECT ON screening_auditevent TO algia_auditor;
        CREATE POLICY read_by_auditor ON screening_auditevent FOR SELECT TO algia_auditor USING (true);
    END IF;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("screening", "0002_walls")]

    operations = [
        migrations.RunSQL([REFUSE], "DROP FUNCTION algia_refuse_change()"),
        migrations.RunSQL([STAMP], "DROP FUNCTION algia_stamp_event()"),
        migrations.RunSQL([KEEP_PUBLISHED], "DROP FUNCTION algia_keep_published()"),
        *append_only("screening_auditevent"),
        *append_only("screening_assessment"),
        trigger("stamp_event", "screening_auditevent", "BEFORE INSERT", "algia_stamp_event"),
        trigger(
            "keep_published",
            "screening_questionnaireversion",
            "BEFORE UPDATE OR DELETE",
            "algia_keep_published",
        ),
        trigger(
            "refuse_truncate",
            "screening_questionnaireversion",
            "BEFORE TRUNCATE",
            "algia_refuse_change",
            each="STATEMENT",
        ),
        migrations.RunSQL(
            [LET_AUDITOR_READ], "DROP POLICY IF EXISTS read_by_auditor ON screening_auditevent"
        ),
    ]
