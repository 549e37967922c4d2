"""Who belongs to the practice in scope, with which roles, and since when?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Membership, Role, User
from accounts.roles import labels
from screening.audit.models import AuditEvent


class UnknownMember(LookupError):
    """Nobody of that id has a role in the practice in scope."""


@dataclass(frozen=True)
class Member:
    """One person and all their roles in the practice in scope."""

    user: User
    roles: frozenset[str]
    since: datetime
    has_been_here: bool

    @property
    def name(self) -> str:
        """
        Their name, once they have done something in this practice; until then nothing.

        Whoever knows an e-mail address could otherwise add it here and read whose it is elsewhere.
        That they signed in says nothing: they may have, where they belong.
        """
        return self.user.name if self.has_been_here else ""

    @property
    def called(self) -> str:
        return self.name or self.user.email

    @property
    def role_labels(self) -> tuple[str, ...]:
        return labels(self.roles)


def members() -> list[Member]:
    """Everybody with a role here, by e-mail address, so that the order gives no name away either."""
    return _grouped(_memberships().order_by("user__email", "user_id"))


def member(user_id: UUID) -> Member:
    """One of them, or UnknownMember."""
    found = _grouped(_memberships().filter(user_id=user_id))
    if not found:
        raise UnknownMember(_("Nobody of that id has a role in this practice."))
    return found[0]


def has_other_manager(user_id: UUID) -> bool:
    """Whether somebody else, who may sign in, manages the practice as well."""
    managers = Membership.objects.filter(role=Role.MANAGER, user__is_active=True)
    return managers.exclude(user_id=user_id).exists()


def known_managers() -> list[str]:
    """The names of those who manage the practice and have been here; for everybody who works in it."""
    return sorted(
        each.name for each in members() if each.name and each.user.is_active and Role.MANAGER in each.roles
    )


def _memberships() -> QuerySet[Membership]:
    events = AuditEvent.objects.filter(practice_id=OuterRef("practice_id"), actor=OuterRef("user_id"))
    return Membership.objects.select_related("user").annotate(has_been_here=Exists(events))


def _grouped(rows: Iterable[Membership]) -> list[Member]:
    of_user: dict[UUID, list[Membership]] = defaultdict(list)
    for row in rows:
        of_user[row.user_id].append(row)
    return [_member(own) for own in of_user.values()]


def _member(own: Sequence[Membership]) -> Member:
    return Member(
        user=own[0].user,
        roles=frozenset(row.role for row in own),
        since=min(row.created_at for row in own),
        has_been_here=own[0].has_been_here,  # type: ignore[attr-defined]
    )
