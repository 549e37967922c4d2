"""What if two managers act on each other, or on the same thing, in the same moment?"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from accounts.actions import LastManager, NoLongerManager, add_colleague, set_roles, set_switch
from accounts.models import Membership, Practice, User
from tests.accounts.managing import colleague, made_accounts, managed, roles_of, trail
from tests.factories import at_work

pytestmark = [
    pytest.mark.django_db(databases=["default", "maint"], transaction=True),
    pytest.mark.security,
]


def _at_once(*work: Callable[[], None]) -> list[object]:
    """Run them in threads that start together, each on a connection of its own; what each raised."""
    start = threading.Barrier(len(work))

    def one(do: Callable[[], None]) -> object:
        start.wait()
        try:
            return do()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(one, work))


def _takes_management(place: Any, by: User, user: User) -> Callable[[], None]:
    def take() -> None:
        with at_work(place):
            set_roles(practice_id=place.practice.id, user_id=user.id, roles=(), seen=("manager",), by=by)

    return take


def test_two_managers_cannot_remove_each_other() -> None:
    for _ in range(5):
        place = managed()
        other = colleague(place, "manager")

        found = _at_once(
            _takes_management(place, place.user, other), _takes_management(place, other, place.user)
        )

        with at_work(place):
            assert Membership.objects.filter(role="manager").count() == 1
        assert sorted(type(each).__name__ for each in found) == ["NoLongerManager", "NoneType"]
        assert len(trail(place, "role.revoke")) == 1


def test_two_managers_cannot_both_step_down() -> None:
    place = managed()
    other = colleague(place, "manager")

    found = _at_once(_takes_management(place, place.user, place.user), _takes_management(place, other, other))

    assert roles_of(place, place.user) | roles_of(place, other) == {"manager"}
    assert sorted(type(each).__name__ for each in found) == ["LastManager", "NoneType"]
    assert issubclass(LastManager, ValueError) and issubclass(NoLongerManager, PermissionError)


def test_the_same_colleague_added_in_four_practices_at_once_is_one_person() -> None:
    places = [managed() for _ in range(4)]

    def adds(place: Any) -> Callable[[], None]:
        facts = {"email": "one@practice.example", "name": "One", "roles": ("clinician",)}

        def add() -> None:
            with at_work(place):
                add_colleague(practice_id=place.practice.id, by=place.user, **facts)

        return add

    found = _at_once(*map(adds, places))

    assert found == [None] * 4
    person = User.objects.get(email="one@practice.example")
    assert [roles_of(place, person) for place in places] == [{"clinician"}] * 4
    assert len(made_accounts(person)) == 1


def test_two_switches_turned_at_once_both_stay_turned() -> None:
    place = managed()

    def turns(key: str) -> Callable[[], None]:
        def turn() -> None:
            with at_work(place):
                set_switch(practice_id=place.practice.id, key=key, on=False, by=place.user)

        return turn

    _at_once(turns("downloads"), turns("statistics"))

    assert Practice.objects.get(id=place.practice.id).switches == {"downloads": False, "statistics": False}
