"""What does the whole table look like in disease of joints? Looked at by eye, then held.

Each patient had a whole visit in which all else was asked and is normal; tests that are not named were
not done. The tables are what the rules give today, not what an expert panel agreed on.
"""

# ruff: noqa: E501  (a story is as long as it is)

from tests.spec.paragraph import Spec


def test_early_rheumatoid_arthritis(spec: Spec) -> None:
    """The set is reached; long stiffness and a raised CRP without aching shoulders or hips are not polymyalgia."""
    spec.vignette(
        "Woman of 52. Ten weeks of swollen knuckles and wrists, stiff for 90 minutes; ACPA high, CRP raised.",
        """
        age_years 52; onset_age 52; pain_duration_months 2; pain_sites_wpi lower_arms;
        small_joint_hand_foot_pain yes; morning_stiffness_minutes 90; fatigue_severity 2;
        waking_unrefreshed_severity 1; swollen_joint_count_small 6; involved_small_joints 8;
        tender_joint_count 8; joint_symptom_weeks 10; mcp_mtp_squeeze_positive yes; crp_esr raised;
        rf_acpa high
        """,
        consider_first="ra",
        weak="gca mps sle",
        flags="RF10",
    )


def test_swelling_before_any_test(spec: Spec) -> None:
    """Swelling is referred before any blood test is back."""
    spec.vignette(
        "Man of 61. Three swollen finger joints for seven weeks; no test yet.",
        """
        age_years 61; sex male; onset_age 61; pain_duration_months 2; pain_sites_wpi lower_arms;
        small_joint_hand_foot_pain yes; morning_stiffness_minutes 45; swollen_joint_count_small 3;
        involved_small_joints 3; tender_joint_count 3; joint_symptom_weeks 7
        """,
        consider="ra",
        weak="mps sle",
        flags="RF10",
    )


def test_painful_knuckles_without_swelling(spec: Spec) -> None:
    """Ache without swelling, tenderness or a test is weak support and no more."""
    spec.vignette(
        "Woman of 38. Hands ache in the morning for half an hour; her mother has rheumatoid arthritis. No joint is swollen or tender.",
        """
        age_years 38; onset_age 37; pain_duration_months 12; pain_sites_wpi lower_arms;
        small_joint_hand_foot_pain yes; morning_stiffness_minutes 30; family_history_autoimmune yes;
        fatigue_severity 1; symptoms_similar_level_3mo yes
        """,
        weak="ra fm axspa mps psa sle",
    )


def test_rheumatoid_arthritis_and_fibromyalgia(spec: Spec) -> None:
    """Test vector T10: both stand, neither lowers the other."""
    spec.vignette(
        "Woman of 57 with rheumatoid arthritis. Two joints still swollen, and now pain everywhere with poor sleep.",
        """
        age_years 57; onset_age 48; pain_duration_months 108; known_conditions ra; pain_sites_wpi
        everywhere; head_face_pain yes; bilateral_shoulder_girdle_pain yes; small_joint_hand_foot_pain
        yes; symptoms_similar_level_3mo yes; fatigue_severity 3; waking_unrefreshed_severity 3;
        cognitive_severity 2; headache_6mo yes; depression_symptom_6mo yes; morning_stiffness_minutes
        60; swollen_joint_count_small 2; involved_small_joints 12; tender_joint_count 18;
        joint_symptom_weeks 400; widespread_pressure_tenderness yes; crp_esr normal; rf_acpa high
        """,
        consider_first="fm ra",
        consider="pmr gca",
        weak="noci axspa sle",
        flags="RF10",
    )


def test_psoriatic_arthritis(spec: Spec) -> None:
    """Swollen small joints also look like rheumatoid arthritis; the CASPAR work-up settles it."""
    spec.vignette(
        "Man of 41. Psoriasis since youth, one toe swollen like a sausage, pitted nails, a swollen knee for three months; rheumatoid factor negative.",
        """
        age_years 41; sex male; onset_age 41; pain_duration_months 4; pain_sites_wpi lower_legs;
        psoriasis_status current; dactylitis yes; nail_dystrophy yes; heel_pain_enthesis yes;
        small_joint_hand_foot_pain yes; swollen_joint_count_large 1; swollen_joint_count_small 1;
        involved_large_joints 1; involved_small_joints 1; tender_joint_count 2; joint_symptom_weeks 14;
        morning_stiffness_minutes 60; symptoms_similar_level_3mo yes; rf_acpa neg; crp_esr raised
        """,
        consider="psa ra axspa",
        weak="fm mps sle",
        flags="RF10",
    )


def test_nodal_osteoarthritis(spec: Spec) -> None:
    """The common harmless explanation, not called rheumatoid for sore fingers."""
    spec.vignette(
        "Woman of 64. Bony lumps at the end joints of the fingers and the base of the thumb, pain on use, stiff for ten minutes.",
        """
        age_years 64; onset_age 56; pain_duration_months 96; pain_sites_wpi lower_arms;
        small_joint_hand_foot_pain yes; dip_or_cmc_bony yes; pain_activity_related_joint yes;
        morning_stiffness_minutes 10; tender_joint_count 6; symptoms_similar_level_3mo yes; crp_esr
        normal
        """,
        consider="oa",
        weak="fm ra mps psa sle",
    )


def test_hot_knee_at_70(spec: Spec) -> None:
    """No condition needs to be named for the emergency to be."""
    spec.vignette(
        "Man of 70. One knee hot and swollen since yesterday.",
        """
        age_years 70; sex male; onset_age 70; pain_duration_months 0; onset_mode sudden; pain_sites_wpi
        lower_leg_left; hot_swollen_joint yes; swollen_joint_count_large 1; involved_large_joints 1;
        tender_joint_count 1; joint_symptom_weeks 0
        """,
        weak="mps ra",
        flags="RF5",
    )


def test_fibromyalgia_known_and_a_spine_that_is_new(spec: Spec) -> None:
    """What is new comes first; the fibromyalgia that was known stays on the list, its set met or not."""
    spec.vignette(
        "Woman of 34, fibromyalgia known for years. Now woken at night by the lower back, better on moving; had uveitis; HLA-B27 positive.",
        """
        age_years 34; onset_age 26; pain_duration_months 96; known_conditions fm; pain_sites_wpi
        shoulder_girdles upper_arms hips upper_legs neck lower_back; symptoms_similar_level_3mo yes;
        fatigue_severity 3; waking_unrefreshed_severity 3; cognitive_severity 2; headache_6mo yes;
        pain_better_with_exercise yes; night_pain_second_half yes; uveitis_history yes; hla_b27 pos
        """,
        consider_first="fm",
        consider="axspa",
        order="axspa, fm",
    )


def test_inflammatory_spine_at_27(spec: Spec) -> None:
    """The picture without imaging stays at consider; the ASAS work-up settles it."""
    spec.vignette(
        "Man of 27. Low back pain since 24, worse at night, better on moving, heel pain, had uveitis; HLA-B27 positive.",
        """
        age_years 27; sex male; onset_age 24; pain_duration_months 40; pain_sites_wpi lower_back hips;
        pain_better_with_exercise yes; ibp_no_improvement_with_rest yes; ibp_insidious yes;
        night_pain_second_half yes; morning_stiffness_minutes 60; heel_pain_enthesis yes;
        uveitis_history yes; symptoms_similar_level_3mo yes; hla_b27 pos
        """,
        consider="axspa clbp",
        weak="fm psa ra",
    )
