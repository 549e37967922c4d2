"""How does a practice begin? With a name and one manager, made by whoever runs the server."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.models import Accounts, Membership, Practice, Role, User
from screening.audit.record import AuditContext, audit_context, record

MAINTENANCE = "maint"  # no manager is there yet in whose scope it could be done


class CannotFound(ValueError):
    """The practice cannot be made; the message says why."""


def found_practice(*, name: str, email: str, person_name: str, using: str = MAINTENANCE) -> UUID:
    """
    Make a practice and its first manager, who needs a password before signing in.

    Raises:
        CannotFound: no name, no e-mail address, or a practice of that name is there already.
    """
    address = Accounts.normalize_email(email)
    _check(name, address)
    with transaction.atomic(using=using), audit_context(AuditContext(system="add_practice")):
        if Practice.objects.using(using).filter(name=name).exists():
            raise CannotFound(f'There is a practice "{name}" already.')
        practice = Practice.objects.using(using).create(name=name)
        manager = _person(address, person_name, practice, using)
        Membership.unscoped.using(using).create(practice=practice, user=manager, role=Role.MANAGER)
        record(
            "role.grant",
            action="C",
            entity=("user", manager.id, None),
            change={"role": [None, Role.MANAGER]},
            content={"email": manager.email},
            practice=practice.id,
            using=using,
        )
    return practice.id


def _check(name: str, address: str) -> None:
    if not name.strip():
        raise CannotFound("A practice needs a name.")
    try:
        validate_email(address)
    except ValidationError:
        raise CannotFound(f'"{address}" is no e-mail address.') from None


def _person(address: str, person_name: str, practice: Practice, using: str) -> User:
    known = User.objects.using(using).filter(email=address).first()
    if known:
        return known
    person = User(email=address, name=person_name)
    person.set_unusable_password()
    person.save(using=using)
    entity = ("user", person.id, None)
    content = {"email": address}
    record("user.create", action="C", entity=entity, content=content, practice=practice.id, using=using)
    return person
