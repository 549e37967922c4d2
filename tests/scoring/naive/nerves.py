"""What do the sets for the nervous system say of complete answers? (brief 3.11 to 3.13)"""

from __future__ import annotations

from tests.scoring.naive.outcome import AGES, Answers, Outcome, Set, booleans, outcome, yes

FOCAL = (
    "visual_loss_monocular_painful", "diplopia_ino_nystagmus", "sensory_level_or_band", "lhermitte",
    "hemisensory_or_motor_gt24h", "upper_motor_neuron_signs", "gait_ataxia",
    "bladder_bowel_new_dysfunction", "ms_trigeminal_neuralgia",
)  # fmt: skip
SUPPORTIVE = ("uhthoff", "prior_neuro_episodes")
AGAINST = (
    "ms_seconds_or_shifting", "ms_only_fatigue_cognition_pain", "ms_headache_dominant",
    "ms_systemic_signs", "ms_peripheral_pattern", "neuro_exam_normal",
)  # fmt: skip


def mcdonald_referral(answers: Answers) -> Outcome:
    """One focal finding is a reason to refer; what speaks against is counted beside it."""
    focal = yes(answers, *FOCAL)
    vascular = 1 if answers["ms_vascular_risk"] and answers["age_years"] > 50 else 0
    parts = {
        "focal": focal,
        "supportive": yes(answers, *SUPPORTIVE),
        "against": yes(answers, *AGAINST) + vascular,
    }
    return outcome(focal >= 1, focal, parts)


WEAKNESS = ("none", "proximal", "distal", "unilateral", "leg_bilateral", "proximal_and_distal", "arms")
REFLEXES = ("normal", "reduced", "absent", "brisk", "delayed_relaxation")


def ean_pns_2021_cidp(answers: Answers) -> Outcome:
    """Typical CIDP: all five features."""
    are_reflexes_lost = answers["reflexes"] in ("absent", "reduced")
    features = {
        "weakness": answers["objective_weakness_pattern"] == "proximal_and_distal",
        "symmetric": answers["weakness_symmetric"],
        "sensory": answers["cidp_sensory_two_limbs"],
        "course": answers["weakness_weeks"] >= 8,
        "reflexes_lost": are_reflexes_lost,
    }
    found = sum(1 for feature in features.values() if feature)
    is_reason_for_conduction = (
        answers["objective_weakness_pattern"] != "none"
        or are_reflexes_lost
        or answers["vibration_proprioception_loss"]
    )
    parts = {**features, "features": found, "nerve_conduction": is_reason_for_conduction}
    return outcome(found == 5, found, parts)


SMALL_FIBRE_SIGNS = ("sfn_pin_loss", "sfn_thermal_loss", "sfn_allodynia", "sfn_hyperalgesia")


def devigili_2019_sfn(answers: Answers) -> Outcome:
    """Two signs, and abnormal thresholds or fewer fibres in the biopsy."""
    signs = yes(answers, *SMALL_FIBRE_SIGNS)
    qst, ienfd = answers["sfn_qst_abnormal"], answers["skin_biopsy_ienfd"] == "reduced"
    return outcome(signs >= 2 and (qst or ienfd), signs, {"signs": signs, "qst": qst, "ienfd": ienfd})


def sets() -> dict[str, Set]:
    """The sets for the nervous system by id."""
    return {
        "mcdonald-referral": Set(
            mcdonald_referral, {**booleans(*FOCAL, *SUPPORTIVE, *AGAINST, "ms_vascular_risk"), "age_years": AGES}
        ),
        "ean-pns-2021-cidp": Set(
            ean_pns_2021_cidp,
            {"objective_weakness_pattern": WEAKNESS, "reflexes": REFLEXES, "weakness_weeks": (0, 7, 8, 5000),
             **booleans("weakness_symmetric", "cidp_sensory_two_limbs", "vibration_proprioception_loss")},
        ),
        "devigili-2019-sfn": Set(
            devigili_2019_sfn,
            {**booleans(*SMALL_FIBRE_SIGNS, "sfn_qst_abnormal"), "skin_biopsy_ienfd": ("normal", "reduced")},
        ),
    }  # fmt: skip
