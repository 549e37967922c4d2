"""What is every row behind a practice's wall made of, and who of the practice may see it?"""

import uuid
from typing import TypeVar

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.models import Membership, User
from accounts.permissions import roles_for
from accounts.scope import ScopedManager

Row = TypeVar("Row", bound=models.Model, covariant=True)


class VisibleManager(ScopedManager[Row]):
    """The rows of the practice in scope; views narrow them further to what their user may see."""

    def __init__(self, permission: str = "") -> None:
        """Without a permission, as Django makes the manager of a reverse link, `visible_to` is an error."""
        super().__init__()
        self.permission = permission

    def visible_to(self, user: User) -> models.QuerySet[Row]:
        """None, unless the user has a role in the practice that holds this manager's permission."""
        return self.get_queryset().filter(is_allowed(user, self.permission))


def is_allowed(user: User, permission: str) -> Exists:
    """Whether the user has, in the practice of the row, a role with `permission`."""
    roles = roles_for(permission)
    return Exists(Membership.unscoped.filter(user=user, practice_id=OuterRef("practice_id"), role__in=roles))


class OfOnePractice(models.Model):
    """
    A row behind the practice wall.

    Links between such rows are (practice, id) pairs in the database, so that none can cross the wall;
    the migrations named `walls` add them, and `db_constraint=False` leaves Django's own single-column
    ones out. The indexes begin with the practice as well, therefore `db_index=False`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(
        "accounts.Practice", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


def pair(table: str) -> models.UniqueConstraint:
    """What a link from another table of the practice points at."""
    return models.UniqueConstraint(fields=["practice", "id"], name=f"{table}_of_practice")
