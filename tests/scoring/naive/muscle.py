"""What do the sets for muscles and the girdles say of complete answers? (brief 2.2, 3.5, 3.6)"""

from __future__ import annotations

from decimal import Decimal

from tests.scoring.naive.outcome import (
    AGES,
    CRP_ESR,
    RF_ACPA,
    Answers,
    Outcome,
    Set,
    booleans,
    outcome,
    several,
    yes,
)

TRIGGER_POINT_SIGNS = ("taut_band", "hypersensitive_spot_in_band", "referred_pain_on_pressure")


def delphi_2018_mps(answers: Answers) -> Outcome:
    """Two of taut band, tender spot in it, and referred pain."""
    found = yes(answers, *TRIGGER_POINT_SIGNS)
    band, spot, referral = (answers[sign] for sign in TRIGGER_POINT_SIGNS)
    return outcome(found >= 2, found, {"band": band, "spot": spot, "referral": referral})


IIM_POINTS = {
    "iim_arm_weakness": ("0.7", "0.7"),
    "iim_leg_weakness": ("0.8", "0.5"),
    "neck_flexor_weakness": ("1.9", "1.6"),
    "iim_leg_proximal_weaker": ("0.9", "1.2"),
    "iim_heliotrope": ("3.1", "3.2"),
    "iim_gottron_papules": ("2.1", "2.7"),
    "iim_gottron_sign": ("3.3", "3.7"),
    "iim_dysphagia": ("0.7", "0.6"),
    "iim_enzymes_raised": ("1.3", "1.4"),
}
"""Item -> points without and with a biopsy."""
IIM_BIOPSY = {
    "iim_biopsy_endomysial": "1.7",
    "iim_biopsy_perimysial": "1.2",
    "iim_biopsy_perifascicular": "1.9",
    "iim_biopsy_rimmed_vacuoles": "3.1",
}


def eular_acr_2017_iim(answers: Answers) -> Outcome:
    """Weighted items, in one column without and in another with a biopsy; met is "probable"."""
    column = 1 if answers["iim_biopsy_done"] else 0

    def points(*keys: str) -> Decimal:
        return sum((Decimal(IIM_POINTS[key][column]) for key in keys if answers[key]), Decimal(0))

    jo1 = Decimal(("3.9", "3.8")[column]) if "jo1" in answers["specific_autoantibody"] else Decimal(0)
    biopsy = Decimal(0)
    if column:
        biopsy = sum((Decimal(p) for key, p in IIM_BIOPSY.items() if answers[key]), Decimal(0))
    parts = {
        "onset": _iim_onset(answers["onset_age"], column),
        "weakness": points(
            "iim_arm_weakness", "iim_leg_weakness", "neck_flexor_weakness", "iim_leg_proximal_weaker"
        ),
        "skin": points("iim_heliotrope", "iim_gottron_papules", "iim_gottron_sign"),
        "other": points("iim_dysphagia"),
        "laboratory": points("iim_enzymes_raised") + jo1,
        "biopsy": biopsy,
    }
    total = sum(parts.values(), Decimal(0))
    return outcome(total >= Decimal(("5.5", "6.7")[column]), total, {"biopsy_column": column, **parts})


def _iim_onset(age: int, column: int) -> Decimal:
    if age < 18:
        return Decimal(0)
    return Decimal(("1.3", "1.5")[column] if age < 40 else ("2.1", "2.2")[column])


def eular_acr_2012_pmr(answers: Answers) -> Outcome:
    """From age 50 with aching shoulders and a raised acute phase: four points, or five with ultrasound."""
    column = 1 if answers["pmr_us_done"] else 0
    parts = {
        "stiffness": 2 if answers["morning_stiffness_minutes"] > 45 else 0,
        "hip": 1 if answers["hip_girdle_pain"] else 0,
        "serology": 2 if answers["rf_acpa"] == "neg" else 0,
        "no_other_joints": 0 if answers["pmr_other_joints"] else 1,
        "ultrasound": yes(answers, "pmr_us_shoulder_hip", "pmr_us_both_shoulders") if column else 0,
    }
    total = sum(parts.values())
    entry = (
        answers["age_years"] >= 50
        and answers["bilateral_shoulder_girdle_pain"]
        and answers["crp_esr"] == "raised"
    )
    return outcome(total >= (5 if column else 4), total, {"us_column": column, **parts}, entry)


def sets() -> dict[str, Set]:
    """The sets for muscles and the girdles by id."""
    return {
        "delphi-2018-mps": Set(delphi_2018_mps, booleans(*TRIGGER_POINT_SIGNS)),
        "eular-acr-2017-iim": Set(
            eular_acr_2017_iim,
            {"onset_age": (0, 17, 18, 39, 40, 110), **booleans(*IIM_POINTS, "iim_biopsy_done", *IIM_BIOPSY),
             "specific_autoantibody": several("negative", "jo1")},
            {"specific_autoantibody": several("", "ssa", "dsdna_sm apl", "jo1 ssa", "hmgcr", "centromere_scl70_rnap3")},
        ),
        "eular-acr-2012-pmr": Set(
            eular_acr_2012_pmr,
            {"age_years": AGES, "crp_esr": CRP_ESR, "rf_acpa": RF_ACPA,
             "morning_stiffness_minutes": (0, 44, 45, 46, 1440),
             **booleans("bilateral_shoulder_girdle_pain", "hip_girdle_pain", "pmr_other_joints",
                        "pmr_us_done", "pmr_us_shoulder_hip", "pmr_us_both_shoulders")},
        ),
    }  # fmt: skip
