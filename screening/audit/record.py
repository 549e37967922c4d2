"""How does an event enter the audit trail? In the transaction of what it tells of, or not at all."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import rfc8785
from django.db import DEFAULT_DB_ALIAS, connections

from screening.audit.context import (
    Actor,
    AuditContext,
    RequestFacts,
    audit_context,
    current_context,
    note_route,
)
from screening.audit.mac import current_key_id, event_mac
from screening.audit.types import check_known

__all__ = [
    "Actor",
    "AuditContext",
    "AuditNeedsTransaction",
    "RequestFacts",
    "audit_context",
    "current_context",
    "note_route",
    "record",
]

BODY_VERSION = 1
COLUMNS = ("event_id", "practice_id", "body", "mac", "mac_key_id")

Entity = tuple[str, UUID | str, int | str | None]


class AuditNeedsTransaction(RuntimeError):
    """An event outside a transaction could outlive, or miss, what it tells of."""


def record(
    event_type: str,
    *,
    action: str,
    outcome: int = 0,
    entity: Entity | None = None,
    subject: UUID | None = None,
    change: Mapping[str, Sequence[Any]] | None = None,
    fields: Sequence[str] = (),
    content: Mapping[str, Any] | None = None,
    reason: str = "",
    practice: UUID | None = None,
    actor: Actor | None = None,
    using: str = DEFAULT_DB_ALIAS,
) -> UUID:
    """
    Write one event. Never answers in clear, never the patient reference, never free-text notes.

    Args:
        event_type: from the closed list in `screening.audit.types`.
        action: C, R, U, D or E; outcome: 0, 4, 8 or 12.
        entity: (kind, id, version or lock number) of what was touched.
        subject: the Subject row's random id.
        change: field -> [old, new]; digests where the values are clinical.
        fields: ids of the rows shown on a list page, or the parts that were touched.
        content: which questionnaire version and engine made what was shown.
        practice, actor: else those of the current AuditContext.

    Returns:
        The event's id.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        raise AuditNeedsTransaction(event_type)
    row = event_row(
        event_type,
        action=action,
        outcome=outcome,
        entity=entity,
        subject=subject,
        change=change,
        fields=fields,
        content=content,
        reason=reason,
        practice=practice,
        actor=actor,
    )
    # Not through the ORM: its INSERT ... RETURNING needs a SELECT right that events without a practice lack.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO screening_auditevent (event_id, practice_id, body, mac, mac_key_id)"
            " VALUES (%s, %s, %s, %s, %s)",
            row,
        )
    return row[0]


def event_row(event_type: str, **event: Any) -> tuple[UUID, UUID | None, str, bytes, str]:
    """The values of COLUMNS for one event, in that order; for `record` and for COPY."""
    context = current_context()
    practice_id = event.pop("practice", None) or context.practice_id
    event_id = _new_event_id()
    facts = {"id": str(event_id), "practice": _text(practice_id), "type": event_type}
    body = rfc8785.dumps(facts | _body(context, **event) | _checked(event_type, event)).decode()
    key_id = current_key_id()
    return event_id, practice_id, body, event_mac(practice_id, body, key_id), key_id


def _checked(event_type: str, event: Mapping[str, Any]) -> dict[str, Any]:
    action, outcome = event["action"], event.get("outcome", 0)
    check_known(event_type, action, outcome)
    return {"v": BODY_VERSION, "action": action, "outcome": outcome}


def _body(
    context: AuditContext,
    *,
    entity: Entity | None = None,
    subject: UUID | None = None,
    change: Mapping[str, Sequence[Any]] | None = None,
    fields: Sequence[str] = (),
    content: Mapping[str, Any] | None = None,
    reason: str = "",
    actor: Actor | None = None,
    **_checked_elsewhere: Any,
) -> dict[str, Any]:
    actor = actor or context.actor
    facts = {
        "at_app": datetime.now(UTC).isoformat(timespec="microseconds"),
        "actor": actor.as_body() if actor else None,
        "system": context.system,
        "entity": _entity(entity),
        "subject": _text(subject),
        "change": {name: list(values) for name, values in (change or {}).items()},
        "fields": [str(name) for name in fields],
        "content": dict(content or {}),
        "reason": reason,
        "request": context.request.as_body() if context.request else None,
    }
    return {name: value for name, value in facts.items() if value}


def _entity(entity: Entity | None) -> dict[str, Any] | None:
    if entity is None:
        return None
    kind, key, version = entity
    return {"type": kind, "id": str(key), "version": version}


def _text(key: UUID | None) -> str | None:
    return str(key) if key else None


def _new_event_id() -> UUID:
    """UUIDv7: 48 bits of milliseconds, then chance; made here because PostgreSQL 15 has no uuidv7()."""
    milliseconds = int(datetime.now(UTC).timestamp() * 1000)
    value = (milliseconds << 80) | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    return UUID(int=(value & ~(0x3 << 62)) | (0x2 << 62))
