"""How does an event of the trail read: who did what, when, about which thing, and can it be proved?"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.audit.mac import UnknownMacKey, is_genuine
from screening.audit.models import AuditEvent
from screening.audit.types import ACTIONS, EVENT_TYPES, OUTCOMES

SHORT = 8
YEARS = range(2000, 3000)  # in every time zone within what a clock can hold
ROW_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NOBODY = gettext_lazy("Nobody signed in")
FACTS = {
    "id": gettext_lazy("Event"),
    "type": gettext_lazy("Type"),
    "action": gettext_lazy("Action"),
    "outcome": gettext_lazy("Outcome"),
    "at_app": gettext_lazy("Written at"),
    "practice": gettext_lazy("Practice"),
    "actor": gettext_lazy("By"),
    "system": gettext_lazy("By the program"),
    "entity": gettext_lazy("About"),
    "subject": gettext_lazy("Patient row"),
    "change": gettext_lazy("Changed"),
    "fields": gettext_lazy("Rows or parts"),
    "content": gettext_lazy("Content"),
    "reason": gettext_lazy("Reason"),
    "request": gettext_lazy("Request"),
    "v": gettext_lazy("Form of the event"),
}

THINGS = {
    "job": gettext_lazy("job"),
    "patient": gettext_lazy("patient"),
    "practice": gettext_lazy("practice"),
    "questionnaire_version": gettext_lazy("questionnaire version"),
    "response": gettext_lazy("response"),
    "statistics_export": gettext_lazy("statistics export"),
    "statistics_period": gettext_lazy("statistics period"),
    "user": gettext_lazy("user"),
}


@dataclass(frozen=True)
class Fact:
    """One line of an event's details; a change has what stood there before."""

    label: str
    value: str
    before: str | None = None


@dataclass(frozen=True)
class EventLine:
    """One event as the page shows it."""

    key: str
    at: datetime
    who: str
    roles: str
    person: str
    what: str
    thing_kind: str
    thing: str
    thing_short: str
    thing_is_row: bool
    version: str
    outcome: str
    is_success: bool
    reason: str
    is_genuine: bool
    facts: tuple[Fact, ...]


def event_line(event: AuditEvent) -> EventLine:
    """Nothing is taken for granted of the body: a tampered one is shown, and marked, like any other."""
    body = _body(event)
    actor, entity = _mapping(body.get("actor")), _mapping(body.get("entity"))
    outcome, thing = body.get("outcome"), _text(entity.get("id"))
    is_row = ROW_ID.fullmatch(thing) is not None
    return EventLine(
        key=str(event.event_id),
        at=_moment(body.get("at_app")) or event.recorded_at,
        who=_who(actor, body),
        roles=", ".join(map(_text, _sequence(actor.get("roles")))),
        person=_text(actor.get("id")),
        what=_phrase(EVENT_TYPES, body.get("type")),
        thing_kind=_thing_kind(_text(entity.get("type"))),
        thing=thing,
        thing_short=thing[:SHORT] if is_row else thing,
        thing_is_row=is_row,
        version=_version(entity),
        outcome=_phrase(OUTCOMES, outcome),
        is_success=outcome == 0,
        reason=_text(body.get("reason")),
        is_genuine=_can_be_proved(event),
        facts=(*_facts(body), Fact(_("Stored at"), f"{event.recorded_at:%Y-%m-%dT%H:%M:%S.%f%z}")),
    )


def _body(event: AuditEvent) -> Mapping[str, Any]:
    """Nothing, where it is JSON to the database and too deep, or a number too long, for us."""
    try:
        return _mapping(json.loads(event.body))
    except (ValueError, RecursionError):
        return {}


def _can_be_proved(event: AuditEvent) -> bool:
    try:
        return is_genuine(event.practice_id, event.body, event.mac_key_id, bytes(event.mac))
    except UnknownMacKey:
        return False


def _who(actor: Mapping[str, Any], body: Mapping[str, Any]) -> str:
    if actor:
        return _text(actor.get("name")) or _text(actor.get("id"))
    return f"Algia: {_text(body['system'])}" if body.get("system") else str(NOBODY)


def _thing_kind(name: str) -> str:
    """The trail may only grow: a kind of thing that has no words here goes by its name."""
    return str(THINGS.get(name, name.replace("_", " ")))


def _version(entity: Mapping[str, Any]) -> str:
    """Of a job it is the attempt; there is none yet when it is asked for."""
    number = _text(entity.get("version"))
    if entity.get("type") == "job":
        return _("attempt %(number)s") % {"number": number} if number not in ("", "0") else ""
    return _("version %(number)s") % {"number": number} if number else ""


def _facts(body: Mapping[str, Any]) -> Iterator[Fact]:
    for name in (*FACTS, *(name for name in body if name not in FACTS)):
        if name in body:
            yield from _facts_of(name, body[name])


def _facts_of(name: str, value: Any) -> Iterator[Fact]:
    label = str(FACTS.get(name, name))
    if name == "change":
        yield from (_change(field, both) for field, both in _mapping(value).items())
    elif isinstance(value, Mapping):
        given = {part: own for part, own in value.items() if own not in (None, "", [], {})}
        yield from (Fact(f"{label}, {part.replace('_', ' ')}", _text(own)) for part, own in given.items())
    elif name in ("action", "outcome"):
        yield Fact(label, f"{_phrase(ACTIONS if name == 'action' else OUTCOMES, value)} ({_text(value)})")
    else:
        yield Fact(label, _text(value))


def _change(field: str, both: Any) -> Fact:
    old, new = both if isinstance(both, list) and len(both) == 2 else ("", both)
    return Fact(
        _("Changed, %(replace)s") % {"replace": field.replace("_", " ")},
        _text(new) or "nothing",
        _text(old) or "nothing",
    )


def _phrase(words: Mapping[Any, str | Promise], value: Any) -> str:
    return str(words.get(value, _text(value))) if isinstance(value, str | int) else _text(value)


def _text(value: Any) -> str:
    """Words for any JSON value."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _sequence(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo and moment.year in YEARS else None
