"""Who signed in, failed to, left, or changed a password? Writes the audit events of these signals."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.http import HttpRequest

from accounts.current import working_place
from accounts.models import Accounts, User
from accounts.scope import practice_scope
from screening.audit.record import Actor, record

MINOR_FAILURE = 4


def connect() -> None:
    user_logged_in.connect(record_sign_in, dispatch_uid="accounts.sign_in")
    user_login_failed.connect(record_failed_sign_in, dispatch_uid="accounts.failed_sign_in")
    user_logged_out.connect(record_sign_out, dispatch_uid="accounts.sign_out")
    for signal in (password_changed, password_set, password_reset):
        signal.connect(record_new_password, dispatch_uid="accounts.new_password")


def session_fingerprint(request: HttpRequest | None) -> str:
    """Names a session in the trail without giving its key away."""
    key = getattr(getattr(request, "session", None), "session_key", None) or ""
    return hashlib.sha256(key.encode()).hexdigest()[:16] if key else ""


def record_sign_in(*, request: HttpRequest | None, user: User, **signal: Any) -> None:
    _record_for("auth.login", request, user)


def record_sign_out(*, request: HttpRequest | None, user: User | None, **signal: Any) -> None:
    if user is not None:
        _record_for("auth.logout", request, user)


def record_timeout(request: HttpRequest, user: User) -> None:
    _record_for("session.timeout", request, user)


def record_new_password(*, request: HttpRequest | None, user: User, **signal: Any) -> None:
    _record_for("user.update", request, user, action="U", fields=["password"])


def record_failed_sign_in(*, credentials: Mapping[str, Any], **signal: Any) -> None:
    """What was typed is not kept: people type passwords into the wrong field."""
    typed = str(credentials.get("email") or credentials.get("username") or "")
    known: UUID | None = (
        User.objects.filter(email=Accounts.normalize_email(typed)).values_list("id", flat=True).first()
    )
    with transaction.atomic():
        entity = ("user", known, None) if known else None
        record("auth.login_failed", action="E", outcome=MINOR_FAILURE, entity=entity)


def _record_for(
    event_type: str,
    request: HttpRequest | None,
    user: User,
    *,
    action: str = "E",
    fields: Sequence[str] = (),
) -> None:
    with transaction.atomic(), practice_scope(None, user_id=user.id):
        place = working_place(user, getattr(request, "session", {}))
        actor = Actor(user.id, user.name, place.roles_in_order, session=session_fingerprint(request))
        with practice_scope(place.practice_id, user_id=user.id):
            record(
                event_type,
                action=action,
                entity=("user", user.id, None),
                fields=fields,
                practice=place.practice_id,
                actor=actor,
            )
