"""Which events of one practice does an auditor ask for, and who appears in them?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from screening.audit.models import AuditEvent

EVENTS_ON_A_PAGE = 50
MOST_PEOPLE = 200

# From person to person along the index (practice, actor, id): the length of the trail does not matter.
PEOPLE = """
WITH RECURSIVE person (id) AS (
    (SELECT actor FROM screening_auditevent
     WHERE practice_id = %(practice)s AND actor IS NOT NULL ORDER BY actor LIMIT 1)
    UNION ALL
    SELECT (SELECT actor FROM screening_auditevent
            WHERE practice_id = %(practice)s AND actor > person.id ORDER BY actor LIMIT 1)
    FROM person WHERE person.id IS NOT NULL
)
SELECT person.id, (SELECT body::jsonb #>> '{actor,name}' FROM screening_auditevent
                   WHERE practice_id = %(practice)s AND actor = person.id ORDER BY id DESC LIMIT 1)
FROM person WHERE person.id IS NOT NULL LIMIT %(most)s
"""


@dataclass(frozen=True)
class Wanted:
    """What the auditor asks for; nothing given is everything. Days are those of the clinic's clock."""

    event_type: str = ""
    person: UUID | None = None
    thing: UUID | None = None
    from_day: date | None = None
    to_day: date | None = None
    before: UUID | None = None

    def as_parameters(self) -> dict[str, str]:
        """As in the address of the page, without what was not given."""
        given = {
            "type": self.event_type,
            "person": self.person,
            "thing": self.thing,
            "from_day": self.from_day,
            "to_day": self.to_day,
            "before": self.before,
        }
        return {name: str(value) for name, value in given.items() if value}


@dataclass(frozen=True)
class Page:
    """Events, newest first; `older` continues after the last of them where there are more."""

    events: Sequence[AuditEvent] = field(default=())
    older: UUID | None = None


def events_of(practice_id: UUID, wanted: Wanted) -> Page:
    """One page of the trail; an event named by `before` that is not this practice's ends the trail."""
    rows = _matching(AuditEvent.objects.filter(practice_id=practice_id), wanted)
    if wanted.before is not None:
        mark = AuditEvent.objects.filter(practice_id=practice_id, event_id=wanted.before).values("id")
        rows = rows.filter(id__lt=mark[:1])
    found = list(rows.order_by("-id")[: EVENTS_ON_A_PAGE + 1])
    shown = found[:EVENTS_ON_A_PAGE]
    return Page(shown, shown[-1].event_id if len(found) > len(shown) else None)


def people_of(practice_id: UUID) -> list[tuple[UUID, str]]:
    """Everybody who did something here, by the name they had at the latest of it."""
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"practice": practice_id, "most": MOST_PEOPLE})
        found: list[tuple[UUID, str | None]] = cursor.fetchall()
    return sorted(((key, name or str(key)) for key, name in found), key=lambda each: each[1].casefold())


def _matching(rows: QuerySet[AuditEvent], wanted: Wanted) -> QuerySet[AuditEvent]:
    equal: dict[str, Any] = {"type": wanted.event_type, "actor": wanted.person}
    rows = rows.filter(**{name: value for name, value in equal.items() if value})
    if wanted.thing:
        rows = rows.filter(Q(entity_id=str(wanted.thing)) | Q(subject=wanted.thing))
    if wanted.from_day:
        rows = rows.filter(recorded_at__gte=_begin(wanted.from_day))
    if wanted.to_day:
        rows = rows.filter(recorded_at__lt=_begin(wanted.to_day + timedelta(days=1)))
    return rows


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
