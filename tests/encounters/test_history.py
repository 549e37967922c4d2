"""Does the history of a patient show all that this practice asked, count only what stands, and nothing to others?"""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership, Practice, Role
from screening.audit.models import AuditEvent
from screening.encounters.models import Response
from screening.encounters.record.actions import skip_own_differential
from screening.encounters.record.closing import begin_amendment, enter_in_error
from tests.encounters.screenings import begun, screened, submitted
from tests.encounters.wide_screen import SITES, WIDESPREAD, document
from tests.factories import NOON, MembershipFactory, QuestionnaireFactory, VersionFactory, at_work, clinic

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=90)
LATEST = NOON + timedelta(days=180)


@pytest.fixture
def place(client: Client) -> SimpleNamespace:
    """A clinician signed in, with two versions of the wide screen published for the practice."""
    place = clinic()
    questionnaire = QuestionnaireFactory(practice=place.practice, key="x-wide-screen")
    place.version, place.newer = (
        VersionFactory(
            practice=place.practice,
            questionnaire=questionnaire,
            version=version,
            bundle={**document(), "meta": {**document()["meta"], "version": version}},
        )
        for version in ("1.0.0", "2.0.0")
    )
    client.force_login(place.user)
    return place


def url(response: Response) -> str:
    return reverse("encounters:history", args=[response.id])


def shown(client: Client, response: Response, **query: Any) -> Any:
    return client.get(url(response), query)


def switch_on(place: Any) -> None:
    with at_work(place):
        Practice.objects.filter(pk=place.practice.pk).update(switches={"own_differential_first": True})


def test_every_visit_of_the_patient_stands_there_the_newest_first_and_no_other_patient(
    client: Client, place: SimpleNamespace
) -> None:
    first = screened(place, "P-1", **WIDESPREAD)
    second = screened(place, "P-1", at=LATER, version=place.newer)
    draft = begun(place, "P-1", at=LATEST)
    screened(place, "P-2", at=LATER, **WIDESPREAD)

    page = shown(client, second).context["page"]

    assert [entry.href for entry in page.entries] == [
        reverse("encounters:resume", args=[draft.id]),
        reverse("encounters:result", args=[second.id]),
        reverse("encounters:result", args=[first.id]),
    ]
    assert [entry.is_this for entry in page.entries] == [False, True, False]
    assert [entry.state_words for entry in page.entries] == ["Draft", "Submitted", "Submitted"]
    assert page.entries[2].suggestions[0] == "Fibromyalgia" and not page.entries[0].has_result


def test_scores_stand_with_their_intervals_and_the_change_of_version(
    client: Client, place: SimpleNamespace
) -> None:
    screened(place, "P-1", **WIDESPREAD)
    second = screened(place, "P-1", at=LATER, version=place.newer, fatigue_severity=2)

    page = shown(client, second).context["page"]

    wpi, severity = page.charts
    assert [point.is_settled for point in wpi.points] == [True, False]
    assert wpi.points[0].words == f"2 Mar 2026: {len(SITES)}"
    assert [change.words for change in wpi.changes] == ["version 2.0.0"]
    assert not severity.points[1].is_settled
    assert [row.version for row in page.rows] == ["2.0.0", "1.0.0"]


def test_what_was_amended_or_entered_in_error_is_listed_quietly_and_counts_in_no_drawing(
    client: Client, place: SimpleNamespace
) -> None:
    wrong = screened(place, "P-1", pain_sites_wpi=["neck", "chest"])
    amended = screened(place, "P-1", at=LATER, pain_sites_wpi=["neck"])
    with at_work(place):
        draft = begin_amendment(response_id=amended.id, reason="Two more sites.", by=place.user, at=LATEST)
        enter_in_error(
            response_id=wrong.id,
            lock_number=wrong.lock_number,
            reason="Of somebody else.",
            by=place.user,
            at=LATEST,
        )
        draft.answers["pain_sites_wpi"] = ["neck", "upper_back", "lower_back"]
        draft.save(update_fields=["answers"])
    standing = submitted(place, draft, at=LATEST)

    page = shown(client, standing).context["page"]

    assert [entry.state_words for entry in page.entries] == ["Submitted"]
    assert {entry.why for entry in page.quiet} == {"", "Of somebody else."}
    assert len(page.quiet) == 2
    assert [row.scores[0] for row in page.rows] == ["3"]
    assert [point.words for point in page.charts[0].points] == [f"{LATER:%-d %b %Y}: 3"]
    assert "form" not in shown(client, standing).context


def test_two_body_maps_are_laid_over_each_other_the_latest_and_the_one_before(
    client: Client, place: SimpleNamespace
) -> None:
    first = screened(place, "P-1", pain_sites_wpi=["chest"])
    second = screened(place, "P-1", at=LATER, pain_sites_wpi=["neck", "jaw_left"])
    third = screened(place, "P-1", at=LATEST, pain_sites_wpi=["neck", "lower_back"])

    two = shown(client, third).context["two"]
    assert (two.both, two.only_later, two.only_earlier) == (("Neck",), ("Lower back",), ("Jaw, left",))

    chosen = shown(client, third, a=third.id, b=first.id).context["two"]
    assert chosen.earlier.startswith("2 Mar 2026")
    assert (chosen.both, set(chosen.only_later), chosen.only_earlier) == (
        (),
        {"Neck", "Lower back"},
        ("Chest",),
    )
    assert second.id


def test_a_map_that_was_not_answered_is_no_empty_map(client: Client, place: SimpleNamespace) -> None:
    screened(place, "P-1", fatigue_severity=1)
    nothing_hurts = screened(place, "P-1", at=LATER, pain_sites_wpi=[])
    second = screened(place, "P-1", at=LATEST, pain_sites_wpi=["neck"])

    page = shown(client, second)

    assert [key for key, _words in page.context["form"].fields["a"].choices] == [
        str(second.id),
        str(nothing_hurts.id),
    ]
    assert page.context["two"].only_later == ("Neck",)


@pytest.mark.parametrize("named", ["same", "unknown", "another patient", "nonsense", "half"])
def test_a_pair_that_cannot_be_shown_is_refused_in_words(
    client: Client, place: SimpleNamespace, named: str
) -> None:
    screened(place, "P-1", pain_sites_wpi=["chest"])
    second = screened(place, "P-1", at=LATER, pain_sites_wpi=["neck"])
    other = screened(place, "P-2", pain_sites_wpi=["abdomen"])
    wanted = {
        "same": {"a": second.id, "b": second.id},
        "unknown": {"a": second.id, "b": uuid4()},
        "another patient": {"a": second.id, "b": other.id},
        "nonsense": {"a": "<script>", "b": "x"},
        "half": {"a": second.id},
    }[named]

    page = shown(client, second, **wanted)

    assert page.status_code == 404
    assert page.context["form"].errors and page.context["two"] is None
    assert "<script>" not in page.content.decode().replace("<script type", "").replace("<script src", "")
    assert "Abdomen" not in page.content.decode()


def test_another_practice_sees_no_such_page_and_a_role_without_patients_may_not(
    client: Client, place: SimpleNamespace
) -> None:
    response = screened(place, "P-1")
    stranger = clinic()
    auditor: Membership = MembershipFactory(practice=place.practice, role=Role.AUDITOR)

    client.force_login(stranger.user)
    assert client.get(url(response)).status_code == 404
    client.force_login(auditor.user)
    assert client.get(url(response)).status_code == 403
    client.logout()
    assert client.get(url(response)).status_code == 302


def test_a_result_that_waits_for_an_own_differential_says_nothing_of_itself_here(
    client: Client, place: SimpleNamespace
) -> None:
    response = screened(place, "P-1", **WIDESPREAD)
    switch_on(place)

    page = shown(client, response)
    (entry,) = page.context["page"].entries
    assert entry.is_withheld and not entry.suggestions and not page.context["page"].charts
    assert "Fibromyalgia" not in page.content.decode()

    with at_work(place):
        skip_own_differential(
            response_id=response.id, skip_code="urgent", skip_reason="", by=place.user, at=NOON
        )
    (entry,) = shown(client, response).context["page"].entries
    assert entry.suggestions


def test_how_it_was_asked_stands_on_the_result_and_in_the_history(
    client: Client, place: SimpleNamespace
) -> None:
    draft = begun(place, "P-1", **WIDESPREAD)
    with at_work(place):
        Response.objects.filter(pk=draft.pk).update(mode="telephone")
    response = submitted(place, draft)

    result = client.get(reverse("encounters:result", args=[response.id])).content.decode()
    page = shown(client, response).context["page"]

    assert "By telephone or video" in result and "Self-report only" in result
    assert page.entries[0].mode == page.rows[0].mode == "By telephone or video"


def test_reading_it_is_one_event_that_names_every_response_and_no_reference(
    client: Client, place: SimpleNamespace
) -> None:
    responses = [screened(place, "P-0815"), screened(place, "P-0815", at=LATER)]

    shown(client, responses[0])

    with at_work(place):
        (body,) = [e.body for e in AuditEvent.objects.all() if '"assessment.list"' in e.body]
    assert all(str(each.id) in body for each in responses)
    assert str(responses[0].encounter.subject_id) in body
    assert "P-0815" not in body and "P-0815" not in url(responses[0])


def test_more_visits_ask_the_database_no_more_often(client: Client, place: SimpleNamespace) -> None:
    first = screened(place, "P-1", **WIDESPREAD)
    shown(client, first)
    with CaptureQueriesContext(
        connection,
    ) as one:
        shown(client, first)
    for number in range(1, 6):
        screened(place, "P-1", at=NOON + timedelta(days=30 * number), **WIDESPREAD)

    with CaptureQueriesContext(connection) as six:
        page = shown(client, first)

    assert len(page.context["page"].entries) == 6
    assert len(six) == len(one) <= 14
