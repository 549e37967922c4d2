"""May the person who asked for a job still have it? Roles and switches can change while it waits or runs."""

from django.utils.translation import gettext_noop

from accounts.models import Membership, Practice
from accounts.permissions import roles_for
from accounts.switches import is_on
from screening.jobs.kinds import kind_of
from screening.jobs.work import JobFault, Work

NO_LONGER_ALLOWED = gettext_noop(
    "You no longer have the role in this practice that this needs. Nothing was made."
)
SWITCHED_OFF = gettext_noop("This was turned off for the practice meanwhile. Nothing was made.")


def check_still_allowed(work: Work) -> None:
    """
    Asked inside `work.in_scope()`: when a job begins, when it publishes, and between long steps by the task.

    Background work that nobody sees (`listed=False`) is the application's own and goes on.

    Raises:
        JobFault.
    """
    kind = kind_of(work.kind)
    if not kind.listed:
        return
    if kind.permission and not _has_role(work, kind.permission):
        raise JobFault(NO_LONGER_ALLOWED)
    if kind.switch and not is_on(Practice.objects.get(pk=work.practice_id), kind.switch):
        raise JobFault(SWITCHED_OFF)


def _has_role(work: Work, permission: str) -> bool:
    roles = Membership.objects.filter(user=work.asked_by, role__in=roles_for(permission))
    return work.asked_by is not None and roles.filter(user__is_active=True).exists()
