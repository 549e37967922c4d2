"""How does an encounter sound in words? Small steps over Django's client, for stories without a browser."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from screening.audit.models import AuditEvent
from screening.encounters.models import Response
from tests.factories import PASSWORD, at_work

AGE_YEARS = 52
SCREEN = "chronic-pain-screen"


@dataclass
class Clinician:
    """Somebody with a browser, in words."""

    client: Client
    place: SimpleNamespace
    visit: str = ""

    def signs_in(self) -> Any:
        return self.client.post(
            reverse("account_login"), {"login": self.place.user.email, "password": PASSWORD}
        )

    def signs_out(self) -> Any:
        return self.client.post(reverse("account_logout"))

    def looks_at_the_list(self) -> Any:
        return self.client.get(reverse("encounters:list"))

    def starts(self, reference: str, **otherwise: str) -> Any:
        born = str(datetime.now(UTC).year - AGE_YEARS)
        patient = {"birth_year": born, "age_years": str(AGE_YEARS), "sex": "female"}
        facts = {"questionnaire": SCREEN, "reference": reference, **patient, **otherwise}
        answer = self.client.post(reverse("encounters:start"), facts)
        if answer.status_code == 302:
            self.visit = answer["Location"].split("/")[2]
        return answer

    def resumes(self) -> Any:
        return self.client.get(self._url("resume"), follow=True)

    def opens(self, section: str) -> Any:
        return self.client.get(self._url("step", section))

    def answers(self, section: str, **answers: Any) -> Any:
        """Open a section, fill it in and save it; unnamed questions stay as they are shown."""
        page = self.opens(section)
        lock_number = page.context["form"].initial["lock_number"]
        return self.client.post(self._url("step", section), {"lock_number": lock_number, **answers})

    def sends(self, section: str, body: dict[str, Any]) -> Any:
        return self.client.post(self._url("step", section), body)

    def checks(self) -> Any:
        return self.client.get(self._url("check"))

    def submits(self) -> Any:
        page = self.checks().context["page"]
        body = {"submission_key": page.submission_key, "lock_number": page.lock_number}
        return self.client.post(self._url("submit"), body)

    def reads_the_result(self) -> Any:
        return self.client.get(self._url("result"))

    def _url(self, name: str, *more: str) -> str:
        return reverse(f"encounters:{name}", args=[self.visit, *more])


def stored(place: SimpleNamespace) -> Response:
    """The only screening of a practice."""
    with at_work(place):
        return Response.objects.select_related("encounter").get()


def trail(place: SimpleNamespace) -> list[str]:
    """What happened in a practice, in order."""
    with at_work(place):
        return list(AuditEvent.objects.order_by("id").values_list("type", flat=True))


def trail_in_full(place: SimpleNamespace) -> str:
    """Everything that the trail of a practice holds, as one text to search in."""
    with at_work(place):
        return json.dumps([event.body for event in AuditEvent.objects.order_by("id")])


def words_of(page: HttpResponse) -> str:
    return page.content.decode()
