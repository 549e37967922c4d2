"""What is a screening that suggests a condition, and the work-up for it? Two small questionnaires about knees."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

from screening.encounters.models import Response
from screening.encounters.work_ups import open_work_up
from screening.questionnaires.models import QuestionnaireVersion
from tests.encounters.screenings import screened
from tests.factories import NOON, QuestionnaireFactory, VersionFactory, at_work, clinic
from tests.questionnaires.small import small_document

WORK_UP = "knee-criteria"
TITLE = "Knee criteria 2001"
# A swollen, stiff knee; how bad the pain is was not asked, and the blood was tested in another unit.
ANSWERS = {
    "ask_knee": True,
    "knee_swollen": True,
    "knee_stiff_minutes": 45,
    "pain_level": "not_assessed",
    "crp": 12,
    "antibodies": ["not_done"],
    "remark": "Left knee",
}
CARRIED = {
    "age_years": 52,
    "sex": "female",
    "ask_knee": True,
    "knee_swollen": True,
    "knee_stiff_minutes": 45,
    "remark": "Left knee",
    "rf_knee": False,
}


@cache
def _small() -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        return small_document(Path(folder))


def screen_document() -> dict[str, Any]:
    """The small questionnaire as it is, under a title of its own."""
    return copy.deepcopy(_small())


def work_up_document(**meta: Any) -> dict[str, Any]:
    """The same items on two pages, but CRP in another unit and one sign more behind the lead question."""
    document = screen_document()
    document["meta"] |= {"key": WORK_UP, "title": TITLE, "work_up_for": ["kn"], **meta}
    (section,) = document["sections"]
    items = {item["key"]: item for item in section["items"]}
    items["crp"]["unit"] = "mg/dl"
    tender = {**items["knee_swollen"], "key": "knee_tender", "label": "A knee is tender"}
    items["ask_knee"]["covers"] = ["knee_swollen", "knee_tender", "knee_stiff_minutes"]
    first = [items["age_years"], items["sex"]]
    second = [item for key, item in items.items() if item not in first]
    second.insert(2, tender)
    document["sections"] = [
        {**section, "groups": [], "items": first},
        {**section, "key": "knee", "title": "The knee", "items": second},
    ]
    return document


def without_tender(document: dict[str, Any]) -> dict[str, Any]:
    """The lead question covers what it covers in the screening, and nothing more."""
    item_of(document, "ask_knee")["covers"].remove("knee_tender")
    for section in document["sections"]:
        section["items"] = [item for item in section["items"] if item["key"] != "knee_tender"]
    return document


def item_of(document: dict[str, Any], key: str) -> dict[str, Any]:
    return next(item for section in document["sections"] for item in section["items"] if item["key"] == key)


def version_of(place: Any, document: dict[str, Any], **more: Any) -> QuestionnaireVersion:
    """A published version of the practice's own."""
    meta = document["meta"]
    questionnaire = QuestionnaireFactory(practice=place.practice, key=meta["key"])
    facts = {"version": meta["version"], "bundle": document, **more}
    return VersionFactory(practice=place.practice, questionnaire=questionnaire, **facts)


def knee_clinic() -> SimpleNamespace:
    """A practice that has both questionnaires; its screening is the small one."""
    place = clinic()
    place.version = version_of(place, screen_document())
    place.work_up = version_of(place, work_up_document())
    return place


def screened_knee(place: Any, reference: str = "P-1", **answers: Any) -> Response:
    """A submitted screening that suggests the knee disease."""
    return screened(place, reference, **{**ANSWERS, **answers})


def worked_up(place: Any, screening: Response, key: str = WORK_UP) -> Response:
    """The work-up of a screening, opened."""
    with at_work(place):
        return open_work_up(response_id=screening.id, key=key, by=place.user, at=NOON)
