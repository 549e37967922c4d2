"""How does a test get a screening that was really submitted? By the actions that the pages call."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from screening.encounters.actions import open_encounter, save_step, submit_response
from screening.encounters.models import Response
from screening.questionnaires.answering import open_red_flag_groups
from screening.questionnaires.catalogue import builtin_bundle
from screening.questionnaires.models import QuestionnaireVersion
from screening.questionnaires.store import bundle_of
from tests.factories import NOON, at_work


def draft(place: Any, reference: str = "P-0815", version: QuestionnaireVersion | None = None) -> Response:
    """Just begun: nothing but age and sex is answered; of the built-in screen unless said."""
    with at_work(place):
        return open_encounter(
            practice_id=place.practice.id,
            clinician=place.user,
            reference=reference,
            birth_year=1974,
            age_years=52,
            sex="female",
            version=version
            or QuestionnaireVersion.objects.get(digest=builtin_bundle("chronic-pain-screen").digest),
            at=NOON,
        )


def begun(
    place: Any,
    reference: str = "P-1",
    *,
    at: datetime = NOON,
    version: QuestionnaireVersion | None = None,
    **answers: Any,
) -> Response:
    """A draft in which the danger signs are answered no, and `answers` as given."""
    version = version or place.version
    with at_work(place):
        response = open_encounter(
            practice_id=place.practice.id,
            clinician=place.user,
            reference=reference,
            birth_year=1974,
            age_years=52,
            sex="female",
            version=version,
            at=at,
        )
        bundle = bundle_of(version)
        waiting = set(open_red_flag_groups(bundle, response.answers))
        for section in bundle.sections:
            items = section.items
            posted = {item.key: False for item in items if item.group in waiting}
            posted |= {item.key: answers[item.key] for item in items if item.key in answers}
            response = save_step(
                response_id=response.id,
                section_key=section.key,
                posted=posted,
                lock_number=response.lock_number,
                by=place.user,
                at=at,
            )
    return response


def submitted(place: Any, response: Response, *, at: datetime = NOON) -> Response:
    """The draft, submitted."""
    with at_work(place):
        submit_response(
            response_id=response.id,
            submission_key=uuid4(),
            lock_number=response.lock_number,
            by=place.user,
            at=at,
        )
        return Response.objects.select_related("encounter").get(pk=response.pk)


def screened(place: Any, reference: str = "P-1", *, at: datetime = NOON, **more: Any) -> Response:
    """A submitted screening; `more` as for `begun`."""
    return submitted(place, begun(place, reference, at=at, **more), at=at)
