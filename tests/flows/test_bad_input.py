"""What happens to what should never have been sent? A clear answer, and nothing lost or half-written."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Role
from screening.audit.models import AuditEvent
from screening.encounters.models import Encounter, Response, Subject
from tests.factories import at_work, clinic
from tests.flows.encounter import Clinician, stored, trail, words_of

pytestmark = pytest.mark.django_db

PROBLEM = "There is a problem"
CANARY = "CANARY-7719"


@pytest.fixture
def nora(client: Client) -> Clinician:
    nora = Clinician(client, clinic())
    client.force_login(nora.place.user)
    return nora


@pytest.fixture
def simon() -> Clinician:
    simon = Clinician(Client(), clinic())
    simon.client.force_login(simon.place.user)
    simon.starts(CANARY)
    return simon


@pytest.mark.parametrize(
    ("section", "field", "sent"),
    [
        ("how-it-behaves", "pain_duration_months", "three years"),
        ("how-it-behaves", "pain_duration_months", "-1"),
        ("how-it-behaves", "pain_duration_months", "1201"),
        ("how-it-behaves", "pain_duration_months", "1e3"),
        ("how-it-behaves", "pain_duration_months", "3.5"),
        ("how-it-behaves", "pain_duration_months", "٣٦"),
        ("how-it-behaves", "onset_mode", "by magic"),
        ("how-it-behaves", "symptoms_similar_level_3mo", "1"),
        ("fatigue-sleep-mind", "fatigue_severity", "4"),
        ("fatigue-sleep-mind", "fatigue_severity", "true"),
        ("where-it-hurts", "pain_sites_wpi", ["neck", "tail"]),
        ("where-it-hurts", "pain_sites_wpi", ["neck", "none"]),
        ("where-it-hurts", "group__pain_patterns", ["fatigue_severity"]),
        ("danger-signs", "group__danger_signs__others", "true"),
        ("about-you", "age_years", "17"),
        ("about-you", "age_years", ""),
        ("about-you", "age_years", "\x00"),
    ],
)
def test_what_a_question_does_not_take_is_explained_and_nothing_of_the_page_is_saved(
    nora: Clinician, section: str, field: str, sent: Any
) -> None:
    nora.starts("A-1042")
    before = stored(nora.place)
    good = {"about-you": {"sex": "male"}, "how-it-behaves": {"onset_age": "49"}}.get(section, {})

    page = nora.answers(section, **good, **{field: sent})

    after = stored(nora.place)
    if (field, sent) == ("age_years", ""):  # taken back; submitting asks for it again
        assert "age_years" not in after.answers
        return
    assert page.status_code == 200
    assert PROBLEM in words_of(page)
    assert (after.answers, after.lock_number) == (before.answers, before.lock_number)


def test_an_unknown_item_is_not_stored(nora: Clinician) -> None:
    nora.starts("A-1042")

    nora.answers("how-it-behaves", pain_duration_months="36", no_such_item="1", csi_score="50")

    answers = stored(nora.place).answers
    assert answers["pain_duration_months"] == 36
    assert not {"no_such_item", "csi_score"} & answers.keys()


def test_a_page_of_no_questionnaire_is_not_there(nora: Clinician) -> None:
    nora.starts("A-1042")

    assert nora.opens("no-such-section").status_code == 404
    assert nora.sends("no-such-section", {"lock_number": "1"}).status_code == 404


@pytest.mark.parametrize("age", ["17", "-52", "52.5", "fifty", "", "1e9", "9" * 400])
def test_an_age_that_cannot_be_starts_nothing(nora: Clinician, age: str) -> None:
    page = nora.starts("A-1042", age_years=age)

    assert page.status_code == 200
    assert PROBLEM in words_of(page)
    with at_work(nora.place):
        assert (Subject.objects.count(), Encounter.objects.count(), Response.objects.count()) == (0, 0, 0)


@pytest.mark.security
@pytest.mark.parametrize("does", ["opens", "answers", "resumes", "checks", "submits", "reads_the_result"])
def test_a_screening_of_another_practice_is_not_there_and_the_try_is_recorded(
    nora: Clinician, simon: Clinician, does: str
) -> None:
    nora.visit = simon.visit
    tries: dict[str, Any] = {
        "opens": lambda: nora.opens("about-you"),
        "answers": lambda: nora.sends("about-you", {"lock_number": "1", "sex": "male"}),
        "resumes": nora.resumes,
        "checks": nora.checks,
        "submits": lambda: nora.client.post(nora._url("submit"), {"lock_number": "1"}),
        "reads_the_result": nora.reads_the_result,
    }

    page = tries[does]()

    assert page.status_code == 404
    assert CANARY not in words_of(page)
    assert trail(nora.place)[-1] == "authz.denied"
    with at_work(nora.place):
        event = json.loads(AuditEvent.objects.get(type="authz.denied").body)
    assert (event["entity"]["id"], event["content"]["status"]) == (simon.visit, 404)
    assert stored(simon.place).answers["sex"] == "female"
    assert "authz.denied" not in trail(simon.place)


@pytest.mark.security
@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.CLINICIAN}))
def test_without_the_role_nothing_of_a_screening_opens(client: Client, role: str) -> None:
    other = Clinician(client, clinic(role))
    client.force_login(other.place.user)

    for page in (other.looks_at_the_list(), other.starts("A-1042")):
        assert page.status_code == 403
        assert "You may not open this page" in words_of(page)
    assert trail(other.place) == ["auth.login", "authz.denied", "authz.denied"]
    with at_work(other.place):
        assert Subject.objects.count() == 0


def test_a_second_submit_is_the_same_submit(nora: Clinician) -> None:
    nora.starts("A-1042")
    nora.answers("danger-signs", group__danger_signs__others="false")
    page = nora.checks().context["page"]
    body = {"submission_key": page.submission_key, "lock_number": page.lock_number}

    answers = [nora.client.post(nora._url("submit"), body) for _ in range(2)]

    assert len({answer["Location"] for answer in answers}) == 1
    assert trail(nora.place).count("assessment.submit") == 1


anything = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    ["", "0", "-1", "52", "1974", "female", "\x00", "9" * 70, "٥٢", "NaN", "1e309", "{{7*7}}", "<script>"]
)
bounded = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@bounded
@given(body=st.dictionaries(st.sampled_from(["reference", "birth_year", "age_years", "sex", "x"]), anything))
def test_whatever_is_sent_to_start_is_answered_without_a_fault(nora: Clinician, body: dict[str, str]) -> None:
    answer = nora.client.post("/screenings/new/", body)

    assert answer.status_code in (200, 302, 400)


@bounded
@given(body=st.dictionaries(st.sampled_from(["submission_key", "lock_number", "x"]), anything))
def test_whatever_is_sent_to_submit_is_answered_without_a_fault(
    nora: Clinician, body: dict[str, str]
) -> None:
    nora.starts("A-1042")

    answer = nora.client.post(nora._url("submit"), body)

    assert answer.status_code in (200, 400, 409)
    assert stored_is_draft(nora)


def stored_is_draft(nora: Clinician) -> bool:
    with at_work(nora.place):
        return Response.objects.get(pk=nora.visit).is_in_progress
