"""How does an empty installation get its first practice?"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Membership, Practice, Role, User
from screening.audit.models import AuditEvent

pytestmark = pytest.mark.django_db(databases=["default", "owner", "maint"], transaction=True)


@pytest.mark.audit
def test_a_practice_begins_with_a_manager_and_an_audit_trail() -> None:
    said = StringIO()

    call_command("add_practice", "Clinic", "Boss@Clinic.example", person="Dr Boss", stdout=said)

    practice, manager = Practice.objects.get(), User.objects.get()
    membership = Membership.unscoped.using("maint").get()
    written = AuditEvent.objects.using("maint").filter(practice_id=practice.id).order_by("id")
    assert (manager.email, manager.name, manager.has_usable_password()) == (
        "boss@clinic.example",
        "Dr Boss",
        False,
    )
    assert (membership.user_id, membership.practice_id, membership.role) == (
        manager.id,
        practice.id,
        Role.MANAGER,
    )
    assert [event.type for event in written] == ["user.create", "role.grant"]
    assert "changepassword" in said.getvalue()


def test_somebody_known_may_manage_a_second_practice() -> None:
    call_command("add_practice", "North", "boss@clinic.example", stdout=StringIO())
    call_command("add_practice", "South", "boss@clinic.example", stdout=StringIO())

    assert User.objects.count() == 1
    assert Membership.unscoped.using("maint").count() == 2


@pytest.mark.parametrize(
    ("name", "email", "reason"),
    [
        (" ", "boss@clinic.example", "needs a name"),
        ("Clinic", "boss", "no e-mail address"),
        ("Here", "boss@clinic.example", "already"),
    ],
)
def test_nothing_is_made_of_what_cannot_be(name: str, email: str, reason: str) -> None:
    Practice.objects.using("maint").create(name="Here")

    with pytest.raises(CommandError, match=reason):
        call_command("add_practice", name, email, stdout=StringIO())

    assert (Practice.objects.count(), User.objects.count()) == (1, 0)
