"""Which role may do what, and is a question about something unknown an error?"""

import pytest

from accounts.models import Role
from accounts.permissions import PERMISSIONS, UnknownPermission, may, permission_required

ALONE = {
    "screening.view": Role.CLINICIAN,
    "screening.fill": Role.CLINICIAN,
    "screening.download": Role.CLINICIAN,
    "questionnaire.write": Role.AUTHOR,
    "questionnaire.publish": Role.PUBLISHER,
    "statistics.export": Role.STATISTICS,
    "audit.view": Role.AUDITOR,
    "practice.manage": Role.MANAGER,
}
SHARED = {"practice.work", "questionnaire.view"}


@pytest.mark.parametrize("permission", ALONE)
@pytest.mark.parametrize("role", Role.values)
def test_each_kind_of_work_belongs_to_one_role(permission: str, role: str) -> None:
    """Whoever writes a questionnaire does not publish it; whoever manages people sees no patient."""
    assert may({role}, permission) is (role == ALONE[permission])


def test_no_permission_is_forgotten_here() -> None:
    assert set(PERMISSIONS) == set(ALONE) | SHARED


@pytest.mark.parametrize("role", [Role.STATISTICS, Role.MANAGER])
def test_questionnaires_are_no_secret_but_not_everybodys_work(role: str) -> None:
    assert not may({role}, "questionnaire.view")


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
