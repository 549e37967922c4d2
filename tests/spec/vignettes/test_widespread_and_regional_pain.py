"""What does the whole table look like in widespread and regional pain? Looked at by eye, then held.

Each patient had a whole visit in which all else was asked and is normal; tests that are not named were
not done. The tables are what the rules give today, not what an expert panel agreed on.
"""

# ruff: noqa: E501  (a story is as long as it is)

from tests.spec.paragraph import Spec


def test_fibromyalgia_at_44(spec: Spec) -> None:
    """The plain case: one condition first, sensitised pain beside it, no danger sign."""
    spec.vignette(
        "Woman of 44. Pain all over for two years; wakes tired, forgets words. Nothing found but tenderness everywhere; blood normal.",
        """
        age_years 44; onset_age 42; pain_sites_wpi shoulder_girdles upper_arms hips upper_legs neck
        upper_back lower_back; head_face_pain yes; symptoms_similar_level_3mo yes; fatigue_severity 3;
        waking_unrefreshed_severity 3; cognitive_severity 2; headache_6mo yes; lower_abdominal_pain_6mo
        yes; morning_stiffness_minutes 20; touch_allodynia_history yes; sensory_overload yes;
        paraesthesia_subjective 1; widespread_pressure_tenderness yes; ask_joints no; crp_esr normal
        """,
        consider_first="fm",
        consider="noci",
        weak="axspa",
    )


def test_a_knot_in_the_shoulder(spec: Spec) -> None:
    """Regional pain with a spot that the patient knows: no fibromyalgia beside it."""
    spec.vignette(
        "Man of 33. One shoulder hurts since he carried furniture; pressing one spot brings the pain on and sends it into the arm.",
        """
        age_years 33; sex male; onset_age 33; pain_duration_months 4; onset_mode after_injury;
        pain_sites_wpi shoulder_girdle_right upper_arm_right; symptoms_similar_level_3mo yes;
        worse_with_stretch_contraction yes; taut_band yes; hypersensitive_spot_in_band yes;
        referred_pain_on_pressure yes; pain_recognition yes; painful_limited_stretch_rom yes
        """,
        consider="mps",
    )


def test_fibromyalgia_with_trigger_points(spec: Spec) -> None:
    """Both stand; from fifty aching shoulders alone also put polymyalgia on the list, and the arteries with it."""
    spec.vignette(
        "Woman of 51. Known fibromyalgia picture, and two spots in the neck that she recognises.",
        """
        age_years 51; onset_age 45; pain_duration_months 70; pain_sites_wpi everywhere; head_face_pain
        yes; bilateral_shoulder_girdle_pain yes; symptoms_similar_level_3mo yes; fatigue_severity 2;
        waking_unrefreshed_severity 3; cognitive_severity 2; headache_6mo yes; depression_symptom_6mo
        yes; morning_stiffness_minutes 30; taut_band yes; hypersensitive_spot_in_band yes;
        pain_recognition yes; widespread_pressure_tenderness yes
        """,
        consider_first="fm",
        consider="mps pmr gca",
        weak="noci axspa ra",
    )


def test_pain_out_of_proportion(spec: Spec) -> None:
    """Regional pain that is sensitised; tiredness alone brings fibromyalgia along."""
    spec.vignette(
        "Woman of 42. One arm and shoulder hurt beyond any injury for a year; cloth and cold hurt, noise hurts; sensitisation total 55.",
        """
        age_years 42; onset_age 41; pain_duration_months 14; pain_sites_wpi shoulder_girdle_left
        upper_arm_left lower_arm_left neck; touch_allodynia_history yes;
        movement_or_pressure_hypersensitivity yes; sensory_overload yes; overlapping_conditions_count 2;
        fatigue_severity 2; waking_unrefreshed_severity 2; symptoms_similar_level_3mo yes; csi_score 55
        """,
        consider="fm noci",
        weak="mps",
    )


def test_malaise_after_effort(spec: Spec) -> None:
    """What effort does days later tells it from fibromyalgia, which stays beside it."""
    spec.vignette(
        "Woman of 31. Since an infection two years ago she does a third of what she did; every effort is paid for two days later; dizzy on standing.",
        """
        age_years 31; onset_age 29; pain_duration_months 24; onset_mode after_infection; pain_sites_wpi
        upper_legs neck; activity_reduction_6mo yes; post_exertional_malaise 3;
        pain_worse_after_exertion_delayed yes; orthostatic_symptoms 2; fatigue_severity 3;
        waking_unrefreshed_severity 3; cognitive_severity 3; sensory_overload yes;
        symptoms_similar_level_3mo yes; headache_6mo yes
        """,
        consider="fm mecfs",
    )


def test_lax_joints(spec: Spec) -> None:
    """Instability and a high Beighton score; lax joints alone would not do."""
    spec.vignette(
        "Woman of 24. Shoulders slip out, joints hurt daily, dizzy on standing; Beighton 7.",
        """
        age_years 24; onset_age 14; pain_duration_months 60; pain_sites_wpi shoulder_girdles hips
        lower_legs; recurrent_dislocation yes; joint_hypermobility_beighton 7; orthostatic_symptoms 2;
        fatigue_severity 2; symptoms_similar_level_3mo yes
        """,
        consider="fm hsd",
        weak="axspa",
    )


def test_tired_and_tingling(spec: Spec) -> None:
    """Test vector T31: neither MS nor CIDP, however tired and however much it tingles."""
    spec.vignette(
        "Woman of 34. Tired, tingling that comes and goes, all examined and normal; afraid of MS.",
        """
        age_years 34; onset_age 33; pain_duration_months 8; pain_sites_wpi shoulder_girdles;
        fatigue_severity 3; waking_unrefreshed_severity 2; cognitive_severity 1; paraesthesia_subjective
        3; symptoms_similar_level_3mo yes; ask_joints no
        """,
        consider="fm",
        weak="mps",
    )


def test_shoulders_at_63_with_normal_crp(spec: Spec) -> None:
    """A normal CRP holds polymyalgia at consider and does not hide it."""
    spec.vignette(
        "Woman of 63. Both shoulders ache, tired, sleeps badly, hurts in many places; CRP normal.",
        """
        age_years 63; onset_age 60; pain_duration_months 36; pain_sites_wpi shoulder_girdles upper_arms
        hips lower_back neck; bilateral_shoulder_girdle_pain yes; symptoms_similar_level_3mo yes;
        fatigue_severity 2; waking_unrefreshed_severity 2; cognitive_severity 1; headache_6mo yes;
        morning_stiffness_minutes 15; crp_esr normal
        """,
        consider_first="fm",
        consider="pmr gca",
    )
