"""Does a page keep what is typed on it by itself: only that, never over somebody else, and never wrongly?"""

import json
import secrets
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
from screening.questionnaires.catalogue import builtin_bundle
from screening.questionnaires.models import QuestionnaireVersion
from tests.encounters.knees import knee_clinic, screened_knee, worked_up
from tests.encounters.screenings import draft, submitted
from tests.factories import ResponseFactory, VersionFactory, at_work, clinic

pytestmark = pytest.mark.django_db

SCREEN = builtin_bundle("chronic-pain-screen")
ABOUT, BEHAVES = SCREEN.sections[0].key, SCREEN.section_of["pain_duration_months"]
MOST_STATEMENTS = 14


@pytest.fixture
def place(client: Client) -> SimpleNamespace:
    place = clinic()
    client.force_login(place.user)
    return place


def address(response: Response, section: str = ABOUT, name: str = "autosave") -> str:
    return reverse(f"encounters:{name}", args=[response.id, section])


def send(client: Client, response: Response, section: str = ABOUT, **body: Any) -> Any:
    """What the page sends; `changed` are the names of the fields given unless it is said."""
    how = {key: body.pop(key) for key in ("lock_number", "save_key", "tried", "changed") if key in body}
    facts = {"lock_number": 1, "save_key": secrets.token_hex(12), "changed": list(body), **how, **body}
    return client.post(address(response, section), facts, headers={"HX-Request": "true"})


def stored(place: Any, response: Response) -> Response:
    with at_work(place):
        return Response.objects.get(pk=response.pk)


def events(place: Any, event_type: str) -> list[Any]:
    with at_work(place):
        found = AuditEvent.objects.filter(type=event_type).order_by("id")
        return [json.loads(event.body) for event in found]


def test_only_what_changed_is_kept_under_a_new_lock_number(client: Client, place: Any) -> None:
    response = draft(place)

    answer = send(client, response, ibd_history="true")

    now = stored(place, response)
    assert answer.status_code == 200
    assert 'data-state="saved" data-lock="2"' in answer.content.decode()
    assert now.answers == {**response.answers, "ibd_history": True}


def test_a_field_that_is_not_named_as_changed_is_left_alone(client: Client, place: Any) -> None:
    response = draft(place)

    send(client, response, changed=["ibd_history"], ibd_history="true", age_years="70")

    assert stored(place, response).answers["age_years"] == 52


def test_unticking_the_last_box_is_kept(client: Client, place: Any) -> None:
    response = draft(place)
    send(client, response, known_conditions=["ra"])
    assert stored(place, response).answers["known_conditions"] == ["ra"]

    send(client, response, lock_number=2, changed=["known_conditions"])

    assert "known_conditions" not in stored(place, response).answers


def test_a_save_that_changes_nothing_keeps_the_lock_number(client: Client, place: Any) -> None:
    response = draft(place)

    answer = send(client, response, age_years="52")

    assert 'data-lock="1"' in answer.content.decode()
    assert stored(place, response).lock_number == 1


def test_what_does_not_fit_is_named_and_the_others_are_kept(client: Client, place: Any) -> None:
    response = draft(place)

    answer = send(client, response, age_years="five", ibd_history="false")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'data-refused="age_years"' in page and "whole number from 18 to 110" in page
    assert stored(place, response).answers == {**response.answers, "ibd_history": False}


def test_an_emptied_number_is_unanswered_again(client: Client, place: Any) -> None:
    response = draft(place)
    send(client, response, BEHAVES, pain_duration_months="36")
    assert stored(place, response).answers["pain_duration_months"] == 36

    send(client, response, BEHAVES, lock_number=2, pain_duration_months="")

    assert "pain_duration_months" not in stored(place, response).answers


def test_a_stale_page_overwrites_nothing_and_leads_to_both_versions(client: Client, place: Any) -> None:
    response = draft(place)
    send(client, response, age_years="60")

    answer = send(client, response, age_years="70")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'data-state="stale"' in page and 'form="step-form"' in page
    assert stored(place, response).answers["age_years"] == 60
    assert len(events(place, "request.refused")) == 1


def test_a_save_whose_answer_was_lost_is_not_taken_for_another_tab(client: Client, place: Any) -> None:
    """The page sends more upon the old number, and says what it tried before."""
    response, key = draft(place), secrets.token_hex(12)
    send(client, response, age_years="60", save_key=key)

    again = send(client, response, age_years="60", save_key=key)
    more = send(client, response, age_years="61", ibd_history="true", tried=[key])

    assert [again.status_code, more.status_code] == [200, 200]
    assert stored(place, response).answers["age_years"] == 61


def test_what_another_tab_saved_after_the_lost_one_is_not_overwritten(client: Client, place: Any) -> None:
    response, key = draft(place), secrets.token_hex(12)
    send(client, response, age_years="60", save_key=key)
    send(client, response, age_years="65", lock_number=2)

    answer = send(client, response, age_years="61", tried=[key])

    assert answer.status_code == 409
    assert stored(place, response).answers["age_years"] == 65


def test_the_page_itself_follows_an_autosave_that_it_heard_nothing_of(client: Client, place: Any) -> None:
    response, key = draft(place), secrets.token_hex(12)
    send(client, response, age_years="60", save_key=key)

    body = {"lock_number": 1, "age_years": "61", "tried": [key]}
    answer = client.post(address(response, name="step"), body)

    assert answer.status_code == 302
    assert stored(place, response).answers["age_years"] == 61


def test_a_page_sent_twice_leads_on_twice(client: Client, place: Any) -> None:
    response, body = draft(place), {"lock_number": 1, "age_years": "60", "sex": "female"}

    first, second = (client.post(address(response, name="step"), body) for _ in range(2))

    assert first.url == second.url
    assert stored(place, response).lock_number == 2


@pytest.mark.parametrize("body", [{"lock_number": ""}, {"lock_number": "1" * 40}, {"save_key": "<b>"}])
def test_what_arrives_incomplete_saves_nothing(client: Client, place: Any, body: dict[str, str]) -> None:
    response = draft(place)

    answer = send(client, response, age_years="60", **body)

    assert answer.status_code == 400
    assert stored(place, response).answers["age_years"] == 52


def test_a_submitted_screening_takes_nothing_more(client: Client, place: Any) -> None:
    response = draft(place)
    section = SCREEN.section_of["rf_ces"]
    client.post(
        address(response, section, "step"), {"lock_number": 1, "group__danger_signs__others": "false"}
    )
    submitted(place, stored(place, response))

    answer = send(client, response, age_years="60", lock_number=3)

    assert answer.status_code == 409
    assert 'data-state="closed"' in answer.content.decode()


def test_nobody_else_can_save(client: Client, place: Any) -> None:
    response, other, author = draft(place), clinic(), clinic(role=Role.AUTHOR)

    client.force_login(other.user)
    assert send(client, response, age_years="60").status_code == 404
    client.force_login(author.user)
    assert send(client, response, age_years="60").status_code == 403
    client.logout()
    assert send(client, response, age_years="60").status_code == 401
    assert stored(place, response).answers["age_years"] == 52


def test_an_unknown_section_or_screening_is_not_found(client: Client, place: Any) -> None:
    assert send(client, draft(place), "nowhere", age_years="60").status_code == 404
    missing = reverse("encounters:autosave", args=[uuid4(), ABOUT])
    assert client.post(missing, {}, headers={"HX-Request": "true"}).status_code == 404


def test_one_event_a_step_and_sitting_however_often_it_saves(client: Client, place: Any) -> None:
    response = draft(place)

    for number in range(3):
        send(client, response, age_years=str(60 + number), lock_number=number + 1)
    send(client, response, BEHAVES, pain_duration_months="36", lock_number=4)

    assert [event["fields"] for event in events(place, "assessment.update")] == [[ABOUT], [BEHAVES]]


def test_a_raised_red_flag_comes_back_with_its_grounds(client: Client, place: Any) -> None:
    section = SCREEN.section_of["rf_ces"]
    body = {"group__danger_signs": ["rf_ces"], "changed": ["group__danger_signs"]}

    page = send(client, draft(place), section, **body).content.decode()

    assert 'hx-swap-oob="innerHTML:#step-flags"' in page
    assert "Emergency" in page and "Cauda equina" in page and "#item-group__danger_signs" in page


def test_a_red_flag_of_another_page_is_one_line_on_this_one(client: Client, place: Any) -> None:
    response, section = draft(place), SCREEN.section_of["rf_ces"]
    send(client, response, section, group__danger_signs=["rf_ces"], changed=["group__danger_signs"])

    page = client.get(address(response, name="step")).content.decode()

    assert "raised on another page" in page and "Cauda equina" in page
    assert 'class="flag__title"' not in page


def test_what_is_asked_now_comes_back_with_words(client: Client, place: Any) -> None:
    response = draft(place)
    send(client, response, ask_statin_or_infection="true")

    opened = send(client, response, statin_exposure="current", lock_number=2).content.decode()
    closed = send(client, response, statin_exposure="none", lock_number=3).content.decode()

    assert "1 question was added on this page: “Weeks from starting" in opened
    assert "statin_weeks" not in opened.split("data-not-called-for=")[1].split(" data-said")[0]
    assert "1 question is no longer asked" in closed
    assert "statin_weeks" in closed.split("data-not-called-for=")[1].split(" data-said")[0]


def test_what_a_lead_question_hides_comes_back_when_it_opens_again(client: Client) -> None:
    place = knee_clinic()
    client.force_login(place.user)
    response = draft(place, version=place.version)

    send(client, response, "first", ask_knee="true", knee_stiff_minutes="45")
    send(client, response, "first", ask_knee="false", lock_number=2)
    hidden = stored(place, response)
    send(client, response, "first", ask_knee="true", lock_number=3)

    assert hidden.answers["knee_stiff_minutes"] == 0
    assert stored(place, response).answers["knee_stiff_minutes"] == 45


def test_a_work_up_confirms_what_was_changed_by_hand_and_nothing_else(client: Client) -> None:
    place = knee_clinic()
    client.force_login(place.user)
    work_up = worked_up(place, screened_knee(place))

    send(client, work_up, "knee", remark="Both knees")

    waiting = stored(place, work_up).carried
    assert "remark" not in waiting
    assert {"ask_knee", "knee_swollen", "knee_stiff_minutes"} <= set(waiting)


def test_a_page_that_waits_is_told_its_version_and_a_token(client: Client, place: Any) -> None:
    response = draft(place)

    fragment = client.get(address(response), headers={"HX-Request": "true"}).content.decode()
    page = client.get(address(response)).content.decode()

    assert 'data-lock="1"' in fragment and "data-token=" in fragment
    assert "You are signed in again" in page


def test_who_is_signed_out_comes_back_to_the_tab_that_waits(client: Client, place: Any) -> None:
    response = draft(place)
    client.logout()

    answer = client.get(address(response))

    assert answer.status_code == 302
    assert answer.url.endswith(f"?next={address(response)}")


def test_the_mode_can_be_said_until_submit(client: Client, place: Any) -> None:
    response = draft(place)
    mode = reverse("encounters:mode", args=[response.id])

    kept = client.post(mode, {"mode": "telephone", "lock_number": 1})
    stale = client.post(mode, {"mode": "self", "lock_number": 1})
    wrong = client.post(mode, {"mode": "x", "lock_number": 2})

    assert (kept.status_code, stale.status_code, wrong.status_code) == (302, 409, 200)
    assert stored(place, response).mode == "telephone"
    assert [event["fields"] for event in events(place, "assessment.update")] == [["mode"]]


def test_the_mode_chosen_beside_submit_is_kept(client: Client, place: Any) -> None:
    response, section = draft(place), SCREEN.section_of["rf_ces"]
    client.post(
        address(response, section, "step"), {"lock_number": 1, "group__danger_signs__others": "false"}
    )
    body = {"submission_key": uuid4(), "lock_number": 2, "mode": "self"}

    client.post(reverse("encounters:submit", args=[response.id]), body)

    page = client.get(reverse("encounters:check", args=[response.id])).content.decode()
    assert stored(place, response).mode == "self"
    assert "Filled in by the patient, then entered" in page


def test_an_autosave_asks_the_database_no_more_often_on_a_larger_page(client: Client, place: Any) -> None:
    counts = []
    for count in (25, 250):
        response = ResponseFactory(
            practice=place.practice,
            version=_version_of(place, count),
            encounter__practice=place.practice,
            encounter__clinician=place.user,
        )
        send(client, response, "many", x_0="true")
        with CaptureQueriesContext(connection) as asked:
            answer = send(client, response, "many", lock_number=2, **{f"x_{n}": "true" for n in range(1, 20)})
        assert answer.status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1] <= MOST_STATEMENTS


def _version_of(place: Any, count: int) -> QuestionnaireVersion:
    item = {"type": "boolean", "answered_by": "patient_reported", "source": "own", "mark": "M"}
    items = [{**item, "key": f"x_{n}", "label": f"Item {n}"} for n in range(count)]
    document = {
        "meta": {"key": f"many-{count}", "version": "1.0.0", "title": "Many"},
        "sections": [{"key": "many", "title": "Many", "items": items}],
    }
    return VersionFactory(practice=place.practice, bundle=document)
