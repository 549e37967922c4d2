"""Does the manager of a demonstration see who works there?"""

import pytest
from django.db import transaction

from accounts.demo import make_people, make_practice
from accounts.members import members
from accounts.scope import practice_scope

pytestmark = pytest.mark.django_db(databases=["default", "owner", "maint"], transaction=True)


def test_everybody_of_the_demo_is_named_though_nobody_has_signed_in_yet() -> None:
    practice = make_practice(0, using="maint")
    make_people({0: practice}, using="maint")
    make_people({0: practice}, using="maint")

    with transaction.atomic(), practice_scope(practice.id):
        assert all(person.name for person in members())
        assert len(members()) == 6
