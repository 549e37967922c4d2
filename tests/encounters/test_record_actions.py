"""Does each saying to a result happen whole, with its audit event, or not at all?"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import DatabaseError

from screening.encounters.actions import StaleResponse
from screening.encounters.models import (
    FlagAcknowledgement,
    Note,
    OwnDifferential,
    Response,
    ResponseStatus,
    Verdict,
)
from screening.encounters.record import actions
from screening.encounters.record.actions import (
    Locked,
    NotOnTheResult,
    acknowledge_flag,
    give_verdict,
    note_own_differential,
    skip_own_differential,
    write_note,
)
from screening.encounters.record.closing import FlagsWait, enter_in_error, sign_response
from tests.encounters.knees import knee_clinic, screen_document, screened_knee, version_of
from tests.encounters.own_parts import KNEE, colleague, events, knee_result, stored
from tests.encounters.screenings import begun
from tests.factories import NOON, at_work, clinic

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(minutes=7)
RAISED = {"rf_knee": True}


@pytest.fixture
def place() -> Any:
    return knee_result()


@pytest.fixture
def alarmed() -> Any:
    """The same patient with a red flag raised."""
    return knee_result(**RAISED)


def judge(place: Any, judgement: str = "agree", condition: str = KNEE, **more: Any) -> Verdict:
    facts = {"reason_code": "", "reason": "", **more}
    with at_work(place):
        return give_verdict(
            response_id=place.response.id,
            condition=condition,
            judgement=judgement,
            by=place.user,
            at=LATER,
            **facts,
        )


def see(place: Any, flag: str, reason_code: str = "referred", reason: str = "") -> FlagAcknowledgement:
    with at_work(place):
        return acknowledge_flag(
            response_id=place.response.id,
            flag=flag,
            reason_code=reason_code,
            reason=reason,
            by=place.user,
            at=LATER,
        )


def write(place: Any, text: str = "Seen with the daughter.") -> Note:
    with at_work(place):
        return write_note(response_id=place.response.id, text=text, by=place.user, at=LATER)


def sign(place: Any, lock_number: int | None = None) -> Response:
    with at_work(place):
        now = Response.objects.get(pk=place.response.pk)
        return sign_response(
            response_id=now.id, lock_number=lock_number or now.lock_number, by=place.user, at=LATER
        )


def flag_of(place: Any) -> str:
    with at_work(place):
        return actions.raised(place.response.assessments.get())[0]


def test_a_verdict_is_kept_with_who_and_when(place: Any) -> None:
    judge(place, "disagree", reason_code="explained", reason="Gout of the knee")

    with at_work(place):
        (row,) = Verdict.objects.all()
    assert (row.condition, row.judgement, row.reason_code) == (KNEE, "disagree", "explained")
    assert (row.reason, row.by_id, row.at) == ("Gout of the knee", place.user.id, LATER)


def test_a_second_verdict_leaves_the_first_as_it_is(place: Any) -> None:
    judge(place, "disagree", reason_code="rule")
    judge(place, "agree")

    with at_work(place):
        assert {row.judgement for row in Verdict.objects.all()} == {"agree", "disagree"}


@pytest.mark.audit
def test_each_saying_is_audited_without_a_word_of_it(alarmed: Any) -> None:
    flag = flag_of(alarmed)
    with at_work(alarmed):
        note_own_differential(
            response_id=alarmed.response.id, conditions=[KNEE], other="Lyme", by=alarmed.user, at=LATER
        )
    judge(alarmed, "disagree", reason_code="other", reason="Torn meniscus")
    see(alarmed, flag, "other", "Theatre booked")
    write(alarmed, "Seen with the daughter.")

    found = [
        *events(alarmed, "record.own_differential"),
        *events(alarmed, "record.verdict"),
        *events(alarmed, "record.acknowledge"),
        *events(alarmed, "record.note"),
    ]

    assert [event["fields"] for event in found] == [
        ["own_differential"],
        [f"condition:{KNEE}"],
        [f"flag:{flag}"],
        ["note"],
    ]
    assert {event["entity"]["id"] for event in found} == {str(alarmed.response.id)}
    told = json.dumps(found)
    for words in ("Lyme", "disagree", "Torn meniscus", "Theatre booked", "daughter"):
        assert words not in told


def test_a_saying_whose_event_cannot_be_written_is_not_kept(place: Any) -> None:
    with mock.patch.object(actions, "record_act", side_effect=DatabaseError), pytest.raises(DatabaseError):
        judge(place)

    with at_work(place):
        assert not Verdict.objects.exists()
    assert stored(place, place.response).lock_number == place.response.lock_number


def test_only_what_the_result_suggests_is_judged(place: Any) -> None:
    with pytest.raises(NotOnTheResult):
        judge(place, condition="nonsense")


def test_only_a_raised_flag_is_acknowledged(place: Any) -> None:
    with pytest.raises(NotOnTheResult):
        see(place, "RF-1")


def test_a_draft_takes_no_sayings() -> None:
    place = knee_clinic()
    place.response = begun(place)

    for say in (judge, write, sign):
        with pytest.raises(Locked):
            say(place)


def test_a_signed_result_takes_notes_and_nothing_else(alarmed: Any) -> None:
    flag = flag_of(alarmed)
    see(alarmed, flag)
    sign(alarmed)

    write(alarmed, "Report came in.")
    for say in (lambda: judge(alarmed), lambda: see(alarmed, flag), lambda: sign(alarmed)):
        with pytest.raises(Locked):
            say()
    with at_work(alarmed), pytest.raises(Locked):
        skip_own_differential(
            response_id=alarmed.response.id, skip_code="urgent", skip_reason="", by=alarmed.user, at=LATER
        )

    with at_work(alarmed):
        assert Note.objects.count() == 1
        assert not Verdict.objects.exists() and not OwnDifferential.objects.exists()


def test_signing_says_who_and_when_and_is_audited(place: Any) -> None:
    signer = colleague(place)

    sign(signer)

    row = stored(place, place.response)
    assert (row.status, row.signed_by_id, row.signed_at) == (ResponseStatus.SIGNED, signer.user.id, LATER)
    (event,) = events(place, "record.sign")
    assert event["change"] == {"status": ["submitted", "signed"]}


def test_what_was_added_after_the_page_was_shown_is_read_before_it_is_signed(place: Any) -> None:
    shown = stored(place, place.response).lock_number
    judge(colleague(place))

    with pytest.raises(StaleResponse):
        sign(place, shown)

    assert stored(place, place.response).status == ResponseStatus.SUBMITTED


def test_nobody_signs_while_a_pressing_flag_is_not_acknowledged(alarmed: Any) -> None:
    with pytest.raises(FlagsWait) as refused:
        sign(alarmed)
    see(alarmed, flag_of(alarmed))

    assert refused.value.names == ("Hot knee",)
    assert sign(alarmed).status == ResponseStatus.SIGNED


def test_a_raised_flag_that_can_wait_does_not_stop_the_signature() -> None:
    place = knee_clinic()
    document = screen_document()
    document["red_flags"][0] |= {"urgency": "soon", "urgency_when": []}
    document["meta"]["key"] = "small-slow"
    place.response = screened_knee(place, version=version_of(place, document), **RAISED)

    assert flag_of(place)
    assert sign(place).status == ResponseStatus.SIGNED


def test_another_practice_can_say_nothing(place: Any) -> None:
    stranger = clinic()
    stranger.response = place.response

    for say in (judge, write, lambda one: sign(one, 2), lambda one: see(one, "RF1")):
        with pytest.raises(Response.DoesNotExist):
            say(stranger)
    with at_work(stranger), pytest.raises(Response.DoesNotExist):
        enter_in_error(
            response_id=place.response.id, lock_number=2, reason="Mine", by=stranger.user, at=LATER
        )
