"""Does another process come to the same decision? Asked in the background after every submit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

import structlog

from accounts.models import User
from screening.audit.record import record
from screening.encounters.checking.rescoring import difference
from screening.encounters.models import Assessment
from screening.jobs.actions import ask_for_job
from screening.jobs.models import JobFile
from screening.jobs.work import Publish, Work

log = structlog.get_logger(__name__)

KIND = "encounters.recheck"
SERIOUS_FAILURE = 8


def ask_for_recheck(assessment: Assessment, *, by: User, at: datetime) -> None:
    """In the transaction of the submit; a broker that does not answer is no reason to refuse it."""
    ask_for_job(
        kind=KIND,
        args={"assessment": str(assessment.id)},
        practice_id=assessment.practice_id,
        by=by,
        request_key=uuid5(assessment.response_id, "recheck"),
        at=at,
    )


def recheck(work: Work) -> Publish | None:
    """Nothing, where the stored decision follows again; else what says so, once."""
    with work.in_scope():
        assessment = _assessment(UUID(work.args["assessment"]))
        reason = difference(assessment) if assessment else ""
    if assessment is None or not reason:
        return None
    log.error("a stored decision does not follow again", assessment=str(assessment.id), reason=reason)

    def say_so(files: Sequence[JobFile]) -> None:
        _record(assessment, reason)

    return say_so


def _assessment(assessment_id: UUID) -> Assessment | None:
    rows = Assessment.objects.select_related("response__version__questionnaire", "response__encounter")
    return rows.defer("response__version__bundle").filter(pk=assessment_id).first()


def _record(assessment: Assessment, reason: str) -> None:
    record(
        "result.differs",
        action="E",
        outcome=SERIOUS_FAILURE,
        entity=("response", assessment.response_id, assessment.response.lock_number),
        subject=assessment.response.encounter.subject_id,
        content={
            "assessment": str(assessment.id),
            "digest": assessment.digest,
            "version": assessment.response.version.version,
            "engine": assessment.engine,
            "decision_digest": assessment.decision_digest,
            "found": reason,
        },
    )
