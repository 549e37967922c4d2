"""Is what another system gets valid FHIR R4, faithful to the answers, and without any probability?"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle as R4BBundle

from screening.encounters.exports.fhir import ABSENT, NONE_CHOSEN, Given, Ids, Resource, result_bundle
from screening.encounters.models import Response
from tests.encounters.taking_away import (
    ARABIC,
    FORMULA,
    MARKUP,
    SCREEN,
    hostile_result,
    open_again,
    result_of,
)
from tests.factories import at_work, clinic

pytestmark = pytest.mark.django_db

# The elements of FHIR R4 (4.0.1) that the resources of a result may have, as its own pages list them.
ELEMENT = {"id", "extension"}
R4: dict[str, set[str]] = {
    "Bundle": {"resourceType", "identifier", "type", "timestamp", "entry"},
    "entry": {"fullUrl", "resource"},
    "Questionnaire": {
        "resourceType", "url", "identifier", "version", "name", "title", "status", "subjectType", "description",
        "purpose", "lastReviewDate", "item", "language",
    },
    "Questionnaire.item": {
        "linkId", "text", "type", "required", "repeats", "answerOption", "enableWhen", "item", *ELEMENT,
    },
    "QuestionnaireResponse": {
        "resourceType", "identifier", "questionnaire", "status", "subject", "authored", "author", "item",
    },
    "QuestionnaireResponse.item": {"linkId", "text", "answer", "item", *ELEMENT},
    "answer": {
        "valueBoolean", "valueDecimal", "valueInteger", "valueString", "valueCoding", "_valueBoolean",
        "_valueDecimal", "_valueInteger", "_valueString",
    },
    "ClinicalImpression": {
        "resourceType", "identifier", "status", "code", "subject", "effectiveDateTime", "date", "assessor",
        "protocol", "summary", "finding", "supportingInfo", "note",
    },
    "finding": {"itemCodeableConcept", "basis"},
    "subject": {"type", "identifier"},
    "author": {"type", "display"},
    "assessor": {"type", "display"},
    "note": {"text"},
}  # fmt: skip
ITEM_TYPES = {"group", "display", "boolean", "decimal", "integer", "text", "choice"}


@pytest.fixture
def place() -> Any:
    return clinic()


def bundle_of(place: Any, response: Response, **more: bool) -> Resource:
    with at_work(place):
        found = open_again(place, response)
        ids = Ids(found.response.version_id, found.response.id, found.assessment.id)
        facts = {"is_amendment": False, "is_in_error": False, **more}
        made = result_bundle(found.bundle, found.told(), ids, Given(found.response.answers, **facts))
    checked = R4BBundle.model_validate_json(json.dumps(made))
    assert json.loads(checked.model_dump_json()) == json.loads(json.dumps(made))  # nothing was dropped
    return made


def resource(made: Resource, kind: str) -> Resource:
    return next(e["resource"] for e in made["entry"] if e["resource"]["resourceType"] == kind)


def items(inside: list[Resource]) -> Iterator[Resource]:
    for item in inside:
        yield item
        yield from items(item.get("item", []))


def answered(made: Resource) -> dict[str, Resource]:
    return {item["linkId"]: item for item in items(resource(made, "QuestionnaireResponse")["item"])}


def test_it_is_valid_and_holds_the_three_resources(place: Any) -> None:
    made = bundle_of(place, result_of(place))

    kinds = [entry["resource"]["resourceType"] for entry in made["entry"]]
    assert (made["type"], kinds) == (
        "collection",
        ["Questionnaire", "QuestionnaireResponse", "ClinicalImpression"],
    )
    asked = resource(made, "Questionnaire")
    wanted = f"{asked['url']}|{asked['version']}"
    assert resource(made, "QuestionnaireResponse")["questionnaire"] == wanted
    (about,) = resource(made, "ClinicalImpression")["supportingInfo"]
    assert about["reference"] == made["entry"][1]["fullUrl"]


def test_only_elements_of_r4_are_used(place: Any) -> None:
    made = bundle_of(place, result_of(place))

    check(made, "Bundle")
    for entry in made["entry"]:
        check(entry, "entry")
        found = entry["resource"]
        kind = found["resourceType"]
        check(found, kind)
        for item in items(found.get("item", [])):
            check(item, f"{kind}.item")
            for answer in item.get("answer", []):
                check(answer, "answer")
        for name in ("finding", "note"):
            for part in found.get(name, []):
                check(part, name)
        for name in ("subject", "author", "assessor"):
            check(found.get(name, {}), name)
    types = {item["type"] for item in items(resource(made, "Questionnaire")["item"])}
    assert types <= ITEM_TYPES


def check(found: Resource, name: str) -> None:
    assert set(found) <= R4[name], name


def test_every_answer_stands_where_the_questionnaire_asks_it(place: Any) -> None:
    response = result_of(place)

    made = bundle_of(place, response)

    def paths(inside: list[Resource], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
        for item in inside:
            yield (*above, item["linkId"])
            yield from paths(item.get("item", []), (*above, item["linkId"]))

    asked = set(paths(resource(made, "Questionnaire")["item"]))
    assert set(paths(resource(made, "QuestionnaireResponse")["item"])) <= asked
    found = answered(made)
    assert {key for key in found if key in SCREEN.items} == {
        k for k, v in response.answers.items() if v is not None
    }
    assert found["pain_duration_months"]["answer"] == [{"valueInteger": 36}]
    assert found["crp_mg_l"]["answer"] == [{"valueDecimal": 4.5}]
    codes = [answer["valueCoding"]["code"] for answer in found["pain_sites_wpi"]["answer"]]
    assert codes == response.answers["pain_sites_wpi"]


def test_not_asked_not_examined_and_none_chosen_are_three_things(place: Any) -> None:
    """And none of them is a no; what nobody answered is not there at all."""
    observed = "neuro_exam_normal"
    made = bundle_of(place, result_of(place, pain_sites_wpi=[], **{observed: "not_assessed"}))

    found = answered(made)
    assert "answer" not in found["pain_sites_wpi"]
    assert found["pain_sites_wpi"]["extension"] == [{"url": NONE_CHOSEN, "valueBoolean": True}]
    (told,) = found["cognitive_severity"]["answer"]
    assert told == {"valueCoding": {"extension": [{"url": ABSENT, "valueCode": "unknown"}]}}
    (seen,) = found[observed]["answer"]
    assert seen == {"_valueBoolean": {"extension": [{"url": ABSENT, "valueCode": "not-performed"}]}}


@pytest.mark.security
def test_there_is_no_probability_and_no_condition(place: Any) -> None:
    """What is suggested is named as something to consider; nothing that another system would take for a diagnosis."""
    made = bundle_of(place, result_of(place))

    impression = resource(made, "ClinicalImpression")
    text = json.dumps(made["entry"][1:])
    assert "probab" not in text.casefold() and "prognosis" not in text.casefold()
    assert '"Condition"' not in text and '"RiskAssessment"' not in text
    assert impression["finding"]
    for finding in impression["finding"]:
        words = finding["itemCodeableConcept"]["text"]
        assert "not diagnosed" in words or words.startswith("Red flag")
    assert impression["code"]["text"] == "Screening prompt, not a diagnosis"


def test_the_patient_is_a_reference_and_nothing_else(place: Any) -> None:
    response = result_of(place)

    made = bundle_of(place, response)

    subject = {
        "type": "Patient",
        "identifier": {"system": "urn:algia:patient-reference", "value": "CANARY-0815"},
    }
    for kind in ("QuestionnaireResponse", "ClinicalImpression"):
        assert resource(made, kind)["subject"] == subject
    assert str(response.encounter.subject_id) not in json.dumps(made)


@pytest.mark.parametrize(
    ("facts", "response_status", "impression_status"),
    [
        ({}, "completed", "completed"),
        ({"is_amendment": True}, "amended", "completed"),
        ({"is_in_error": True, "is_amendment": True}, "entered-in-error", "entered-in-error"),
    ],
)
def test_what_was_amended_or_taken_back_says_so(
    place: Any, facts: dict[str, bool], response_status: str, impression_status: str
) -> None:
    made = bundle_of(place, result_of(place), **facts)

    assert resource(made, "QuestionnaireResponse")["status"] == response_status
    assert resource(made, "ClinicalImpression")["status"] == impression_status


@pytest.mark.security
def test_hostile_text_is_a_string_like_any_other(place: Any) -> None:
    made = bundle_of(place, hostile_result(place))

    (answer,) = answered(made)["x_note"]["answer"]
    assert MARKUP in answer["valueString"] and ARABIC in answer["valueString"]
    subject = resource(made, "QuestionnaireResponse")["subject"]
    assert subject["identifier"]["value"] == FORMULA[:60]
