"""Can a clinician say what is to be said on a result, and is everybody else refused?"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from screening.encounters.models import FlagAcknowledgement, Note, Response, ResponseStatus, Verdict
from screening.questionnaires.models import QuestionnaireVersion, VersionStatus
from screening.statistics.counting import count_month
from tests.encounters.knees import knee_clinic, screened_knee, worked_up
from tests.encounters.own_parts import AGREE, DISAGREE, KNEE, colleague, knee_result, stored, url
from tests.encounters.screenings import begun
from tests.factories import MembershipFactory, PracticeFactory, UserFactory, at_work, clinic

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script> {{ 7|add:7 }} =cmd()"
SEEN = {"reason_code": "referred"}
FLAG = "RF5"
OWN_TABLES = ("_note", "_verdict", "_owndifferential", "_flagacknowledgement")


@pytest.fixture
def place(client: Client) -> Any:
    place = knee_result(rf_knee=True)
    client.force_login(place.user)
    return place


def shown(client: Client, response: Response) -> str:
    return client.get(url("result", response)).content.decode()


def say(client: Client, place: Any, name: str, body: dict[str, Any], *more: str, **headers: str) -> Any:
    return client.post(url(name, place.response, *more), body, headers=headers)


def sign(client: Client, place: Any) -> Any:
    say(client, place, "acknowledge", SEEN, FLAG)
    return say(client, place, "sign", {"lock_number": stored(place, place.response).lock_number})


def take_back(client: Client, place: Any, response: Response, reason: str = "The wrong patient.") -> Any:
    lock = stored(place, response).lock_number
    return client.post(url("enter_in_error", response), {"lock_number": lock, "reason": reason})


# --- views, flags, notes


def test_a_verdict_leads_back_to_the_suggestion_and_stands_there(client: Client, place: Any) -> None:
    before = shown(client, place.response)

    answer = say(client, place, "verdict", DISAGREE, KNEE)

    assert answer.url == f"{url('result', place.response)}#verdict-{KNEE}"
    page = shown(client, place.response)
    assert "You disagreed" not in before and "You disagreed" in page
    assert "Another condition explains it better" in page and "“Gout of the knee”" in page


def test_nothing_is_chosen_before_somebody_chooses(client: Client, place: Any) -> None:
    page = shown(client, place.response)

    assert 'name="judgement"' in page
    assert " checked" not in page and " selected" not in page


def test_a_colleague_sees_who_said_it_and_may_say_otherwise(client: Client, place: Any) -> None:
    say(client, place, "verdict", AGREE, KNEE)
    other = colleague(place)
    client.force_login(other.user)

    assert f"{place.user.name} agreed" in shown(client, place.response)
    say(client, place, "verdict", DISAGREE, KNEE)

    page = shown(client, place.response)
    assert "You disagreed" in page and f"{place.user.name} agreed" in page


def test_htmx_gets_the_block_alone(client: Client, place: Any) -> None:
    answer = say(client, place, "verdict", AGREE, KNEE, **{"HX-Request": "true"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "You agreed" in page and "<html" not in page


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "Choose agree, disagree or already known"),
        ({"judgement": "perhaps"}, "Choose agree, disagree or already known"),
        ({"judgement": "disagree"}, "Choose why you disagree"),
        ({"judgement": "agree", "reason_code": "excluded"}, "goes with your judgement"),
        ({"judgement": "agree", "reason_code": "other"}, "Say the reason in a few words"),
        ({"judgement": "agree", "reason": "x" * 501}, "500 characters or fewer"),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_verdict_that_says_too_little_is_asked_for_again(
    client: Client, place: Any, body: dict[str, str], message: str, headers: dict[str, str]
) -> None:
    answer = say(client, place, "verdict", body, KNEE, **headers)

    assert message in answer.content.decode()
    with at_work(place):
        assert not Verdict.objects.exists()


def test_only_what_is_suggested_or_known_can_be_judged(client: Client, place: Any) -> None:
    assert 'id="verdict-ot"' not in shown(client, place.response)
    assert say(client, place, "verdict", AGREE, "ot").status_code == 404
    assert say(client, place, "verdict", {}, "ot").status_code == 404


def test_an_acknowledged_flag_says_by_whom_and_what_follows(client: Client, place: Any) -> None:
    answer = say(client, place, "acknowledge", {"reason_code": "other", "reason": "Theatre booked"}, FLAG)

    assert answer.url == f"{url('result', place.response)}#acknowledge-{FLAG}"
    page = shown(client, place.response)
    assert "You acknowledged it" in page and "“Theatre booked”" in page


@pytest.mark.parametrize("body", [{}, {"reason_code": "none"}, {"reason_code": "other"}])
def test_an_acknowledgement_without_its_reason_is_asked_for_again(
    client: Client, place: Any, body: dict[str, str]
) -> None:
    answer = say(client, place, "acknowledge", body, FLAG)

    assert "There is a problem" in answer.content.decode()
    with at_work(place):
        assert not FlagAcknowledgement.objects.exists()


def test_a_flag_that_was_not_raised_is_not_found(client: Client, place: Any) -> None:
    assert say(client, place, "acknowledge", SEEN, "RF99").status_code == 404


def test_notes_stand_the_latest_first_and_never_as_markup(client: Client, place: Any) -> None:
    say(client, place, "note", {"text": "First"})
    answer = say(client, place, "note", {"text": SCRIPT})

    page = shown(client, place.response)
    assert answer.url == f"{url('result', place.response)}#notes"
    assert page.index("&lt;script&gt;alert(1)") < page.index("First")
    assert SCRIPT not in page and "{{ 7|add:7 }}" in page


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001, "a\x00b"])
def test_an_empty_or_endless_note_is_not_kept(client: Client, place: Any, text: str) -> None:
    answer = say(client, place, "note", {"text": text})

    assert "There is a problem" in answer.content.decode()
    with at_work(place):
        assert not Note.objects.exists()


def test_a_note_of_the_longest_length_may_have_lines(client: Client, place: Any) -> None:
    """A browser counts a line's end once and sends it as two characters."""
    say(client, place, "note", {"text": "x" * 1999 + "\r\n" + "y" * 2000})

    with at_work(place):
        assert len(Note.objects.get().text) == 4000


def test_a_note_changes_neither_the_score_nor_the_statistics(client: Client, place: Any) -> None:
    with at_work(place):
        before = place.response.assessments.values().get()
        with CaptureQueriesContext(connection) as asked:
            counted = count_month(place.practice.id, before["made_at"].date().replace(day=1))
    assert counted and not any(table in query["sql"] for query in asked for table in OWN_TABLES)

    say(client, place, "note", {"text": "Fibromyalgia, rheumatoid arthritis, CRP 400"})

    with at_work(place):
        assert place.response.assessments.values().get() == before
        assert count_month(place.practice.id, before["made_at"].date().replace(day=1)) == counted
    assert stored(place, place.response).answers == place.response.answers


# --- sign


def test_the_page_before_signing_shows_what_will_be_locked(client: Client, place: Any) -> None:
    say(client, place, "verdict", DISAGREE, KNEE)
    say(client, place, "note", {"text": "Seen with the daughter."})

    page = client.get(url("sign", place.response)).content.decode()

    for words in ("You disagreed", "Gout of the knee", "Seen with the daughter.", "not acknowledged"):
        assert words in page


def test_signing_is_refused_by_name_until_the_flag_is_acknowledged(client: Client, place: Any) -> None:
    refused = say(client, place, "sign", {"lock_number": stored(place, place.response).lock_number})
    signed = sign(client, place)

    assert "Acknowledge these red flags first: Hot knee." in refused.content.decode()
    assert signed.url == url("result", place.response)
    page = shown(client, place.response)
    assert "Signed." in page and place.user.name in page
    assert 'name="judgement"' not in page and 'name="reason_code"' not in page
    assert "dated addendum" in page


def test_after_signing_only_notes_are_taken(client: Client, place: Any) -> None:
    sign(client, place)

    assert say(client, place, "verdict", AGREE, KNEE).status_code == 409
    assert say(client, place, "verdict", {}, KNEE).status_code == 409
    assert say(client, place, "acknowledge", SEEN, FLAG).status_code == 409
    assert say(client, place, "sign", {"lock_number": 9}).status_code == 409
    assert client.get(url("sign", place.response)).url == url("result", place.response)
    assert say(client, place, "note", {"text": "The report came."}).status_code == 302


def test_a_page_that_shows_less_than_there_is_does_not_sign(client: Client, place: Any) -> None:
    say(client, place, "acknowledge", SEEN, FLAG)
    lock = stored(place, place.response).lock_number
    say(client, place, "verdict", DISAGREE, KNEE)

    answer = say(client, place, "sign", {"lock_number": lock})

    assert answer.status_code == 409
    assert "Gout of the knee" in answer.content.decode()
    assert stored(place, place.response).status == ResponseStatus.SUBMITTED


# --- amend


def test_amending_asks_why_and_leads_to_a_draft_that_says_so_on_each_page(client: Client, place: Any) -> None:
    refused = say(client, place, "amend", {"reason": " "})
    answer = say(client, place, "amend", {"reason": "Mistyped"})

    assert "Write why you amend it" in refused.content.decode()
    with at_work(place):
        draft = Response.objects.get(amends=place.response)
    assert answer.url == url("check", draft)
    for page in (url("check", draft), url("step", draft, "first")):
        words = client.get(page).content.decode()
        assert "Amends the screening of 2 March 2026" in words and "Mistyped" in words
    assert "Being amended" in shown(client, place.response)


def test_old_and_new_lead_to_each_other(client: Client, place: Any) -> None:
    say(client, place, "amend", {"reason": "Mistyped"})
    with at_work(place):
        draft = Response.objects.get(amends=place.response)
    client.post(url("submit", draft), {"submission_key": draft.id, "lock_number": draft.lock_number})

    old, new = shown(client, place.response), shown(client, draft)

    assert "Amended since" in old and url("result", draft) in old
    assert (
        "Takes the place of what was submitted on 2 March 2026" in new
        and url("result", place.response) in new
    )
    assert say(client, place, "amend", {"reason": "Again"}).status_code == 409


def test_amending_on_a_withdrawn_version_says_what_it_is_good_for(client: Client, place: Any) -> None:
    with at_work(place):
        QuestionnaireVersion.objects.filter(pk=place.response.version_id).update(
            status=VersionStatus.WITHDRAWN
        )

    page = client.get(url("amend", place.response)).content.decode()

    assert "The version is withdrawn. An amendment corrects what was entered then" in page


# --- entered in error


def test_what_was_entered_in_error_leaves_the_list_and_stays_readable(client: Client, place: Any) -> None:
    refused = take_back(client, place, place.response, "")
    answer = take_back(client, place, place.response)

    assert "Write why it was entered in error" in refused.content.decode()
    listed = client.get(answer.url).content.decode()
    assert url("result", place.response) not in listed
    page = shown(client, place.response)
    assert "Entered in error" in page and "“The wrong patient.”" in page
    assert "Knee disease" in page
    assert 'name="judgement"' not in page and url("amend", place.response) not in page


def test_a_draft_entered_in_error_shows_its_answers_and_that_it_counts_nowhere(
    client: Client, place: Any
) -> None:
    draft = begun(place, "P-2")

    take_back(client, place, draft)

    sent = {"submission_key": draft.id, "lock_number": draft.lock_number}
    assert client.post(url("submit", draft), sent).status_code == 409
    for name in ("result", "resume"):
        answer = client.get(url(name, draft), follow=True)
        assert answer.redirect_chain[-1][0] == url("check", draft)
        assert "Entered in error" in answer.content.decode()


def test_a_page_from_before_an_amendment_takes_nothing_back(client: Client, place: Any) -> None:
    lock = stored(place, place.response).lock_number
    say(client, place, "amend", {"reason": "Mistyped"})

    answer = say(client, place, "enter_in_error", {"lock_number": lock, "reason": "Wrong patient"})

    assert answer.status_code == 409
    assert stored(place, place.response).status == ResponseStatus.SUBMITTED


def test_the_work_up_of_an_amended_or_mistaken_screening_says_so(client: Client) -> None:
    place = knee_clinic()
    client.force_login(place.user)
    place.response = screened_knee(place)
    work_up = worked_up(place, place.response)
    client.post(url("confirm_carried", work_up), {"lock_number": work_up.lock_number})
    lock = stored(place, work_up).lock_number
    client.post(url("submit", work_up), {"submission_key": work_up.id, "lock_number": lock})

    take_back(client, place, place.response)

    assert "was entered in error" in shown(client, work_up)


# --- who may


SENT: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("verdict", AGREE, (KNEE,)),
    ("acknowledge", SEEN, (FLAG,)),
    ("note", {"text": "x"}, ()),
    ("own_differential", {"then": "note", "conditions": KNEE}, ()),
    ("sign", {"lock_number": 2}, ()),
    ("amend", {"reason": "x"}, ()),
    ("enter_in_error", {"lock_number": 2, "reason": "x"}, ()),
]


@pytest.mark.parametrize(("name", "body", "more"), SENT)
def test_another_practice_and_other_roles_are_refused(
    client: Client, place: Any, name: str, body: dict[str, Any], more: tuple[str, ...]
) -> None:
    before = stored(place, place.response)
    client.force_login(clinic().user)
    assert say(client, place, name, body, *more).status_code == 404
    manager = UserFactory()
    for role in set(Role.values) - {Role.CLINICIAN}:
        MembershipFactory(practice=place.practice, user=manager, role=role)
    client.force_login(manager)
    assert say(client, place, name, body, *more).status_code == 403
    client.logout()
    assert "/accounts/login/" in say(client, place, name, body, *more).url

    after = stored(place, place.response)
    assert (after.status, after.lock_number) == (before.status, before.lock_number)


@pytest.mark.parametrize(("name", "body", "more"), SENT)
def test_a_draft_is_told_that_there_is_no_result_yet(
    client: Client, place: Any, name: str, body: dict[str, Any], more: tuple[str, ...]
) -> None:
    place.response = begun(place, "P-2")

    answer = say(client, place, name, {**body, "lock_number": 99}, *more)

    assert answer.status_code in (302, 404, 409)
    assert stored(place, place.response).status == ResponseStatus.IN_PROGRESS


def test_a_forged_form_is_refused(place: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(place.user)

    assert say(browser, place, "verdict", AGREE, KNEE).status_code == 403


def test_somebody_who_works_for_two_practices_says_it_in_the_one_at_hand(client: Client, place: Any) -> None:
    """The other practice's result is not there, whatever the person may do in it."""
    MembershipFactory(practice=PracticeFactory(), user=place.user)

    assert say(client, place, "note", {"text": "Here"}).status_code == 302


# --- what it costs


def test_the_result_asks_the_database_no_more_often_when_more_was_said(
    client: Client, place: Any, django_assert_max_num_queries: Any
) -> None:
    client.get(url("result", place.response))
    with django_assert_max_num_queries(40) as bare:
        client.get(url("result", place.response))
    for number in range(3):
        say(client, place, "verdict", AGREE, KNEE)
        say(client, place, "acknowledge", SEEN, FLAG)
        say(client, place, "note", {"text": f"Note {number}"})
    say(client, place, "amend", {"reason": "Mistyped"})

    with django_assert_max_num_queries(40) as full:
        client.get(url("result", place.response))

    assert len(full) == len(bare)
    statements = [q["sql"] for q in full if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) <= 12
