"""Did this application write that event? The message authentication code of the audit trail."""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

DERIVED_KEY_ID = "derived"


class UnknownMacKey(LookupError):
    """An event names a key that the settings do not hold."""


def current_key_id() -> str:
    """The first key of AUDIT_MAC_KEYS signs; the others only verify."""
    return next(iter(_keys()))


def event_mac(practice_id: UUID | None, body: str, key_id: str) -> bytes:
    """HMAC-SHA-256 over practice and body, so that an event copied to another practice does not verify."""
    key = _keys().get(key_id)
    if key is None:
        raise UnknownMacKey(key_id)
    practice = practice_id.bytes if practice_id else bytes(16)
    return hmac.new(key, practice + body.encode(), hashlib.sha256).digest()


def is_genuine(practice_id: UUID | None, body: str, key_id: str, mac: bytes) -> bool:
    return hmac.compare_digest(event_mac(practice_id, body, key_id), mac)


def _keys() -> dict[str, bytes]:
    configured: dict[str, str] = getattr(settings, "AUDIT_MAC_KEYS", None) or {}
    if configured:
        return {key_id: key.encode() for key_id, key in configured.items()}
    return {DERIVED_KEY_ID: salted_hmac("screening.audit.mac", "", algorithm="sha256").digest()}
