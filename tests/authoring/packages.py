"""What do authors upload? A small questionnaire of a practice, and ways to spoil it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from screening.audit.models import AuditEvent
from screening.authoring.models import Package, ReviewStep
from screening.questionnaires.models import QuestionnaireVersion
from tests.factories import MembershipFactory, PracticeFactory, UserFactory, at_work

KEY = "knee-screen"
SMALL = """\
# The practice's own words; a comment stays in the file.
meta:
  key: knee-screen
  version: 1.0.0
  title: Knees
  language: en
  intended_use: To try the upload.
  population: Adults
  exclusions: [Anyone under 18]
  authored_by: Anna
  checked_by: Nobody yet
  reviewed_date: '2026-01-01'
  next_review_date: '2027-01-01'
sections:
  - key: about
    title: About
    groups:
      - {key: dangers, label: Dangers, red_flags: true}
    items:
      - key: age_years
        type: integer
        label: Age
        unit: years
        minimum: 18
        maximum: 110
        answered_by: patient_reported
        source: someone2001
        mark: M
      - key: sex
        type: choice
        label: Sex
        options:
          - {value: female, label: Female}
          - {value: male, label: Male}
          - {value: other, label: Other}
          - {value: unknown, label: Not known, means: not_assessed}
        answered_by: patient_reported
        source: someone2001
        mark: M
      - key: x_knee_swollen
        type: boolean
        label: A knee is swollen
        answered_by: clinician_observed
        source: someone2001
        mark: M
      - key: x_hot_knee
        type: boolean
        label: The knee is hot
        negative: false
        group: dangers
        answered_by: clinician_observed
        source: someone2001
        mark: M
findings_for:
  - id: knee_swelling
    says: A swollen knee
    when: x_knee_swollen
    bears_on:
      - {condition: kn, direction: for, strength: strong, source: someone2001, mark: M}
red_flags:
  - id: RF1
    name: Hot knee
    trigger: x_knee_swollen and age_years >= 50
    says: A swollen knee from fifty
    direct: x_hot_knee
    urgency: same_day
    action: Look at the knee today.
    weakness: None known
    source: someone2001
    mark: M
conditions:
  - key: kn
    name: Knee disease
    one_line: A disease of the knee
    next_steps: [Look again]
    sources: [someone2001]
    mark: M
references:
  - {key: someone2001, authors: Someone, year: 2001, title: On knees, doi_verified: false}
test_cases:
  - id: K1
    says: A swollen knee
    answers: {x_knee_swollen: true, age_years: 40}
    tiers: {kn: consider}
"""
NEXT = SMALL.replace("version: 1.0.0", "version: 1.0.1")


def line_of(text: str, words: str) -> int:
    """The line, from 1, on which these words begin."""
    return text[: text.index(words)].count("\n") + 1


def staff(**people: str) -> SimpleNamespace:
    """A practice with one person for each name=role; `user` is the first of them."""
    practice = PracticeFactory()
    made = {name: UserFactory(name=name.title()) for name in people}
    for name, role in people.items():
        MembershipFactory(practice=practice, user=made[name], role=role)
    return SimpleNamespace(practice=practice, user=next(iter(made.values())), **made)


def team() -> SimpleNamespace:
    return staff(anna=Role.AUTHOR, paul=Role.PUBLISHER, clara=Role.CLINICIAN)


def as_user(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send_file(client: Client, text: str | bytes = SMALL, *, name: str = "q.yaml", **more: str) -> Any:
    data = text.encode() if isinstance(text, str) else text
    return client.post(reverse("authoring:upload"), {"file": SimpleUploadedFile(name, data), **more})


def upload(place: Any, text: str = SMALL, **more: str) -> QuestionnaireVersion:
    """A stored draft of the practice, uploaded by Anna."""
    answer = send_file(as_user(place.anna), text, **more)
    assert answer.status_code == 302, answer.content.decode()
    return stored(place, answer["Location"].rstrip("/").rsplit("/", 1)[-1])


def stored(place: Any, version_id: Any) -> QuestionnaireVersion:
    with at_work(place):
        return QuestionnaireVersion.objects.select_related("questionnaire").get(pk=version_id)


def url(name: str, version: QuestionnaireVersion) -> str:
    return reverse(f"authoring:{name}", args=[version.id])


def take(client: Client, name: str, version: QuestionnaireVersion, **fields: str) -> Any:
    return client.post(url(name, version), {"seen": version.digest, **fields})


def in_review(place: Any, text: str = SMALL) -> QuestionnaireVersion:
    version = upload(place, text)
    take(as_user(place.anna), "review", version)
    return stored(place, version.id)


def published(place: Any, text: str = SMALL) -> QuestionnaireVersion:
    version = in_review(place, text)
    answer = take(as_user(place.paul), "publish", version)
    assert answer.status_code == 302
    return stored(place, version.id)


def count_rows(place: Any) -> tuple[int, int, int]:
    """Versions of the practice, files, steps."""
    with at_work(place):
        own = QuestionnaireVersion.objects.filter(practice=place.practice)
        return own.count(), Package.objects.count(), ReviewStep.objects.count()


def events(place: Any, event_type: str) -> list[AuditEvent]:
    with transaction.atomic(), at_work(place):
        rows = AuditEvent.objects.filter(practice_id=place.practice.id).order_by("event_id")
        return [row for row in rows if row.type == event_type]
