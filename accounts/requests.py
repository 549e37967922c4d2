"""Who sends this request, for which practice, and with which roles? What the PracticeScope middleware noted."""

from ipaddress import ip_address
from typing import cast

from django.conf import settings
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


def client_address(request: HttpRequest) -> str:
    """
    The address that the outermost trusted proxy saw; without such proxies the one that connected.

    What stands before it in X-Forwarded-For is what the client itself claims.
    """
    connected = str(request.META.get("REMOTE_ADDR", ""))
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    seen = request.headers.get("X-Forwarded-For", "").split(",")
    if not 0 < proxies <= len(seen):
        return connected
    try:
        return str(ip_address(seen[-proxies].strip()))
    except ValueError:
        return connected
