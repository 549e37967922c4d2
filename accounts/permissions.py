"""Which role may do what? The one table of permissions, and the decorator that asks it."""

from collections.abc import Callable, Collection, Mapping
from functools import wraps
from types import MappingProxyType
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url

from accounts.models import Role

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
LOST = "lost"

PERMISSIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "practice.work": frozenset(Role.values),  # the home page and the switch between practices
        "screening.view": frozenset({Role.CLINICIAN}),
        "screening.fill": frozenset({Role.CLINICIAN}),
        "screening.download": frozenset({Role.CLINICIAN}),
        "questionnaire.view": frozenset({Role.AUTHOR, Role.PUBLISHER, Role.CLINICIAN, Role.AUDITOR}),
        "questionnaire.write": frozenset({Role.AUTHOR}),
        "questionnaire.publish": frozenset({Role.PUBLISHER}),
        "statistics.export": frozenset({Role.STATISTICS}),
        "audit.view": frozenset({Role.AUDITOR}),
        "practice.manage": frozenset({Role.MANAGER}),
    }
)


class UnknownPermission(LookupError):
    """A view asks for a permission that the table does not have."""


def roles_for(permission: str) -> frozenset[str]:
    if permission not in PERMISSIONS:
        raise UnknownPermission(permission)
    return PERMISSIONS[permission]


def may(roles: Collection[str], permission: str) -> bool:
    return not roles_for(permission).isdisjoint(roles)


def permission_required(permission: str) -> Callable[[View[P]], View[P]]:
    """
    Let a view be called only by somebody whose roles in the current practice hold `permission`.

    Nobody signed in: to the sign-in page. Signed in without the role: 403, which the middleware records.
    """
    allowed = roles_for(permission)

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            roles: frozenset[str] = getattr(request, "roles", frozenset())
            if allowed.isdisjoint(roles):
                raise PermissionDenied(f"needs {permission}")
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def _to_sign_in(request: Any) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponse(status=401, headers={"HX-Redirect": resolve_url("account_login")})
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    return _with_word_of_what_was_lost(redirect_to_login(_page_that_sent(request)))


def _page_that_sent(request: HttpRequest) -> str:
    """The page a form stood on, to come back to: what it was sent to may be no page at all."""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host():
        return request.get_full_path()
    return urlunsplit(("", "", page.path, page.query, ""))


def _with_word_of_what_was_lost(answer: HttpResponseRedirect) -> HttpResponse:
    """The sign-in page then says that what was sent did not arrive."""
    return HttpResponseRedirect(f"{answer.url}&{LOST}=1")
