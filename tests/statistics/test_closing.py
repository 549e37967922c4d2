"""Is a month counted once, rightly, and then never again?"""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError, InternalError, ProgrammingError

from screening.audit.models import AuditEvent
from screening.encounters.models import Response, ResponseStatus, StatisticsIndex
from screening.questionnaires.catalogue import builtin_bundle
from screening.statistics.catalogue import BASE, ThresholdTooLow, base_cells, outcomes, threshold, tier_tables
from screening.statistics.closing import MonthStillOpen, close_month, close_until, frozen_months
from screening.statistics.counting import count_month
from screening.statistics.frozen import CubeDamaged, FrozenMonth
from screening.statistics.models import ProtectedCube, StatisticsPeriod
from tests.factories import QuestionnaireFactory, VersionFactory, at_work, small_document, standing
from tests.statistics.counted_people import (
    APRIL,
    IN_JUNE,
    MARCH,
    MAY,
    own_version,
    screen,
    some_people,
    statistics_place,
)

pytestmark = [pytest.mark.django_db, pytest.mark.disclosure]


@pytest.fixture
def place() -> Any:
    return statistics_place()


def close(place: Any, month: Any = MARCH) -> StatisticsPeriod:
    with at_work(place):
        return close_month(practice_id=place.practice.id, month=month, at=IN_JUNE)


def frozen(place: Any, first: Any = MARCH, last: Any = MARCH) -> list[FrozenMonth]:
    with at_work(place):
        return list(frozen_months(place.practice.id, first, last))


def counts(place: Any, table: str, month: Any = MARCH) -> dict[tuple[str, ...], int]:
    """What is told and not 0."""
    (found,) = frozen(place, month, month)
    told = next(one for one in found.tables if one.id == table).counts
    return {cell: count for cell, count in told.items() if count}


def test_people_are_counted_by_age_band_and_sex_and_by_tier(place: Any) -> None:
    people = [
        *some_people(9, 29),
        *some_people(10, 30, "male", "cannot_tell"),
        *some_people(11, 80, "unknown", "consider_first"),
    ]
    screen(place, MARCH, people)

    close(place)

    assert counts(place, BASE) == {("18-29", "female"): 9, ("30-39", "male"): 10, ("80+", "unknown"): 11}
    assert counts(place, "tier_fm") == {
        ("18-29", "female", "consider"): 9,
        ("30-39", "male", "cannot_tell"): 10,
        ("80+", "unknown", "consider_first"): 11,
    }


def test_who_was_asked_by_a_version_without_the_condition_is_counted_as_that(place: Any) -> None:
    mine = own_version(place, "ra", "x_mine")
    screen(place, MARCH, some_people(12))
    screen(place, MARCH, some_people(9, condition="x_mine"), mine)

    close(place)

    asked = ("50-59", "female")
    assert counts(place, BASE) == {asked: 21}
    assert counts(place, "tier_fm") == {(*asked, "consider"): 12, (*asked, "not_in_questionnaire"): 9}
    assert counts(place, "tier_x_mine") == {(*asked, "consider"): 9, (*asked, "not_in_questionnaire"): 12}
    assert counts(place, "tier_ra") == {(*asked, "cannot_tell"): 21}, "asked by both; nothing was weighed"


@pytest.mark.parametrize("status", [ResponseStatus.SUPERSEDED, ResponseStatus.ENTERED_IN_ERROR])
def test_what_was_entered_in_error_or_amended_is_not_counted(place: Any, status: ResponseStatus) -> None:
    screen(place, MARCH, some_people(9))
    kept = screen(place, MARCH, some_people(10, sex="male"))
    with at_work(place):
        Response.objects.filter(answers__sex="female").update(**standing(status, place.user))
        Response.objects.filter(pk=kept[0].response_id).update(**standing(ResponseStatus.SIGNED, place.user))

    close(place)

    assert counts(place, BASE) == {("50-59", "male"): 10}


def test_answers_that_hold_no_age_or_sex_are_counted_by_what_else_is_known(place: Any) -> None:
    screen(place, MARCH, some_people(9), with_answers=False)
    close(place)

    assert counts(place, BASE) == {("50-59", "unknown"): 9}


def test_the_tables_follow_from_the_questionnaires_not_from_the_patients(place: Any) -> None:
    """A table that is there only when somebody has the condition would tell of them."""
    close(place)
    screen(place, APRIL, some_people(30))
    close(place, APRIL)

    march, april = frozen(place, MARCH, APRIL)

    assert [table.id for table in march.tables] == [table.id for table in april.tables]
    assert (
        len(march.tables) == 1 + len(builtin_bundle("chronic-pain-screen").conditions)
        and len(march.tables[0].counts) == len(base_cells()) == 28
    )
    assert not any(count for table in march.tables for count in table.counts.values())


def test_a_practices_own_condition_gets_a_table_without_its_name(place: Any) -> None:
    """What an author wrote is not handed out; a retired version keeps its table, a draft has none yet."""
    mine = QuestionnaireFactory(practice=place.practice, key="own")
    for number, (condition, state) in enumerate(
        {"x_mine": {}, "x_old": {"retired": True}, "x_draft": {"draft": True}}.items()
    ):
        document = small_document("own", f"1.{number}.0")
        document["conditions"] = [{"key": condition, "name": "Mrs Smith's illness"}]
        VersionFactory(
            practice=place.practice, questionnaire=mine, version=f"1.{number}.0", bundle=document, **state
        )

    with at_work(place):
        tables = {table.id: table.name for table in tier_tables()}
    with at_work(statistics_place()):
        elsewhere = {table.id for table in tier_tables()}

    assert tables["tier_x_mine"] == tables["tier_x_old"] == "" and tables["tier_fm"] == "Fibromyalgia"
    assert "tier_x_draft" not in tables
    assert "tier_x_mine" not in elsewhere


def test_closing_twice_gives_what_was_frozen(place: Any) -> None:
    screen(place, MARCH, some_people(20))
    first = close(place)
    before = frozen(place)

    with at_work(place):
        StatisticsIndex.objects.all().delete()
    again = close(place)

    assert again == first
    assert frozen(place) == before
    with at_work(place):
        assert AuditEvent.objects.filter(type="statistics.close").count() == 1


def test_edits_and_deletions_after_closing_change_nothing(place: Any) -> None:
    rows = screen(place, MARCH, some_people(20))
    close(place)
    before = frozen(place)

    with at_work(place):
        in_error = standing(ResponseStatus.ENTERED_IN_ERROR, place.user)
        Response.objects.filter(pk=rows[0].response_id).update(**in_error)
        StatisticsIndex.objects.filter(pk=rows[1].pk).delete()

    assert frozen(place) == before


def test_an_open_month_is_not_closed(place: Any) -> None:
    last_moment = datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC)

    with at_work(place), pytest.raises(MonthStillOpen):
        close_month(practice_id=place.practice.id, month=MARCH, at=last_moment)

    with at_work(place):
        assert not StatisticsPeriod.objects.exists()


def test_a_window_is_closed_in_order_and_only_once(place: Any) -> None:
    close(place, APRIL)
    with at_work(place):
        close_until(practice_id=place.practice.id, first=MARCH, last=MAY, at=IN_JUNE)
        months = list(StatisticsPeriod.objects.order_by("month").values_list("month", flat=True))

    assert months == [MARCH, APRIL, MAY]


def test_a_late_entry_goes_to_the_next_open_month(place: Any) -> None:
    close(place, MARCH)
    close(place, APRIL)

    (late,) = screen(place, MARCH, some_people(1))

    with at_work(place):
        assert StatisticsIndex.objects.get(pk=late.pk).month == MAY


def test_what_is_frozen_cannot_be_changed(place: Any) -> None:
    close(place)
    for change in (
        lambda: ProtectedCube.objects.update(cells={}),
        lambda: ProtectedCube.objects.all().delete(),
        lambda: StatisticsPeriod.objects.update(threshold=9),
    ):
        with (
            pytest.raises((ProgrammingError, InternalError, IntegrityError, DatabaseError)),
            at_work(place),
            transaction.atomic(),
        ):
            change()


def test_stored_counts_that_do_not_fit_their_digest_are_not_handed_out(
    place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(place)
    monkeypatch.setattr("screening.statistics.closing.digest", lambda value: "sha256:" + "f" * 64)

    with pytest.raises(CubeDamaged, match="2026-03"):
        frozen(place)


def test_rounding_follows_the_key_and_reading_never_needs_it(place: Any, settings: Any) -> None:
    """The key may be lost or changed afterwards: what was frozen stays as it is."""
    settings.STATISTICS_KEYS = {"one": "first key" * 4, "two": "second key" * 4}
    screen(place, MARCH, [(age, sex, {}) for age in range(20, 90, 5) for sex in ("female", "male")])
    period = close(place)
    before = frozen(place)

    settings.STATISTICS_KEYS = {}

    assert period.key_id == "one"
    assert frozen(place) == before


def test_the_threshold_can_be_raised_and_not_lowered(place: Any, settings: Any) -> None:
    settings.STATISTICS_THRESHOLD = 11
    screen(place, MARCH, [*some_people(10), *some_people(15, 20)])
    assert close(place).threshold == 11
    assert set(counts(place, BASE).values()) <= {11, 15}

    settings.STATISTICS_THRESHOLD = 7
    with pytest.raises(ThresholdTooLow):
        threshold()


def test_the_audit_trail_names_the_month_and_no_count(place: Any) -> None:
    screen(place, MARCH, some_people(97))
    close(place)

    with at_work(place):
        event = json.loads(AuditEvent.objects.get(type="statistics.close").body)

    assert event["content"]["month"] == "2026-03"
    assert all(one.startswith("sha256:") for one in event["content"]["tables"].values())
    assert set(event["content"]) == {"month", "threshold", "key", "tables"}


def test_true_counts_do_not_show_themselves(place: Any) -> None:
    """An error report prints what it stumbled over."""
    screen(place, MARCH, some_people(97))
    with at_work(place):
        found = count_month(place.practice.id, MARCH)

    assert "97" not in repr(found)
    assert sum(found.base.values()) == 97


def test_nobody_counts_another_practices_patients(place: Any) -> None:
    other = statistics_place()
    screen(other, MARCH, some_people(50))

    close(place)

    assert counts(place, BASE) == {}
    with at_work(place):
        assert not ProtectedCube.objects.exclude(practice=place.practice).exists()


@pytest.mark.django_db(transaction=True)
def test_a_screening_under_way_is_waited_for_and_a_later_one_goes_to_the_next_month() -> None:
    """Closing waits for whoever holds the lock shared; whoever comes after finds the month closed."""
    place = statistics_place()
    screen(place, MARCH, some_people(8))
    entered, may_commit = threading.Event(), threading.Event()
    faults: list[BaseException] = []

    def enter_slowly() -> None:
        try:
            with at_work(place):
                screen(place, MARCH, some_people(1))
                entered.set()
                may_commit.wait(10)
        except BaseException as error:
            faults.append(error)
        finally:
            connection.close()

    def let_it_commit() -> None:
        threading.Event().wait(0.3)
        may_commit.set()

    slow, hand = threading.Thread(target=enter_slowly), threading.Thread(target=let_it_commit)
    slow.start()
    assert entered.wait(10)
    hand.start()
    close(place)
    slow.join()
    hand.join()
    (late,) = screen(place, MARCH, some_people(1))

    assert not faults
    assert counts(place, BASE) == {("50-59", "female"): 9}
    with at_work(place):
        assert StatisticsIndex.objects.get(pk=late.pk).month == APRIL


@pytest.mark.django_db(transaction=True)
def test_two_workers_close_a_month_once() -> None:
    place = statistics_place()
    screen(place, MARCH, some_people(20))
    start = threading.Barrier(4)

    def one(number: int) -> Any:
        start.wait()
        try:
            return close(place).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(one, range(4)))

    assert len(found) == 1
    with at_work(place):
        assert StatisticsPeriod.objects.count() == 1


def test_the_categories_are_those_of_the_screenings() -> None:
    """The data file states them once more, so that a change elsewhere is noticed here."""
    from screening.encounters.models import Sex
    from screening.scoring.tiers import TIERS
    from screening.statistics.catalogue import age_bands, sexes

    assert outcomes() == (*TIERS, "not_in_questionnaire")
    assert list(sexes()) == Sex.values
    assert age_bands() == ("18-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+")
