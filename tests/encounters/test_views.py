"""Does the clinician's way hold together, page by page, also for those who may not walk it?"""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.audit.models import AuditEvent
from screening.encounters.models import Assessment, Response
from screening.questionnaires.catalogue import builtin_bundle
from screening.questionnaires.models import QuestionnaireVersion
from tests.encounters.screenings import draft
from tests.factories import (
    MembershipFactory,
    ResponseFactory,
    UserFactory,
    VersionFactory,
    at_work,
    clinic,
)

pytestmark = pytest.mark.django_db

SCREEN = builtin_bundle("chronic-pain-screen")
PATIENT = {
    "questionnaire": "chronic-pain-screen",
    "reference": "P-0815",
    "birth_year": "1974",
    "age_years": "52",
    "sex": "female",
}
MANGLED = (
    {},
    {"submission_key": "x", "lock_number": "1"},
    {"submission_key": "0b0e2a52-6d0c-4c1b-9a46-5c1f2f3a4b5c", "lock_number": "1" * 40},
)
SCRIPT = '"><img src=x onerror=alert(1)>'


@pytest.fixture
def place(client: Client) -> SimpleNamespace:
    """A clinician at work, signed in, with the built-in screen stored."""
    place = clinic()
    client.force_login(place.user)
    return place


def url(name: str, response: Response, *more: str) -> str:
    return reverse(f"encounters:{name}", args=[response.id, *more])


def stored(place: Any, response: Response) -> Response:
    with at_work(place):
        return Response.objects.get(pk=response.pk)


def save(client: Client, response: Response, section: str, lock_number: int = 1, **fields: Any) -> Any:
    return client.post(url("step", response, section), {"lock_number": lock_number, **fields})


def danger_group() -> tuple[str, str]:
    """The section and the name of the checklist without which nothing can be submitted."""
    return next(
        (section.key, f"group__{group.key}")
        for section in SCREEN.sections
        for group in section.groups.values()
        if group.red_flags
    )


def submit(client: Client, place: Any, response: Response, key: Any = None) -> Any:
    section, group = danger_group()
    save(client, response, section, stored(place, response).lock_number, **{f"{group}__others": "false"})
    body = {"submission_key": key or uuid4(), "lock_number": stored(place, response).lock_number}
    return client.post(url("submit", response), body)


def test_a_screening_starts_with_its_patient_and_leads_to_the_first_page(
    client: Client, place: SimpleNamespace
) -> None:
    answer = client.post(reverse("encounters:start"), PATIENT, follow=True)

    assert answer.status_code == 200
    assert answer.context["step"].number == 1
    assert "P-0815" not in answer.redirect_chain[-1][0]


@pytest.mark.parametrize(
    "changes",
    [
        {"age_years": "17", "birth_year": "2009"},
        {"age_years": "40"},
        {"reference": ""},
        {"sex": "x"},
        {"age_years": "NaN"},
    ],
)
def test_a_screening_that_cannot_start_says_why_on_the_page(
    client: Client, place: SimpleNamespace, changes: dict[str, str]
) -> None:
    answer = client.post(reverse("encounters:start"), {**PATIENT, **changes})

    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()


def test_a_reference_that_belongs_to_somebody_else_is_refused_on_the_page(
    client: Client, place: SimpleNamespace
) -> None:
    draft(place)

    answer = client.post(reverse("encounters:start"), {**PATIENT, "birth_year": "1950", "age_years": "76"})

    assert "another year of birth" in answer.content.decode()


def test_a_page_is_saved_and_leads_to_the_next(client: Client, place: SimpleNamespace) -> None:
    response = draft(place)
    first, second = SCREEN.sections[0].key, SCREEN.sections[1].key

    answer = save(client, response, first, age_years="53")

    assert answer.url == url("step", response, second)
    assert stored(place, response).answers["age_years"] == 53


def test_save_and_leave_keeps_the_draft_and_leads_to_the_list(client: Client, place: SimpleNamespace) -> None:
    response = draft(place)

    answer = client.post(
        url("step", response, SCREEN.sections[0].key),
        {"lock_number": 1, "age_years": "53", "then": "leave"},
        follow=True,
    )

    assert answer.redirect_chain[-1][0] == reverse("encounters:list")
    assert "Saved as a draft" in answer.content.decode()


def test_save_and_check_leads_straight_to_all_answers(client: Client, place: SimpleNamespace) -> None:
    """After a Change link nobody has to walk through the sections behind it again."""
    response = draft(place)

    answer = client.post(
        url("step", response, SCREEN.sections[0].key), {"lock_number": 1, "age_years": "53", "then": "check"}
    )

    assert answer.url == reverse("encounters:check", args=[response.id])
    assert stored(place, response).answers["age_years"] == 53


def test_a_wrong_value_stays_on_the_page_with_its_message(client: Client, place: SimpleNamespace) -> None:
    response = draft(place)

    answer = save(client, response, SCREEN.sections[0].key, age_years="five")

    page = answer.content.decode()
    assert 'value="five"' in page
    assert "whole number from 18 to 110" in page
    assert stored(place, response).lock_number == 1


def test_a_stale_page_shows_both_versions_and_overwrites_nothing(
    client: Client, place: SimpleNamespace
) -> None:
    response, first = draft(place), SCREEN.sections[0].key
    save(client, response, first, age_years="60")

    answer = save(client, response, first, age_years="70")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "60 years" in page and "70 years" in page
    assert 'name="age_years" value="70"' in page and 'name="lock_number" value="2"' in page
    assert stored(place, response).answers["age_years"] == 60


def test_keeping_mine_saves_what_the_stale_page_had(client: Client, place: SimpleNamespace) -> None:
    response, first = draft(place), SCREEN.sections[0].key
    save(client, response, first, age_years="60")
    stale = save(client, response, first, age_years="70")

    sent = dict(stale.context["sent"])
    client.post(url("step", response, first), {**sent, "lock_number": stale.context["lock_number"]})

    assert stored(place, response).answers["age_years"] == 70


def test_resume_goes_to_the_first_page_with_anything_unanswered(
    client: Client, place: SimpleNamespace
) -> None:
    answer = client.get(url("resume", draft(place)))

    assert "/steps/" in answer.url


def test_the_check_page_counts_what_is_unanswered_and_offers_to_change_it(
    client: Client, place: SimpleNamespace
) -> None:
    response = draft(place)

    page = client.get(url("check", response)).content.decode()

    assert "unanswered" in page
    assert url("step", response, SCREEN.sections[0].key) in page


def test_submitting_with_open_danger_signs_is_refused_with_a_link(
    client: Client, place: SimpleNamespace
) -> None:
    response, (section, group) = draft(place), danger_group()

    answer = client.post(url("submit", response), {"submission_key": uuid4(), "lock_number": 1})

    assert "cannot be submitted yet" in answer.content.decode()
    assert f"{url('step', response, section)}#item-{group}" in answer.content.decode()
    assert stored(place, response).is_in_progress


def test_a_submitted_screening_shows_its_result_with_version_and_digest(
    client: Client, place: SimpleNamespace
) -> None:
    response = draft(place)

    answer = submit(client, place, response)
    page = client.get(answer.url).content.decode()

    assert answer.url == url("result", response)
    assert SCREEN.digest in page
    assert "Not a diagnosis" in page


def test_a_second_submit_shows_the_same_result(client: Client, place: SimpleNamespace) -> None:
    response, key = draft(place), uuid4()
    first = submit(client, place, response, key)

    again = client.post(url("submit", response), {"submission_key": key, "lock_number": 1})
    other = client.post(url("submit", response), {"submission_key": uuid4(), "lock_number": 1})

    assert first.url == again.url == other.url
    with at_work(place):
        assert Assessment.objects.count() == 1


def test_every_tab_that_shows_the_same_answers_submits_under_the_same_key(
    client: Client, place: SimpleNamespace
) -> None:
    response = draft(place)

    keys = {client.get(url("check", response)).context["page"].submission_key for _ in range(2)}

    assert len(keys) == 1


def test_submitting_answers_that_changed_since_is_refused(client: Client, place: SimpleNamespace) -> None:
    response = draft(place)
    save(client, response, SCREEN.sections[0].key, age_years="60")

    answer = client.post(url("submit", response), {"submission_key": uuid4(), "lock_number": 1})

    assert answer.status_code == 409
    assert stored(place, response).is_in_progress


@pytest.mark.parametrize(
    "body",
    [{}, {"submission_key": "x", "lock_number": "1"}, {"submission_key": uuid4(), "lock_number": "1" * 40}],
)
def test_a_mangled_submit_changes_nothing(
    client: Client, place: SimpleNamespace, body: dict[str, Any]
) -> None:
    response = draft(place)

    answer = client.post(url("submit", response), body)

    assert "arrived incomplete" in answer.content.decode()
    assert stored(place, response).is_in_progress


def test_a_closed_screening_takes_no_more_answers(client: Client, place: SimpleNamespace) -> None:
    response, first = draft(place), SCREEN.sections[0].key
    submit(client, place, response)

    assert save(client, response, first, age_years="70").status_code == 409
    assert client.get(url("step", response, first)).url == url("check", response)
    assert client.get(url("resume", response)).url == url("result", response)


def test_a_draft_has_no_result_yet(client: Client, place: SimpleNamespace) -> None:
    response = draft(place)

    assert client.get(url("result", response)).url == url("resume", response)


def test_an_empty_list_says_what_to_do(client: Client, place: SimpleNamespace) -> None:
    assert "No screenings yet" in client.get(reverse("encounters:list")).content.decode()


@pytest.mark.parametrize("name", ["resume", "check", "result"])
def test_a_screening_of_another_practice_does_not_exist(
    client: Client, place: SimpleNamespace, name: str
) -> None:
    other = clinic()
    theirs = draft(other)

    assert client.get(url(name, theirs)).status_code == 404
    assert client.get(url("step", theirs, SCREEN.sections[0].key)).status_code == 404
    assert client.post(url("submit", theirs)).status_code == 404
    assert save(client, theirs, SCREEN.sections[0].key).status_code == 404


def test_a_section_that_the_questionnaire_has_not_does_not_exist(
    client: Client, place: SimpleNamespace
) -> None:
    assert client.get(url("step", draft(place), "no-such-page")).status_code == 404


def test_somebody_without_the_role_is_refused_and_recorded(client: Client) -> None:
    place = clinic(role="author")
    client.force_login(place.user)

    answer = client.get(reverse("encounters:list"))

    assert answer.status_code == 403
    with at_work(place):
        assert AuditEvent.objects.filter(body__contains='"authz.denied"').count() == 1


def test_a_stranger_is_asked_to_sign_in_and_brought_back(client: Client) -> None:
    answer = client.get(reverse("encounters:list"))

    assert answer.url == "/accounts/login/?next=/screenings/"


@pytest.mark.parametrize("name", ["list", "resume", "check", "result"])
def test_pages_that_only_show_refuse_to_be_posted_to(
    client: Client, place: SimpleNamespace, name: str
) -> None:
    response = draft(place)
    address = reverse("encounters:list") if name == "list" else url(name, response)

    assert client.post(address).status_code == 405


def test_markup_in_a_patient_reference_comes_out_as_text(client: Client, place: SimpleNamespace) -> None:
    response = draft(place, SCRIPT)
    pages = [client.get(reverse("encounters:list")), client.get(url("check", response))]
    pages.append(client.get(url("step", response, SCREEN.sections[0].key)))
    pages.append(client.get(submit(client, place, response).url))

    for page in pages:
        assert "<img src=x" not in page.content.decode()
        assert "&lt;img src=x" in page.content.decode()


def test_a_retired_version_lets_a_draft_finish_but_starts_no_new_one(
    client: Client, place: SimpleNamespace
) -> None:
    retired = VersionFactory(practice=place.practice, retired=True)
    response = ResponseFactory(
        practice=place.practice,
        version=retired,
        encounter__practice=place.practice,
        encounter__clinician=place.user,
    )

    assert client.get(url("step", response, "pain")).status_code == 200


@pytest.mark.parametrize("name", ["step", "check", "result"])
def test_a_page_asks_the_database_no_more_often_when_it_shows_more_items(
    client: Client, place: SimpleNamespace, name: str, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for count in (25, 250):
        response = ResponseFactory(
            practice=place.practice,
            version=_version_of(place, count),
            encounter__practice=place.practice,
            encounter__clinician=place.user,
        )
        if name == "result":
            client.post(url("submit", response), {"submission_key": uuid4(), "lock_number": 1})
        address = url("step", response, "many") if name == "step" else url(name, response)
        client.get(address)
        with django_assert_max_num_queries(40) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


def _version_of(place: Any, count: int) -> QuestionnaireVersion:
    """A questionnaire of one page with as many items."""
    item = {"type": "boolean", "answered_by": "patient_reported", "source": "own", "mark": "M"}
    age = {**item, "key": "age_years", "label": "Age", "type": "integer", "minimum": 18, "maximum": 110}
    items = [age] + [{**item, "key": f"x_{n}", "label": f"Item {n}"} for n in range(count - 1)]
    document = {
        "meta": {"key": f"many-{count}", "version": "1.0.0", "title": "Many"},
        "sections": [{"key": "many", "title": "Many", "items": items}],
    }
    return VersionFactory(practice=place.practice, bundle=document)


BODIES = st.dictionaries(
    st.sampled_from(
        [
            "lock_number",
            "then",
            "age_years",
            "sex",
            "known_conditions",
            "pain_sites_wpi",
            "group__danger_signs",
            "x",
        ]
    )
    | st.text(max_size=12),
    st.lists(
        st.text(max_size=30) | st.sampled_from(["1", "true", "none", "not_assessed", SCRIPT]), max_size=3
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES, section=st.sampled_from([section.key for section in SCREEN.sections]))
def test_whatever_is_sent_to_a_page_is_answered_without_a_fault(
    client: Client, place: SimpleNamespace, body: dict[str, list[str]], section: str
) -> None:
    response = draft(place, "P-0815")

    answer = client.post(url("step", response, section), body)

    assert answer.status_code in (200, 302, 409)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    raw=st.binary(max_size=200),
    kind=st.sampled_from(
        [
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=b",
            "application/json",
            "text/plain",
            "",
        ]
    ),
)
def test_raw_bytes_sent_to_a_page_are_answered_without_a_fault(
    client: Client, place: SimpleNamespace, raw: bytes, kind: str
) -> None:
    response = draft(place, "P-0815")

    answer = client.generic("POST", url("step", response, SCREEN.sections[0].key), raw, content_type=kind)

    assert answer.status_code in (200, 302, 400, 409)


def test_the_practice_can_be_changed_and_the_lists_change_with_it(
    client: Client, place: SimpleNamespace
) -> None:
    draft(place)
    other = MembershipFactory(user=place.user).practice

    answer = client.post(reverse("accounts:switch"), {"practice": str(other.id)}, follow=True)

    assert "No screenings yet" in answer.content.decode()
    assert other.name in answer.content.decode()


@pytest.mark.parametrize(
    ("practice", "status"), [("", 200), ("not-an-id", 200), (MANGLED[2]["submission_key"], 403)]
)
def test_a_practice_that_is_not_ones_own_cannot_be_chosen(
    client: Client, place: SimpleNamespace, practice: str, status: int
) -> None:
    assert client.post(reverse("accounts:switch"), {"practice": practice}).status_code == status


def test_home_leads_to_the_screenings_or_says_why_not(client: Client, place: SimpleNamespace) -> None:
    assert client.get("/").url == reverse("encounters:list")

    client.force_login(UserFactory())
    assert "do not belong to a practice" in client.get("/").content.decode()


def test_the_about_page_needs_no_sign_in(client: Client) -> None:
    assert "Not known is not no" in client.get(reverse("accounts:about")).content.decode()


def test_signing_in_with_a_wrong_password_says_so_on_the_page(client: Client) -> None:
    answer = client.post("/accounts/login/", {"login": "a@b.example", "password": "wrong"})

    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert "wrong" not in answer.content.decode().replace("went wrong", "")
