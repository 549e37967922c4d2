"""The walls around jobs, drafts and statistics, and what of them nobody changes any more."""

from django.db import migrations

from accounts.row_security import append_only, link, protect, trigger

# Closing a month holds the same lock exclusively: a row either is there when the month is counted, or comes
# after it and goes to the next open month. The table of closed months is read anew after the lock.
OPEN_MONTH = """
CREATE FUNCTION algia_open_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('statistics:' || NEW.practice_id, 0));
    WHILE EXISTS (
        SELECT FROM screening_statisticsperiod
        WHERE practice_id = NEW.practice_id AND month = NEW.month
    ) LOOP
        NEW.month := NEW.month + interval '1 month';
    END LOOP;
    RETURN NEW;
END $$
"""

KEEP_PACKAGE = """
CREATE FUNCTION algia_keep_package() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM screening_questionnaireversion
        WHERE id = OLD.version_id AND status NOT IN ('draft', 'in_review')
    ) THEN
        RAISE EXCEPTION 'the file of a published questionnaire version never changes';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$
"""

LINKS = (
    ("screening_statisticsindex", "subject_id", "screening_subject"),
    ("screening_statisticsindex", "response_id", "screening_response"),
    ("screening_outbox", "job_id", "screening_job"),
    ("screening_jobfile", "job_id", "screening_job"),
    ("screening_package", "version_id", "screening_questionnaireversion"),
    ("screening_reviewstep", "version_id", "screening_questionnaireversion"),
    ("screening_protectedcube", "period_id", "screening_statisticsperiod"),
)
TABLES = (
    "screening_statisticsindex",
    "screening_job",
    "screening_outbox",
    "screening_jobfile",
    "screening_package",
    "screening_reviewstep",
    "screening_statisticsperiod",
    "screening_protectedcube",
    "screening_statisticsexport",
)


class Migration(migrations.Migration):
    dependencies = [("screening", "0004_jobs_authoring_statistics")]

    operations = [
        *(link(*columns) for columns in LINKS),
        *(protect(table) for table in TABLES),
        *append_only("screening_reviewstep"),
        *append_only("screening_statisticsperiod"),
        *append_only("screening_protectedcube"),
        *append_only("screening_statisticsexport"),
        migrations.RunSQL([OPEN_MONTH], "DROP FUNCTION algia_open_month()"),
        trigger("open_month", "screening_statisticsindex", "BEFORE INSERT", "algia_open_month"),
        migrations.RunSQL([KEEP_PACKAGE], "DROP FUNCTION algia_keep_package()"),
        trigger("keep_package", "screening_package", "BEFORE UPDATE OR DELETE", "algia_keep_package"),
    ]
