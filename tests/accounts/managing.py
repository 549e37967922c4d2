"""What does a test of the manager's pages begin with, and what did the trail keep of it?"""

import json
from types import SimpleNamespace
from typing import Any

from django.test import Client

from accounts.models import Membership, Role, User
from screening.audit.models import AuditEvent
from tests.factories import MembershipFactory, at_work, clinic


def managed() -> SimpleNamespace:
    """A practice with its only manager."""
    return clinic(role=Role.MANAGER)


def colleague(place: Any, *roles: str, **person: Any) -> User:
    """Somebody else of the practice."""
    first: Membership = MembershipFactory(
        practice=place.practice, role=roles[0], **{f"user__{name}": value for name, value in person.items()}
    )
    for role in roles[1:]:
        MembershipFactory(practice=place.practice, user=first.user, role=role)
    return first.user


def roles_of(place: Any, user: User) -> set[str]:
    with at_work(place):
        return set(Membership.objects.filter(user=user).values_list("role", flat=True))


def trail(place: Any, *types: str) -> list[dict[str, Any]]:
    """The bodies of the practice's events of these types, in order."""
    with at_work(place):
        found = AuditEvent.objects.filter(practice_id=place.practice.id, type__in=types).order_by("id")
        return [json.loads(event.body) for event in found]


def page_of(user: User) -> str:
    return f"/practice/manage/people/{user.id}/"


def send_roles(client: Client, user: User, roles: Any, *, seen: str, **more: str) -> Any:
    """What the page of a member sends; `seen` is what it showed."""
    return client.post(page_of(user), {"roles": list(roles), "seen": seen, **more})


def made_accounts(person: User) -> list[str]:
    """That the account was made, as it is written down: in no practice's trail. Needs committed rows."""
    rows = AuditEvent.objects.using("maint").filter(type="user.create", entity_id=str(person.id))
    return list(rows.filter(practice_id=None).values_list("body", flat=True))
