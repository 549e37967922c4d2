"""When is small fibre neuropathy there by the 2019 set?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

SFN = "devigili-2019-sfn"
NO_SIGN = {
    "sfn_pin_loss": False,
    "sfn_thermal_loss": False,
    "sfn_allodynia": False,
    "sfn_hyperalgesia": False,
}


def test_two_signs_and_one_abnormal_test(spec: Spec) -> None:
    """Of those with symptoms and no signs nearly all had normal tests: burning alone is no small fibre neuropathy."""
    spec.of(SFN).holds(
        """
        answers                                                   | => | devigili-2019-sfn score | devigili-2019-sfn
        sfn_pin_loss yes; sfn_thermal_loss yes; skin_biopsy_ienfd reduced | => | 2               | met
        sfn_pin_loss yes; sfn_allodynia yes; sfn_qst_abnormal yes | => | 2                       | met
        sfn_pin_loss yes; sfn_thermal_loss yes                    | => | 2                       | not met
        sfn_pin_loss yes; skin_biopsy_ienfd reduced; sfn_qst_abnormal yes | => | 1               | not met
        skin_biopsy_ienfd reduced; sfn_qst_abnormal yes           | => | 0                       | not met
        sfn_pin_loss yes; sfn_thermal_loss yes; sfn_allodynia yes; sfn_hyperalgesia yes; sfn_qst_abnormal yes | => | 4 | met
        """,
        **NO_SIGN,
        sfn_qst_abnormal=False,
        skin_biopsy_ienfd="normal",
    )


def test_tests_not_done_leave_two_signs_open(spec: Spec) -> None:
    """A biopsy that was not done is not a normal one."""
    spec.of(SFN).holds(
        """
        answers                                       | => | devigili-2019-sfn | devigili-2019-sfn deciding
        skin_biopsy_ienfd none                        | => | undetermined      | sfn_qst_abnormal
        skin_biopsy_ienfd normal                      | => | undetermined      | sfn_qst_abnormal
        skin_biopsy_ienfd normal; sfn_qst_abnormal no | => | not met           | none
        """,
        **{**NO_SIGN, "sfn_pin_loss": True, "sfn_thermal_loss": True},
    )


def test_a_thin_skin_nerve_does_not_take_fibromyalgia_away(spec: Spec) -> None:
    """About half of people with fibromyalgia have fewer nerve fibres in the skin; both stand side by side."""
    spec.holds_in_a_visit(
        """
        answers                     | => | fm             | sfn
        skin_biopsy_ienfd reduced   | => | consider first | consider
        skin_biopsy_ienfd normal    | => | consider first | not suggested
        """,
        age_years=45, onset_age=40, pain_sites_wpi=["shoulder_girdle_left", "shoulder_girdle_right", "upper_leg_left",
        "upper_leg_right", "neck", "lower_back", "chest"], symptoms_similar_level_3mo=True, fatigue_severity=3,
        waking_unrefreshed_severity=3, cognitive_severity=2,
    )  # fmt: skip
