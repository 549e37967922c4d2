"""Does a patient's first screening of a month, and only it, stand for that month in the statistics?"""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from unittest import mock

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from screening.encounters import actions, month_index
from screening.encounters.made_up.seeding import Plan, seed
from screening.encounters.models import Response, StatisticsIndex
from screening.statistics.models import StatisticsPeriod
from tests.encounters.screenings import begun, screened, submitted
from tests.factories import NOON, at_work, clinic

pytestmark = pytest.mark.django_db

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
ZONES_BORDER = datetime(2026, 4, 1, 0, 30, tzinfo=timezone(timedelta(hours=2)))  # still March in UTC
KEY = "chronic-pain-screen"


@pytest.fixture
def place() -> Any:
    return clinic()


def index(place: Any) -> list[tuple[date, Any]]:
    with at_work(place):
        return list(StatisticsIndex.objects.order_by("month").values_list("month", "response_id"))


def close(place: Any, *months: date) -> None:
    with at_work(place):
        for month in months:
            StatisticsPeriod.objects.create(
                practice=place.practice, month=month, closed_at=NOON, threshold=8, key_id="k", software="test"
            )


def test_a_submitted_screening_stands_for_its_month_and_a_draft_does_not(place: Any) -> None:
    begun(place, "P-2")

    response = screened(place, "P-1")

    assert index(place) == [(MARCH, response.id)]


def test_the_first_of_two_screenings_in_a_month_stands(place: Any) -> None:
    """Else somebody who is screened often would weigh more than others."""
    first = screened(place)
    screened(place, at=NOON + timedelta(days=9))
    april = screened(place, at=NOON + timedelta(days=31))

    assert index(place) == [(MARCH, first.id), (APRIL, april.id)]


def test_the_month_is_that_of_utc_wherever_the_practice_is(place: Any) -> None:
    march = screened(place, "P-1", at=ZONES_BORDER)
    april = screened(place, "P-2", at=ZONES_BORDER + timedelta(hours=1, minutes=30))

    assert index(place) == [(MARCH, march.id), (APRIL, april.id)]


def test_what_arrives_after_its_month_was_closed_goes_to_the_next_open_one(place: Any) -> None:
    """A closed month is never counted again; moved on, the screening is counted once."""
    close(place, MARCH, APRIL)

    late = screened(place)

    assert index(place) == [(MAY, late.id)]


def test_a_month_that_another_practice_closed_is_open_here(place: Any) -> None:
    close(clinic(), MARCH)

    response = screened(place)

    assert index(place) == [(MARCH, response.id)]


def test_a_late_screening_does_not_push_out_the_one_that_stands_already(place: Any) -> None:
    april = screened(place, at=NOON + timedelta(days=31))
    close(place, MARCH)

    screened(place)

    assert index(place) == [(APRIL, april.id)]


def test_a_submit_that_is_taken_back_leaves_no_row(place: Any) -> None:
    response = begun(place)

    with (
        mock.patch.object(actions, "ask_for_recheck", side_effect=DatabaseError),
        pytest.raises(DatabaseError),
    ):
        submitted(place, response)

    assert index(place) == []


def test_the_index_costs_a_submit_one_statement(place: Any) -> None:
    response = begun(place)

    with CaptureQueriesContext(connection) as asked:
        submitted(place, response)

    assert sum("screening_statisticsindex" in query["sql"] for query in asked.captured_queries) == 1


def test_only_a_submitted_screening_can_be_entered(place: Any) -> None:
    draft = begun(place)

    with at_work(place), pytest.raises(ValueError, match="only a submitted screening"):
        month_index.enter(draft)


@pytest.mark.django_db(databases=["default", "maint"])
def test_synthetic_screenings_are_indexed_as_submitted_ones_are() -> None:
    seed(Plan(2, 60, 7, datetime(2026, 11, 1, tzinfo=UTC), courses=10), questionnaire=KEY)

    screenings = Response.unscoped.using("maint").filter(status="submitted", work_up_of=None)
    rows = screenings.select_related("encounter")
    first: dict[Any, Any] = {}
    for row in rows.order_by("submitted_at"):
        first.setdefault((row.encounter.subject_id, month_index.month_of(row.submitted_at)), row.id)
    found = StatisticsIndex.unscoped.using("maint").values_list("subject_id", "month", "response_id")
    assert {(subject, month): response for subject, month, response in found} == first
    assert len(first) > 50


@pytest.mark.django_db(databases=["default", "maint"])
def test_a_large_demonstration_has_few_drafts() -> None:
    done = seed(Plan(1, 400, 7, datetime(2026, 11, 1, tzinfo=UTC), courses=10), questionnaire=KEY)

    assert done.screenings == 400
    assert 0 < Response.unscoped.using("maint").filter(status="in_progress").count() <= 5
