"""In which practice, and with which roles, does this person work right now?"""

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import Membership, Practice, User

SESSION_KEY = "practice_id"


class NotAMember(PermissionError):
    """The person has no role in the practice they ask for."""


@dataclass(frozen=True)
class WorkingPlace:
    """The current practice, if the person has any, and the person's roles in it."""

    practice: Practice | None
    roles: frozenset[str]

    @property
    def practice_id(self) -> UUID | None:
        return self.practice.id if self.practice else None

    @property
    def roles_in_order(self) -> tuple[str, ...]:
        return tuple(sorted(self.roles))


def practices_of(user: User) -> list[Practice]:
    """Every practice in which the person has a role, by name."""
    found = {membership.practice for membership in _memberships(user)}
    return sorted(found, key=lambda practice: (practice.name, practice.id))


def working_place(user: User, session: MutableMapping[str, Any]) -> WorkingPlace:
    """
    The practice chosen in the session, checked against the live memberships; else the one joined first.

    Not the first by name: any manager can add anybody to theirs, and must not move them there by it.

    Needs a scope that names the user: row-level security shows memberships to their owner.
    """
    memberships = _memberships(user)
    chosen = str(session.get(SESSION_KEY, ""))
    current = next((m.practice for m in memberships if str(m.practice_id) == chosen), None)
    current = current or (memberships[0].practice if memberships else None)
    roles = frozenset(m.role for m in memberships if current and m.practice_id == current.id)
    return WorkingPlace(current, roles)


def choose_practice(user: User, session: MutableMapping[str, Any], practice_id: UUID) -> None:
    """Make `practice_id` the current practice from the next request on, or raise NotAMember."""
    if practice_id not in {practice.id for practice in practices_of(user)}:
        raise NotAMember("You have no role in this practice.")
    session[SESSION_KEY] = str(practice_id)


def _memberships(user: User) -> list[Membership]:
    rows = Membership.unscoped.filter(user=user).select_related("practice")
    return list(rows.order_by("created_at", "practice_id"))
