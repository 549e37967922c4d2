"""How does a questionnaire version look as a FHIR R4 Questionnaire?

It says what is asked and offered. Rules, weights and references stay in our own document, whose digest
it names; FHIR R4 has no place for them that another system would understand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from screening.questionnaires.answering import Control, controls
from screening.scoring.bundle import Bundle, Item, Option, Section

SYSTEM = "urn:algia:questionnaire"
DIGESTS = "urn:algia:digest"
_STRUCTURES = "http://hl7.org/fhir/StructureDefinition"
_TYPES = {"boolean": "boolean", "integer": "integer", "decimal": "decimal", "text": "text"}
Resource = dict[str, Any]


def questionnaire_resource(bundle: Bundle) -> Resource:
    """
    The FHIR R4 Questionnaire of a released version, as plain JSON values.

    A section is a group, a checklist a group within it. What lies behind a stem is enabled by the
    stem's "yes". The link id of a question is the item's key.
    """
    meta = bundle.meta
    return {
        "resourceType": "Questionnaire",
        "url": f"{SYSTEM}:{bundle.key}",
        "identifier": [{"system": DIGESTS, "value": bundle.digest}],
        "version": bundle.version,
        "name": "".join(part.capitalize() for part in bundle.key.split("-")),
        "title": bundle.title,
        "status": "active",
        "language": meta["language"],
        "subjectType": ["Patient"],
        "description": meta["intended_use"],
        "purpose": meta["population"],
        "lastReviewDate": meta["reviewed_date"],
        "item": [_section(section) for section in bundle.sections],
    }


def _section(section: Section) -> Resource:
    found = {"linkId": f"section.{section.key}", "text": section.title, "type": "group"}
    inner = [part for control in controls(section) for part in _control(control, None)]
    return {**found, "item": [*_help(found["linkId"], section.help), *inner]}


def _control(control: Control, stem: str | None) -> Iterator[Resource]:
    if control.kind == "group":
        found = {"linkId": f"checklist.{control.key}", "text": control.label, "type": "group"}
        members = [_question(item) for item in control.items]
        help_text = control.group.help if control.group else ""
        yield _behind(stem, {**found, "item": [*_help(found["linkId"], help_text), *members]})
        return
    yield _behind(stem, _question(control.item))
    for inner in control.inner:
        yield from _control(inner, control.key)


def _behind(stem: str | None, item: Resource) -> Resource:
    if stem is None:
        return item
    return {**item, "enableWhen": [{"question": stem, "operator": "=", "answerBoolean": True}]}


def _question(item: Item) -> Resource:
    kind = _TYPES.get(item.type, "choice")
    found: Resource = {"linkId": item.key, "text": item.label, "type": kind, "required": False}
    if item.type in {"multi_choice", "body_sites"}:
        found["repeats"] = True
    if kind == "choice":
        found["answerOption"] = [_option(item, option) for option in item.options]
    extensions = list(_extensions(item))
    if extensions:
        found["extension"] = extensions
    helping = _help(item.key, item.help)
    return {**found, "item": helping} if helping else found


def _option(item: Item, option: Option) -> Resource:
    coding: Resource = {"system": f"{SYSTEM}:{item.key}", "code": option.value, "display": option.label}
    if item.type == "ordinal":
        ordinal = {"url": f"{_STRUCTURES}/ordinalValue", "valueDecimal": int(option.value)}
        coding["extension"] = [ordinal]
    found: Resource = {"valueCoding": coding}
    stands_alone = option.value in item.exclusive or option.means is not None
    if stands_alone and item.type in {"multi_choice", "body_sites"}:
        url = f"{_STRUCTURES}/questionnaire-optionExclusive"
        found["extension"] = [{"url": url, "valueBoolean": True}]
    return found


def _extensions(item: Item) -> Iterator[Resource]:
    if item.type not in {"integer", "decimal"}:
        return
    value = "valueInteger" if item.type == "integer" else "valueDecimal"
    for name, limit in (("minValue", item.minimum), ("maxValue", item.maximum)):
        if limit is not None:
            number = int(limit) if item.type == "integer" else float(limit)
            yield {"url": f"{_STRUCTURES}/{name}", value: number}
    if item.unit:
        yield {"url": f"{_STRUCTURES}/questionnaire-unit", "valueCoding": {"display": item.unit}}


def _help(link: str, text: str) -> list[Resource]:
    return [{"linkId": f"{link}.help", "text": text, "type": "display"}] if text else []
