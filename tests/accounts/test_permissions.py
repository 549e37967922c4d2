"""Which role may do what, and is a question about something unknown an error?"""

import pytest

from accounts.models import Role
from accounts.permissions import PERMISSIONS, UnknownPermission, may, permission_required


@pytest.mark.parametrize("permission", ["screening.view", "screening.fill"])
@pytest.mark.parametrize("role", Role.values)
def test_clinicians_alone_see_and_fill_screenings(permission: str, role: str) -> None:
    assert may({role}, permission) is (role == Role.CLINICIAN)


@pytest.mark.parametrize("role", Role.values)
def test_every_role_may_arrive(role: str) -> None:
    assert may({role}, "practice.work")


def test_nobody_without_a_role_may_do_anything() -> None:
    assert not any(may(set(), permission) for permission in PERMISSIONS)


def test_one_of_several_roles_is_enough() -> None:
    assert may({Role.MANAGER, Role.CLINICIAN}, "screening.fill")


def test_the_table_names_known_roles_only() -> None:
    assert all(roles <= set(Role.values) for roles in PERMISSIONS.values())


def test_a_permission_that_is_not_in_the_table_is_an_error_when_the_view_is_defined() -> None:
    with pytest.raises(UnknownPermission):
        permission_required("screening.everything")
