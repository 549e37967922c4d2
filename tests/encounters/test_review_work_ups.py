"""Can a work-up be done again once its version was withdrawn, and is nothing confirmed that nobody saw?"""

from typing import Any

import pytest

from screening.encounters.actions import save_step
from screening.encounters.models import Response
from screening.encounters.results.work_ups import work_ups_for
from screening.encounters.work_ups import confirm_carried
from screening.questionnaires.models import QuestionnaireVersion, VersionStatus
from tests.encounters.knees import (
    item_of,
    knee_clinic,
    screened_knee,
    version_of,
    work_up_document,
    worked_up,
)
from tests.encounters.screenings import submitted
from tests.factories import NOON, VersionFactory, at_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Any:
    return knee_clinic()


@pytest.fixture
def screening(place: Any) -> Response:
    return screened_knee(place)


def finished(place: Any, screening: Response) -> Response:
    work_up = worked_up(place, screening)
    with at_work(place):
        confirm_carried(response_id=work_up.id, lock_number=work_up.lock_number, by=place.user, at=NOON)
        work_up.refresh_from_db()
    return submitted(place, work_up)


def withdrawn(place: Any, version: QuestionnaireVersion) -> None:
    with at_work(place):
        QuestionnaireVersion.objects.filter(pk=version.pk).update(status=VersionStatus.WITHDRAWN)


def state(place: Any, screening: Response) -> list[tuple[str, bool]]:
    with at_work(place):
        fresh = Response.objects.select_related("version").get(pk=screening.pk)
        return [(link.state, bool(link.opens)) for link in work_ups_for(fresh, ["kn"], may_open=True)]


def test_what_was_worked_up_on_a_withdrawn_version_can_be_worked_up_again(
    place: Any, screening: Response
) -> None:
    """Else the patient would have to be screened anew for a mistake in the work-up."""
    first = finished(place, screening)
    withdrawn(place, place.work_up)
    assert worked_up(place, screening) == first
    assert state(place, screening) == [("submitted", False)]

    facts = {"practice": place.practice, "questionnaire": place.work_up.questionnaire}
    mended = VersionFactory(version="1.0.1", bundle=work_up_document(version="1.0.1"), **facts)
    assert state(place, screening) == [("not_opened", True)]

    second = worked_up(place, screening)
    assert (second.version_id, second.is_in_progress) == (mended.pk, True)
    assert worked_up(place, screening) == second
    assert state(place, screening) == [("in_progress", False)]
    assert finished(place, screening) == second
    assert state(place, screening) == [("submitted", False)]


def test_saving_a_page_confirms_nothing_that_the_page_hid(place: Any, screening: Response) -> None:
    document = work_up_document(key="hiding")
    item_of(document, "remark")["enable_when"] = "pain_level >= 2"
    version_of(place, document)
    work_up = worked_up(place, screening, "hiding")

    with at_work(place):
        saved = save_step(
            response_id=work_up.id,
            section_key="knee",
            posted={"ask_knee": True, "knee_swollen": True, "knee_stiff_minutes": 45},
            lock_number=1,
            by=place.user,
            at=NOON,
        )

    assert "remark" in saved.carried and "knee_swollen" not in saved.carried
