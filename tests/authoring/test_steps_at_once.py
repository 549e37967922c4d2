"""What if the same step of a questionnaire is taken by several people, or several times, at once?"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from accounts.models import Role
from screening.authoring.actions import make_draft, publish, upload_package
from screening.authoring.step_rows import ChangedMeanwhile, StepNotPossible
from screening.questionnaires.models import QuestionnaireVersion
from tests.authoring.packages import (
    NEXT,
    SMALL,
    count_rows,
    events,
    in_review,
    published,
    staff,
    stored,
)
from tests.factories import NOON, UserFactory, at_work

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 8


@pytest.fixture
def place() -> SimpleNamespace:
    return staff(anna=Role.AUTHOR, paul=Role.PUBLISHER)


def all_at_once(work: Callable[[int], object]) -> list[object]:
    """Run `work(n)` in threads that start together, each on a connection of its own."""
    start = threading.Barrier(AT_ONCE)

    def one(number: int) -> object:
        start.wait()
        try:
            return work(number)
        except (StepNotPossible, ChangedMeanwhile) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def publishing(place: Any, version: QuestionnaireVersion) -> QuestionnaireVersion:
    with at_work(place):
        return publish(version_id=version.id, seen=version.digest, by=place.paul, at=NOON)


def test_a_version_is_published_once(place: Any) -> None:
    version = in_review(place)

    found = all_at_once(lambda number: publishing(place, version))

    assert sum(isinstance(one, QuestionnaireVersion) for one in found) == 1
    assert len(events(place, "questionnaire.publish")) == 1


def test_of_two_versions_published_at_once_the_lower_never_comes_after_the_higher(place: Any) -> None:
    """Each was checked against the same past; only the first of them still fits it."""
    lower, higher = in_review(place), in_review(place, NEXT)

    found = all_at_once(lambda number: publishing(place, (lower, higher)[number % 2]))

    done = [one for one in found if isinstance(one, QuestionnaireVersion)]
    assert 1 <= len(done) <= 2
    if stored(place, higher.id).is_published and stored(place, lower.id).is_published:
        order = [event.entity_id for event in events(place, "questionnaire.publish")]
        assert order == [str(lower.id), str(higher.id)]


def test_one_file_sent_at_once_is_one_draft(place: Any) -> None:
    def upload(number: int) -> QuestionnaireVersion:
        with at_work(place):
            return upload_package(
                practice_id=place.practice.id, text=SMALL, replaces="", by=place.anna, at=NOON
            )

    found = all_at_once(upload)

    assert len({one.id for one in found if isinstance(one, QuestionnaireVersion)}) == 1
    assert count_rows(place) == (1, 1, 1)


def test_copies_made_at_once_take_different_numbers(place: Any) -> None:
    source = published(place)
    people = [UserFactory() for _ in range(AT_ONCE)]

    def copy(number: int) -> QuestionnaireVersion:
        with at_work(place):
            return make_draft(source_id=source.id, practice_id=place.practice.id, by=people[number], at=NOON)

    made = all_at_once(copy)

    assert sorted(one.version for one in made if isinstance(one, QuestionnaireVersion)) == [
        f"1.0.{number}" for number in range(1, AT_ONCE + 1)
    ]


def test_one_persons_copies_made_at_once_are_one_draft(place: Any) -> None:
    source = published(place)

    def copy(number: int) -> QuestionnaireVersion:
        with at_work(place):
            return make_draft(source_id=source.id, practice_id=place.practice.id, by=place.anna, at=NOON)

    made = all_at_once(copy)

    assert {one.version for one in made if isinstance(one, QuestionnaireVersion)} == {"1.0.1"}
    assert count_rows(place)[:2] == (2, 2)
