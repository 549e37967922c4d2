"""Who sends this request, for which practice, and with which roles? What the PracticeScope middleware noted."""

from typing import cast

from django.http import HttpRequest

from accounts.models import Practice, User


def user_of(request: HttpRequest) -> User:
    """The person signed in; only for views that let nobody else in."""
    return cast(User, request.user)


def practice_of(request: HttpRequest) -> Practice:
    """The practice in scope; only for views that ask for a role in it."""
    return cast(Practice, request.practice)  # type: ignore[attr-defined]


def roles_of(request: HttpRequest) -> frozenset[str]:
    """The roles in the practice in scope; none without one."""
    return cast("frozenset[str]", request.roles)  # type: ignore[attr-defined]
