"""How would one write the workload by hand, in plain Python, for complete answers only?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.workload import CONDITIONS, LABS, REGIONS, SLE_DOMAINS
from screening.scoring.engine import ENGINE

Scores = tuple[int, int, bool, bool, int, tuple[int, ...]]

_REGIONS = tuple(frozenset(sites) for sites in REGIONS)
_READ_BY = tuple(
    (f"symptom_{place}", f"severity_{place}", f"sign_{place}", f"lab_{place % LABS}")
    for place in range(len(CONDITIONS))
)
_TIERS = ("consider_first", "consider", "not_suggested")


def scores(answers: Mapping[str, Any]) -> Scores:
    """WPI, SSS, generalised pain, ACR 2016 met, the SLE sum, and the strength of each condition."""
    wpi, sss, regions = _pain(answers)
    met = _acr_2016(answers, wpi, sss, regions)
    return wpi, sss, regions >= 4, met, sum(_sle_domains(answers)), _strengths(answers)


def decision(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The whole decision, in the engine's own form."""
    wpi, sss, regions = _pain(answers)
    domains = _sle_domains(answers)
    fm_met = _acr_2016(answers, wpi, sss, regions)
    sle_met = answers["ana_positive"] and sum(domains) >= 10
    sle_status = _met(sle_met) if answers["ana_positive"] else "not_applicable"
    return {
        "engine": ENGINE,
        "criteria": [
            _set("acr-2016-fm", _met(fm_met), wpi + sss, {"wpi": wpi, "sss": sss, "regions": regions}),
            _set(
                "eular-acr-2019-sle", sle_status, sum(domains), dict(zip(SLE_DOMAINS, domains, strict=True))
            ),
        ],
        "conditions": _conditions(answers, {"fm": fm_met, "sle": sle_met}),
        "red_flags": [],
    }


def _pain(answers: Mapping[str, Any]) -> tuple[int, int, int]:
    sites = answers["pain_sites_wpi"]
    sss = (
        answers["fatigue_severity"]
        + answers["waking_unrefreshed_severity"]
        + answers["cognitive_severity"]
        + answers["headache_6mo"]
        + answers["lower_abdominal_pain_6mo"]
        + answers["depression_symptom_6mo"]
    )
    regions = 0
    for region in _REGIONS:
        if not region.isdisjoint(sites):
            regions += 1
    return len(sites), sss, regions


def _acr_2016(answers: Mapping[str, Any], wpi: int, sss: int, regions: int) -> bool:
    either = (wpi >= 7 and sss >= 5) or (4 <= wpi <= 6 and sss >= 9)
    return regions >= 4 and either and answers["symptoms_similar_level_3mo"]


def _sle_domains(answers: Mapping[str, Any]) -> tuple[int, ...]:
    return (
        2 if answers["sle_fever"] else 0,
        4 if answers["sle_thrombocytopenia"] or answers["sle_haemolysis"] else 3 if answers["sle_leucopenia"] else 0,
        5 if answers["sle_seizure"] else 3 if answers["sle_psychosis"] else 2 if answers["sle_delirium"] else 0,
        6 if answers["sle_acute_cutaneous"]
        else 4 if answers["sle_discoid"]
        else 2 if answers["sle_alopecia"] or answers["sle_oral_ulcers"]
        else 0,
        6 if answers["sle_pericarditis"] else 5 if answers["sle_effusion"] else 0,
        6 if answers["sle_joints"] else 0,
        10 if answers["sle_nephritis_3_4"]
        else 8 if answers["sle_nephritis_2_5"]
        else 4 if answers["sle_proteinuria"]
        else 0,
        2 if answers["sle_antiphospholipid"] else 0,
        4 if answers["sle_both_low"] else 3 if answers["sle_one_low"] else 0,
        6 if answers["sle_specific_antibodies"] or answers["sle_other_antibodies"] else 0,
    )  # fmt: skip


def _strengths(answers: Mapping[str, Any]) -> tuple[int, ...]:
    strengths = []
    for symptom, severity, sign, lab in _READ_BY:
        strength = 0
        if answers[symptom]:
            strength = 1
        if answers[severity] >= 5:
            strength += 2
        if answers[sign] and answers[lab] >= 20:
            strength += 3
        strengths.append(strength)
    return tuple(strengths)


def _met(holds: bool) -> str:
    return "met" if holds else "not_met"


def _set(key: str, status: str, score: int, parts: Mapping[str, int]) -> dict[str, Any]:
    return {
        "id": key,
        "status": status,
        "score": [score, score],
        "parts": {part: [points, points] for part, points in parts.items()},
        "deciding": [],
        "exact": True,
        "open": [],
    }


def _conditions(answers: Mapping[str, Any], met: Mapping[str, bool]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for key, strength in zip(CONDITIONS, _strengths(answers), strict=True):
        if met.get(key):
            tier, reason = "consider_first", "criteria_met"
        elif strength >= 4 or (strength == 3 and _has_strong(answers, key)):
            tier, reason = "consider", "one_strong"
        else:
            tier, reason = "not_suggested", "too_little"
        found.append(
            {
                "condition": key,
                "tier": tier,
                "could_become": tier,
                "strength": strength,
                "known": False,
                "gate": "none",
                "reason": reason,
                "companion_of": [],
            }
        )
    found.sort(key=lambda c: (_TIERS.index(c["tier"]), -c["strength"], c["condition"]))
    return found


def _has_strong(answers: Mapping[str, Any], key: str) -> bool:
    """Three points come from one strong finding, or from a weak and a moderate one."""
    _, _, sign, lab = _READ_BY[CONDITIONS.index(key)]
    return bool(answers[sign]) and answers[lab] >= 20
