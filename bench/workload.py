"""Which rules are scored by the engine on one side and by hand on the other?

The ACR 2016 set, a sum of weighted domain maxima in the manner of SLE 2019, and thirty weighted
findings of ten conditions, over 86 facts. A load for the benchmark, NOT a clinical reference: the
released questionnaires hold the cited rules.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

from screening.scoring.body_sites import BODY_SITES
from screening.scoring.bundle import Bundle, bundle_from_document

CONDITIONS = ("fm", "sle", *(f"condition_{number}" for number in range(2, 10)))
LABS = 6
SEVERITIES = ("fatigue_severity", "waking_unrefreshed_severity", "cognitive_severity")
SYMPTOMS = ("headache_6mo", "lower_abdominal_pain_6mo", "depression_symptom_6mo")
REGIONS = (
    ("shoulder_girdle_left", "upper_arm_left", "lower_arm_left"),
    ("shoulder_girdle_right", "upper_arm_right", "lower_arm_right"),
    ("hip_left", "upper_leg_left", "lower_leg_left"),
    ("hip_right", "upper_leg_right", "lower_leg_right"),
    ("neck", "upper_back", "lower_back"),
)
SLE_DOMAINS: Mapping[str, Mapping[str, int]] = {
    "constitutional": {"fever": 2},
    "haematologic": {"leucopenia": 3, "thrombocytopenia": 4, "haemolysis": 4},
    "neuropsychiatric": {"delirium": 2, "psychosis": 3, "seizure": 5},
    "mucocutaneous": {"alopecia": 2, "oral_ulcers": 2, "discoid": 4, "acute_cutaneous": 6},
    "serosal": {"effusion": 5, "pericarditis": 6},
    "musculoskeletal": {"joints": 6},
    "renal": {"proteinuria": 4, "nephritis_2_5": 8, "nephritis_3_4": 10},
    "antiphospholipid": {"antiphospholipid": 2},
    "complement": {"one_low": 3, "both_low": 4},
    "specific": {"specific_antibodies": 6, "other_antibodies": 6},
}


def workload_bundle() -> Bundle:
    """The rules as data, compiled the way every questionnaire is."""
    return bundle_from_document(
        {
            "meta": {"key": "workload", "version": "1.0.0", "title": "A load for the benchmark"},
            "sections": [{"key": "all", "title": "All", "items": list(_items())}],
            "criteria": [_acr_2016(), _sle_2019()],
            "conditions": [_condition(key) for key in CONDITIONS],
            "findings_for": [finding for place in range(len(CONDITIONS)) for finding in _findings(place)],
        }
    )


def complete_answers(chance: random.Random) -> dict[str, Any]:
    """One made-up patient who answered everything."""
    often = chance.uniform(0.1, 0.6)
    answers: dict[str, Any] = {"pain_sites_wpi": [site for site in BODY_SITES if chance.random() < often]}
    for item in _items():
        if item["type"] == "boolean":
            answers[item["key"]] = chance.random() < often
        elif item["type"] == "integer":
            answers[item["key"]] = chance.randint(item["minimum"], item["maximum"])
    return answers


def _items() -> Iterator[dict[str, Any]]:
    options = [{"value": site, "label": site} for site in BODY_SITES]
    yield _item("pain_sites_wpi", "body_sites", options=options)
    yield _item("age_years", "integer", minimum=18, maximum=100)
    for key in SEVERITIES:
        yield _item(key, "integer", minimum=0, maximum=3)
    for key in (*SYMPTOMS, "symptoms_similar_level_3mo", "ana_positive"):
        yield _item(key, "boolean")
    for domain in SLE_DOMAINS.values():
        for key in domain:
            yield _item(f"sle_{key}", "boolean")
    for place in range(len(CONDITIONS)):
        yield _item(f"symptom_{place}", "boolean")
        yield _item(f"severity_{place}", "integer", minimum=0, maximum=10)
        yield _item(f"sign_{place}", "boolean", answered_by="clinician_observed")
    for place in range(LABS):
        yield _item(f"lab_{place}", "integer", minimum=0, maximum=100, answered_by="result")


def _item(key: str, kind: str, **more: Any) -> dict[str, Any]:
    facts = {"key": key, "type": kind, "label": key, "answered_by": "patient_reported"}
    return {**facts, "source": "none", "mark": "M", **more}


def _acr_2016() -> dict[str, Any]:
    regions = ", ".join(f"includes_any(pain_sites_wpi, {_quoted(sites)})" for sites in REGIONS)
    parts = {
        "wpi": "count(pain_sites_wpi)",
        "sss": f"{' + '.join(SEVERITIES)} + number_true({', '.join(SYMPTOMS)})",
        "regions": f"number_true({regions})",
    }
    either = "((wpi >= 7 and sss >= 5) or (4 <= wpi <= 6 and sss >= 9))"
    met = f"regions >= 4 and {either} and symptoms_similar_level_3mo"
    return _criterion("acr-2016-fm", "fm", parts, met, score="wpi + sss", kind="diagnostic")


def _sle_2019() -> dict[str, Any]:
    parts = {
        domain: f"highest({', '.join(f'points(sle_{key}, {points})' for key, points in weights.items())})"
        for domain, weights in SLE_DOMAINS.items()
    }
    more = {"score": " + ".join(parts), "kind": "classification", "entry": "ana_positive"}
    return _criterion("eular-acr-2019-sle", "sle", parts, "score >= 10", **more)


def _criterion(key: str, condition: str, parts: Mapping[str, str], met: str, **more: Any) -> dict[str, Any]:
    return {
        "id": key,
        "name": key,
        "edition": "none",
        "condition": condition,
        "parts": [
            {"id": part, "name": part, "expression": rule, "source": "none"} for part, rule in parts.items()
        ],
        "met": met,
        "says": key,
        "thresholds": [{"on": "met", "says": key, "source": "none"}],
        "source": "none",
        "mark": "M",
        **more,
    }


def _condition(key: str) -> dict[str, Any]:
    facts = {"key": key, "name": key, "one_line": key, "next_steps": ["None"], "sources": ["none"]}
    return {**facts, "mark": "M"}


def _findings(place: int) -> Iterator[dict[str, Any]]:
    rules = {
        "weak": f"symptom_{place}",
        "moderate": f"severity_{place} >= 5",
        "strong": f"sign_{place} and lab_{place % LABS} >= 20",
    }
    for strength, rule in rules.items():
        bearing = {"condition": CONDITIONS[place], "direction": "for", "strength": strength}
        bearing |= {"source": "none", "mark": "M"}
        yield {"id": f"{strength}_{place}", "says": rule, "when": rule, "bears_on": [bearing]}


def _quoted(values: tuple[str, ...]) -> str:
    return ", ".join(repr(value) for value in values)
