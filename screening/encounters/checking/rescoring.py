"""Do stored decisions still follow from their stored answers?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from screening.encounters.models import Assessment
from screening.questionnaires.digests import digest
from screening.questionnaires.store import bundle_of
from screening.scoring.engines import UnknownEngine, decide_again

MAINTENANCE = "maint"
ROWS_A_TRIP = 500


@dataclass(frozen=True)
class Difference:
    """A stored decision that does not follow, and in what it differs."""

    assessment_id: UUID
    practice_id: UUID
    reason: str


def rescore(practice_id: UUID | None = None) -> Iterator[Difference | None]:
    """
    Recompute every stored decision with its own version and engine.

    Args:
        practice_id: only the decisions of this practice; all without it.

    Yields:
        One entry for each decision: None where it follows, else the difference.
    """
    rows = (
        Assessment.unscoped.using(MAINTENANCE)
        .select_related("response__version__questionnaire")
        .defer("response__version__bundle")
    )
    if practice_id is not None:
        rows = rows.filter(practice_id=practice_id)
    sound: dict[UUID, bool] = {}
    for assessment in rows.order_by("pk").iterator(chunk_size=ROWS_A_TRIP):
        reason = difference(assessment, sound)
        yield Difference(assessment.pk, assessment.practice_id, reason) if reason else None


def difference(assessment: Assessment, sound: dict[UUID, bool] | None = None) -> str:
    """The reason in words, "" where all follows; `sound` remembers the versions already checked."""
    sound = {} if sound is None else sound
    response = assessment.response
    version = response.version
    if version.pk not in sound:
        sound[version.pk] = digest(version.bundle) == version.digest
    if assessment.digest != version.digest:
        return "was made with another version than its response names"
    if not sound[version.pk]:
        return "its questionnaire version differs from the digest that seals it"
    if digest(response.answers) != assessment.inputs_digest:
        return "its answers differ from those it was made from"
    if digest(assessment.decision) != assessment.decision_digest:
        return "the stored decision differs from its digest"
    try:
        again = decide_again(assessment.engine, bundle_of(version), response.answers)
    except UnknownEngine as error:
        return str(error)
    return "" if digest(again) == assessment.decision_digest else "the rules now give another decision"
