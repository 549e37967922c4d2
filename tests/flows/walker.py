"""Who opens every page, and how is a word noted that was neither translated nor data?"""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import Role
from screening.library.shelf import judged_claims
from screening.questionnaires.catalogue import builtin_documents
from screening.questionnaires.models import Questionnaire
from tests.encounters.knees import screen_document, work_up_document
from tests.factories import at_work
from tests.plain_words import Data, plain_words

# How scoring words an answer, which stands in sentences of the bundle's language.
ANSWERS = ("yes", "no", "none", "not assessed")
# What stands on a page as it was typed, or is the key of something; single words of the evidence.
KEYS = (
    "tampered",
    "derived",
    "short",
    "knee-screen",
    "kn",
    "ot",
    "delayed",
    "derivation",
    "review",
    "students",
    "survey",
    "validation",
)
# What stands in an event is shown as it was written down: facts for machines, with their names.
RECORDED = (
    *("auth", "id", "ip", "name", "roles", "session", "pwd", "route", "type", "version", "status", "digest"),
    *("decision digest", "inputs digest", "engine", "response", "user", "practice", "submitted", "filter"),
    *Role.values,
)
PEOPLE = ("Dr Nora North", "Practice North", "Dr Ines Inn", "A reason in words of one's own", "P-1", "Q-2")
REASON = PEOPLE[3]


class Walker:
    """Somebody with every role who opens pages and sends forms, and notes each word that stands out."""

    def __init__(self, place: Any, client: Client) -> None:
        self.place, self.client = place, client
        self.data = Data((*PEOPLE, place.practice.name, "A small screen"))
        self.data.add_exactly(*ANSWERS, *KEYS)
        with at_work(place):
            self.data.add_exactly(*Questionnaire.objects.values_list("key", flat=True))
        self.data.add(judged_claims())
        for document in (*builtin_documents(), screen_document(), work_up_document()):
            self.data.add(document)
            self.data.add_exactly(*(each["key"] for each in document.get("references", ())))
            items = [item for section in document["sections"] for item in section["items"]]
            self.data.add_exactly(
                document["meta"]["key"], *(item["unit"] for item in items if item.get("unit"))
            )
        self.faults: dict[str, str] = {}

    def get(self, page: str, /, *args: Any, **query: Any) -> Any:
        return self._look(self.client.get(reverse(page, args=args), query, follow=True), page)

    def post(self, page: str, /, *args: Any, **body: Any) -> Any:
        """Sent as it is: refusals are pages, too."""
        return self._look(self.client.post(reverse(page, args=args), body, follow=True), page)

    def reads(self, html: str, where: str) -> None:
        for words in plain_words(html, self.data):
            self.faults.setdefault(words, where)

    def _look(self, answer: Any, where: str) -> Any:
        assert answer.status_code != 500
        if "html" in answer.get("Content-Type", "") and not answer.streaming:
            self.reads(answer.content.decode(), where)
        return answer
