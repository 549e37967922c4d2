"""Did somebody leave without signing out? Ends the session then; only what a person does counts as being there."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from accounts.sign_in import record_timeout

BEGAN, ACTIVE = "signed_in_at", "active_at"
NOTED_EVERY_SECONDS = 300
#: What a page sends on its own account, such as a save that is tried again.
BY_TIMER = "Algia-By"


def connect() -> None:
    user_logged_in.connect(begin, dispatch_uid="accounts.idle")


def begin(*, request: HttpRequest | None, **signal: Any) -> None:
    session = getattr(request, "session", None)
    if session is not None:
        session[BEGAN] = session[ACTIVE] = _now()


class IdleLimit:
    """
    Signs out whoever did nothing for SESSION_IDLE_MINUTES, and everybody SESSION_COOKIE_AGE after signing in.

    Activity is written into the session at most every five minutes, so that it costs next to nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if SESSION_KEY in request.session:
            self._look(request)
        return self.get_response(request)

    def _look(self, request: HttpRequest) -> None:
        session, now = request.session, _now()
        active, began = session.get(ACTIVE, now), session.get(BEGAN, now)
        is_idle = now - active > settings.SESSION_IDLE_MINUTES * 60
        if is_idle or now - began > settings.SESSION_COOKIE_AGE:
            _end(request)
        elif ACTIVE not in session or (now - active >= NOTED_EVERY_SECONDS and is_by_a_person(request)):
            session[BEGAN], session[ACTIVE] = began, now


def is_by_a_person(request: HttpRequest) -> bool:
    """Whether somebody did something: opened a page, sent a form, or typed what is being saved."""
    if "HX-Request" not in request.headers:
        return True
    return request.method == "POST" and BY_TIMER not in request.headers


def _end(request: HttpRequest) -> None:
    if request.user.is_authenticated:
        record_timeout(request, request.user)
    request.session.flush()
    request.user = AnonymousUser()


def _now() -> int:
    return int(timezone.now().timestamp())
