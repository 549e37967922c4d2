"""Does an amendment take the place of what it amends, and does what was entered in error count nowhere?"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from screening.encounters.actions import ResponseNotInProgress, StaleResponse, save_step
from screening.encounters.models import Assessment, Response, ResponseStatus, StatisticsIndex
from screening.encounters.record.actions import Locked
from screening.encounters.record.closing import AnotherIsOpen, begin_amendment, enter_in_error, sign_response
from screening.questionnaires.models import QuestionnaireVersion, VersionStatus
from screening.statistics.counting import count_month
from screening.statistics.models import StatisticsPeriod
from tests.encounters.knees import knee_clinic, screened_knee, worked_up
from tests.encounters.own_parts import events, stored
from tests.encounters.screenings import begun, submitted
from tests.factories import NOON, at_work, clinic

pytestmark = pytest.mark.django_db

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
WHY = "The duration was mistyped."


@pytest.fixture
def place() -> Any:
    return knee_clinic()


def screened_at(place: Any, at: datetime = NOON, reference: str = "P-1") -> Response:
    return submitted(place, begun(place, reference, at=at, knee_stiff_minutes=45), at=at)


def amend(place: Any, response: Response, at: datetime = NOON + timedelta(hours=1)) -> Response:
    with at_work(place):
        return begin_amendment(response_id=response.id, reason=WHY, by=place.user, at=at)


def amended(place: Any, response: Response, at: datetime = NOON + timedelta(hours=2)) -> Response:
    return submitted(place, amend(place, response, at), at=at)


def take_back(place: Any, response: Response, lock_number: int | None = None) -> Response:
    with at_work(place):
        now = Response.objects.get(pk=response.pk)
        return enter_in_error(
            response_id=now.id,
            lock_number=lock_number or now.lock_number,
            reason="The wrong patient.",
            by=place.user,
            at=NOON + timedelta(days=3),
        )


def sign(place: Any, response: Response) -> None:
    with at_work(place):
        lock = Response.objects.get(pk=response.pk).lock_number
        sign_response(response_id=response.id, lock_number=lock, by=place.user, at=NOON)


def status(place: Any, response: Response) -> str:
    return stored(place, response).status


def index(place: Any) -> list[tuple[date, UUID]]:
    with at_work(place):
        return list(StatisticsIndex.objects.order_by("month").values_list("month", "response_id"))


def people(place: Any, month: date = MARCH) -> int:
    with at_work(place):
        return sum(count_month(place.practice.id, month).base.values())


# --- amend


def test_an_amendment_begins_with_what_was_submitted_and_leaves_it_alone(place: Any) -> None:
    old = screened_knee(place)
    before = stored(place, old)

    draft = amend(place, old)

    assert (draft.answers, draft.version_id, draft.encounter_id, draft.mode) == (
        before.answers,
        before.version_id,
        before.encounter_id,
        before.mode,
    )
    assert (draft.status, draft.amends_id, draft.amendment) == (ResponseStatus.IN_PROGRESS, old.id, WHY)
    assert status(place, old) == ResponseStatus.SUBMITTED
    (event,) = events(place, "assessment.amend")
    assert (event["entity"]["id"], event["reason"]) == (str(draft.id), WHY)


def test_a_second_amendment_finds_the_draft_of_the_first(place: Any) -> None:
    old = screened_knee(place)

    assert amend(place, old) == amend(place, old)


@pytest.mark.parametrize("is_signed", [False, True])
def test_a_submitted_amendment_supersedes_and_both_stay_readable(place: Any, is_signed: bool) -> None:
    old = screened_knee(place)
    if is_signed:
        sign(place, old)
    draft = amend(place, old)
    with at_work(place):
        draft = save_step(
            response_id=draft.id,
            section_key="first",
            posted={"knee_stiff_minutes": 20},
            lock_number=draft.lock_number,
            by=place.user,
            at=NOON + timedelta(hours=1),
        )
    new = submitted(place, draft, at=NOON + timedelta(hours=2))

    assert (status(place, old), new.status) == (ResponseStatus.SUPERSEDED, ResponseStatus.SUBMITTED)
    with at_work(place):
        assert Response.objects.get(pk=old.pk).answers["knee_stiff_minutes"] == 45
        assert new.answers["knee_stiff_minutes"] == 20
        assert Assessment.objects.count() == 2
    assert events(place, "assessment.amend")[-1]["change"]["status"][1] == "superseded"


def test_an_amendment_can_be_amended_and_what_was_superseded_cannot(place: Any) -> None:
    old = screened_knee(place)
    second = amended(place, old)

    third = amended(place, second, NOON + timedelta(hours=3))

    assert (status(place, second), status(place, third)) == ("superseded", "submitted")
    with pytest.raises(Locked):
        amend(place, old)


def test_a_draft_cannot_be_amended(place: Any) -> None:
    with pytest.raises(Locked):
        amend(place, begun(place))


def test_what_was_filled_in_with_a_withdrawn_version_is_amended_on_that_version(place: Any) -> None:
    old = screened_knee(place)
    with at_work(place):
        QuestionnaireVersion.objects.filter(pk=old.version_id).update(status=VersionStatus.WITHDRAWN)

    new = amended(place, old)

    assert (new.status, new.version_id) == (ResponseStatus.SUBMITTED, old.version_id)


def test_a_work_up_is_amended_within_its_screening(place: Any) -> None:
    screening = screened_knee(place)
    work_up = confirmed(place, worked_up(place, screening))
    done = submitted(place, work_up)

    new = amended(place, done)

    assert (new.work_up_of_id, status(place, done)) == (screening.id, ResponseStatus.SUPERSEDED)
    assert index(place) == [(MARCH, screening.id)]


def test_a_work_up_stays_with_the_screening_it_was_opened_from(place: Any) -> None:
    screening = screened_knee(place)
    work_up = worked_up(place, screening)

    amended(place, screening)

    assert stored(place, work_up).work_up_of_id == screening.id


def test_an_open_work_up_of_the_same_version_stands_in_the_way(place: Any) -> None:
    screening = screened_knee(place)
    done = submitted(place, confirmed(place, worked_up(place, screening)))
    with at_work(place):
        Response.objects.create(
            practice=place.practice,
            encounter=done.encounter,
            version_id=done.version_id,
            work_up_of=screening,
            started_at=NOON,
            saved_at=NOON,
        )

    with pytest.raises(AnotherIsOpen):
        amend(place, done)


def confirmed(place: Any, work_up: Response) -> Response:
    with at_work(place):
        Response.objects.filter(pk=work_up.pk).update(carried=[])
        return Response.objects.get(pk=work_up.pk)


# --- entered in error


@pytest.mark.parametrize("state", ["draft", "submitted", "signed"])
def test_what_was_entered_in_error_says_who_when_and_why(place: Any, state: str) -> None:
    response = begun(place) if state == "draft" else screened_knee(place)
    if state == "signed":
        sign(place, response)

    take_back(place, response)

    row = stored(place, response)
    assert (row.status, row.void_reason, row.voided_by_id) == (
        ResponseStatus.ENTERED_IN_ERROR,
        "The wrong patient.",
        place.user.id,
    )
    (event,) = events(place, "assessment.void")
    assert event["reason"] == "The wrong patient."


def test_it_is_never_taken_back_and_takes_nothing_more(place: Any) -> None:
    response = screened_knee(place)
    take_back(place, response)

    with pytest.raises(Locked):
        take_back(place, response)
    with pytest.raises(Locked):
        amend(place, response)


def test_an_open_amendment_goes_with_what_it_amends(place: Any) -> None:
    response = screened_knee(place)
    draft = amend(place, response)

    take_back(place, response)

    assert status(place, draft) == ResponseStatus.ENTERED_IN_ERROR
    assert len(events(place, "assessment.void")) == 2
    with pytest.raises(ResponseNotInProgress):
        submitted(place, draft)


def test_taking_back_the_draft_of_an_amendment_leaves_what_it_amends(place: Any) -> None:
    response = screened_knee(place)
    take_back(place, amend(place, response))

    assert status(place, response) == ResponseStatus.SUBMITTED
    assert status(place, amend(place, response)) == ResponseStatus.IN_PROGRESS


def test_a_page_that_does_not_show_the_amendment_takes_nothing_back(place: Any) -> None:
    response = screened_knee(place)
    shown = stored(place, response).lock_number
    amend(place, response)

    with pytest.raises(StaleResponse):
        take_back(place, response, shown)


def test_a_stranger_takes_nothing_back(place: Any) -> None:
    response, stranger = screened_knee(place), clinic()

    with at_work(stranger), pytest.raises(Response.DoesNotExist):
        enter_in_error(response_id=response.id, lock_number=1, reason="Mine", by=stranger.user, at=NOON)


# --- the statistics


def test_an_amendment_stands_where_the_screening_stood_in_the_month_of_that_one(place: Any) -> None:
    old = screened_at(place)

    new = amended(place, old, NOON + timedelta(days=31))

    assert index(place) == [(MARCH, new.id)]
    assert (people(place), people(place, APRIL)) == (1, 0)


def test_a_second_screening_that_is_amended_still_stands_for_no_month(place: Any) -> None:
    first, second = screened_at(place), screened_at(place, NOON + timedelta(days=2))

    amended(place, second, NOON + timedelta(days=3))

    assert index(place) == [(MARCH, first.id)]


def test_the_next_screening_of_the_month_stands_for_one_entered_in_error(place: Any) -> None:
    first = screened_at(place)
    second = screened_at(place, NOON + timedelta(days=2))
    screened_at(place, NOON + timedelta(days=4))

    take_back(place, first)

    assert index(place) == [(MARCH, second.id)]
    assert people(place) == 1


def test_where_no_other_screening_counts_the_month_has_nobody(place: Any) -> None:
    only = screened_at(place)
    april = screened_at(place, NOON + timedelta(days=31))

    take_back(place, only)

    assert index(place) == [(APRIL, april.id)]
    assert people(place) == 0


def test_an_amendment_from_a_later_month_stands_for_the_month_of_what_it_amends(place: Any) -> None:
    """The second screening was amended in April; it is still the next one of March."""
    first = screened_at(place)
    second = screened_at(place, NOON + timedelta(days=2))
    new = amended(place, second, NOON + timedelta(days=31))

    take_back(place, first)

    assert index(place) == [(MARCH, new.id)]


def test_an_amendment_entered_in_error_leaves_nobody_of_that_screening(place: Any) -> None:
    new = amended(place, screened_at(place))

    take_back(place, new)

    assert index(place) == []


def test_a_closed_month_stays_as_it_was_counted(place: Any) -> None:
    old = screened_at(place)
    with at_work(place):
        StatisticsPeriod.objects.create(
            practice=place.practice, month=MARCH, closed_at=NOON, threshold=8, key_id="k", software="test"
        )

    new = amended(place, old, NOON + timedelta(days=31))

    assert index(place) == [(MARCH, new.id)]
    take_back(place, new)
    assert index(place) == []


def test_a_draft_entered_in_error_was_never_counted(place: Any) -> None:
    first = screened_at(place)
    take_back(place, begun(place))

    assert index(place) == [(MARCH, first.id)]
