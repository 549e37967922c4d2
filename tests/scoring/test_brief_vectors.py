"""Does the second reading give what the brief's own examples say (brief 8), and do the work-ups?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.scoring import naive, twins

SHOULDERS = ["shoulder_girdle_left", "shoulder_girdle_right"]
ARMS = [*SHOULDERS, "upper_arm_left", "upper_arm_right"]
FOUR_REGIONS = [*ARMS, "hip_left", "hip_right", "upper_leg_left"]
THREE_REGIONS = [*ARMS, "lower_arm_left", "lower_arm_right", "neck", "upper_back"]
FM = {"symptoms_similar_level_3mo": True}
SSS_5 = {"fatigue_severity": 3, "waking_unrefreshed_severity": 2}
SSS_8 = {"fatigue_severity": 3, "waking_unrefreshed_severity": 3, "cognitive_severity": 2}
SSS_9 = {**SSS_8, "cognitive_severity": 3}
SSS_12 = {**SSS_9, "headache_6mo": True, "lower_abdominal_pain_6mo": True, "depression_symptom_6mo": True}
SLE = {"ana_titre": "titre_80"}
PMR = {
    "age_years": 60, "bilateral_shoulder_girdle_pain": True, "crp_esr": "raised",
    "morning_stiffness_minutes": 60, "rf_acpa": "neg", "pmr_other_joints": True,
}  # fmt: skip
RA = {
    "swollen_joint_count_small": 2, "involved_small_joints": 2, "rf_acpa": "high", "joint_symptom_weeks": 8,
}  # fmt: skip
SSC = {
    "raynaud": True, "puffy_fingers_sclerodactyly": "puffy",
    "specific_autoantibody": frozenset({"centromere_scl70_rnap3"}),
}  # fmt: skip
SJOGREN = {
    "dry_eyes_3mo": True, "specific_autoantibody": frozenset({"ssa"}), "sjogren_schirmer": True,
}  # fmt: skip
IBP_3 = {"onset_age": 39, "ibp_insidious": True, "night_pain_second_half": True}

VECTORS: list[tuple[str, str, dict[str, Any], str, Any]] = [
    ("T1", "acr-2016-fm", {**FM, **SSS_5, "pain_sites_wpi": FOUR_REGIONS}, "met", 12),
    ("T2", "acr-2016-fm", {**FM, "fatigue_severity": 3, "headache_6mo": True,
                           "pain_sites_wpi": FOUR_REGIONS}, "not_met", 11),
    ("T3", "acr-2016-fm", {**FM, **SSS_9, "pain_sites_wpi": FOUR_REGIONS[:6]}, "met", 15),
    ("T4", "acr-2016-fm", {**FM, **SSS_9,
                           "pain_sites_wpi": [*SHOULDERS, "hip_left", "hip_right"]}, "met", 13),
    ("T5", "acr-2016-fm", {**FM, **SSS_12, "pain_sites_wpi": ARMS[:3]}, "not_met", 15),
    ("T5", "acr-2010-fm", {**FM, **SSS_9, "somatic_burden_0_3": 3, "pain_sites_wpi": ARMS[:3]}, "met", 15),
    ("T6", "acr-2016-fm", {**FM, **SSS_8, "pain_sites_wpi": THREE_REGIONS}, "not_met", 16),
    ("T6", "acr-2011-fm", {**FM, **SSS_8, "pain_sites_wpi": THREE_REGIONS}, "met", 16),
    ("T6", "acr-2010-fm", {**FM, **SSS_8, "pain_sites_wpi": THREE_REGIONS}, "met", 16),
    ("T7", "acr-2016-fm", {**FM, **SSS_9, "pain_sites_wpi": [
        "jaw_left", "jaw_right", "chest", "abdomen", "neck", *SHOULDERS]}, "not_met", 16),
    ("T9", "acr-2016-fm", {**SSS_5, "pain_sites_wpi": FOUR_REGIONS}, "not_met", 12),
    ("T11", "acr-2016-fm", {**FM, **SSS_12, "pain_sites_wpi": sorted(naive.ALL_SITES)}, "met", 31),
    ("T12", "aapt-2019-fm", {**FM, "sleep_problem_severity": 2, "pain_sites_wpi": [
        *SHOULDERS, "chest", "abdomen", "neck", "lower_back"]}, "met", 6),
    ("T12", "aapt-2019-fm", {**FM, "sleep_problem_severity": 2, "pain_sites_wpi": [
        *SHOULDERS, "chest", "abdomen", "neck"]}, "not_met", 5),
    ("T12", "aapt-2019-fm", {**FM, "sleep_problem_severity": 1, "fatigue_severity": 1, "pain_sites_wpi": [
        *SHOULDERS, "chest", "abdomen", "neck", "lower_back"]}, "not_met", 6),
    ("T13", "acr-eular-2010-ra", RA, "met", 6),
    ("T14", "acr-eular-2010-ra", {"swollen_joint_count_large": 1, "involved_large_joints": 1,
                                  "joint_symptom_weeks": 8}, "not_met", 1),
    ("T15", "acr-eular-2010-ra", {**RA, "swollen_joint_count_small": 0, "involved_small_joints": 12},
     "not_applicable", 9),
    ("T16", "eular-acr-2019-sle", {"sle_seizure": True, "sle_acute_cutaneous": True, "sle_pericarditis": True,
                                   "sle_synovitis": True, "sle_nephritis": "class_3_or_4",
                                   "sle_haemolysis": True, "sle_complement": "c3_or_c4_low"},
     "not_applicable", 40),
    ("T17", "eular-acr-2019-sle", {**SLE, "sle_oral_ulcers": True, "sle_alopecia": True,
                                   "sle_synovitis": True}, "not_met", 8),
    ("T18", "eular-acr-2019-sle", {**SLE, "sle_synovitis": True, "sle_leucopenia": True,
                                   "specific_autoantibody": frozenset({"apl"})}, "met", 11),
    ("T19", "eular-acr-2019-sle", {**SLE, "specific_autoantibody": frozenset({"dsdna_sm"}),
                                   "sle_complement": "c3_and_c4_low"}, "not_met", 10),
    ("T20", "eular-acr-2012-pmr", {**PMR, "age_years": 49}, "not_applicable", 4),
    ("T21", "eular-acr-2012-pmr", PMR, "met", 4),
    ("T23", "acr-eular-2022-gca", {"age_years": 72, "crp_mg_l": 30, "jaw_claudication": True,
                                   "gca_scalp_tenderness": True}, "met", 7),
    ("T24", "caspar-2006-psa", {"psa_inflammatory_disease": True, "psoriasis_status": "current",
                                "rf_acpa": "neg"}, "met", 3),
    ("T25", "eular-acr-2017-iim", {"onset_age": 45, "iim_arm_weakness": True, "iim_leg_weakness": True,
                                   "iim_gottron_sign": True}, "met", Decimal("6.9")),
    ("T26", "acr-eular-2013-ssc", SSC, "not_met", 8),
    ("T26", "acr-eular-2013-ssc", {**SSC, "telangiectasia": True}, "met", 10),
    ("T27", "acr-eular-2016-sjogren", SJOGREN, "met", 4),
    ("T27", "acr-eular-2016-sjogren", {**SJOGREN, "sjogren_exclusions": frozenset({"hepatitis_c_active"})},
     "not_applicable", 4),
    ("T28", "asas-ibp", IBP_3, "not_met", 3),
    ("T28", "asas-ibp", {**IBP_3, "pain_better_with_exercise": True}, "met", 4),
    ("T29", "hsd-2017", {"joint_hypermobility_beighton": 4, "age_years": 51}, "met", 4),
    ("T29", "hsd-2017", {"joint_hypermobility_beighton": 4, "age_years": 40}, "not_met", 4),
    ("T29", "hsd-2017", {"joint_hypermobility_beighton": 4, "age_years": 40, "hsd_five_part_score": 2},
     "met", 4),
    ("T29", "hsd-2017", {"joint_hypermobility_beighton": 5, "age_years": 50}, "met", 5),
]  # fmt: skip
"""The number in the brief, the set, answers beside harmless ones, and the status and score named there."""


@pytest.mark.parametrize(
    ("label", "name", "answers", "status", "score"),
    VECTORS,
    ids=[f"{v[0]}-{v[1]}-{place}" for place, v in enumerate(VECTORS)],
)
def test_the_examples_of_the_brief_come_out_as_it_says(
    label: str, name: str, answers: dict[str, Any], status: str, score: Any
) -> None:
    complete = {**naive.harmless(twins.SETS[name]), **answers}
    told = twins.SETS[name].evaluate(complete)

    assert (told.status, told.score) == (status, score), label
    twins.compare_complete(twins.bundle_of(name), name, complete)


def test_serology_that_was_not_tested_leaves_pmr_open() -> None:
    """T22: the missing test is what decides."""
    answers = {**naive.harmless(twins.SETS["eular-acr-2012-pmr"]), **PMR}
    del answers["rf_acpa"]

    result = twins.evaluated(twins.bundle_of("eular-acr-2012-pmr"), "eular-acr-2012-pmr", answers)

    assert result.status == "undetermined"
    assert result.deciding == result.open == ("rf_acpa",)
