"""How is a result read together with all that was said to it, in one statement?"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from screening.encounters.models import (
    Assessment,
    FlagAcknowledgement,
    Note,
    OwnDifferential,
    Response,
    ResponseStatus,
    Verdict,
)

_WHO_AND_WHEN = {"at": "at", "by": "by__name", "by_id": "by_id"}
_AMENDMENT = {"id": "id", "status": "status", "at": "submitted_at", "lock_number": "lock_number"}


def assessment_with_own_part(response: Response) -> Any:
    """
    The assessment of a response, None where it has none, with what `own_part` and `is_due` read.

    `verdict_rows`, `acknowledgement_rows`, `note_rows`, `own_rows` and `amendment_rows` are lists of
    JSON objects, the earliest first; `signed_name` and `voided_name` are names or None.
    """
    return with_own_part(Assessment.objects.filter(response=response)).first()


def with_own_part(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Assessments with the rows that clinicians added to them."""
    return rows.annotate(
        verdict_rows=_of_assessment(Verdict, "condition", "judgement", "reason_code", "reason"),
        acknowledgement_rows=_of_assessment(FlagAcknowledgement, "flag", "reason_code", "reason"),
        note_rows=_of_response(Note, "text"),
        own_rows=own_differential_rows(OuterRef("response_id")),
        amendment_rows=_amendments(),
        signed_name=F("response__signed_by__name"),
        voided_name=F("response__voided_by__name"),
    )


def own_differential_rows(response_id: Any) -> ArraySubquery:
    """What was noted before the list of a response opened, by whom."""
    rows = OwnDifferential.objects.filter(response_id=response_id)
    return _objects(rows, "conditions", "other", "skip_code", "skip_reason")


def _of_assessment(model: Any, *fields: str) -> ArraySubquery:
    return _objects(model.objects.filter(assessment_id=OuterRef("pk")), *fields)


def _of_response(model: Any, *fields: str) -> ArraySubquery:
    return _objects(model.objects.filter(response_id=OuterRef("response_id")), *fields)


def _objects(rows: QuerySet[Any], *fields: str) -> ArraySubquery:
    shown = JSONObject(**_WHO_AND_WHEN, **{name: name for name in fields})
    return ArraySubquery(rows.order_by("at", "id").values_list(shown))


def _amendments() -> ArraySubquery:
    """The drafts and responses that amend this one, those taken back left out."""
    rows = Response.objects.filter(amends_id=OuterRef("response_id"))
    rows = rows.exclude(status=ResponseStatus.ENTERED_IN_ERROR)
    return ArraySubquery(rows.order_by("started_at", "id").values_list(JSONObject(**_AMENDMENT)))
