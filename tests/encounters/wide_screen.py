"""What would a screen be that asks everything these pages can show? Put together from the evidence itself."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from screening.evidence.source import Sourced
from screening.questionnaires.recipes import assemble, pantry
from screening.scoring.bundle import Bundle, bundle_from_document

FIBROMYALGIA = ("acr-1990-fm", "acr-2010-fm", "acr-2011-fm", "acr-2016-fm", "aapt-2019-fm")
CONDITIONS = ("fm", "mps", "ra", "sle", "axspa", "psa", "pmr", "ms")
ITEMS = (
    "age_years",
    "sex",
    "known_conditions",
    "pain_sites_wpi",
    "head_face_pain",
    "tender_point_count_18",
    "symptoms_similar_level_3mo",
    "pain_duration_months",
    "other_disorder_explains_pain",
    "fatigue_severity",
    "sleep_problem_severity",
    "waking_unrefreshed_severity",
    "cognitive_severity",
    "headache_6mo",
    "lower_abdominal_pain_6mo",
    "depression_symptom_6mo",
    "somatic_burden_0_3",
    "morning_stiffness_minutes",
    "onset_age",
    "swollen_joint_count_small",
    "swollen_joint_count_large",
    "psoriasis_status",
    "dactylitis",
    "hypersensitive_spot_in_band",
    "taut_band",
    "referred_pain_on_pressure",
    "pain_recognition",
    "crp_esr",
    "rf_acpa",
    "upper_motor_neuron_signs",
    "bilateral_shoulder_girdle_pain",
)
# Every site but those that make no region; met by every edition together with the severities below.
SITES = [
    "shoulder_girdle_left",
    "upper_arm_right",
    "hip_left",
    "upper_leg_right",
    "neck",
    "upper_back",
    "lower_back",
]
WIDESPREAD: dict[str, Any] = {
    "pain_sites_wpi": SITES,
    "fatigue_severity": 3,
    "waking_unrefreshed_severity": 3,
    "cognitive_severity": 3,
    "symptoms_similar_level_3mo": True,
}


def document(items: Iterable[str] = ITEMS, next_review_date: str = "2027-11-22") -> dict[str, Any]:
    """The whole document, as a practice's own version of one page."""
    recipe = {
        "meta": {
            "key": "x-wide-screen",
            "version": "1.0.0",
            "title": "A wide screen",
            "next_review_date": next_review_date,
        },
        "sections": [{"key": "all", "title": "All", "items": list(items)}],
        "use": {"conditions": list(CONDITIONS), "criteria": list(FIBROMYALGIA), "red_flags": []},
    }
    made: dict[str, Any] = assemble(Sourced(recipe, {}), pantry()).value
    return made


@cache
def bundle() -> Bundle:
    """The compiled screen."""
    return bundle_from_document(document(), "sha256:none", "sha256:none")
