"""What does the set for giant cell arteritis say of complete answers? (brief 3.7)"""

from __future__ import annotations

from decimal import Decimal

from tests.scoring.naive.outcome import AGES, Answers, Outcome, Set, booleans, outcome

GCA_TWO_POINTS = {
    "stiffness": "gca_shoulder_neck_stiffness",
    "jaw": "jaw_claudication",
    "headache": "gca_new_temporal_headache",
    "scalp": "gca_scalp_tenderness",
    "artery": "temporal_artery_abnormal",
    "axillary": "gca_axillary_bilateral",
    "pet": "gca_pet_aorta",
}


def acr_eular_2022_gca(answers: Answers) -> Outcome:
    """From age 50; six points."""
    is_raised = answers["crp_mg_l"] >= 10 or answers["esr_mm_h"] >= 50
    parts = {
        "biopsy_or_halo": 5 if answers["gca_biopsy_or_halo"] else 0,
        "acute_phase": 3 if is_raised else 0,
        "visual_loss": 3 if answers["gca_sudden_visual_loss"] else 0,
        **{part: 2 if answers[key] else 0 for part, key in GCA_TWO_POINTS.items()},
    }
    total = sum(parts.values())
    return outcome(total >= 6, total, parts, answers["age_years"] >= 50)


def sets() -> dict[str, Set]:
    """The set for giant cell arteritis by id."""
    return {
        "acr-eular-2022-gca": Set(
            acr_eular_2022_gca,
            {"age_years": AGES, "crp_mg_l": (Decimal(0), Decimal("9.9"), Decimal(10), Decimal(1000)),
             "esr_mm_h": (0, 49, 50, 51, 200),
             **booleans("gca_biopsy_or_halo", "gca_sudden_visual_loss", *GCA_TWO_POINTS.values())},
        ),
    }  # fmt: skip
