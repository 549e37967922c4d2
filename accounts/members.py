"""Who belongs to the practice in scope, with which roles, and since when?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Membership, Role, User
from accounts.roles import labels


class UnknownMember(LookupError):
    """Nobody of that id has a role in the practice in scope."""


@dataclass(frozen=True)
class Member:
    """One person and all their roles in the practice in scope."""

    user: User
    roles: frozenset[str]
    since: datetime

    @property
    def name(self) -> str:
        """
        Their name, once they have signed in since they were added; until then nothing.

        Whoever knows an e-mail address could otherwise add it here and read whose it is elsewhere.
        """
        seen_at = self.user.last_login
        return self.user.name if seen_at and seen_at >= self.since else ""

    @property
    def called(self) -> str:
        return self.name or self.user.email

    @property
    def role_labels(self) -> tuple[str, ...]:
        return labels(self.roles)


def members() -> list[Member]:
    """Everybody with a role here, by e-mail address, so that the order gives no name away either."""
    return _grouped(Membership.objects.select_related("user").order_by("user__email", "user_id"))


def member(user_id: UUID) -> Member:
    """One of them, or UnknownMember."""
    found = _grouped(Membership.objects.select_related("user").filter(user_id=user_id))
    if not found:
        raise UnknownMember("Nobody of that id has a role in this practice.")
    return found[0]


def has_other_manager(user_id: UUID) -> bool:
    """Whether somebody else, who may sign in, manages the practice as well."""
    managers = Membership.objects.filter(role=Role.MANAGER, user__is_active=True)
    return managers.exclude(user_id=user_id).exists()


def _grouped(rows: Iterable[Membership]) -> list[Member]:
    of_user: dict[UUID, list[Membership]] = defaultdict(list)
    for row in rows:
        of_user[row.user_id].append(row)
    return [
        Member(own[0].user, frozenset(row.role for row in own), min(row.created_at for row in own))
        for own in of_user.values()
    ]
