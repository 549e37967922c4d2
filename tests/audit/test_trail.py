"""Does an auditor see all of their practice's trail, nothing of another's, and what cannot be proved?"""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Role
from screening.audit.mac import current_key_id, event_mac
from screening.audit.models import AuditEvent
from screening.audit.record import Actor, AuditContext, RequestFacts, audit_context, record
from tests.factories import at_work, clinic

pytestmark = [pytest.mark.django_db, pytest.mark.audit, pytest.mark.security]

CANARY = "CANARY-4471"
HOSTILE = '"><script>alert(1)</script>'
DOUBT = "Cannot be proved genuine"


@pytest.fixture
def place(client: Client) -> Any:
    place = clinic(role=Role.AUDITOR)
    client.force_login(place.user)
    return place


def happens(place: Any, event_type: str = "result.view", *, by: str = "Dr North", **event: Any) -> UUID:
    """Something that somebody with another role did in the practice."""
    actor = Actor(event.pop("actor_id", None) or uuid4(), by, ("clinician", "author"), session="s")
    request = RequestFacts(uuid4(), ip="192.0.2.7", route="encounters:result")
    context = AuditContext(place.practice.id, actor, request)
    with at_work(place), audit_context(context):
        return record(event_type, action="R", **event)


def forge(place: Any, body: Any, *, key_id: str = "", mac: bytes | None = None) -> None:
    """A row that whoever has the application's database password could add."""
    text = body if isinstance(body, str) and body.startswith("{") else json.dumps(body)
    key_id = key_id or current_key_id()
    values = [uuid4(), place.practice.id, text, mac or b"0" * 32, key_id]
    with at_work(place), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO screening_auditevent (event_id, practice_id, body, mac, mac_key_id)"
            " VALUES (%s, %s, %s, %s, %s)",
            values,
        )


def shown(client: Client, **asked: str) -> list[Any]:
    return list(client.get("/audit/", asked).context["lines"])


def page(client: Client, **asked: str) -> str:
    answer = client.get("/audit/", asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("role", Role.values)
def test_auditors_alone_read_the_trail(client: Client, role: str) -> None:
    client.force_login(clinic(role=role).user)

    assert client.get("/audit/").status_code == (200 if role == Role.AUDITOR else 403)


def test_nobody_signed_in_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/audit/").status_code == 302
    assert client.post("/audit/").status_code == 302


def test_a_line_says_who_as_what_did_what_to_which_thing_when_and_why(client: Client, place: Any) -> None:
    thing = uuid4()
    entity = ("response", thing, 3)
    happens(place, "assessment.amend", entity=entity, reason="a slip of the pen", change={"sex": ["m", "f"]})

    line = shown(client)[0]

    assert (line.who, line.roles, line.what) == ("Dr North", "clinician, author", "amended a screening")
    assert (line.thing_kind, line.thing, line.thing_short, line.version) == (
        "response",
        str(thing),
        str(thing)[:8],
        "version 3",
    )
    assert (line.outcome, line.reason, line.is_genuine) == ("success", "a slip of the pen", True)
    facts = {fact.label: (fact.before, fact.value) for fact in line.facts}
    assert facts["Changed, sex"] == ("m", "f")
    assert facts["Request, ip"] == (None, "192.0.2.7")
    assert facts["Request, route"] == (None, "encounters:result")


@pytest.mark.parametrize(("attempt", "words"), [(0, ""), (2, "attempt 2")])
def test_the_number_beside_a_job_is_its_attempt(client: Client, place: Any, attempt: int, words: str) -> None:
    happens(place, "job.fail", entity=("job", uuid4(), attempt))

    assert shown(client)[0].version == words


def test_every_filter_by_kind_person_or_thing_has_an_index(db: None) -> None:
    """Else each look through a filter that fits little reads the practice's whole trail."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, AuditEvent._meta.db_table)

    indexed = [each["columns"] for each in found.values() if each["index"]]
    for column in ("type", "actor", "entity_id", "subject"):
        assert ["practice_id", column, "id"] in indexed


def test_the_latest_comes_first_and_every_event_stands_on_one_page_only(client: Client, place: Any) -> None:
    ids = [str(happens(place)) for _ in range(101)]
    asked, seen = {"type": "result.view"}, []
    for _ in range(3):
        answer = client.get("/audit/", asked)
        seen += [line.key for line in answer.context["lines"]]
        asked = dict(pair.split("=") for pair in answer.context["older"].split("&") if pair)

    assert seen == ids[::-1]
    assert asked == {}


def test_the_number_of_queries_does_not_grow_with_the_trail(
    client: Client, place: Any, django_assert_max_num_queries: Any
) -> None:
    client.get("/audit/")
    with django_assert_max_num_queries(30) as few:
        client.get("/audit/")
    for _ in range(60):
        happens(place)

    with django_assert_max_num_queries(len(few)):
        client.get("/audit/")


@pytest.mark.parametrize("asked", ["nothing", "thing", "person", "type", "before"])
def test_another_practices_events_are_never_shown(client: Client, place: Any, asked: str) -> None:
    theirs = clinic()
    thing, person = uuid4(), uuid4()
    event = happens(theirs, by=CANARY, actor_id=person, entity=("response", thing, 1), reason=CANARY)
    values = {"thing": str(thing), "person": str(person), "type": "result.view", "before": str(event)}

    found = page(client, **({asked: values[asked]} if asked in values else {}))

    assert CANARY not in found
    assert '<li class="event' not in found or asked == "nothing"


def test_what_belongs_to_no_practice_is_not_shown(client: Client, place: Any) -> None:
    client.post("/accounts/login/", {"login": "nobody@practice.example", "password": "wrong"})

    assert "auth.login_failed" not in {fact.value for line in shown(client) for fact in line.facts}


def test_events_can_be_chosen_by_kind_person_thing_and_day(client: Client, place: Any) -> None:
    thing, person, patient = uuid4(), uuid4(), uuid4()
    first = str(happens(place, "result.view", entity=("response", thing, 1)))
    second = str(happens(place, "assessment.view", actor_id=person, by="Dr Other"))
    third = str(happens(place, "result.print", subject=patient))

    def keys(**asked: str) -> list[str]:
        return [line.key for line in shown(client, **asked)]

    assert keys(type="result.view") == [first]
    assert keys(person=str(person)) == [second]
    assert keys(thing=str(thing)) == [first]
    assert keys(thing=str(patient)) == [third]
    assert keys(type="result.view", person=str(person)) == []
    assert keys(from_day="2000-01-01", to_day="2000-12-31") == []
    assert first in keys(from_day="2000-01-01") and first not in keys(from_day="2999-01-01")
    assert first in keys(to_day="2999-01-01")


def test_people_are_offered_by_the_name_they_had_last_each_once(client: Client, place: Any) -> None:
    person = uuid4()
    for name in ("Ann Before", "Ann Between", "Ann After"):
        happens(place, actor_id=person, by=name)

    offered = client.get("/audit/").context["form"].fields["person"].choices

    assert (str(person), "Ann After") in offered
    assert [key for key, _ in offered].count(str(person)) == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"type": "everything"},
        {"type": HOSTILE},
        {"person": str(UUID(int=1))},
        {"person": "x' OR 1=1 --"},
        {"from_day": "yesterday"},
        {"to_day": "2026-02-30"},
        {"from_day": "0001-01-01"},
        {"to_day": "9999-12-31"},
        {"from_day": "2026-03-02", "to_day": "2026-03-01"},
        {"thing": "P-00042"},
        {"thing": "\x00"},
        {"before": "7"},
    ],
)
def test_a_filter_that_makes_no_sense_is_explained_and_shows_nothing(
    client: Client, place: Any, asked: dict[str, str]
) -> None:
    answer = client.get("/audit/", asked)

    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert answer.context["lines"] == []
    assert HOSTILE not in answer.content.decode()
    with at_work(place):
        body = json.loads(AuditEvent.objects.filter(type="audit.view").latest("id").body)
    assert body["content"] == {"filter": {}, "shown": 0}


def test_looking_is_an_event_with_what_was_asked_and_how_much_was_shown(client: Client, place: Any) -> None:
    happens(place, "result.print")
    client.get("/audit/", {"type": "result.print"})

    line = shown(client)[0]

    assert line.what == "looked at the audit trail"
    facts = {fact.label: fact.value for fact in line.facts}
    assert json.loads(facts["Content, filter"]) == {"type": "result.print"}
    assert facts["Content, shown"] == "1"


def test_an_event_that_cannot_be_proved_is_marked_and_the_others_are_not(client: Client, place: Any) -> None:
    happens(place)
    body = {"type": "result.view", "actor": {"id": str(uuid4()), "name": "Forged"}}
    forge(place, body)
    forge(place, body, key_id="a key that nobody has")
    text = json.dumps(body)
    other = clinic()
    forge(place, body, mac=event_mac(other.practice.id, text, current_key_id()))  # copied from elsewhere

    lines = shown(client, type="result.view")

    assert [line.is_genuine for line in lines] == [False, False, False, True]
    assert page(client).count(DOUBT) == 3


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"type": ["result.view"], "actor": "x", "entity": 7, "outcome": {"a": 1}},
        {"type": "x.y", "actor": {"roles": "all"}, "at_app": "yesterday", "change": [1], "fields": {"a": 1}},
        {"at_app": "2026-01-01T00:00:00", "change": {"a": [1], "b": None}, "reason": 5, "action": ["R"]},
    ],
)
def test_a_tampered_event_of_any_shape_is_shown_and_marked(client: Client, place: Any, body: Any) -> None:
    forge(place, body)

    assert page(client).count(DOUBT) == 1


@pytest.mark.parametrize(
    "body",
    [
        '{"type": "result.view", "content": ' + "[" * 3000 + "]" * 3000 + "}",
        '{"type": "result.view", "content": ' + "9" * 5000 + "}",
        '{"type": "result.view", "at_app": "0001-01-01T00:00:00+14:00"}',
        '{"type": "result.view", "at_app": "9999-12-31T23:59:59-14:00"}',
    ],
    ids=["deep", "long", "early", "late"],
)
def test_no_event_keeps_the_others_from_being_shown(client: Client, place: Any, body: str) -> None:
    """Whoever can add one row must not be able to close the trail to its auditors."""
    happens(place)
    forge(place, body)

    assert page(client).count("looked at a result") >= 1
    assert page(client).count(DOUBT) == 1


def test_no_text_of_an_event_becomes_markup(client: Client, place: Any) -> None:
    happens(
        place,
        by=HOSTILE,
        entity=(HOSTILE, HOSTILE, HOSTILE),
        reason=HOSTILE,
        change={HOSTILE: [HOSTILE, HOSTILE]},
        fields=[HOSTILE],
        content={HOSTILE: {HOSTILE: HOSTILE}},
    )

    found = page(client)

    assert HOSTILE not in found and "<script>alert" not in found
    assert "&lt;script&gt;" in found


def test_a_practice_where_nothing_fits_says_so(client: Client, place: Any) -> None:
    assert "No such events" in page(client, type="erasure.done")
