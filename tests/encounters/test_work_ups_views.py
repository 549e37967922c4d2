"""Does the way from a result through its work-up and back hold together, also for those who may not walk it?"""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from screening.audit.models import AuditEvent
from screening.encounters.models import Response
from tests.encounters.knees import (
    ANSWERS,
    TITLE,
    WORK_UP,
    knee_clinic,
    screened_knee,
    version_of,
    work_up_document,
    worked_up,
)
from tests.encounters.screenings import begun
from tests.factories import MembershipFactory, at_work

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
MARK = "Carried from the screening of 2 March 2026, to confirm"


@pytest.fixture
def place(client: Client) -> SimpleNamespace:
    """A clinician at work, signed in, with both questionnaires about knees."""
    place = knee_clinic()
    client.force_login(place.user)
    return place


@pytest.fixture
def screening(place: Any) -> Response:
    return screened_knee(place, "P-0815")


def url(name: str, response: Response, *more: str) -> str:
    return reverse(f"encounters:{name}", args=[response.id, *more])


def opening(response: Response, key: str = WORK_UP) -> str:
    return url("open_work_up", response, key)


def words(page: Any) -> str:
    return " ".join(page.content.decode().split())


def stored(place: Any, response: Response) -> Response:
    with at_work(place):
        return Response.objects.get(pk=response.pk)


def the_work_up(place: Any, screening: Response) -> Response:
    with at_work(place):
        return Response.objects.get(work_up_of=screening)


def test_from_the_result_to_the_first_page_that_asks_something_new(
    client: Client, place: Any, screening: Response
) -> None:
    page = client.post(opening(screening), follow=True)

    work_up = the_work_up(place, screening)
    assert page.redirect_chain[-1][0] == url("step", work_up, "knee")
    assert f"Work-up: {TITLE} ·" in words(page)
    assert "Section 2 of 2" in words(page)
    assert client.post(opening(screening)).url == url("resume", work_up)


def test_each_carried_answer_is_marked_in_words_that_belong_to_its_question(
    client: Client, place: Any, screening: Response
) -> None:
    work_up = worked_up(place, screening)

    about, knee = (words(client.get(url("step", work_up, key))) for key in ("first", "knee"))

    assert about.count(MARK) == 2
    assert f'<p class="carried" id="id_sex_carried">{MARK}</p>' in about
    assert 'aria-describedby="id_sex_carried"' in about
    assert f"{MARK}. Yes: A knee is swollen<" in knee
    assert f"{MARK}. No: The knee is hot<" in knee
    assert 'id="id_pain_level_carried"' not in knee
    assert MARK not in words(client.get(url("check", screening)))


def test_a_saved_page_is_marked_no_more(client: Client, place: Any, screening: Response) -> None:
    work_up = worked_up(place, screening)

    sent = {"age_years": "53", "sex": "female", "lock_number": "1"}
    answer = client.post(url("step", work_up, "first"), sent)

    assert answer.url == url("step", work_up, "knee")
    assert MARK not in words(client.get(url("step", work_up, "first")))
    assert stored(place, work_up).answers["age_years"] == 53
    assert stored(place, screening).answers["age_years"] == 52


def test_a_list_half_of_which_was_carried_keeps_its_answers_until_it_is_closed(
    client: Client, place: Any
) -> None:
    screening = screened_knee(place, knee_swollen=False)
    work_up = worked_up(place, screening)

    page = words(client.get(url("step", work_up, "knee")))
    sent = {"ask_knee": "true", "group__signs": "knee_tender", "lock_number": "1"}
    client.post(url("step", work_up, "knee"), sent)

    assert f"{MARK}. No: A knee is swollen<" in page
    answers = stored(place, work_up).answers
    assert (answers["knee_tender"], answers["knee_swollen"]) == (True, False)


def test_the_check_page_counts_what_waits_and_confirms_it_in_one_go(
    client: Client, place: Any, screening: Response
) -> None:
    work_up = worked_up(place, screening)
    check = words(client.get(url("check", work_up)))
    assert "7 answers were carried from the screening" in check
    assert "Confirm the carried answers" in check
    assert check.count('<span class="carried">') == 7

    refused = words(client.post(url("submit", work_up), {"submission_key": uuid4(), "lock_number": "1"}))
    assert '<a href="#carried">7 answers are carried from the screening and not confirmed yet.</a>' in refused

    page = client.post(url("confirm_carried", work_up), {"lock_number": "1"}, follow=True)
    assert "The carried answers are confirmed." in words(page)
    assert "Confirm the carried answers" not in words(page)
    answer = client.post(url("submit", work_up), {"submission_key": uuid4(), "lock_number": "2"})
    assert answer.url == url("result", work_up)


@pytest.mark.parametrize("sent", [{}, {"lock_number": "x"}, {"lock_number": "9" * 40}])
def test_a_confirmation_that_arrives_incomplete_confirms_nothing(
    client: Client, place: Any, screening: Response, sent: dict[str, str]
) -> None:
    work_up = worked_up(place, screening)

    page = client.post(url("confirm_carried", work_up), sent)

    assert "arrived incomplete" in words(page)
    assert stored(place, work_up).carried != []


def test_a_confirmation_of_answers_that_changed_meanwhile_shows_them_first(
    client: Client, place: Any, screening: Response
) -> None:
    work_up = worked_up(place, screening)
    client.post(url("step", work_up, "first"), {"age_years": "53", "sex": "female", "lock_number": "1"})

    page = client.post(url("confirm_carried", work_up), {"lock_number": "1"})

    assert page.status_code == 409
    assert "were changed after you opened this page" in words(page)
    assert stored(place, work_up).carried != []


def submitted(client: Client, place: Any, screening: Response) -> Response:
    work_up = worked_up(place, screening)
    client.post(url("confirm_carried", work_up), {"lock_number": "1"})
    client.post(url("submit", work_up), {"submission_key": uuid4(), "lock_number": "2"})
    return work_up


def test_both_results_know_each_other(client: Client, place: Any, screening: Response) -> None:
    (before,) = client.get(url("result", screening)).context["work_ups"]
    work_up = submitted(client, place, screening)
    (after,) = client.get(url("result", screening)).context["work_ups"]
    back = client.get(url("result", work_up)).context["screening"]

    assert (before.title, before.state, before.opens) == (TITLE, "not_opened", opening(screening))
    assert (after.state, after.href, after.opens) == ("submitted", url("result", work_up), "")
    assert back.href == url("result", screening)
    assert client.post(opening(screening), follow=True).redirect_chain[-1][0] == url("result", work_up)


def test_a_work_up_that_was_begun_is_seen_however_many_could_be_opened(
    client: Client, place: Any, screening: Response
) -> None:
    for number in range(8):
        version_of(place, work_up_document(key=f"knee-{number}", title=f"Knee {number}"))
    worked_up(place, screening, "knee-7")

    page = words(client.get(url("result", screening)))

    assert (
        page.index('id="work-up-knee-7"')
        < page.index("8 work-ups to open")
        < page.index('id="work-up-knee-0"')
    )


def test_the_list_shows_a_work_up_under_its_screening(
    client: Client, place: Any, screening: Response
) -> None:
    """And a screening whose work-up is open stands before those where all is done."""
    work_up = worked_up(place, screening)
    later = screened_knee(place, "P-0816")

    page = client.get(reverse("encounters:list"))

    assert [visit.reference for visit in page.context["visits"]] == ["P-0815", "P-0816"]
    (under,) = page.context["visits"][0].work_ups
    assert (under.questionnaire, under.act) == (f"Work-up: {TITLE} 1.0.0", "Resume")
    assert f'Resume<span class="nhsuk-u-visually-hidden"> Work-up: {TITLE} 1.0.0 of P-0815' in words(page)
    with at_work(place):
        event = AuditEvent.objects.filter(type="assessment.list").latest("id")
    assert all(str(each.id) in event.body for each in (screening, work_up, later))


def test_a_start_page_offers_no_work_up(client: Client, place: Any) -> None:
    page = words(client.get(reverse("encounters:start")))

    assert "A small questionnaire" in page
    assert TITLE not in page


def test_without_a_result_nothing_is_opened(client: Client, place: Any, screening: Response) -> None:
    work_up = worked_up(place, screening)

    assert client.post(opening(begun(place, "P-2"))).status_code == 409
    assert client.post(opening(work_up)).status_code == 409
    assert client.post(opening(screening, "small")).status_code == 404
    assert client.post(opening(screening, "nothing")).status_code == 404
    assert client.get(opening(screening)).status_code == 405


@pytest.mark.security
def test_who_may_not_opens_nothing(client: Client, place: Any, screening: Response) -> None:
    work_up = worked_up(place, screening)
    auditor = MembershipFactory(practice=place.practice, role=Role.AUDITOR).user
    for person, status in ((auditor, 403), (knee_clinic().user, 404)):
        client.force_login(person)
        assert client.post(opening(screening)).status_code == status
        assert client.post(url("confirm_carried", work_up), {"lock_number": "1"}).status_code == status

    assert stored(place, work_up).carried != []


def test_more_work_ups_ask_the_database_no_more_often(
    client: Client, place: Any, screening: Response
) -> None:
    def queries(page: str) -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        return len([query for query in asked if "SAVEPOINT" not in query["sql"]])

    pages = [url("result", screening), reverse("encounters:list")]
    before = [queries(page) for page in pages]
    for number in range(3):
        version_of(place, work_up_document(key=f"knee-{number}", title=f"Knee {number}"))
        worked_up(place, screening, f"knee-{number}")

    assert [queries(page) for page in pages] == before
    assert max(before) <= MOST_QUERIES


def test_the_answers_used_here_suggest_the_knee(client: Client, place: Any) -> None:
    """What the tests above rest on."""
    screening = screened_knee(place, "P-9", **{**ANSWERS, "knee_swollen": False, "knee_stiff_minutes": 0})

    assert client.get(url("result", screening)).context["work_ups"] == ()
