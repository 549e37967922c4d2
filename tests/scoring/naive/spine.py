"""What do the sets for the spine say of complete answers? (brief 3.8, 3.22)"""

from __future__ import annotations

from tests.scoring.naive.outcome import (
    AGES,
    CRP_ESR,
    PSORIASIS,
    Answers,
    Outcome,
    Set,
    booleans,
    outcome,
    yes,
)

ONSETS = (0, 39, 40, 41, 44, 45, 46, 110)
BACK_PAIN_ITEMS = (
    "ibp_insidious", "pain_better_with_exercise", "ibp_no_improvement_with_rest", "night_pain_second_half",
)  # fmt: skip


def inflammatory_back_pain_items(answers: Answers) -> int:
    """How many of the five experts' items: onset before 40, creeping up, exercise, rest, night."""
    return (1 if answers["onset_age"] < 40 else 0) + yes(answers, *BACK_PAIN_ITEMS)


def asas_ibp(answers: Answers) -> Outcome:
    """Four of the five."""
    found = inflammatory_back_pain_items(answers)
    return outcome(found >= 4, found, {"features": found})


AXSPA_FEATURES = (
    "axspa_arthritis", "heel_pain_enthesis", "uveitis_history", "dactylitis", "ibd_history",
    "nsaid_full_response_48h", "axspa_family_history",
)  # fmt: skip


def asas_2009_axspa(answers: Answers) -> Outcome:
    """Three months of back pain since before 45: imaging and one feature, or HLA-B27 and two others."""
    imaging, b27 = answers["sacroiliitis_imaging"], answers["hla_b27"] == "pos"
    features = yes(answers, *AXSPA_FEATURES)
    features += 1 if inflammatory_back_pain_items(answers) >= 4 else 0
    features += 1 if answers["psoriasis_status"] in ("current", "personal_history") else 0
    features += 1 if answers["crp_esr"] == "raised" else 0
    imaging_arm, clinical_arm = imaging and features + b27 >= 1, b27 and features >= 2
    parts = {
        "imaging": imaging, "b27": b27, "features": features, "imaging_arm": imaging_arm,
        "clinical_arm": clinical_arm,
    }  # fmt: skip
    entry = answers["pain_duration_months"] >= 3 and answers["onset_age"] < 45
    return outcome(imaging_arm or clinical_arm, features + b27, parts, entry)


FINUCANE_BOOLEANS = {
    "cauda_equina": ("saddle_anaesthesia", "bladder_bowel_new_dysfunction", "bilateral_leg_symptoms"),
    "cord": ("gait_ataxia", "upper_motor_neuron_signs", "sensory_level_or_band", "spine_hand_clumsiness"),
    "fracture": (
        "spine_trauma", "glucocorticoid_prolonged", "osteoporosis_or_fragility_fracture",
        "spine_sudden_or_height_loss", "spinal_midline_tenderness",
    ),
    "malignancy": (
        "cancer_history", "weight_loss_night_sweats", "unremitting_night_pain",
        "progressive_pain_despite_treatment", "thoracic_or_constant_pain",
    ),
    "infection": (
        "fever_unexplained", "immunosuppression_or_ivdu", "spine_recent_procedure", "spine_tuberculosis",
    ),
    "aneurysm": ("spine_pulsatile_mass",),
}  # fmt: skip


def finucane_2020(answers: Answers) -> Outcome:
    """Any sign of cauda equina, cord, aneurysm or advancing weakness, or two of another concern."""
    found = {concern: yes(answers, *keys) for concern, keys in FINUCANE_BOOLEANS.items()}
    found["fracture"] += 1 if answers["age_years"] > 70 else 0
    found["malignancy"] += 1 if answers["age_years"] > 50 else 0
    found["motor"] = 1 if answers["weakness_progression"] in ("days", "weeks") else 0
    holds = any(found[concern] >= 1 for concern in ("cauda_equina", "cord", "aneurysm", "motor")) or any(
        found[concern] >= 2 for concern in ("fracture", "malignancy", "infection")
    )
    return outcome(holds, None, found)


def sets() -> dict[str, Set]:
    """The sets for the spine by id."""
    return {
        "asas-ibp": Set(asas_ibp, {"onset_age": ONSETS, **booleans(*BACK_PAIN_ITEMS)}),
        "asas-2009-axspa": Set(
            asas_2009_axspa,
            {"pain_duration_months": (0, 2, 3, 1200), "onset_age": ONSETS, "hla_b27": ("neg", "pos"),
             "psoriasis_status": PSORIASIS, "crp_esr": CRP_ESR,
             **booleans("sacroiliitis_imaging", *BACK_PAIN_ITEMS, *AXSPA_FEATURES)},
        ),
        "finucane-2020": Set(
            finucane_2020,
            {"age_years": AGES, "weakness_progression": ("none", "relapsing", "weeks", "days"),
             **booleans(*(key for keys in FINUCANE_BOOLEANS.values() for key in keys))},
        ),
    }  # fmt: skip
