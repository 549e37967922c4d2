"""Do danger signs stand on symptoms alone, whatever any score, set or normal test says?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

FIBROMYALGIA = {
    "age_years": 44, "onset_age": 40, "symptoms_similar_level_3mo": True, "fatigue_severity": 3,
    "waking_unrefreshed_severity": 3, "cognitive_severity": 3, "headache_6mo": True, "depression_symptom_6mo": True,
    "pain_sites_wpi": ["shoulder_girdle_left", "shoulder_girdle_right", "upper_arm_left", "upper_arm_right",
                       "hip_left", "hip_right", "upper_leg_left", "upper_leg_right", "neck", "lower_back"],
}  # fmt: skip


def test_a_normal_crp_does_not_take_giant_cell_arteritis_away(spec: Spec) -> None:
    """Test vector T23: the same-day pathway is opened by symptoms."""
    spec.holds_in_a_visit(
        """
        crp_esr | => | RF4    | RF4 urgency | gca
        normal  | => | raised | same day    | consider
        raised  | => | raised | same day    | consider
        -       | => | raised | same day    | consider
        """,
        age_years=72,
        jaw_claudication=True,
    )


def test_a_low_mood_total_does_not_take_thoughts_of_suicide_away(spec: Spec) -> None:
    """Test vector T30: total 3, ninth question 1."""
    spec.holds_in_a_visit(
        """
        phq9_score | phq9_item9 | => | RF8    | phq-9
        3          | 1          | => | raised | not met
        1          | 1          | => | raised | not met
        20         | 0          | => | absent | met
        """,
        age_years=40,
    )


def test_a_high_fibromyalgia_score_takes_no_danger_sign_away(spec: Spec) -> None:
    """Fibromyalgia explains pain, not a numb saddle, a failing leg or lost weight."""
    spec.holds_in_a_visit(
        """
        answers                            | => | acr-2016-fm | fm             | RF1    | RF3    | RF7    | RF12   | RF15   | RF17
        saddle_anaesthesia yes             | => | met         | consider first | raised | absent | absent | absent | absent | absent
        weakness_progression days          | => | met         | consider first | absent | raised | absent | absent | absent | absent
        cancer_history yes                 | => | met         | consider first | absent | absent | raised | absent | absent | absent
        dyspnoea_or_crackles yes           | => | met         | consider first | absent | absent | absent | raised | absent | absent
        upper_motor_neuron_signs yes       | => | met         | consider first | absent | absent | absent | absent | raised | absent
        weight_loss_night_sweats yes       | => | met         | consider first | absent | absent | absent | absent | absent | raised
        """,
        **FIBROMYALGIA,
    )


def test_swelling_with_negative_tests_is_still_referred(spec: Spec) -> None:
    """The set for rheumatoid arthritis is not met; the referral stands."""
    spec.holds_in_a_visit(
        """
        answers                                   | => | acr-eular-2010-ra | RF10
        rf_acpa neg; crp_esr normal               | => | not met           | raised
        rf_acpa high; crp_esr raised              | => | met               | raised
        """,
        age_years=40, swollen_joint_count_small=2, involved_small_joints=2, joint_symptom_weeks=8,
    )  # fmt: skip


def test_a_closed_gate_takes_no_danger_sign_away(spec: Spec) -> None:
    """Weakness in somebody too young for polymyalgia, fever in back pain of two weeks."""
    spec.holds_in_a_visit("""
        answers                                                             | => | RF6    | RF14   | gca           | axspa
        age_years 30; visual_loss_painless yes                              | => | absent | raised | not suggested | not suggested
        age_years 30; pain_duration_months 0; fever_unexplained yes; pain_sites_wpi lower_back | => | raised | absent | not suggested | not suggested
    """)


def test_four_danger_signs_bring_their_condition_with_them(spec: Spec) -> None:
    """RF4 names giant cell arteritis, RF6 spinal infection, RF7 cancer, RF16 fracture; the others name none."""
    spec.holds_in_a_visit(
        """
        answers                 | => | gca           | spinf         | malig         | fx            | cidp
        rf_gca yes              | => | consider      | not suggested | not suggested | not suggested | not suggested
        rf_spinal_infection yes | => | not suggested | consider      | not suggested | not suggested | not suggested
        rf_cancer yes           | => | not suggested | not suggested | consider      | not suggested | not suggested
        rf_fracture yes         | => | not suggested | not suggested | not suggested | consider      | not suggested
        rf_rapid_weakness yes   | => | not suggested | not suggested | not suggested | not suggested | not suggested
        """,
        age_years=60,
    )
