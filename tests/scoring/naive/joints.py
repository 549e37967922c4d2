"""What do the sets for inflamed or lax joints say of complete answers? (brief 3.1, 3.9, 3.21)"""

from __future__ import annotations

from tests.scoring.naive.outcome import (
    AGES,
    CRP_ESR,
    PSORIASIS,
    RF_ACPA,
    Answers,
    Outcome,
    Set,
    booleans,
    outcome,
    yes,
)

COUNTS = (0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 40)
"""Joint counts on both sides of every cut-off of the RA table, and the ends of the range."""


def acr_eular_2010_ra(answers: Answers) -> Outcome:
    """
    At least one swollen joint to enter; six of ten points from joints, serology, acute phase and time.

    Involved joints are the higher of "involved" and "swollen".
    """
    small = max(answers["involved_small_joints"], answers["swollen_joint_count_small"])
    large = max(answers["involved_large_joints"], answers["swollen_joint_count_large"])
    points = {
        "joints": _ra_joints(small, large),
        "serology": {"neg": 0, "low": 2, "high": 3}[answers["rf_acpa"]],
        "acute_phase": {"normal": 0, "raised": 1}[answers["crp_esr"]],
        "duration": 1 if answers["joint_symptom_weeks"] >= 6 else 0,
    }
    score = sum(points.values())
    swollen = answers["swollen_joint_count_small"] + answers["swollen_joint_count_large"]
    return outcome(
        score >= 6, score, {"small_joints": small, "large_joints": large, **points}, entry=swollen >= 1
    )


def _ra_joints(small: int, large: int) -> int:
    if small + large > 10 and small >= 1:
        return 5
    if 4 <= small <= 10:
        return 3
    if 1 <= small <= 3:
        return 2
    return 1 if large >= 2 else 0


def caspar_2006_psa(answers: Answers) -> Outcome:
    """Inflammatory disease of joint, spine or enthesis to enter; three points."""
    parts = {
        "psoriasis": {"none": 0, "current": 2, "personal_history": 1, "family": 1}[
            answers["psoriasis_status"]
        ],
        "nails": 1 if answers["nail_dystrophy"] else 0,
        "rf_negative": 1 if answers["rf_acpa"] == "neg" else 0,
        "dactylitis_points": 1 if answers["dactylitis"] else 0,
        "new_bone": 1 if answers["psa_new_bone"] else 0,
    }
    total = sum(parts.values())
    return outcome(total >= 3, total, parts, answers["psa_inflammatory_disease"])


HEDS_COMPLICATIONS = ("hsd_limb_pain_daily", "hsd_widespread_pain", "recurrent_dislocation")


def hsd_2017(answers: Answers) -> Outcome:
    """Generalised hypermobility by age; hEDS is a part, not the status."""
    beighton, cut_off = answers["joint_hypermobility_beighton"], 4 if answers["age_years"] > 50 else 5
    is_hypermobile = beighton >= cut_off or (beighton == cut_off - 1 and answers["hsd_five_part_score"] >= 2)
    systemic = answers["hsd_systemic_signs"] >= 5
    complications = yes(answers, *HEDS_COMPLICATIONS) >= 1
    has_two = systemic + answers["hsd_relative"] + complications >= 2
    parts = {
        "beighton": beighton,
        "cut_off": cut_off,
        "hypermobility": is_hypermobile,
        "systemic": systemic,
        "relative": answers["hsd_relative"],
        "complications": complications,
        "heds": is_hypermobile and has_two and not answers["hsd_skin_or_other_ctd"],
    }
    return outcome(is_hypermobile, beighton, parts)


def sets() -> dict[str, Set]:
    """The sets for joints by id."""
    return {
        "acr-eular-2010-ra": Set(
            acr_eular_2010_ra,
            {"swollen_joint_count_small": COUNTS, "swollen_joint_count_large": COUNTS,
             "involved_small_joints": COUNTS, "involved_large_joints": COUNTS,
             "rf_acpa": RF_ACPA, "crp_esr": CRP_ESR, "joint_symptom_weeks": (0, 5, 6, 7, 5000)},
        ),
        "caspar-2006-psa": Set(
            caspar_2006_psa,
            {"psoriasis_status": PSORIASIS, "rf_acpa": RF_ACPA,
             **booleans("psa_inflammatory_disease", "nail_dystrophy", "dactylitis", "psa_new_bone")},
        ),
        "hsd-2017": Set(
            hsd_2017,
            {"joint_hypermobility_beighton": (0, 3, 4, 5, 9), "age_years": AGES,
             "hsd_five_part_score": (0, 1, 2, 5), "hsd_systemic_signs": (0, 4, 5, 12),
             **booleans("hsd_relative", *HEDS_COMPLICATIONS, "hsd_skin_or_other_ctd")},
            {"joint_hypermobility_beighton": (1, 2, 6, 7, 8), "age_years": (40,)},
        ),
    }  # fmt: skip
