"""Which result is to leave, may it, and how is that written down?"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from screening.encounters.exports.own_part import own_part
from screening.encounters.exports.told import Told, told_of
from screening.encounters.models import Assessment, Response
from screening.encounters.reading import record_view, response_of
from screening.encounters.record.own_first import refuse_while_due
from screening.questionnaires.store import bundle_of
from screening.scoring.bundle import Bundle
from screening.scoring.explanation import explain


@dataclass(frozen=True)
class Opened:
    """A submitted response with what followed from it."""

    response: Response
    assessment: Assessment
    bundle: Bundle

    def told(self) -> Told:
        """What is told of it; with the clinician's own part, in the practice's scope."""
        found = explain(self.bundle, self.response.answers, self.assessment.decision)
        own = own_part(self.bundle, self.response, self.assessment)
        return told_of(self.bundle, found, self.response, self.assessment, own)

    def content(self, **more: str) -> dict[str, object]:
        """What the trail keeps of what was exported."""
        made_by = {"digest": self.assessment.digest, "version": self.bundle.version}
        return {**more, **made_by, "engine": self.assessment.engine}

    def record_export(self, kind: str) -> None:
        record_view(self.response, [], event_type="result.export", content=self.content(kind=kind))


def open_result(request: HttpRequest, response_id: UUID) -> Opened | HttpResponse:
    """
    The result that an address names, or the answer where it may not leave.

    404 where the user sees none, 409 where nothing follows from the answers yet; to the result where an own
    differential is due first.
    """
    response = response_of(request, response_id)
    assessment = response.assessments.first()
    if assessment is None:
        return render(request, "409.html", status=409)
    return refuse_while_due(request, response) or opened(response, assessment)


def opened(response: Response, assessment: Assessment) -> Opened:
    return Opened(response, assessment, bundle_of(response.version))
