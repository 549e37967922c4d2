"""Does each action happen whole, with its audit event, or not at all?"""

import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError

from screening.audit.models import AuditEvent
from screening.encounters import actions
from screening.encounters.actions import (
    NotAnAdult,
    ResponseNotInProgress,
    StaleResponse,
    StepRefused,
    StepUnknown,
    SubjectMismatch,
    SubmitRefused,
    VersionNotPublished,
    open_encounter,
    save_step,
    submit_response,
)
from screening.encounters.models import Assessment, Encounter, Response, Subject
from screening.encounters.references import ReferenceUnusable, open_reference
from screening.questionnaires.digests import digest
from screening.questionnaires.models import QuestionnaireVersion, VersionStatus
from tests.factories import NOON, AssessmentFactory, VersionFactory, at_work, clinic

pytestmark = pytest.mark.django_db

NO_DANGER = {"rf_fever": False, "rf_weight_loss": False}


@pytest.fixture
def place() -> SimpleNamespace:
    return clinic()


def begin(place: Any, **changes: Any) -> Response:
    patient = {"reference": "P-0815", "birth_year": 1974, "age_years": 52, "sex": "female"}
    facts = {**patient, "version": place.version, "at": NOON, **changes}
    return open_encounter(practice_id=place.practice.id, clinician=place.user, **facts)


def save(place: Any, response: Response, section: str, **posted: Any) -> Response:
    return save_step(
        response_id=response.id,
        section_key=section,
        posted=posted,
        lock_number=response.lock_number,
        by=place.user,
        at=NOON + timedelta(minutes=1),
    )


def submit(place: Any, response: Response, key: UUID | None = None, **changes: Any) -> Assessment:
    facts = {"lock_number": response.lock_number, "by": place.user, "at": NOON + timedelta(minutes=5)}
    return submit_response(response_id=response.id, submission_key=key or uuid4(), **{**facts, **changes})


def ready(place: Any) -> Response:
    return save(place, begin(place), "dangers", **NO_DANGER)


def events(event_type: str) -> list[dict[str, Any]]:
    found = AuditEvent.objects.filter(type=event_type).order_by("id")
    return [json.loads(event.body) for event in found]


# --- open_encounter


def test_opening_makes_a_draft_that_knows_age_and_sex(place: Any) -> None:
    with at_work(place):
        response = begin(place)

        assert response.is_in_progress
        assert response.answers == {"age_years": 52, "sex": "female"}
        assert response.encounter.clinician == place.user


def test_opening_is_audited_without_the_reference_or_an_answer(place: Any) -> None:
    with at_work(place):
        response = begin(place, reference="Erika Mustermann")

        (event,) = events("assessment.create")
    assert event["entity"] == {"type": "response", "id": str(response.id), "version": 1}
    assert event["subject"] == str(response.encounter.subject_id)
    assert event["actor"]["id"] == str(place.user.id)
    assert "Mustermann" not in json.dumps(event)
    assert "52" not in json.dumps(event.get("change", {}))


def test_the_same_reference_however_typed_finds_the_same_patient(place: Any) -> None:
    with at_work(place):
        first = begin(place, reference="  ab 17 ")
        second = begin(place, reference="AB   17")

        assert first.encounter.subject_id == second.encounter.subject_id
        assert open_reference(Subject.objects.get()) == "ab 17"


def test_two_practices_with_the_same_reference_share_nothing() -> None:
    north, south = clinic(), clinic()
    with at_work(north):
        first = begin(north).encounter.subject
    with at_work(south):
        second = begin(south).encounter.subject

    assert first.id != second.id
    assert bytes(first.reference_index) != bytes(second.reference_index)


def test_a_reference_of_a_patient_with_another_birth_year_is_refused(place: Any) -> None:
    with at_work(place):
        begin(place)

        with pytest.raises(SubjectMismatch):
            begin(place, birth_year=1975, age_years=51)

        assert Encounter.objects.count() == 1


@pytest.mark.parametrize("patient", [{"age_years": 17, "birth_year": 2008}, {"birth_year": 2010}])
def test_a_minor_is_not_screened(place: Any, patient: dict[str, int]) -> None:
    with at_work(place):
        with pytest.raises(NotAnAdult):
            begin(place, **patient)

        assert not Subject.objects.exists()


@pytest.mark.parametrize("reference", ["", "   ", "x" * 65, "a\x00b"])
def test_an_unusable_reference_is_refused(place: Any, reference: str) -> None:
    with at_work(place), pytest.raises(ReferenceUnusable):
        begin(place, reference=reference)


@pytest.mark.parametrize("state", ["draft", "retired"])
def test_a_version_that_is_not_published_opens_nothing(place: Any, state: str) -> None:
    version = VersionFactory(practice=place.practice, **{state: True})

    with at_work(place), pytest.raises(VersionNotPublished):
        begin(place, version=version)


def test_another_practices_version_opens_nothing(place: Any) -> None:
    with at_work(place), pytest.raises(VersionNotPublished):
        begin(place, version=clinic().version)


def test_an_age_that_the_questionnaire_does_not_take_opens_nothing(place: Any) -> None:
    with at_work(place):
        with pytest.raises(StepRefused):
            begin(place, age_years=121, birth_year=1905)

        assert not Subject.objects.exists()


def test_when_the_event_of_an_opening_fails_nothing_is_left(place: Any) -> None:
    with at_work(place):
        with mock.patch.object(actions, "record", side_effect=DatabaseError), pytest.raises(DatabaseError):
            begin(place)

        assert not Subject.objects.exists()
        assert not Response.objects.exists()
        assert not events("assessment.create")


# --- save_step


def test_a_saved_step_is_kept_and_raises_the_lock_number(place: Any) -> None:
    with at_work(place):
        saved = save(place, begin(place), "pain", ask_pain=True, pain_duration_months=7)

        stored = Response.objects.get()
    assert saved.lock_number == stored.lock_number == 2
    assert stored.answers["pain_duration_months"] == 7


def test_a_stem_answered_no_answers_what_it_covers(place: Any) -> None:
    with at_work(place):
        saved = save(place, begin(place), "pain", ask_pain=False)

    assert saved.answers["pain_duration_months"] == 0


def test_what_a_stem_hides_comes_back_when_it_opens_again(place: Any) -> None:
    with at_work(place):
        response = save(place, begin(place), "pain", ask_pain=True, pain_duration_months=7)
        response = save(place, response, "pain", ask_pain=False)
        response = save(place, response, "pain", ask_pain=True)

    assert response.answers["pain_duration_months"] == 7


def test_a_stale_tab_gets_both_versions_and_changes_nothing(place: Any) -> None:
    with at_work(place):
        old_tab = begin(place)
        save(place, Response.objects.get(), "pain", ask_pain=False)

        with pytest.raises(StaleResponse) as stale:
            save(place, old_tab, "pain", ask_pain=True)

        assert Response.objects.get().answers["ask_pain"] is False
    assert stale.value.current.answers["ask_pain"] is False
    assert stale.value.yours == {"ask_pain": True}


def test_a_save_that_changes_nothing_keeps_the_lock_number(place: Any) -> None:
    """Otherwise looking through the pages in one tab would make every other tab stale."""
    with at_work(place):
        response = save(place, begin(place), "pain", ask_pain=False)
        again = save(place, response, "pain", ask_pain=False)

    assert again.lock_number == response.lock_number


def test_drafts_write_one_event_per_step_and_sitting_and_no_values(place: Any) -> None:
    with at_work(place):
        response = begin(place)
        for months in (3, 4, 5):
            response = save(place, response, "pain", ask_pain=True, pain_duration_months=months)
        save(place, response, "dangers", **NO_DANGER)

        found = events("assessment.update")
    assert [event["fields"] for event in found] == [["pain"], ["dangers"]]
    assert not any("change" in event for event in found)


@pytest.mark.parametrize("value", [-1, 5000, "seven", [1], {"a": 1}, True])
def test_a_value_out_of_range_or_type_saves_nothing_of_the_step(place: Any, value: Any) -> None:
    with at_work(place):
        response = begin(place)

        with pytest.raises(StepRefused) as refused:
            save(place, response, "pain", ask_pain=True, pain_duration_months=value)

        assert "ask_pain" not in Response.objects.get().answers
    assert [reason.key for reason in refused.value.reasons] == ["pain_duration_months"]


def test_an_unknown_step_is_refused(place: Any) -> None:
    with at_work(place), pytest.raises(StepUnknown):
        save(place, begin(place), "no-such-step", ask_pain=True)


def test_another_practices_screening_does_not_exist(place: Any) -> None:
    stranger = clinic()
    with at_work(place):
        response = begin(place)

    with at_work(stranger), pytest.raises(Response.DoesNotExist):
        save(stranger, response, "pain", ask_pain=True)


def test_somebody_of_the_practice_without_a_clinical_role_sees_no_screening(place: Any) -> None:
    manager = clinic(role="manager")
    with at_work(place):
        response = begin(place)

        with pytest.raises(Response.DoesNotExist):
            save(manager, response, "pain", ask_pain=True)


def test_when_the_event_of_a_step_fails_nothing_is_saved(place: Any) -> None:
    with at_work(place):
        response = begin(place)
        with mock.patch.object(actions, "record", side_effect=DatabaseError), pytest.raises(DatabaseError):
            save(place, response, "pain", ask_pain=True)

        stored = Response.objects.get()
        assert "ask_pain" not in stored.answers
        assert stored.lock_number == 1
        assert not events("assessment.update")


# --- submit_response


def test_submitting_stores_a_decision_with_its_digests(place: Any) -> None:
    with at_work(place):
        assessment = submit(place, ready(place))

        stored = Assessment.objects.select_related("response").get()
    assert stored == assessment
    assert stored.response.status == "submitted"
    assert stored.digest == place.version.digest
    assert stored.inputs_digest == digest(stored.response.answers)
    assert stored.decision_digest == digest(stored.decision)


def test_submitting_forgets_what_was_typed_and_then_hidden(place: Any) -> None:
    """It counts for nothing, so it is not kept: no more of a patient's answers than the decision needs."""
    with at_work(place):
        response = save(place, ready(place), "pain", ask_pain=True, pain_duration_months=7)
        response = save(place, response, "pain", ask_pain=False)
        assert response.set_aside == {"pain_duration_months": 7}

        submit(place, response)

        assert Response.objects.get(pk=response.pk).set_aside == {}


def test_submitting_is_audited_with_old_and_new_but_no_answer(place: Any) -> None:
    with at_work(place):
        assessment = submit(place, ready(place))

        (event,) = events("assessment.submit")
    assert event["change"]["status"] == ["in_progress", "submitted"]
    assert event["change"]["decision_digest"] == [None, assessment.decision_digest]
    assert event["content"]["digest"] == place.version.digest
    assert "rf_fever" not in json.dumps(event)


def test_a_second_submit_with_the_same_key_finds_the_same_assessment(place: Any) -> None:
    key = uuid4()
    with at_work(place):
        response = ready(place)
        first = submit(place, response, key)
        second = submit(place, response, key)

        assert first == second
        assert len(events("assessment.submit")) == 1


def test_a_second_submit_with_another_key_is_refused(place: Any) -> None:
    with at_work(place):
        response = ready(place)
        submit(place, response)

        with pytest.raises(ResponseNotInProgress):
            submit(place, response)


def test_a_key_of_another_screening_submits_nothing(place: Any) -> None:
    key = uuid4()
    with at_work(place):
        submit(place, ready(place), key)
        other = save(place, begin(place, reference="other"), "dangers", **NO_DANGER)

        with pytest.raises(ResponseNotInProgress):
            submit(place, other, key)

        assert Response.objects.get(pk=other.pk).is_in_progress


def test_a_submitted_screening_takes_no_more_answers(place: Any) -> None:
    with at_work(place):
        response = ready(place)
        submit(place, response)
        response.refresh_from_db()

        with pytest.raises(ResponseNotInProgress):
            save(place, response, "pain", ask_pain=True)


def test_a_stale_tab_does_not_submit(place: Any) -> None:
    with at_work(place):
        response = ready(place)

        with pytest.raises(StaleResponse):
            submit(place, response, lock_number=response.lock_number - 1)


def test_an_open_red_flag_group_keeps_a_screening_from_being_submitted(place: Any) -> None:
    with at_work(place):
        response = save(place, begin(place), "dangers", rf_fever=False)

        with pytest.raises(SubmitRefused) as refused:
            submit(place, response)

        assert not Assessment.objects.exists()
        assert Response.objects.get().is_in_progress
    assert [(reason.code, reason.key) for reason in refused.value.reasons] == [
        ("open_red_flags", "danger_signs")
    ]


def test_red_flags_marked_not_examined_may_be_submitted(place: Any) -> None:
    with at_work(place):
        response = save(
            place, begin(place), "dangers", rf_fever="not_assessed", rf_weight_loss="not_assessed"
        )

        assert submit(place, response)


@pytest.mark.parametrize(("age_years", "code"), [(None, "missing"), (12, "not_an_adult")])
def test_without_an_adult_age_nothing_is_submitted(place: Any, age_years: int | None, code: str) -> None:
    with at_work(place):
        response = save(place, ready(place), "about", age_years=age_years)

        with pytest.raises(SubmitRefused) as refused:
            submit(place, response)

    assert [(reason.code, reason.key) for reason in refused.value.reasons] == [(code, "age_years")]


def test_a_screening_in_progress_finishes_on_its_retired_version(place: Any) -> None:
    with at_work(place):
        response = ready(place)
        QuestionnaireVersion.objects.filter(pk=place.version.pk).update(status=VersionStatus.RETIRED)

        assert submit(place, response).digest == place.version.digest
        with pytest.raises(VersionNotPublished):
            begin(place, reference="new")


def test_when_the_event_of_a_submit_fails_the_draft_stays_a_draft(place: Any) -> None:
    with at_work(place):
        response = ready(place)
        with mock.patch.object(actions, "record", side_effect=DatabaseError), pytest.raises(DatabaseError):
            submit(place, response)

        assert Response.objects.get().is_in_progress
        assert not Assessment.objects.exists()
        assert not events("assessment.submit")


def test_the_factories_make_valid_rows() -> None:
    assessment = AssessmentFactory()

    assert assessment.response.status == "submitted"
