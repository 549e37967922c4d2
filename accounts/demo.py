"""Which practices and people does a demonstration have? Made-up ones, with one password known to all."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from accounts.models import Membership, Practice, Role, User
from screening.audit.record import Actor, record

# Everything made up here derives its id from its name, so that a second run finds it again.
NAMES_BEGIN_AT = UUID("6f3c0f5e-5d0b-5c55-9a3c-2a7f3d2f1c10")
COMPASS = ("North", "South", "East", "West")
DEMO_PASSWORD = "try algia on this machine"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who may sign in to the demonstration; `practice_number` counts from 0."""

    name: str
    role: Role
    practice_number: int = 0

    @property
    def email(self) -> str:
        return f"{self.role.value}@{place_name(self.practice_number).lower()}.example"


PEOPLE = (
    DemoPerson("Dr Nora North", Role.CLINICIAN),
    DemoPerson("Arthur Author", Role.AUTHOR),
    DemoPerson("Paula Publisher", Role.PUBLISHER),
    DemoPerson("Stella Statistics", Role.STATISTICS),
    DemoPerson("Adam Auditor", Role.AUDITOR),
    DemoPerson("Mona Manager", Role.MANAGER),
    DemoPerson("Dr Simon South", Role.CLINICIAN, practice_number=1),
)


def place_name(number: int) -> str:
    return COMPASS[number] if number < len(COMPASS) else f"Place-{number + 1}"


def make_practice(number: int, *, using: str) -> Practice:
    """The practice of that number, made where it is missing."""
    name = f"Practice {place_name(number)}"
    practice, _ = Practice.objects.using(using).get_or_create(
        id=uuid5(NAMES_BEGIN_AT, name), defaults={"name": name}
    )
    return practice


def make_clinician(number: int, practice: Practice, *, using: str) -> User:
    """The clinician who saw the synthetic patients; cannot sign in until given a password."""
    known = next((p for p in PEOPLE if (p.role, p.practice_number) == (Role.CLINICIAN, number)), None)
    return _make(known or DemoPerson(f"Dr {place_name(number)}", Role.CLINICIAN, number), practice, using)


def make_people(practices: dict[int, Practice], *, using: str) -> list[DemoPerson]:
    """Everybody whose practice exists, with the password that everybody knows."""
    there = [person for person in PEOPLE if person.practice_number in practices]
    for person in there:
        user = _make(person, practices[person.practice_number], using)
        if not user.check_password(DEMO_PASSWORD):
            user.set_password(DEMO_PASSWORD)
            _begin_work(user, practices[person.practice_number], using)
    return there


def _begin_work(user: User, practice: Practice, using: str) -> None:
    """With an event of theirs: the manager's page names only those who have been here."""
    with transaction.atomic(using=using):
        user.save(using=using, update_fields=["password"])
        facts: dict[str, Any] = {"entity": ("user", user.id, None), "actor": Actor(user.id, user.name)}
        record("system.seed", action="C", practice=practice.id, using=using, **facts)


def _make(person: DemoPerson, practice: Practice, using: str) -> User:
    user = User.objects.using(using).filter(email=person.email).first()
    if user is None:
        user = User(id=uuid5(NAMES_BEGIN_AT, person.email), email=person.email, name=person.name)
        user.set_unusable_password()
        user.save(using=using)
    Membership.unscoped.using(using).get_or_create(user=user, practice=practice, role=person.role)
    return user
