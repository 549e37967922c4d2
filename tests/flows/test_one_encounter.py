"""Does one whole encounter hold together, told in words, with the trail that it leaves?"""

import json

import pytest
from django.test import Client

from screening.audit.models import AuditEvent
from tests.factories import at_work, clinic
from tests.flows.encounter import Clinician, stored, trail, trail_in_full, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.audit]

PAINFUL = ["jaw_left", "shoulder_girdle_left", "shoulder_girdle_right", "upper_arm_right", "hip_left"]
PAINFUL += ["upper_leg_left", "lower_leg_right", "neck", "upper_back", "lower_back"]


@pytest.fixture
def nora(client: Client) -> Clinician:
    return Clinician(client, clinic())


def test_from_signing_in_to_the_result_and_out_again(nora: Clinician) -> None:
    given_somebody_who_signed_in_and_started(nora)
    when_half_is_answered_and_the_visit_is_left(nora)
    when_it_is_resumed_and_finished(nora)
    then_the_result_is_there_with_its_reasons(nora)
    then_the_trail_tells_all_of_it_in_order(nora)
    then_the_trail_keeps_the_patient_to_itself(nora)


def given_somebody_who_signed_in_and_started(nora: Clinician) -> None:
    assert nora.signs_in().status_code == 302
    assert "No screenings yet" in words_of(nora.looks_at_the_list())
    assert nora.starts("A-1042").status_code == 302


def when_half_is_answered_and_the_visit_is_left(nora: Clinician) -> None:
    nora.answers("where-it-hurts", pain_sites_wpi=PAINFUL, group__pain_patterns__others="false")
    left = nora.answers("how-it-behaves", pain_duration_months="36", then="leave")
    assert left["Location"].endswith("/screenings/")
    page = words_of(nora.looks_at_the_list())
    assert "A-1042" in page
    assert "Draft" in page


def when_it_is_resumed_and_finished(nora: Clinician) -> None:
    resumed = nora.resumes()
    assert resumed.redirect_chain[-1][0].endswith("/steps/about-you/")
    nora.answers(
        "fatigue-sleep-mind",
        fatigue_severity="3",
        waking_unrefreshed_severity="3",
        cognitive_severity="2",
        phq9_item9="1",
    )
    nora.answers("danger-signs", group__danger_signs="rf_suicide", group__danger_signs__others="false")
    assert "36 months" in words_of(nora.checks())
    assert nora.submits()["Location"].endswith("/result/")


def then_the_result_is_there_with_its_reasons(nora: Clinician) -> None:
    page = words_of(nora.reads_the_result())
    for words in ("Thoughts of suicide", "Fibromyalgia", "Wolfe 2016", "What to ask or examine next"):
        assert words in page
    assert page.index("Thoughts of suicide") < page.index("Criteria")
    assert "Not a diagnosis" in page


def then_the_trail_tells_all_of_it_in_order(nora: Clinician) -> None:
    """A page that was looked at is one event; the steps of a sitting are one event each."""
    nora.signs_out()
    assert trail(nora.place) == [
        "auth.login",
        "assessment.list",
        "assessment.create",
        "assessment.view",  # where it hurts
        "assessment.update",
        "assessment.view",  # how it behaves
        "assessment.update",
        "assessment.list",
        "assessment.view",  # resumed at the first section with anything unanswered
        "assessment.view",  # fatigue, sleep and mind
        "assessment.update",
        "assessment.view",  # danger signs
        "assessment.update",
        "assessment.view",  # check page, looked at
        "assessment.view",  # check page, submitted from
        "assessment.submit",
        "result.view",
        "auth.logout",
    ]


def then_the_trail_keeps_the_patient_to_itself(nora: Clinician) -> None:
    """Who, when and which record; never the reference, never an answer."""
    response = stored(nora.place)
    everything = trail_in_full(nora.place)
    for secret in ("A-1042", "rf_suicide", "lower_back", "phq9_item9"):
        assert secret not in everything
    with at_work(nora.place):
        submit = json.loads(AuditEvent.objects.get(type="assessment.submit").body)
    assert submit["actor"]["id"] == str(nora.place.user.id)
    assert submit["entity"]["id"] == str(response.id)
    assert submit["subject"] == str(response.encounter.subject_id)
    assert submit["content"]["digest"].startswith("sha256:")
    assert submit["change"]["status"] == ["in_progress", "submitted"]
