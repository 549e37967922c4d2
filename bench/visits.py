"""Which visits are measured? A signed-in clinician's drafts and results, on any questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.urls import reverse

from bench.site import Request, Site
from screening.encounters.filling.forms import build_step_form
from screening.encounters.models import Response
from screening.questionnaires.models import QuestionnaireVersion
from screening.questionnaires.store import bundle_of
from screening.scoring.bundle import Bundle
from screening.scoring.engine import assess
from tests.factories import AssessmentFactory, ResponseFactory, VersionFactory, at_work, clinic

Answers = Mapping[str, Any]


class Practice:
    """One practice, the clinician at work in it, and the requests that she makes."""

    def __init__(self) -> None:
        self.place = clinic()
        self.site = Site(self.place.user)

    def version(self, document: Mapping[str, Any]) -> QuestionnaireVersion:
        """A published questionnaire of the practice's own."""
        made = VersionFactory.create(practice=self.place.practice, bundle=document)
        return cast("QuestionnaireVersion", made)

    def draft(self, version: QuestionnaireVersion, answers: Answers) -> Response:
        """A screening that is being filled in."""
        return self._response(version, answers)

    def submitted(self, version: QuestionnaireVersion, answers: Answers) -> Response:
        """A screening with its decision."""
        response = self._response(version, answers, submitted=True)
        decision = assess(self.bundle(version), answers).decision
        AssessmentFactory.create(practice=self.place.practice, response=response, decision=decision)
        return response

    def bundle(self, version: QuestionnaireVersion) -> Bundle:
        with at_work(self.place):
            return bundle_of(version)

    def page(self, name: str, *args: Any) -> Request:
        """The request for a page of the visit."""
        return self.site.get(reverse(f"encounters:{name}", args=args))

    def save(self, response: Response, section_key: str, sent: list[tuple[str, str]]) -> Request:
        """The request that saves one section of a draft as it now stands."""
        with at_work(self.place):
            lock_number = Response.objects.values_list("lock_number", flat=True).get(pk=response.pk)
        address = reverse("encounters:step", args=[response.pk, section_key])
        return self.site.post(address, [*sent, ("lock_number", str(lock_number))])

    def _response(self, version: QuestionnaireVersion, answers: Answers, **traits: Any) -> Response:
        response = ResponseFactory.create(
            practice=self.place.practice,
            encounter__clinician=self.place.user,
            version=version,
            answers=dict(answers),
            **traits,
        )
        return cast("Response", response)


def sent_by(bundle: Bundle, section_key: str, answers: Answers) -> list[tuple[str, str]]:
    """What a browser sends for a section filled in with these answers."""
    form = build_step_form(bundle, section_key, answers)
    named = ((name, _shown(form, name)) for name in form.fields if name != "lock_number")
    return [(name, value) for name, values in named for value in values]


def _shown(form: forms.Form, name: str) -> list[str]:
    field = form.fields[name]
    value = field.prepare_value(form.get_initial_for_field(field, name))
    if isinstance(value, list | tuple):
        return [str(each) for each in value]
    if isinstance(value, bool):
        return ["on"] if value else []
    return [] if value is None else [str(value)]
