"""What does an audit event say, and what can nobody do to it?"""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
import rfc8785
from django.db import DatabaseError, connection, transaction

from screening.audit import mac
from screening.audit.models import AuditEvent
from screening.audit.record import (
    Actor,
    AuditContext,
    AuditNeedsTransaction,
    RequestFacts,
    audit_context,
    note_route,
    record,
)
from screening.audit.types import EVENT_TYPES, UnknownEvent
from tests.factories import at_work, clinic

pytestmark = [pytest.mark.django_db, pytest.mark.audit]

ACTOR = Actor(uuid4(), "Dr North", ("clinician",), session="fingerprint")
REQUEST = RequestFacts(uuid4(), ip="127.0.0.1", user_agent_hash="abc")


@pytest.fixture
def place() -> Any:
    return clinic()


def only_event() -> tuple[AuditEvent, dict[str, Any]]:
    event = AuditEvent.objects.get()
    return event, json.loads(event.body)


def test_an_event_says_who_what_whose_when_and_through_which_request(place: Any) -> None:
    subject, response = uuid4(), uuid4()
    with at_work(place), audit_context(AuditContext(place.practice.id, ACTOR, REQUEST)):
        note_route("encounters:result")
        record("result.view", action="R", entity=("response", response, 3), subject=subject)

        event, body = only_event()
    assert body["actor"] == {
        "id": str(ACTOR.id),
        "name": "Dr North",
        "roles": ["clinician"],
        "auth": "pwd",
        "session": "fingerprint",
    }
    assert body["entity"] == {"type": "response", "id": str(response), "version": 3}
    assert body["subject"] == str(subject)
    assert body["request"]["route"] == "encounters:result"
    assert (body["type"], body["action"], body["outcome"], body["v"]) == ("result.view", "R", 0, 1)
    assert body["practice"] == str(event.practice_id) == str(place.practice.id)


def test_a_list_names_the_rows_it_showed(place: Any) -> None:
    shown = [uuid4(), uuid4()]
    with at_work(place):
        record("assessment.list", action="R", practice=place.practice.id, fields=[str(key) for key in shown])

        _, body = only_event()
    assert body["fields"] == [str(key) for key in shown]


def test_the_columns_are_read_from_the_signed_body(place: Any) -> None:
    subject, response = uuid4(), uuid4()
    with at_work(place):
        record(
            "assessment.view",
            action="R",
            entity=("response", response, 1),
            subject=subject,
            practice=place.practice.id,
            actor=ACTOR,
        )

        event, _ = only_event()
    assert (event.type, event.actor, event.subject) == ("assessment.view", ACTOR.id, subject)
    assert (event.entity_type, event.entity_id) == ("response", str(response))


def test_the_body_is_canonical_json_and_its_id_that_of_the_row(place: Any) -> None:
    with at_work(place):
        event_id = record("assessment.view", action="R", practice=place.practice.id, reason="ü, €")

        event, body = only_event()
    assert event.body.encode() == rfc8785.dumps(body)
    assert event.event_id == event_id == UUID(body["id"])
    assert event_id.version == 7


def test_the_mac_holds_for_this_practice_and_this_body_only(place: Any) -> None:
    with at_work(place):
        record("assessment.view", action="R", practice=place.practice.id)
        event, _ = only_event()

    genuine = (event.practice_id, event.body, event.mac_key_id, bytes(event.mac))
    assert mac.is_genuine(*genuine)
    assert not mac.is_genuine(uuid4(), *genuine[1:])
    assert not mac.is_genuine(None, *genuine[1:])
    assert not mac.is_genuine(genuine[0], event.body + " ", *genuine[2:])


def test_an_old_key_still_verifies_after_a_new_one_signs(place: Any, settings: Any) -> None:
    settings.AUDIT_MAC_KEYS = {"2025": "old key"}
    with at_work(place):
        record("assessment.view", action="R", practice=place.practice.id)
        settings.AUDIT_MAC_KEYS = {"2026": "new key", "2025": "old key"}

        event, _ = only_event()
    assert event.mac_key_id == "2025"
    assert mac.current_key_id() == "2026"
    assert mac.is_genuine(event.practice_id, event.body, "2025", bytes(event.mac))
    with pytest.raises(mac.UnknownMacKey):
        mac.event_mac(None, "", "2024")


@pytest.mark.parametrize(
    ("event_type", "action", "outcome"),
    [("assessment.stolen", "R", 0), ("assessment.view", "X", 0), ("assessment.view", "R", 3)],
)
def test_only_what_is_on_the_closed_lists_is_written(
    place: Any, event_type: str, action: str, outcome: int
) -> None:
    with at_work(place), pytest.raises(UnknownEvent):
        record(event_type, action=action, outcome=outcome, practice=place.practice.id)


def test_event_types_are_named_noun_dot_verb() -> None:
    assert all(name.count(".") == 1 and name == name.lower() for name in EVENT_TYPES)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(AuditNeedsTransaction):
        record("auth.login", action="E")


def test_an_event_lives_and_dies_with_its_transaction(place: Any) -> None:
    with at_work(place):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            record("assessment.view", action="R", practice=place.practice.id)
            _ = 1 / 0

        assert not AuditEvent.objects.exists()


def test_an_event_cannot_be_written_into_another_practice(place: Any) -> None:
    with at_work(place), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        record("assessment.view", action="R", practice=uuid4())


def test_an_event_without_a_practice_can_be_written_but_not_read(place: Any) -> None:
    record("auth.login_failed", action="E", outcome=4)

    assert not AuditEvent.objects.exists()
    with at_work(place):
        assert not AuditEvent.objects.exists()


def test_transaction_and_time_are_set_by_the_database_whoever_claims_others(place: Any) -> None:
    with at_work(place), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO screening_auditevent"
            " (event_id, practice_id, xid, recorded_at, body, mac, mac_key_id)"
            " VALUES (%s, %s, '3'::xid8, '2001-01-01', '{}', '', '')",
            [uuid4(), place.practice.id],
        )
        cursor.execute(
            "SELECT xid = pg_current_xact_id(), recorded_at > now() - interval '1 hour'"
            " FROM screening_auditevent"
        )
        assert cursor.fetchone() == (True, True)


@pytest.mark.security
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE screening_auditevent SET body = '{}'",
        "DELETE FROM screening_auditevent",
        "TRUNCATE screening_auditevent",
        (
            "INSERT INTO screening_auditevent (event_id, body, mac, mac_key_id, type)"
            " VALUES (gen_random_uuid(), '{}', '', '', 'auth.login')"
        ),
    ],
)
def test_the_application_may_only_add(place: Any, sql: str) -> None:
    with at_work(place):
        record("assessment.view", action="R", practice=place.practice.id)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

        assert AuditEvent.objects.count() == 1


@pytest.mark.security
@pytest.mark.parametrize("table", ["screening_auditevent", "screening_assessment"])
def test_no_role_but_the_owner_holds_a_right_to_change(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT grantee::regrole::text, privilege_type FROM pg_class, aclexplode(relacl)"
            " WHERE oid = %s::regclass AND grantee <> relowner AND privilege_type NOT IN ('SELECT', 'INSERT')",
            [table],
        )
        assert cursor.fetchall() == []


@pytest.mark.security
@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
@pytest.mark.parametrize("table", ["screening_auditevent", "screening_assessment"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_triggers_hold_the_owner_as_well(table: str, sql: str) -> None:
    """Row triggers need a row; a table without any must still refuse to be truncated."""
    from tests.database import connect
    from tests.factories import AssessmentFactory

    place = clinic()
    AssessmentFactory(practice=place.practice)
    with at_work(place):
        record("assessment.view", action="R", practice=place.practice.id)

    with connect("owner") as owner:
        owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        try:
            with pytest.raises(Exception, match="append-only"):
                owner.execute(sql.format(table))
        finally:
            owner.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
