"""When are the published sets for vessels, spine, psoriasis and nerves reached?"""

from __future__ import annotations

import pytest

from tests.questionnaires.worked_up import MET, NOT, NOT_APPLICABLE, OPEN, decided, standing

# The short run has the same sets in the rule book, in the second readings and in the recipes' own cases.
pytestmark = pytest.mark.slow

GIRDLES = "bilateral_shoulder_girdle_pain yes; crp_esr raised"


@pytest.mark.parametrize(
    ("stiff", "hips", "antibodies", "others", "points", "without", "with_ultrasound"),
    [
        (60, "no", "neg", "yes", 4, MET, NOT),  # T21
        (45, "yes", "neg", "yes", 3, NOT, NOT),
        (46, "yes", "neg", "yes", 5, MET, MET),
        (60, "yes", "low", "no", 4, MET, NOT),
        (60, "no", "high", "no", 3, NOT, NOT),
        (60, "yes", "neg", "no", 6, MET, MET),
    ],
)
def test_polymyalgia_wants_four_and_with_ultrasound_five(
    stiff: int, hips: str, antibodies: str, others: str, points: int, without: str, with_ultrasound: str
) -> None:
    found = (
        f"{GIRDLES}; morning_stiffness_minutes {stiff}; hip_girdle_pain {hips}; rf_acpa {antibodies};"
        f"pmr_other_joints {others}"
    )

    assert standing("eular-acr-2012-pmr", found) == (without, points)
    assert standing("eular-acr-2012-pmr", f"{found}; pmr_us_done yes") == (with_ultrasound, points)
    both = f"{found}; pmr_us_shoulder_hip yes; pmr_us_both_shoulders yes"
    assert standing("eular-acr-2012-pmr", both) == (without, points)
    assert standing("eular-acr-2012-pmr", f"{both}; pmr_us_done yes")[1] == points + 2


@pytest.mark.parametrize("entry", ["age_years 49", "bilateral_shoulder_girdle_pain no", "crp_esr normal"])
def test_polymyalgia_wants_age_both_shoulders_and_raised_crp(entry: str) -> None:
    found = f"{GIRDLES}; morning_stiffness_minutes 60; rf_acpa neg; {entry}"

    assert decided("eular-acr-2012-pmr", found)["status"] == NOT_APPLICABLE  # T20


def test_polymyalgia_without_antibodies_is_open_and_says_what_is_missing() -> None:
    untested = f"{GIRDLES}; morning_stiffness_minutes 60; pmr_other_joints yes; rf_acpa not_done"

    found = decided("eular-acr-2012-pmr", untested)

    assert (found["status"], found["score"]) == (OPEN, [2, 4])  # T22
    assert (found["deciding"], found["open"]) == (["rf_acpa"], ["rf_acpa"])


@pytest.mark.parametrize(
    ("findings", "status", "points"),
    [
        ("crp_mg_l 30; jaw_claudication yes; gca_scalp_tenderness yes", MET, 7),  # T23
        ("crp_mg_l 9; esr_mm_h 49; gca_biopsy_or_halo yes", NOT, 5),
        ("crp_mg_l 10; gca_sudden_visual_loss yes", MET, 6),
        ("esr_mm_h 50; crp_mg_l 90; gca_new_temporal_headache yes", NOT, 5),
        ("gca_axillary_bilateral yes; gca_pet_aorta yes; gca_shoulder_neck_stiffness yes", MET, 6),
        ("temporal_artery_abnormal yes; gca_new_temporal_headache yes", NOT, 4),
    ],
)
def test_giant_cell_arteritis_wants_six_from_age_50(findings: str, status: str, points: int) -> None:
    assert standing("acr-eular-2022-gca", f"age_years 50; {findings}") == (status, points)
    assert standing("acr-eular-2022-gca", f"age_years 49; {findings}") == (NOT_APPLICABLE, points)


@pytest.mark.parametrize("key", ["acr-eular-2022-gca", "eular-acr-2012-pmr"])
@pytest.mark.parametrize(
    "sign", ["new_headache_age50", "jaw_claudication", "visual_loss_painless", "diplopia_ino_nystagmus"]
)
def test_the_danger_sign_of_arteritis_waits_for_no_score(key: str, sign: str) -> None:
    found = decided(key, f"{sign} yes")

    assert found["flags"]["RF4"] == "raised"
    assert found["tiers"]["gca"] in {"consider", "consider_first"}
    assert decided(key, f"{sign} yes; age_years 49")["flags"]["RF4"] == "absent"


BACK = "pain_duration_months 3; onset_age 44"
FEATURES = (
    "axspa_arthritis yes", "heel_pain_enthesis yes", "uveitis_history yes", "dactylitis yes",
    "psoriasis_status current", "psoriasis_status personal_history", "ibd_history yes",
    "nsaid_full_response_48h yes", "axspa_family_history yes", "crp_esr raised",
    "onset_age 39; ibp_insidious yes; ibp_no_improvement_with_rest yes; night_pain_second_half yes",
)  # fmt: skip


@pytest.mark.parametrize("feature", FEATURES)
def test_each_feature_makes_an_arm_of_spondyloarthritis(feature: str) -> None:
    """Sacroiliitis wants one feature, HLA-B27 among them; HLA-B27 wants two others."""
    other = "axspa_family_history yes" if "arthritis" in feature else "axspa_arthritis yes"

    assert decided("asas-2009-axspa", f"{BACK}; sacroiliitis_imaging yes; {feature}")["status"] == MET
    assert decided("asas-2009-axspa", f"{BACK}; hla_b27 pos; {feature}")["status"] == NOT
    assert decided("asas-2009-axspa", f"{BACK}; hla_b27 pos; {feature}; {other}")["status"] == MET
    assert decided("asas-2009-axspa", f"{BACK}; {feature}; {other}")["status"] == NOT


@pytest.mark.parametrize(
    ("findings", "status"),
    [
        ("sacroiliitis_imaging yes", NOT),
        ("sacroiliitis_imaging yes; hla_b27 pos", MET),
        ("sacroiliitis_imaging yes; hla_b27 pos; onset_age 45", NOT_APPLICABLE),
        ("sacroiliitis_imaging yes; hla_b27 pos; pain_duration_months 2", NOT_APPLICABLE),
        ("sacroiliitis_imaging yes; psoriasis_status family", NOT),
        ("sacroiliitis_imaging ?; hla_b27 not_done; uveitis_history yes", OPEN),
    ],
)
def test_spondyloarthritis_wants_lasting_early_back_pain(findings: str, status: str) -> None:
    assert decided("asas-2009-axspa", f"{BACK}; {findings}")["status"] == status


@pytest.mark.parametrize(
    ("onset", "rest", "status", "features"),
    [(39, "no", MET, 4), (40, "no", NOT, 3), (40, "yes", MET, 4), (39, "yes", MET, 5)],
)
def test_inflammatory_back_pain_wants_four_of_five(onset: int, rest: str, status: str, features: int) -> None:
    three = "ibp_insidious yes; pain_better_with_exercise yes; night_pain_second_half yes"
    answers = f"pain_duration_months 12; onset_age {onset}; ibp_no_improvement_with_rest {rest}; {three}"

    assert standing("asas-ibp", answers) == (status, features)  # T28


@pytest.mark.parametrize(
    ("psoriasis", "factor", "findings", "status", "points"),
    [
        ("current", "neg", "", MET, 3),  # T24
        ("current", "low", "", NOT, 2),
        ("personal_history", "neg", "", NOT, 2),
        ("family", "neg", "nail_dystrophy yes", MET, 3),
        ("none", "neg", "dactylitis yes", NOT, 2),
        ("none", "high", "nail_dystrophy yes; dactylitis yes; psa_new_bone yes", MET, 3),
    ],
)
def test_psoriatic_arthritis_wants_three_with_inflammation(
    psoriasis: str, factor: str, findings: str, status: str, points: int
) -> None:
    found = f"psoriasis_status {psoriasis}; rf_acpa {factor}; {findings}"

    assert standing("caspar-2006-psa", f"psa_inflammatory_disease yes; {found}") == (status, points)
    assert standing("caspar-2006-psa", found) == (NOT_APPLICABLE, points)


TYPICAL = (
    "objective_weakness_pattern proximal_and_distal; weakness_symmetric yes; cidp_sensory_two_limbs yes;"
    "weakness_weeks 8; reflexes absent"
)


@pytest.mark.parametrize(
    ("but", "status", "features"),
    [
        ("reflexes reduced", MET, 5),
        ("weakness_weeks 7", NOT, 4),
        ("weakness_symmetric no", NOT, 4),
        ("cidp_sensory_two_limbs no", NOT, 4),
        ("objective_weakness_pattern distal", NOT, 4),
        ("reflexes brisk", NOT, 4),
    ],
)
def test_typical_cidp_wants_all_five(but: str, status: str, features: int) -> None:
    assert standing("ean-pns-2021-cidp", f"{TYPICAL}; {but}") == (status, features)


@pytest.mark.parametrize(
    ("sign", "reason"),
    [
        ("objective_weakness_pattern distal", 1),
        ("reflexes reduced", 1),
        ("vibration_proprioception_loss yes", 1),
        ("cidp_sensory_two_limbs yes", 0),
        ("reflexes brisk", 0),
        ("", 0),  # T31: fibromyalgia alone is no reason
    ],
)
def test_only_objective_signs_are_a_reason_for_nerve_conduction_studies(sign: str, reason: int) -> None:
    assert decided("ean-pns-2021-cidp", sign)["parts"]["nerve_conduction"] == [reason, reason]


AGAINST = (
    "ms_seconds_or_shifting yes; ms_only_fatigue_cognition_pain yes; ms_headache_dominant yes;"
    "ms_systemic_signs yes; ms_peripheral_pattern yes; ms_vascular_risk yes; neuro_exam_normal yes"
)


@pytest.mark.parametrize(
    ("findings", "status", "focal", "against"),
    [
        ("gait_ataxia yes", MET, 1, 0),
        ("ms_trigeminal_neuralgia yes; lhermitte yes", MET, 2, 0),
        (f"gait_ataxia yes; {AGAINST}", MET, 1, 7),
        (f"{AGAINST}; age_years 50", NOT, 0, 6),
        ("ms_only_fatigue_cognition_pain yes; neuro_exam_normal yes", NOT, 0, 2),  # T31
        ("uhthoff yes; prior_neuro_episodes yes", NOT, 0, 0),
    ],
)
def test_one_focal_finding_calls_for_a_neurologist(
    findings: str, status: str, focal: int, against: int
) -> None:
    found = decided("mcdonald-referral", findings)

    assert found["status"] == status
    assert (found["parts"]["focal"], found["parts"]["against"]) == ([focal] * 2, [against] * 2)


def test_a_central_sign_in_old_age_is_a_central_lesion_and_no_multiple_sclerosis() -> None:
    found = decided("mcdonald-referral", "age_years 65; upper_motor_neuron_signs yes; reflexes brisk")  # T32

    assert (found["tiers"]["cns"], found["tiers"]["ms"]) == ("consider_first", "not_suggested")
    assert found["flags"]["RF15"] == "raised"


@pytest.mark.parametrize(
    ("findings", "status"),
    [
        *((f"{one} yes", MET) for one in ("saddle_anaesthesia", "bilateral_leg_symptoms", "gait_ataxia")),
        *((f"{one} yes", MET) for one in ("spine_hand_clumsiness", "spine_pulsatile_mass")),
        ("weakness_progression weeks", MET),
        ("weakness_progression relapsing", NOT),
        ("spine_trauma yes", NOT),
        ("spine_trauma yes; age_years 70", NOT),
        ("spine_trauma yes; age_years 71", MET),
        ("glucocorticoid_prolonged yes; spinal_midline_tenderness yes", MET),
        ("cancer_history yes; age_years 50", NOT),
        ("cancer_history yes; age_years 51", MET),
        ("fever_unexplained yes", NOT),
        ("fever_unexplained yes; spine_recent_procedure yes", MET),
        ("spine_trauma yes; cancer_history yes; fever_unexplained yes; age_years 50", NOT),
    ],
)
def test_one_sign_of_the_cord_or_two_of_one_kind_are_red_flags_of_the_spine(
    findings: str, status: str
) -> None:
    assert decided("finucane-2020", findings)["status"] == status
