"""For whom is this request, and does all of it happen, with its audit row, or nothing?"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

from accounts.current import WorkingPlace, working_place
from accounts.requests import client_address
from accounts.scope import is_transaction_broken, practice_scope, work_for
from accounts.sign_in import MINOR_FAILURE, session_fingerprint
from screening.audit.record import Actor, AuditContext, RequestFacts, audit_context, note_route, record

NOWHERE = WorkingPlace(None, frozenset())
REFUSALS = {
    401: "authz.denied",
    403: "authz.denied",
    404: "authz.denied",
    409: "request.refused",
    429: "request.refused",
}


class TransactionLost(RuntimeError):
    """
    The view swallowed a database error and answered as if all were well.

    PostgreSQL would turn the COMMIT into a ROLLBACK without a word, the audit row included.
    """


class PracticeScope:
    """
    One transaction a request, in the scope of the user's current practice.

    The view and the rendering of its response run inside, so that a page whose audit row cannot be
    written is never sent. An exception, whatever page it turns into, and a status of 500 or more roll
    everything back; refusals are recorded in a second, fresh transaction.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.refusal_reason = ""  # type: ignore[attr-defined]
        request.must_roll_back = False  # type: ignore[attr-defined]
        with audit_context(AuditContext(request=_facts(request))):
            with transaction.atomic():
                response = self._respond(request)
                if request.must_roll_back or response.status_code >= 500:  # type: ignore[attr-defined]
                    transaction.set_rollback(True)
                elif is_transaction_broken():
                    raise TransactionLost(f"answered {response.status_code} on a broken transaction")
            if _is_refusal(request, response):
                _record_refusal(request, response.status_code)
        if request.user.is_authenticated:
            patch_cache_control(response, no_store=True, private=True)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        note_route(_route(request))

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """The view, or the rendering, raised: even where that becomes a 403 or 404 page, keep nothing."""
        request.must_roll_back = True  # type: ignore[attr-defined]
        request.refusal_reason = str(exception)[:200]  # type: ignore[attr-defined]

    def _respond(self, request: HttpRequest) -> HttpResponseBase:
        with _scope_of(request):
            response = self.get_response(request)
            if getattr(response, "is_rendered", True) is False:
                response = response.render()  # type: ignore[attr-defined]
            return response


@contextmanager
def _scope_of(request: HttpRequest) -> Iterator[None]:
    """The person's own scope, in which the memberships are seen, and then that of the practice among them."""
    request.practice, request.roles = NOWHERE.practice, NOWHERE.roles  # type: ignore[attr-defined]
    if not request.user.is_authenticated:
        yield
        return
    with practice_scope(None, user_id=request.user.pk, until_commit=True):
        place = working_place(request.user, request.session)
        request.practice, request.roles = place.practice, place.roles  # type: ignore[attr-defined]
        if place.practice_id is not None:
            work_for(place.practice_id)
        with audit_context(_context(request, place)):
            yield


@contextmanager
def _scope_at(request: HttpRequest, place: WorkingPlace) -> Iterator[None]:
    """A scope that is known already; as the other one it lasts as long as its transaction."""
    if not request.user.is_authenticated:
        yield
        return
    with (
        practice_scope(place.practice_id, user_id=request.user.pk, until_commit=True),
        audit_context(_context(request, place)),
    ):
        yield


def _context(request: HttpRequest, place: WorkingPlace) -> AuditContext:
    user = request.user
    assert user.is_authenticated
    actor = Actor(user.pk, user.name, place.roles_in_order, session=session_fingerprint(request))
    return AuditContext(place.practice_id, actor, _facts(request))


def _facts(request: HttpRequest) -> RequestFacts:
    if not hasattr(request, "audit_id"):
        request.audit_id = uuid4()  # type: ignore[attr-defined]
    agent = request.headers.get("User-Agent", "")
    return RequestFacts(
        id=request.audit_id,  # type: ignore[attr-defined]
        ip=client_address(request),
        user_agent_hash=hashlib.sha256(agent.encode()).hexdigest()[:16] if agent else "",
        route=_route(request),
    )


def _route(request: HttpRequest) -> str:
    return request.resolver_match.view_name or "" if request.resolver_match else ""


def _is_refusal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """A stranger's mistyped address is no refusal; the same from somebody signed in may be a probe."""
    if response.status_code == 404 and not request.user.is_authenticated:
        return request.resolver_match is not None
    return response.status_code in REFUSALS


def _record_refusal(request: HttpRequest, status: int) -> None:
    place = WorkingPlace(request.practice, request.roles)  # type: ignore[attr-defined]
    with transaction.atomic(), _scope_at(request, place):
        record(
            REFUSALS[status],
            action="E",
            outcome=MINOR_FAILURE,
            entity=_asked_for(request),
            content={"status": status, "method": request.method or ""},
            reason=request.refusal_reason,  # type: ignore[attr-defined]
        )


def _asked_for(request: HttpRequest) -> tuple[str, UUID | str, None] | None:
    """The row that the address names: the first id among its parts."""
    parts = request.resolver_match.kwargs if request.resolver_match else {}
    found = ((name, value) for name, value in parts.items() if isinstance(value, UUID))
    return next(((name.removesuffix("_id"), value, None) for name, value in found), None)
