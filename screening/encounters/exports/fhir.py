"""How does a result look as a FHIR R4 Bundle: what was asked, what was answered, what is to be considered?

No probability, no patient but a reference, no address of ours but urns. A condition is named as something to
consider, which is why it stands in a ClinicalImpression and nowhere as a Condition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from screening.encounters.exports.plain_words import one_line
from screening.encounters.exports.summary_text import notice, summary_text
from screening.encounters.exports.told import Flag, Suggestion, Told
from screening.questionnaires.answering import Control, controls
from screening.questionnaires.fhir import SYSTEM, Resource, questionnaire_resource
from screening.scoring.answers import NOT_ASSESSED
from screening.scoring.bundle import Bundle, Item, Section

REFERENCES = "urn:algia:patient-reference"
CONDITIONS = "urn:algia:condition"
RED_FLAGS = "urn:algia:red-flag"
RESPONSES = "urn:algia:response"
DECISIONS = "urn:algia:decision"
NONE_CHOSEN = "urn:algia:none-chosen"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
ABSENT_REASONS = {"patient_reported": "unknown"}  # else it was not examined or not done
VALUES = {
    "boolean": "valueBoolean",
    "integer": "valueInteger",
    "decimal": "valueDecimal",
    "text": "valueString",
}


@dataclass(frozen=True)
class Ids:
    """The random ids of the rows, which name nobody."""

    version: UUID
    response: UUID
    assessment: UUID


@dataclass(frozen=True)
class Given:
    """The answers as they were submitted, when, and whether they count."""

    answers: Mapping[str, Any]
    is_amendment: bool
    is_in_error: bool


def result_bundle(bundle: Bundle, told: Told, ids: Ids, given: Given) -> Resource:
    """The three resources, as plain JSON values; the same every time."""
    resources = (
        (ids.version, questionnaire_resource(bundle)),
        (ids.response, _response(bundle, told, ids, given)),
        (ids.assessment, _impression(bundle, told, ids, given)),
    )
    return {
        "resourceType": "Bundle",
        "identifier": {"system": RESPONSES, "value": str(ids.response)},
        "type": "collection",
        "timestamp": _instant(told.facts.made_at),
        "entry": [{"fullUrl": key.urn, "resource": resource} for key, resource in resources],
    }


def _response(bundle: Bundle, told: Told, ids: Ids, given: Given) -> Resource:
    status = "entered-in-error" if given.is_in_error else "amended" if given.is_amendment else "completed"
    sections = (_section(section, given.answers) for section in bundle.sections)
    return {
        "resourceType": "QuestionnaireResponse",
        "identifier": {"system": RESPONSES, "value": str(ids.response)},
        "questionnaire": _canonical(bundle),
        "status": status,
        "subject": _subject(told),
        "authored": _instant(told.facts.screened_at),
        "author": _author(told),
        "item": [section for section in sections if section],
    }


def _section(section: Section, answers: Mapping[str, Any]) -> Resource:
    items = [item for control in controls(section) for item in _control(control, answers)]
    if not items:
        return {}
    return {"linkId": f"section.{section.key}", "text": section.title, "item": items}


def _control(control: Control, answers: Mapping[str, Any]) -> Iterator[Resource]:
    """In the places where the Questionnaire has them: what lies behind a stem stands after it."""
    found = [answered for item in control.items if (answered := _item(item, answers.get(item.key)))]
    if control.kind == "group":
        if found:
            yield {"linkId": f"checklist.{control.key}", "text": control.label, "item": found}
        return
    yield from found
    for inner in control.inner:
        yield from _control(inner, answers)


def _item(item: Item, value: Any) -> Resource:
    """One answered question; {} where nothing was said."""
    if value is None or (item.type == "text" and not _text(value)):
        return {}
    found: Resource = {"linkId": item.key, "text": item.label}
    if value == []:
        return {**found, "extension": [{"url": NONE_CHOSEN, "valueBoolean": True}]}
    several = value if isinstance(value, list) else [value]
    return {**found, "answer": [_answer(item, each) for each in several]}


def _answer(item: Item, value: Any) -> Resource:
    name = VALUES.get(item.type, "valueCoding")
    if value == NOT_ASSESSED and value not in {option.value for option in item.options}:
        reason = ABSENT_REASONS.get(item.answered_by, "not-performed")
        absent = {"extension": [{"url": ABSENT, "valueCode": reason}]}
        return {name: absent} if name == "valueCoding" else {f"_{name}": absent}
    if name == "valueCoding":
        code = str(value)
        return {name: {"system": f"{SYSTEM}:{item.key}", "code": code, "display": item.option_label(code)}}
    if name == "valueString":
        return {name: _text(value)}
    if name == "valueDecimal" and isinstance(value, str):
        return {name: float(value)}
    return {name: value}


def _text(value: Any) -> str:
    """The text as it was typed, without the control characters that FHIR has no place for."""
    return "\n".join(filter(None, map(one_line, str(value).splitlines())))


def _impression(bundle: Bundle, told: Told, ids: Ids, given: Given) -> Resource:
    suggestions = [each for _title, found in told.tiers for each in found]
    findings = [*map(_flag_finding, told.flags), *map(_finding, suggestions)]
    found: Resource = {
        "resourceType": "ClinicalImpression",
        "identifier": [{"system": DECISIONS, "value": told.facts.decision_digest}],
        "status": "entered-in-error" if given.is_in_error else "completed",
        "code": {"text": _("Screening prompt, not a diagnosis")},
        "subject": _subject(told),
        "effectiveDateTime": _instant(told.facts.screened_at),
        "date": _instant(told.facts.made_at),
        "assessor": _author(told),
        "protocol": [_canonical(bundle)],
        "summary": summary_text(told),
        "supportingInfo": [{"reference": ids.response.urn, "type": "QuestionnaireResponse"}],
        "note": [{"text": text} for text in (told.facts.standing, notice()) if text],
    }
    return {**found, "finding": findings} if findings else found


def _flag_finding(flag: Flag) -> Resource:
    words = _("Red flag, %(urgency)s: %(name)s") % {"urgency": flag.urgency.lower(), "name": flag.name}
    basis = [*flag.because, flag.contradiction, flag.action]
    return _as_finding(RED_FLAGS, flag.id, flag.name, words, basis)


def _finding(each: Suggestion) -> Resource:
    words = _("%(tier)s, not diagnosed: %(name)s") % {"tier": each.tier_words, "name": each.name}
    parts = (
        (_("For"), each.for_it),
        (_("Against"), each.against),
        (_("Not assessed"), each.not_assessed),
    )
    said = [f"{name}: {'; '.join(line.text for line in lines)}" for name, lines in parts if lines]
    return _as_finding(CONDITIONS, each.key, each.name, words, [each.why, *said])


def _as_finding(system: str, code: str, display: str, words: str, basis: list[str]) -> Resource:
    concept = {"coding": [{"system": system, "code": code, "display": display}], "text": words}
    return {"itemCodeableConcept": concept, "basis": ". ".join(part.rstrip(".") for part in basis if part)}


def _subject(told: Told) -> Resource:
    return {"type": "Patient", "identifier": {"system": REFERENCES, "value": told.facts.reference}}


def _author(told: Told) -> Resource:
    return {"type": "Practitioner", "display": told.facts.clinician}


def _canonical(bundle: Bundle) -> str:
    return f"{SYSTEM}:{bundle.key}|{bundle.version}"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
