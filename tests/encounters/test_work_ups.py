"""Does a work-up begin with what its screening knows, and does nothing of it count unconfirmed?"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from screening.audit.models import AuditEvent
from screening.encounters import month_index
from screening.encounters.actions import (
    NotAScreening,
    ResponseNotInProgress,
    StaleResponse,
    SubmitRefused,
    open_encounter,
    save_step,
    submit_response,
)
from screening.encounters.carrying import carried_answers, waiting
from screening.encounters.checking.rescoring import difference
from screening.encounters.models import Assessment, Response, StatisticsIndex
from screening.encounters.results.work_ups import screening_of, work_ups_for
from screening.encounters.work_ups import NotSubmitted, WorkUpUnknown, confirm_carried, open_work_up
from screening.questionnaires.models import QuestionnaireVersion, VersionStatus
from screening.questionnaires.store import bundle_of, offered_versions, offered_work_ups
from screening.scoring.bundle import bundle_from_document
from screening.statistics.catalogue import condition_sets, versions_offered
from tests.encounters.knees import (
    ANSWERS,
    CARRIED,
    WORK_UP,
    item_of,
    knee_clinic,
    screen_document,
    screened_knee,
    version_of,
    without_tender,
    work_up_document,
    worked_up,
)
from tests.encounters.screenings import begun
from tests.factories import NOON, at_work

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)
SCREEN = bundle_from_document(screen_document())
GIVEN = {"age_years": 52, "sex": "female", "rf_knee": False, **ANSWERS}


@pytest.fixture
def place() -> Any:
    return knee_clinic()


@pytest.fixture
def screening(place: Any) -> Response:
    return screened_knee(place)


def stored(place: Any, response: Response) -> Response:
    with at_work(place):
        return Response.objects.get(pk=response.pk)


def confirm(place: Any, response: Response, lock_number: int | None = None) -> Response:
    with at_work(place):
        lock = response.lock_number if lock_number is None else lock_number
        return confirm_carried(response_id=response.id, lock_number=lock, by=place.user, at=LATER)


def submit(place: Any, response: Response) -> Assessment:
    with at_work(place):
        return submit_response(
            response_id=response.id,
            submission_key=uuid4(),
            lock_number=response.lock_number,
            by=place.user,
            at=LATER,
        )


def events(place: Any, event_type: str) -> list[AuditEvent]:
    with at_work(place):
        return list(AuditEvent.objects.filter(type=event_type).order_by("id"))


def test_what_both_ask_alike_and_is_known_is_carried() -> None:
    """Not assessed, not done, another unit: these are asked again."""
    target = bundle_from_document(work_up_document())

    assert carried_answers(SCREEN, GIVEN, target) == CARRIED


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("sex", {"options": [{"value": "female", "label": "F"}, {"value": "male", "label": "M"}]}),
        ("knee_swollen", {"type": "integer", "minimum": 0, "maximum": 5, "negative": 0}),
        ("knee_stiff_minutes", {"maximum": 30}),
    ],
)
def test_another_kind_range_or_list_of_options_is_asked_again(key: str, change: dict[str, Any]) -> None:
    document = work_up_document()
    item_of(document, key).update(change)

    assert key not in carried_answers(SCREEN, GIVEN, bundle_from_document(document))


def test_the_steps_of_another_scale_are_other_answers() -> None:
    document = work_up_document()
    item_of(document, "pain_level").update(maximum=10, options=[])

    carried = carried_answers(SCREEN, {**GIVEN, "pain_level": 2}, bundle_from_document(document))

    assert "pain_level" not in carried


def test_a_lead_questions_no_says_nothing_of_what_it_did_not_cover() -> None:
    """Else the work-up would begin with an answer that nobody gave."""
    no = {**GIVEN, "ask_knee": False, "knee_swollen": False, "knee_stiff_minutes": 0}
    wider, same = work_up_document(), without_tender(work_up_document())

    asked_wider = carried_answers(SCREEN, no, bundle_from_document(wider))
    asked_same = carried_answers(SCREEN, no, bundle_from_document(same))

    assert not {"ask_knee", "knee_swollen", "knee_tender"} & asked_wider.keys()
    assert (asked_same["ask_knee"], asked_same["knee_swollen"]) == (False, False)


def test_a_work_up_begins_in_the_same_encounter_with_what_is_known(place: Any, screening: Response) -> None:
    work_up = stored(place, worked_up(place, screening))

    assert work_up.encounter_id == screening.encounter_id
    assert (work_up.work_up_of_id, work_up.version_id) == (screening.id, place.work_up.id)
    assert work_up.answers == CARRIED
    assert sorted(work_up.carried) == sorted(CARRIED)
    event = events(place, "assessment.create")[-1]
    assert event.entity_id == str(work_up.id)
    assert f'"carried":{len(CARRIED)}' in event.body
    assert "Left knee" not in event.body


def test_opened_again_it_is_the_same_one_and_submitted_too(place: Any, screening: Response) -> None:
    first = worked_up(place, screening)

    assert worked_up(place, screening) == first
    submit(place, confirm(place, first))
    assert worked_up(place, screening) == first
    assert len(events(place, "assessment.create")) == 2


def test_one_that_was_begun_goes_on_although_its_version_is_retired(place: Any, screening: Response) -> None:
    first = worked_up(place, screening)
    with at_work(place):
        QuestionnaireVersion.objects.filter(pk=place.work_up.pk).update(status=VersionStatus.RETIRED)

    assert worked_up(place, screening) == first


@pytest.mark.security
def test_nobody_else_opens_or_confirms_it(place: Any, screening: Response) -> None:
    stranger, work_up = knee_clinic(), worked_up(place, screening)

    with at_work(stranger):
        with pytest.raises(Response.DoesNotExist):
            open_work_up(response_id=screening.id, key=WORK_UP, by=stranger.user, at=NOON)
        with pytest.raises(Response.DoesNotExist):
            confirm_carried(response_id=work_up.id, lock_number=1, by=stranger.user, at=NOON)


def test_without_a_result_there_is_no_work_up(place: Any, screening: Response) -> None:
    work_up = worked_up(place, screening)

    for response in (begun(place, "P-2"), work_up):
        with pytest.raises(NotSubmitted):
            worked_up(place, response)


@pytest.mark.parametrize("key", ["nothing", "small", "theirs", "not-yet"])
def test_what_is_no_published_work_up_here_is_not_opened(place: Any, screening: Response, key: str) -> None:
    """Unknown, a screening, another practice's, a draft."""
    version_of(knee_clinic(), work_up_document(key="theirs"))
    version_of(place, work_up_document(key="not-yet"), status=VersionStatus.DRAFT, published_at=None)

    with pytest.raises(WorkUpUnknown):
        worked_up(place, screening, key)

    with at_work(place):
        assert Response.objects.count() == 1


def test_a_visit_does_not_begin_with_a_work_up(place: Any) -> None:
    with at_work(place):
        offered = [version.questionnaire.key for version in offered_versions(place.practice.id)]
        assert WORK_UP not in offered
        assert WORK_UP in [version.questionnaire.key for version in offered_work_ups(place.practice.id)]
        with pytest.raises(NotAScreening):
            open_encounter(
                practice_id=place.practice.id,
                clinician=place.user,
                reference="P-1",
                birth_year=1974,
                age_years=52,
                sex="female",
                version=place.work_up,
                at=NOON,
            )


def test_a_saved_page_confirms_what_it_holds(place: Any, screening: Response) -> None:
    work_up = worked_up(place, screening)

    with at_work(place):
        saved = save_step(
            response_id=work_up.id,
            section_key="first",
            posted={"age_years": 52, "sex": "female"},
            lock_number=1,
            by=place.user,
            at=LATER,
        )

    assert saved.lock_number == 2
    assert sorted(saved.carried) == sorted(CARRIED.keys() - {"age_years", "sex"})


def test_nothing_counts_before_it_is_confirmed(place: Any, screening: Response) -> None:
    work_up = worked_up(place, screening)

    with pytest.raises(SubmitRefused, match="7 answers are carried from the screening and not confirmed yet"):
        submit(place, work_up)

    confirmed = confirm(place, work_up)
    assessment = submit(place, confirmed)
    assert stored(place, work_up).carried == []
    with at_work(place):
        assert difference(assessment) == ""


def test_confirming_is_on_record_and_twice_is_once(place: Any, screening: Response) -> None:
    work_up = worked_up(place, screening)

    first = confirm(place, work_up)
    again = confirm(place, work_up)

    assert first.lock_number == again.lock_number == 2
    (event,) = events(place, "assessment.confirm")
    assert event.entity_id == str(work_up.id)
    assert '"carried":7' in event.body
    assert '"fields":["first","knee"]' in event.body


def test_what_changed_since_is_not_confirmed_unseen(place: Any, screening: Response) -> None:
    work_up = worked_up(place, screening)
    with at_work(place):
        save_step(
            response_id=work_up.id,
            section_key="first",
            posted={"age_years": 53, "sex": "female"},
            lock_number=1,
            by=place.user,
            at=LATER,
        )

    with pytest.raises(StaleResponse):
        confirm(place, work_up, lock_number=1)

    assert stored(place, work_up).carried != []


def test_a_submitted_one_takes_no_more_confirmation(place: Any, screening: Response) -> None:
    work_up = confirm(place, worked_up(place, screening))
    submit(place, work_up)

    with pytest.raises(ResponseNotInProgress):
        confirm(place, work_up)


def test_what_the_form_hides_waits_for_nobody() -> None:
    document = work_up_document()
    item_of(document, "remark")["enable_when"] = "pain_level >= 2"
    target = bundle_from_document(document)

    assert "remark" in waiting(target, [*CARRIED], {**CARRIED, "pain_level": 2})
    assert "remark" not in waiting(target, [*CARRIED], CARRIED)


def test_a_lead_questions_no_is_confirmed_with_what_it_answers(place: Any) -> None:
    version_of(place, without_tender(work_up_document(key="narrow")))
    screening = screened_knee(place, ask_knee=False, knee_swollen=None, knee_stiff_minutes=None)
    work_up = worked_up(place, screening, "narrow")
    assert {"ask_knee", "knee_swollen", "knee_stiff_minutes"} <= set(work_up.carried)

    assert confirm(place, work_up).carried == []


def test_only_the_screening_stands_for_the_month(place: Any, screening: Response) -> None:
    """A work-up later in the year is not one more person who was screened."""
    work_up = confirm(place, worked_up(place, screening))
    with at_work(place):
        submit_response(
            response_id=work_up.id,
            submission_key=uuid4(),
            lock_number=2,
            by=place.user,
            at=NOON + timedelta(days=60),
        )
        assert [row.response_id for row in StatisticsIndex.objects.all()] == [screening.id]
        rows = list(Response.objects.select_related("encounter").order_by("-submitted_at"))
        assert [row.response_id for row in month_index.first_of_each_month(rows)] == [screening.id]


def test_a_work_up_is_no_group_of_the_statistics(place: Any) -> None:
    """Thirty groups in which nobody is ever counted would only add noise to the months."""
    with at_work(place):
        groups = condition_sets()
        assert place.version.id in groups
        assert place.work_up.id not in groups
        assert WORK_UP not in [offered["key"] for offered in versions_offered()]


def links(place: Any, screening: Response, *suggested: str, may_open: bool = True) -> list[tuple[str, ...]]:
    with at_work(place):
        fresh = Response.objects.select_related("version").get(pk=screening.pk)
        found = work_ups_for(fresh, suggested, may_open)
        return [(link.key, link.state, *link.conditions) for link in found]


def test_a_result_leads_to_the_work_ups_of_what_it_suggests(place: Any, screening: Response) -> None:
    version_of(place, work_up_document(key="other", title="Another", work_up_for=["ot", "kn"]))

    assert links(place, screening) == []
    assert links(place, screening, "ot") == [("other", "not_opened", "Other disease")]
    assert links(place, screening, "kn", "ot") == [
        ("other", "not_opened", "Other disease", "Knee disease"),
        (WORK_UP, "not_opened", "Knee disease"),
    ]


def test_one_that_was_opened_stays_with_its_result(place: Any, screening: Response) -> None:
    """Also where the condition is not suggested, or the questionnaire not in use any more."""
    work_up = worked_up(place, screening)
    assert links(place, screening) == [(WORK_UP, "in_progress")]
    submit(place, confirm(place, work_up))
    with at_work(place):
        QuestionnaireVersion.objects.filter(pk=place.work_up.pk).update(status=VersionStatus.RETIRED)

    assert links(place, screening, "kn") == [(WORK_UP, "submitted", "Knee disease")]
    assert links(place, work_up, "kn") == []
    with at_work(place):
        back = screening_of(Response.objects.get(pk=work_up.pk))
        assert back is not None and str(screening.id) in back.href
        assert screening_of(screening) is None


def test_a_version_says_what_it_works_up_without_its_document(place: Any) -> None:
    with at_work(place):
        version = QuestionnaireVersion.objects.defer("bundle").get(pk=place.work_up.pk)
        assert (version.title, version.work_up_for) == ("Knee criteria 2001", ["kn"])
        assert version.intended_use == "To try the loader."
        assert version.is_work_up and not place.version.is_work_up
        assert bundle_of(version).work_up_for == ("kn",)
