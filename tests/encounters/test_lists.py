"""Does a clinician find the screenings that she looks for, and no others, page by page?"""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from screening.encounters.lists.finding import page_of
from screening.encounters.lists.wanted import Mark, Wanted, Whose
from screening.encounters.models import ResponseStatus
from tests.encounters.listed import LIST, at_home, looks, references, screening, subject_of
from tests.factories import NOON, EncounterFactory, MembershipFactory, VersionFactory, at_work, clinic

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
DRAFT = ResponseStatus.IN_PROGRESS


@pytest.fixture
def place(client: Client) -> SimpleNamespace:
    place = clinic()
    client.force_login(place.user)
    return place


@pytest.fixture
def colleague(place: SimpleNamespace) -> SimpleNamespace:
    return at_home(place, MembershipFactory(practice=place.practice).user)


def test_my_own_come_first_and_the_practice_is_one_tab_away(
    client: Client, place: SimpleNamespace, colleague: SimpleNamespace
) -> None:
    screening(place, "MINE")
    screening(colleague, "THEIRS", days_ago=1)

    first = client.get(LIST)

    assert references(first) == ["MINE"]
    assert references(client.get(LIST, {"whose": "practice"})) == ["MINE", "THEIRS"]
    assert f'href="{LIST}?whose=mine" aria-current="page"' in first.content.decode()


def test_who_has_none_of_her_own_sees_those_of_the_practice(
    client: Client, place: SimpleNamespace, colleague: SimpleNamespace
) -> None:
    screening(colleague, "THEIRS")

    assert references(client.get(LIST)) == ["THEIRS"]
    mine = client.get(LIST, {"whose": "mine"})
    assert references(mine) == []
    assert "Those of your colleagues stand under" in mine.content.decode()


def test_drafts_come_first_then_the_latest_visit(client: Client, place: SimpleNamespace) -> None:
    screening(place, "OLD", days_ago=3)
    screening(place, "NEW", days_ago=1)
    screening(place, "DRAFT", days_ago=9, status=DRAFT)
    waiting = screening(place, "WAITING", days_ago=8)
    screening(place, "", encounter=waiting.encounter, work_up_of=waiting, status=DRAFT)

    answer = client.get(LIST)

    assert references(answer) == ["WAITING", "DRAFT", "NEW", "OLD"]
    assert [visit.act for visit in answer.context["visits"][0].work_ups] == ["Resume"]


@pytest.mark.parametrize(
    ("state", "listed"),
    [
        ("", ["DRAFT", "SIGNED", "SUBMITTED"]),
        ("in_progress", ["DRAFT"]),
        ("submitted", ["SUBMITTED"]),
        ("signed", ["SIGNED"]),
        ("superseded", ["AMENDED"]),
        ("entered_in_error", ["ERROR"]),
    ],
)
def test_each_state_can_be_chosen_and_what_no_longer_counts_is_left_out(
    client: Client, place: SimpleNamespace, state: str, listed: list[str]
) -> None:
    for days, (reference, status) in enumerate(
        {
            "DRAFT": DRAFT,
            "SIGNED": ResponseStatus.SIGNED,
            "SUBMITTED": ResponseStatus.SUBMITTED,
            "AMENDED": ResponseStatus.SUPERSEDED,
            "ERROR": ResponseStatus.ENTERED_IN_ERROR,
        }.items()
    ):
        screening(place, reference, status=status, days_ago=days)

    assert references(client.get(LIST, {"whose": "mine", "state": state})) == listed
    assert references(client.get(LIST, {"whose": "practice", "state": state})) == listed


def test_a_work_up_entered_in_error_is_found_though_its_screening_stands(
    client: Client, place: SimpleNamespace
) -> None:
    standing = screening(place, "P-1")
    wrong = ResponseStatus.ENTERED_IN_ERROR
    work_up = screening(place, "", encounter=standing.encounter, work_up_of=standing, status=wrong)

    (visit,) = client.get(LIST, {"state": "entered_in_error"}).context["visits"]

    assert visit.href.startswith(f"/screenings/{work_up.id}/")
    assert client.get(LIST).context["visits"][0].work_ups == ()


def test_an_amendment_takes_the_place_of_its_visit_with_the_work_ups(
    client: Client, place: SimpleNamespace
) -> None:
    old = screening(place, "P-1", days_ago=9, status=ResponseStatus.SUPERSEDED)
    screening(place, "", encounter=old.encounter, work_up_of=old)
    new = screening(place, "", encounter=old.encounter, amends=old, amendment="A slip of the pen.")
    screening(place, "P-2", days_ago=3)

    later, visit = client.get(LIST).context["visits"]

    assert (later.reference, visit.note, len(visit.work_ups)) == ("P-2", "Amendment", 1)
    assert visit.href == reverse("encounters:result", args=[new.id])
    assert visit.opened_at == old.encounter.opened_at


def test_a_questionnaire_can_be_chosen_in_all_its_versions(client: Client, place: SimpleNamespace) -> None:
    key = place.version.questionnaire
    newer = VersionFactory(practice=place.practice, questionnaire=key, version="1.1.0")
    other = VersionFactory(practice=place.practice)
    for reference, version in {"FIRST": place.version, "SECOND": newer, "OTHER": other}.items():
        screening(place, reference, version=version)

    found = client.get(LIST, {"questionnaire": str(key.id)})

    assert sorted(references(found)) == ["FIRST", "SECOND"]
    assert looks(place)[-1]["content"] == {"filter": {"questionnaire": str(key.id)}}


def test_a_period_can_be_chosen(client: Client, place: SimpleNamespace) -> None:
    now = timezone.now()
    for days in (0, 40, 400):
        screening(place, f"{days}-AGO", at=now, days_ago=days)
    day = timezone.localdate(now - timedelta(days=40)).isoformat()

    assert references(client.get(LIST, {"period": "week"})) == ["0-AGO"]
    assert references(client.get(LIST, {"period": "month"})) == ["0-AGO"]
    assert references(client.get(LIST, {"from_day": day, "to_day": day})) == ["40-AGO"]
    assert references(client.get(LIST, {"to_day": day})) == ["40-AGO", "400-AGO"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"state": "nonsense"}, "Choose one of those listed"),
        ({"questionnaire": str(uuid4())}, "Choose one of the questionnaires listed"),
        ({"from_day": "31.3.2026"}, "Enter a day like 2026-03-31"),
        ({"from_day": "2026-03-02", "to_day": "2026-03-01"}, "The last day must not be before the first"),
    ],
)
def test_a_filter_that_cannot_be_is_named_and_lists_nothing(
    client: Client, place: SimpleNamespace, asked: dict[str, str], words: str
) -> None:
    screening(place, "P-1")

    answer = client.get(LIST, asked)

    assert references(answer) == []
    assert words in answer.content.decode()


def test_pages_follow_each_other_with_their_filters(client: Client, place: SimpleNamespace) -> None:
    for number in range(3):
        screening(place, f"DRAFT-{number}", status=DRAFT, days_ago=number)
    for number in range(52):
        screening(place, f"P-{number:02}", days_ago=number)
    screening(place, "SIGNED", status=ResponseStatus.SIGNED)
    everything = {"state": "", "whose": "practice", "to_day": NOON.date().isoformat()}

    first = client.get(LIST, everything)
    second = client.get(first.context["older"])
    third = client.get(second.context["older"])

    walked = references(first) + references(second) + references(third)
    assert [len(references(page)) for page in (first, second, third)] == [25, 25, 6]
    assert walked[:3] == ["DRAFT-0", "DRAFT-1", "DRAFT-2"]
    assert sorted(walked[3:5]) == ["P-00", "SIGNED"]
    assert walked[5:] == [f"P-{number:02}" for number in range(1, 52)]
    assert (first.context["newer"], third.context["older"]) == ("", "")
    assert references(client.get(third.context["newer"])) == references(second)
    assert references(client.get(second.context["newer"])) == references(first)
    assert "to_day=2026-03-02" in third.context["newer"]


def test_pages_neither_repeat_nor_skip_while_screenings_come_and_go(
    client: Client, place: SimpleNamespace
) -> None:
    drafts = [screening(place, f"D-{number:02}", status=DRAFT, days_ago=number) for number in range(25)]
    for number in range(30):
        screening(place, f"P-{number:02}", days_ago=number)

    first = client.get(LIST)
    screening(place, "NEW-DRAFT", status=DRAFT, at=NOON + timedelta(hours=1))
    screening(place, "NEW", at=NOON + timedelta(days=1))
    with at_work(place):
        drafts[-1].delete()
    second = client.get(first.context["older"])

    assert references(first) == [f"D-{number:02}" for number in range(25)]
    assert references(second) == ["NEW", *(f"P-{number:02}" for number in range(24))]
    back = references(client.get(second.context["newer"]))
    assert back == ["NEW-DRAFT", *(f"D-{number:02}" for number in range(24))]


def test_a_page_that_would_begin_before_the_first_is_the_first(
    client: Client, place: SimpleNamespace
) -> None:
    for number in range(27):
        screening(place, f"P-{number:02}", days_ago=number)
    first = client.get(LIST)

    near = str(Mark(1, NOON - timedelta(days=5), uuid4()))

    assert references(client.get(LIST, {"before": near})) == references(first)
    assert references(client.get(LIST, {"after": "nonsense"})) == references(first)
    assert references(client.get(LIST, {"after": "1.99999999999999999." + "0" * 32})) == references(first)


@pytest.mark.parametrize("is_backwards", [False, True])
def test_visits_of_the_same_moment_are_told_apart(place: SimpleNamespace, is_backwards: bool) -> None:
    made = {screening(place, f"P-{number}").id for number in range(60)}

    with at_work(place):
        page = page_of(place.user, Wanted())
        seen = list(page.ids)
        while page.older:
            page = page_of(place.user, Wanted(), after=page.older)
            seen += page.ids
        back = list(page.ids)
        while is_backwards and page.newer:
            page = page_of(place.user, Wanted(), before=page.newer)
            back = [*page.ids, *back]

    assert len(seen) == len(set(seen)) == 60
    assert set(seen) == made
    assert not is_backwards or back[-60:] == seen


def test_the_list_asks_the_database_no_more_often_for_more(client: Client, place: SimpleNamespace) -> None:
    counts = []
    for size in (25, 250):
        for number in range(size):
            response = screening(place, f"{size}-{number}", days_ago=number)
            if number % 5 == 0:
                screening(place, "", encounter=response.encounter, work_up_of=response)
        pages = [LIST, f"{LIST}?whose=practice", reverse("encounters:patient", args=[subject_of(response)])]
        for page in pages:
            client.get(page)
        counts.append([statements(client, page) for page in pages])

    assert counts[0] == counts[1]
    assert max(counts[0]) <= MOST_QUERIES


def statements(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    return len([query for query in asked if "SAVEPOINT" not in query["sql"]])


@pytest.mark.parametrize(
    ("wanted", "indexes"),
    [
        (Wanted(), {"encounter_latest", "response_drafts"}),
        (Wanted(whose=Whose.MINE), {"encounter_latest_of_clinician", "response_drafts"}),
    ],
)
def test_no_page_sorts_all_screenings(place: SimpleNamespace, wanted: Wanted, indexes: set[str]) -> None:
    """Where the planner is to avoid reading and sorting a whole table, it can: the indexes give the order."""
    with at_work(place), CaptureQueriesContext(connection) as asked:
        page_of(place.user, wanted)
    sql = asked.captured_queries[-1]["sql"]
    with at_work(place), connection.cursor() as cursor:
        for kind in ("seqscan", "bitmapscan", "sort", "hashjoin"):
            cursor.execute(f"SET LOCAL enable_{kind} = off")
        cursor.execute(f"EXPLAIN {sql}")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert {name for name in indexes if f"using {name} on" in plan} == indexes
    assert "Presorted Key: screening_encounter" in plan or "Sort Key: screening_encounter" not in plan


@pytest.mark.security
def test_another_practice_has_a_list_of_its_own(client: Client, place: SimpleNamespace) -> None:
    theirs = screening(clinic(), "THEIRS")
    screening(place, "OURS")

    assert references(client.get(LIST, {"whose": "practice"})) == ["OURS"]
    assert client.get(reverse("encounters:patient", args=[subject_of(theirs)])).status_code == 404


@pytest.mark.security
def test_without_the_role_nothing_is_listed_or_found(client: Client) -> None:
    place = clinic(role=Role.AUDITOR)
    client.force_login(place.user)
    response = screening(place, "P-1")

    assert client.get(LIST).status_code == 403
    assert client.get(reverse("encounters:search")).status_code == 403
    assert client.get(reverse("encounters:patient", args=[subject_of(response)])).status_code == 403


def test_what_was_shown_is_in_the_trail(client: Client, place: SimpleNamespace) -> None:
    first = screening(place, "P-1")
    visit = EncounterFactory(practice=place.practice, subject=first.encounter.subject, clinician=place.user)
    second = screening(place, "", encounter=visit)

    client.get(reverse("encounters:patient", args=[subject_of(first)]))

    event = looks(place)[-1]
    assert event["subject"] == str(subject_of(first))
    assert sorted(event["fields"]) == sorted([str(first.id), str(second.id)])
