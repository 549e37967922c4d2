"""Which answers are named as having raised a flag?"""

import pytest

from screening.questionnaires.catalogue import builtin_bundle
from screening.scoring.answers import known_values

BUNDLE = builtin_bundle("chronic-pain-screen")
RULES = {rules.flag.id: rules for rules in BUNDLE.rules.flags}


@pytest.mark.parametrize(
    ("flag", "answers", "named"),
    [
        ("RF1", {"saddle_anaesthesia": True, "bilateral_leg_symptoms": False}, ["saddle_anaesthesia"]),
        (
            "RF1",
            {"saddle_anaesthesia": True, "bilateral_leg_symptoms": True},
            ["bilateral_leg_symptoms", "saddle_anaesthesia"],
        ),
        (
            "RF4",
            {"age_years": 70, "jaw_claudication": True, "new_headache_age50": False},
            ["age_years", "jaw_claudication"],
        ),
        (
            "RF7",
            {
                "cancer_history": True,
                "unremitting_night_pain": True,
                "weight_loss_night_sweats": True,
                "bone_pain_generalised": False,
                "thoracic_or_constant_pain": False,
                "rf_cancer": False,
            },
            ["cancer_history", "unremitting_night_pain", "weight_loss_night_sweats"],
        ),
    ],
)
def test_only_answers_that_help_to_raise_a_flag_are_named(
    flag: str, answers: dict[str, object], named: list[str]
) -> None:
    """A "no" beside the causes must not be listed as one of them."""
    assert RULES[flag].raising(known_values(BUNDLE, answers)) == named
