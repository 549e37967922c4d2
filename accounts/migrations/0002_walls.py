"""Row-level security: a practice's name is readable, a membership by its owner and within its practice."""

from django.db import migrations

from accounts.row_security import PRACTICE_IN_SCOPE, USER_IN_SCOPE, Policy, protect

OWN_PRACTICE = f"id = {PRACTICE_IN_SCOPE}"
OWN_ROLES = f"practice_id = {PRACTICE_IN_SCOPE}"

PRACTICE = (
    Policy("readable", "SELECT", using="true"),
    Policy("made_in_its_own_scope", "INSERT", check=OWN_PRACTICE),
    Policy("changed_in_its_own_scope", "UPDATE", using=OWN_PRACTICE, check=OWN_PRACTICE),
)
MEMBERSHIP = (
    Policy("of_the_user", "SELECT", using=f"user_id = {USER_IN_SCOPE}"),
    Policy("of_the_practice", "ALL", using=OWN_ROLES, check=OWN_ROLES),
)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        protect("accounts_practice", PRACTICE),
        protect("accounts_membership", MEMBERSHIP),
    ]
