"""What does each role let somebody do, in a manager's words, and where does its work begin?"""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.permissions import may

EXPLANATIONS: Mapping[str, str | Promise] = MappingProxyType(
    {
        Role.CLINICIAN: _("Fills in screenings, sees their results and downloads them."),
        Role.AUTHOR: _("Writes and changes questionnaires, and sends them to review."),
        Role.PUBLISHER: _("Publishes, retires and withdraws questionnaires that somebody else wrote."),
        Role.STATISTICS: _("Exports protected counts. Sees no patient."),
        Role.AUDITOR: _("Reads the audit trail of the practice. Changes nothing."),
        Role.MANAGER: _("Decides who belongs to the practice, with which roles, and what is turned on."),
    }
)

# Somebody with several roles arrives at the first of these that they may open.
FIRST_PAGES = (
    ("screening.view", "encounters:list"),
    ("questionnaire.write", "authoring:list"),
    ("questionnaire.publish", "authoring:list"),
    ("statistics.export", "statistics:exports"),
    ("audit.view", "audit:events"),
    ("practice.manage", "accounts:manage"),
)


def first_page(roles: Collection[str]) -> str | None:
    """The name of the address where somebody with these roles has their work; None without a role."""
    return next((page for permission, page in FIRST_PAGES if may(roles, permission)), None)


def in_order(roles: Iterable[str]) -> tuple[str, ...]:
    """Roles in the order of `Role`, so that they read alike everywhere."""
    wanted = set(roles)
    return tuple(role for role in Role.values if role in wanted)


def labels(roles: Iterable[str]) -> tuple[str, ...]:
    """The names of roles, in their order."""
    return tuple(str(Role(role).label) for role in in_order(roles))
