"""The walls between practices: row-level security, and links that cannot cross from one to another."""

from django.db import migrations

from accounts.row_security import OF_THE_PRACTICE, PRACTICE_IN_SCOPE, Policy, link, protect

OWN = f"practice_id = {PRACTICE_IN_SCOPE}"
BUILT_IN_OR_OWN = (
    Policy("built_in_or_of_the_practice", "SELECT", using=f"practice_id IS NULL OR {OWN}"),
    *OF_THE_PRACTICE,
)
WRITTEN_ONCE = (
    Policy("of_the_practice", "SELECT", using=OWN),
    Policy("written_in_scope", "INSERT", check=f"practice_id IS NULL OR {OWN}"),
)

LINKS = (
    ("screening_encounter", "subject_id", "screening_subject"),
    ("screening_response", "encounter_id", "screening_encounter"),
    ("screening_response", "amends_id", "screening_response"),
    ("screening_assessment", "response_id", "screening_response"),
    ("screening_verdict", "assessment_id", "screening_assessment"),
    ("screening_owndifferential", "response_id", "screening_response"),
)


class Migration(migrations.Migration):
    dependencies = [("screening", "0001_initial"), ("accounts", "0002_walls")]

    operations = [
        *(link(*columns) for columns in LINKS),
        protect("screening_questionnaire", BUILT_IN_OR_OWN),
        protect("screening_questionnaireversion", BUILT_IN_OR_OWN),
        protect("screening_subject"),
        protect("screening_encounter"),
        protect("screening_response"),
        protect("screening_assessment"),
        protect("screening_verdict"),
        protect("screening_owndifferential"),
        protect("screening_auditevent", WRITTEN_ONCE),
    ]
