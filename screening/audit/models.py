"""What does the audit trail keep? Append-only rows whose bytes, not columns, are the truth."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Func


class TransactionIdField(models.BigIntegerField):  # type: ignore[type-arg]
    """PostgreSQL's 64-bit transaction id, in which order the sealer reads finished transactions."""

    description = "transaction id"

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)


def _from_body(path: str, kind: "models.Field[Any, Any]") -> models.GeneratedField:
    """A column computed by the database from the body, so that it cannot disagree with what was signed."""
    cast = "::uuid" if isinstance(kind, models.UUIDField) else ""
    template = f"((%(expressions)s::jsonb #>> '{{{path}}}'){cast})"
    return models.GeneratedField(
        expression=Func(F("body"), template=template), output_field=kind, db_persist=True
    )


class AuditEvent(models.Model):
    """
    One thing that happened; written by `screening.audit.record` alone.

    `xid` and `recorded_at` are set by a trigger; UPDATE, DELETE and TRUNCATE are refused by triggers
    and by missing grants. `practice_id` is no foreign key: the trail outlives what it tells of.
    """

    id = models.BigAutoField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    practice_id = models.UUIDField(null=True)
    xid = TransactionIdField(
        db_default=Func(function="pg_current_xact_id", output_field=models.BigIntegerField())
    )
    recorded_at = models.DateTimeField(
        db_default=Func(function="clock_timestamp", output_field=models.DateTimeField())
    )
    body = models.TextField()
    mac = models.BinaryField()
    mac_key_id = models.TextField()
    type = _from_body("type", models.TextField())
    actor = _from_body("actor,id", models.UUIDField())
    entity_type = _from_body("entity,type", models.TextField())
    entity_id = _from_body("entity,id", models.TextField())
    subject = _from_body("subject", models.UUIDField())

    objects: ClassVar[models.Manager["AuditEvent"]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["practice_id", "id"], name="auditevent_practice"),
            models.Index(fields=["practice_id", "subject", "id"], name="auditevent_subject"),
            models.Index(fields=["practice_id", "actor", "id"], name="auditevent_actor"),
            models.Index(fields=["practice_id", "type", "id"], name="auditevent_type"),
            models.Index(fields=["practice_id", "entity_id", "id"], name="auditevent_entity"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"
