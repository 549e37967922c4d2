"""Is the FHIR R4 Questionnaire complete, and does it keep to what R4 allows?"""

from collections.abc import Iterator
from typing import Any

from screening.questionnaires.catalogue import builtin_bundle
from screening.questionnaires.fhir import questionnaire_resource

BUNDLE = builtin_bundle("chronic-pain-screen")
RESOURCE = questionnaire_resource(BUNDLE)
R4_TYPES = {"group", "display", "boolean", "decimal", "integer", "text", "choice"}


def every_item(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from every_item(item.get("item", []))


ITEMS = {item["linkId"]: item for item in every_item(RESOURCE["item"])}


def test_every_item_is_asked_once_under_its_own_key() -> None:
    questions = [i["linkId"] for i in every_item(RESOURCE["item"]) if i["type"] not in {"group", "display"}]

    assert sorted(questions) == sorted(BUNDLE.items)
    assert len(ITEMS) == sum(1 for _ in every_item(RESOURCE["item"]))


def test_only_types_of_r4_are_used() -> None:
    assert {item["type"] for item in ITEMS.values()} <= R4_TYPES


def test_a_choice_offers_its_options_and_nothing_else_does() -> None:
    for key, item in BUNDLE.items.items():
        offered = [option["valueCoding"]["code"] for option in ITEMS[key].get("answerOption", [])]
        assert offered == [option.value for option in item.options]
        assert bool(offered) == (ITEMS[key]["type"] == "choice")


def test_what_lies_behind_a_stem_is_enabled_by_its_yes() -> None:
    stems = [item for item in BUNDLE.items.values() if item.is_stem]
    assert stems
    enabled_by = {
        item["linkId"]: item["enableWhen"][0]["question"] for item in ITEMS.values() if "enableWhen" in item
    }

    assert set(enabled_by.values()) == {stem.key for stem in stems}
    assert all(
        enabled_by[covered] == stem.key for stem in stems for covered in stem.covers if covered in enabled_by
    )


def test_a_number_carries_its_range_and_unit() -> None:
    extensions = {e["url"].rsplit("/", 1)[1]: e for e in ITEMS["pain_duration_months"]["extension"]}

    assert extensions["minValue"]["valueInteger"] == 0
    assert extensions["questionnaire-unit"]["valueCoding"] == {"display": "months"}


def test_it_names_the_digest_of_the_document_it_was_made_from() -> None:
    assert RESOURCE["identifier"] == [{"system": "urn:algia:digest", "value": BUNDLE.digest}]
