"""What does a manager do to the practice? People get and lose roles, switches go on and off."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.members import Member, UnknownMember, has_other_manager, member
from accounts.models import Accounts, Membership, Practice, Role, User
from accounts.roles import in_order
from accounts.switches import is_on, switch_of
from screening.audit.record import audit_context, current_context, record


class NoLongerManager(PermissionError):
    """Another manager was faster: whoever asks has lost the role meanwhile."""


class LastManager(ValueError):
    """The practice would be left with nobody who manages it."""


class RolesChanged(RuntimeError):
    """Somebody else changed the person's roles after the page was opened."""


def check_keeps_a_manager(person: Member, roles: Collection[str]) -> None:
    """Raise LastManager if the practice had no manager once the person has `roles` and no others."""
    gives_it_up = Role.MANAGER in person.roles and Role.MANAGER not in roles
    if gives_it_up and not has_other_manager(person.user.id):
        raise LastManager(_("This is the only manager of the practice. Make somebody else a manager first"))


@transaction.atomic
def set_roles(
    *, practice_id: UUID, user_id: UUID, roles: Collection[str], seen: Collection[str], by: User
) -> None:
    """
    Give a member exactly these roles; none removes them from the practice.

    Args:
        seen: the roles that the page showed; others now raise RolesChanged, and nothing is done.

    Raises:
        UnknownMember, LastManager, RolesChanged, NoLongerManager.
    """
    _lock(practice_id, by)
    person = member(user_id)
    if person.roles != frozenset(seen):
        raise RolesChanged(_("Somebody else changed these roles after you opened the page."))
    check_keeps_a_manager(person, roles)
    for role in in_order(person.roles - frozenset(roles)):
        Membership.objects.filter(user=person.user, role=role).delete()
        _record_role("role.revoke", practice_id, person.user, [role, None])
    _grant(practice_id, person.user, frozenset(roles) - person.roles)


@transaction.atomic
def add_colleague(*, practice_id: UUID, email: str, name: str, roles: Collection[str], by: User) -> None:
    """
    Give somebody roles here, known to Algia already or not.

    Nothing is returned and nothing differs to the one who asks: whether an address is known is not theirs
    to learn. The name is used for a new person only; an existing one keeps theirs.
    """
    _lock(practice_id, by)
    fresh = {"name": name, "password": make_password(None)}
    person, is_new = User.objects.get_or_create(email=Accounts.normalize_email(email), defaults=fresh)
    if is_new:
        _record_account(person)
    _grant(practice_id, person, frozenset(roles) - _roles_here(person))


@transaction.atomic
def set_switch(*, practice_id: UUID, key: str, on: bool, by: User) -> None:
    """Turn something of the practice on or off; what stands so already stays, without an event."""
    switch_of(key)
    practice = _lock(practice_id, by)
    was_on = is_on(practice, key)
    if was_on == on:
        return
    practice.switches = {**practice.switches, key: on}
    practice.save(update_fields=["switches"])
    record(
        "practice.update",
        action="U",
        entity=("practice", practice_id, None),
        change={key: [was_on, on]},
        practice=practice_id,
    )


def _lock(practice_id: UUID, by: User) -> Practice:
    """One change of a practice at a time, and only by somebody who manages it at that moment."""
    practice = Practice.objects.select_for_update(no_key=True).get(id=practice_id)
    if Role.MANAGER not in _roles_here(by):
        raise NoLongerManager("You are no longer a manager of this practice.")
    return practice


def _roles_here(person: User) -> frozenset[str]:
    try:
        return member(person.id).roles
    except UnknownMember:
        return frozenset()


def _grant(practice_id: UUID, person: User, roles: Collection[str]) -> None:
    for role in in_order(roles):
        Membership.objects.create(practice_id=practice_id, user=person, role=role)
        _record_role("role.grant", practice_id, person, [None, role])


def _record_account(person: User) -> None:
    """In no practice's trail: where it stood or did not, it would tell whether the address was known."""
    with audit_context(replace(current_context(), practice_id=None)):
        entity = ("user", person.id, None)
        record("user.create", action="C", entity=entity, content={"email": person.email})


def _record_role(event_type: str, practice_id: UUID, person: User, change: list[str | None]) -> None:
    record(
        event_type,
        action="C" if change[0] is None else "D",
        entity=("user", person.id, None),
        change={"role": change},
        content={"email": person.email},
        practice=practice_id,
    )
