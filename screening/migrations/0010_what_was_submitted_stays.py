"""The walls around the clinician's own part, and what of a response and of that part nobody changes any more."""

from django.db import migrations

from accounts.row_security import append_only, link, protect, trigger

# A draft changes as a whole. What was submitted keeps its answers; it may be signed, superseded by its
# amendment, or marked as entered in error, and what was marked so stays as it is.
KEEP_SUBMITTED = """
CREATE FUNCTION algia_keep_submitted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free constant text[] := ARRAY[
        'status', 'lock_number', 'signed_at', 'signed_by_id', 'voided_at', 'voided_by_id', 'void_reason'
    ];
BEGIN
    IF OLD.status = 'in_progress' THEN
        IF TG_OP = 'UPDATE' AND NEW.status NOT IN ('in_progress', 'submitted', 'entered_in_error') THEN
            RAISE EXCEPTION 'a draft does not go to %', NEW.status;
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a submitted response is never deleted';
    END IF;
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE EXCEPTION 'a submitted response never changes';
    END IF;
    IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
        ('submitted', 'signed'), ('submitted', 'superseded'), ('submitted', 'entered_in_error'),
        ('signed', 'superseded'), ('signed', 'entered_in_error')
    ) THEN
        RAISE EXCEPTION 'a response does not go from % to %', OLD.status, NEW.status;
    END IF;
    IF NEW.status = OLD.status AND to_jsonb(NEW) - 'lock_number' IS DISTINCT FROM to_jsonb(OLD) - 'lock_number'
    THEN
        RAISE EXCEPTION 'who signed a response or took it back is written once';
    END IF;
    RETURN NEW;
END $$
"""

LINKS = (
    ("screening_flagacknowledgement", "assessment_id", "screening_assessment"),
    ("screening_note", "response_id", "screening_response"),
)
NEW_TABLES = ("screening_flagacknowledgement", "screening_note")
WRITTEN_ONCE = (*NEW_TABLES, "screening_verdict", "screening_owndifferential")


class Migration(migrations.Migration):
    dependencies = [("screening", "0009_the_clinicians_part")]

    operations = [
        *(link(*columns) for columns in LINKS),
        *(protect(table) for table in NEW_TABLES),
        *(step for table in WRITTEN_ONCE for step in append_only(table)),
        migrations.RunSQL([KEEP_SUBMITTED], "DROP FUNCTION algia_keep_submitted()"),
        trigger("keep_submitted", "screening_response", "BEFORE UPDATE OR DELETE", "algia_keep_submitted"),
        trigger(
            "refuse_truncate",
            "screening_response",
            "BEFORE TRUNCATE",
            "algia_refuse_change",
            each="STATEMENT",
        ),
    ]
