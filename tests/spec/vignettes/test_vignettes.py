"""What does the whole table of tiers look like for a patient? Looked at by eye, then held.

Each patient had a whole visit in which all else was asked and is normal; tests that are not named were
not done. The tables are what the rules give today, not what an expert panel agreed on.
"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.book import Spec


def test_fibromyalgia_at_44(spec: Spec) -> None:
    spec.vignette(
        "Woman of 44. Pain all over for two years; wakes tired, forgets words. Nothing found but tenderness everywhere; blood normal.",
        """
        age_years 44; onset_age 42; pain_sites_wpi shoulder_girdles upper_arms hips upper_legs neck
        upper_back lower_back; head_face_pain yes; symptoms_similar_level_3mo yes; fatigue_severity 3;
        waking_unrefreshed_severity 3; cognitive_severity 2; headache_6mo yes; lower_abdominal_pain_6mo yes;
        morning_stiffness_minutes 20; touch_allodynia_history yes; sensory_overload yes;
        paraesthesia_subjective 1; widespread_pressure_tenderness yes; ask_joints no; crp_esr normal
        """,
        consider_first="fm",
        weak="axspa",
    )


def test_a_knot_in_the_shoulder(spec: Spec) -> None:
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
    spec.vignette(
        "Woman of 51. Known fibromyalgia picture, and two spots in the neck that she recognises.",
        """
        age_years 51; onset_age 45; pain_duration_months 70; pain_sites_wpi everywhere; head_face_pain yes;
        bilateral_shoulder_girdle_pain yes; symptoms_similar_level_3mo yes; fatigue_severity 2;
        waking_unrefreshed_severity 3; cognitive_severity 2; headache_6mo yes; depression_symptom_6mo yes;
        morning_stiffness_minutes 30; taut_band yes; hypersensitive_spot_in_band yes; pain_recognition yes;
        widespread_pressure_tenderness yes
        """,
        consider_first="fm",
        consider="mps pmr gca",
        weak="axspa ra",
    )


def test_early_rheumatoid_arthritis(spec: Spec) -> None:
    spec.vignette(
        "Woman of 52. Ten weeks of swollen knuckles and wrists, stiff for 90 minutes; ACPA high, CRP raised.",
        """
        age_years 52; onset_age 52; pain_duration_months 2; pain_sites_wpi lower_arms;
        small_joint_hand_foot_pain yes; morning_stiffness_minutes 90; fatigue_severity 2;
        waking_unrefreshed_severity 1; swollen_joint_count_small 6; involved_small_joints 8;
        tender_joint_count 8; joint_symptom_weeks 10; mcp_mtp_squeeze_positive yes; crp_esr raised; rf_acpa
        high
        """,
        consider_first="ra",
        consider="pmr gca",
        weak="fm axspa mps sle",
        flags="RF10",
    )


def test_swelling_before_any_test(spec: Spec) -> None:
    spec.vignette(
        "Man of 61. Three swollen finger joints for seven weeks; no test yet.",
        """
        age_years 61; sex male; onset_age 61; pain_duration_months 2; pain_sites_wpi lower_arms;
        small_joint_hand_foot_pain yes; morning_stiffness_minutes 45; swollen_joint_count_small 3;
        involved_small_joints 3; tender_joint_count 3; joint_symptom_weeks 7
        """,
        consider="ra",
        weak="fm mps sle",
        flags="RF10",
    )


def test_painful_knuckles_without_swelling(spec: Spec) -> None:
    spec.vignette(
        "Woman of 38. Hands ache in the morning for half an hour; her mother has rheumatoid arthritis. No joint is swollen or tender.",
        """
        age_years 38; onset_age 37; pain_duration_months 12; pain_sites_wpi lower_arms;
        small_joint_hand_foot_pain yes; morning_stiffness_minutes 30; family_history_autoimmune yes;
        fatigue_severity 1; symptoms_similar_level_3mo yes
        """,
        weak="ra fm axspa mps sle",
    )


def test_rheumatoid_arthritis_and_fibromyalgia(spec: Spec) -> None:
    spec.vignette(
        "Woman of 57 with rheumatoid arthritis. Two joints still swollen, and now pain everywhere with poor sleep.",
        """
        age_years 57; onset_age 48; pain_duration_months 108; known_conditions ra; pain_sites_wpi
        everywhere; head_face_pain yes; bilateral_shoulder_girdle_pain yes; small_joint_hand_foot_pain yes;
        symptoms_similar_level_3mo yes; fatigue_severity 3; waking_unrefreshed_severity 3;
        cognitive_severity 2; headache_6mo yes; depression_symptom_6mo yes; morning_stiffness_minutes 60;
        swollen_joint_count_small 2; involved_small_joints 12; tender_joint_count 18; joint_symptom_weeks
        400; widespread_pressure_tenderness yes; crp_esr normal; rf_acpa high
        """,
        consider_first="fm ra",
        consider="pmr gca",
        weak="axspa sle",
        flags="RF10",
    )


def test_lupus_with_protein_in_the_urine(spec: Spec) -> None:
    spec.vignette(
        "Woman of 26. Rash over the cheeks in the sun, hair loss, aching hands, protein in the urine.",
        """
        age_years 26; onset_age 26; pain_duration_months 5; pain_sites_wpi lower_arms;
        small_joint_hand_foot_pain yes; fatigue_severity 2; symptoms_similar_level_3mo yes;
        photosensitive_malar_rash yes; nonscarring_alopecia yes; oral_nasal_ulcers yes; raynaud yes;
        proteinuria_haematuria yes; ana_titre titre_320_or_more
        """,
        consider_first="sle",
        weak="fm mps ra",
    )


def test_tired_with_a_negative_ana(spec: Spec) -> None:
    spec.vignette(
        "Woman of 30. Tired, aching, hair loss, a rash by her own account; ANA negative.",
        """
        age_years 30; onset_age 29; pain_duration_months 12; pain_sites_wpi shoulder_girdles lower_arms;
        fatigue_severity 2; waking_unrefreshed_severity 2; symptoms_similar_level_3mo yes;
        photosensitive_rash_reported yes; nonscarring_alopecia yes; small_joint_hand_foot_pain yes;
        ana_titre neg; crp_esr normal
        """,
        consider="fm",
        weak="sle mps ra",
    )


def test_dry_eyes_and_mouth(spec: Spec) -> None:
    spec.vignette(
        "Woman of 58. Dry eyes and mouth for a year, swollen parotids, tired, joints ache.",
        """
        age_years 58; onset_age 57; pain_duration_months 12; pain_sites_wpi lower_arms lower_legs;
        small_joint_hand_foot_pain yes; dry_eyes_3mo yes; dry_mouth_3mo yes; parotid_swelling yes;
        fatigue_severity 2; symptoms_similar_level_3mo yes
        """,
        consider="fm ss",
        weak="ra",
    )


def test_dry_on_amitriptyline(spec: Spec) -> None:
    spec.vignette(
        "Woman of 48. Fibromyalgia picture, takes amitriptyline, mouth and eyes dry.",
        """
        age_years 48; onset_age 44; pain_duration_months 50; anticholinergic_drugs yes; pain_sites_wpi
        shoulder_girdles upper_arms hips upper_legs neck lower_back; symptoms_similar_level_3mo yes;
        fatigue_severity 2; waking_unrefreshed_severity 3; cognitive_severity 2; headache_6mo yes;
        dry_eyes_3mo yes; dry_mouth_3mo yes
        """,
        consider_first="fm",
        consider="ss",
        weak="axspa",
    )


def test_optic_neuritis_at_29(spec: Spec) -> None:
    spec.vignette(
        "Woman of 29. Sight of one eye dimmed over days, sore on moving it; two years ago one leg was numb for a week.",
        """
        age_years 29; onset_age 27; pain_duration_months 1; pain_sites_wpi none;
        visual_loss_monocular_painful yes; prior_neuro_episodes yes; fatigue_severity 2
        """,
        consider="ms",
        weak="fm",
    )


def test_ms_known_by_its_mri(spec: Spec) -> None:
    spec.vignette(
        "Man of 36. Double vision, unsteady, MRI typical of demyelination; tired.",
        """
        age_years 36; sex male; onset_age 35; pain_duration_months 6; pain_sites_wpi lower_legs;
        diplopia_ino_nystagmus yes; gait_ataxia yes; lhermitte yes; fatigue_severity 3; reflexes brisk;
        upper_motor_neuron_signs yes; mri_brain_cord demyelinating; symptoms_similar_level_3mo yes
        """,
        consider_first="ms cns",
        weak="fm lfpn",
        flags="RF15",
    )


def test_tired_and_tingling(spec: Spec) -> None:
    spec.vignette(
        "Woman of 34. Tired, tingling that comes and goes, all examined and normal; afraid of MS.",
        """
        age_years 34; onset_age 33; pain_duration_months 8; pain_sites_wpi shoulder_girdles;
        fatigue_severity 3; waking_unrefreshed_severity 2; cognitive_severity 1; paraesthesia_subjective 3;
        symptoms_similar_level_3mo yes; ask_joints no
        """,
        consider="fm",
        weak="mps",
    )


def test_cord_at_65(spec: Spec) -> None:
    spec.vignette(
        "Man of 65. Clumsy legs and numb feet for months, reflexes brisk, plantars up.",
        """
        age_years 65; sex male; onset_age 64; pain_duration_months 6; pain_sites_wpi neck;
        stocking_glove_distribution yes; reflexes brisk; upper_motor_neuron_signs yes; gait_ataxia yes;
        symptoms_similar_level_3mo yes
        """,
        consider_first="cns",
        consider="lfpn",
        weak="mps ms sfn",
        flags="RF15",
    )


def test_cidp(spec: Spec) -> None:
    spec.vignette(
        "Man of 55. Arms and legs weaker over four months, near and far, reflexes gone, vibration lost.",
        """
        age_years 55; sex male; onset_age 54; pain_duration_months 4; pain_sites_wpi lower_legs;
        stocking_glove_distribution yes; objective_weakness_pattern proximal_and_distal;
        weakness_progression weeks; weakness_weeks 16; weakness_symmetric yes; reflexes absent;
        vibration_proprioception_loss yes
        """,
        consider_first="cidp",
        consider="lfpn",
        weak="sfn",
        flags="RF15",
    )


def test_guillain_barre(spec: Spec) -> None:
    spec.vignette(
        "Woman of 40. Legs then arms weak within four days, reflexes gone, breathless lying flat.",
        """
        age_years 40; onset_age 40; pain_duration_months 0; pain_sites_wpi lower_back;
        objective_weakness_pattern proximal_and_distal; weakness_progression days; weakness_weeks 1;
        weakness_symmetric yes; reflexes absent; breathing_weakness yes
        """,
        consider_first="cidp",
        weak="axspa mps clbp lfpn",
        flags="RF3 RF15",
    )


def test_burning_feet_with_diabetes(spec: Spec) -> None:
    spec.vignette(
        "Man of 60 with diabetes. Feet burn at night, pinprick lost to the ankles, reflexes and vibration kept.",
        """
        age_years 60; sex male; onset_age 57; pain_duration_months 36; diabetes_or_alcohol diabetes;
        pain_sites_wpi lower_legs; stocking_glove_distribution yes; pain_burning_electric yes;
        touch_allodynia_history yes; pin_or_thermal_loss_distal yes; symptoms_similar_level_3mo yes
        """,
        consider="sfn",
        weak="lfpn fm",
    )


def test_numb_unsteady_feet(spec: Spec) -> None:
    spec.vignette(
        "Man of 68, heavy drinker. Numb feet, vibration lost, ankle jerks gone, Romberg positive.",
        """
        age_years 68; sex male; onset_age 65; pain_duration_months 36; diabetes_or_alcohol alcohol;
        pain_sites_wpi lower_legs; stocking_glove_distribution yes; vibration_proprioception_loss yes;
        reflexes absent; gait_ataxia yes; symptoms_similar_level_3mo yes
        """,
        consider="lfpn cidp",
        weak="sfn ms",
        flags="RF15",
    )


def test_polymyalgia_at_71(spec: Spec) -> None:
    spec.vignette(
        "Woman of 71. Both shoulders and hips stiff for an hour and a half each morning for six weeks; CRP raised.",
        """
        age_years 71; onset_age 71; pain_duration_months 2; pain_sites_wpi shoulder_girdles hips neck;
        bilateral_shoulder_girdle_pain yes; hip_girdle_pain yes; morning_stiffness_minutes 90;
        fatigue_severity 2; crp_esr raised; malaise_anorexia yes
        """,
        consider="pmr gca",
        weak="fm axspa ra",
    )


def test_shoulders_at_63_with_normal_crp(spec: Spec) -> None:
    spec.vignette(
        "Woman of 63. Both shoulders ache, tired, sleeps badly, hurts in many places; CRP normal.",
        """
        age_years 63; onset_age 60; pain_duration_months 36; pain_sites_wpi shoulder_girdles upper_arms hips
        lower_back neck; bilateral_shoulder_girdle_pain yes; symptoms_similar_level_3mo yes;
        fatigue_severity 2; waking_unrefreshed_severity 2; cognitive_severity 1; headache_6mo yes;
        morning_stiffness_minutes 15; crp_esr normal
        """,
        consider_first="fm",
        consider="pmr gca",
    )


def test_giant_cell_arteritis_at_74(spec: Spec) -> None:
    spec.vignette(
        "Man of 74. New headache, sore scalp, jaw tires on chewing, artery thick; sight dimmed twice.",
        """
        age_years 74; sex male; onset_age 74; pain_duration_months 1; pain_sites_wpi jaws; head_face_pain
        yes; new_headache_age50 yes; jaw_claudication yes; temporal_artery_abnormal yes;
        visual_loss_painless yes; crp_esr raised; malaise_anorexia yes
        """,
        consider_first="gca",
        weak="fm pmr",
        flags="RF4",
    )


def test_inflammatory_spine_at_27(spec: Spec) -> None:
    spec.vignette(
        "Man of 27. Low back pain since 24, worse at night, better on moving, heel pain, had uveitis; HLA-B27 positive.",
        """
        age_years 27; sex male; onset_age 24; pain_duration_months 40; pain_sites_wpi lower_back hips;
        pain_better_with_exercise yes; ibp_no_improvement_with_rest yes; ibp_insidious yes;
        night_pain_second_half yes; morning_stiffness_minutes 60; heel_pain_enthesis yes; uveitis_history
        yes; symptoms_similar_level_3mo yes; hla_b27 pos
        """,
        consider="axspa clbp",
        weak="fm pmr ra",
    )


def test_plain_low_back_pain(spec: Spec) -> None:
    spec.vignette(
        "Man of 46. Low back pain for a year, comes with lifting, nothing else.",
        """
        age_years 46; sex male; onset_age 45; pain_duration_months 12; pain_sites_wpi lower_back;
        symptoms_similar_level_3mo yes; worse_with_stretch_contraction yes
        """,
        consider="mps clbp",
    )


def test_sciatica(spec: Spec) -> None:
    spec.vignette(
        "Woman of 42. Low back pain with shooting pain down one leg for five months; leg raise positive.",
        """
        age_years 42; onset_age 41; pain_duration_months 5; pain_sites_wpi lower_back hip_left
        upper_leg_left lower_leg_left; dermatomal_or_radicular yes; symptoms_similar_level_3mo yes;
        straight_leg_raise_positive yes
        """,
        consider="clbp",
        weak="axspa fm mps",
    )


def test_cauda_equina(spec: Spec) -> None:
    spec.vignette(
        "Man of 50. Back pain, both legs hurt, numb between the legs, cannot pass urine since yesterday.",
        """
        age_years 50; sex male; onset_age 50; pain_duration_months 1; onset_mode sudden; pain_sites_wpi
        lower_back upper_legs; bilateral_leg_symptoms yes; saddle_anaesthesia yes;
        bladder_bowel_new_dysfunction yes; objective_weakness_pattern leg_bilateral; weakness_progression
        days; weakness_weeks 0; reflexes reduced; rf_ces yes
        """,
        weak="ms",
        flags="RF1 RF3 RF15",
    )


def test_back_pain_after_breast_cancer(spec: Spec) -> None:
    spec.vignette(
        "Woman of 66, breast cancer six years ago. New back pain that wakes her and no position eases; lost weight.",
        """
        age_years 66; onset_age 66; pain_duration_months 2; cancer_history yes; pain_sites_wpi lower_back
        upper_back; thoracic_or_constant_pain yes; unremitting_night_pain yes;
        progressive_pain_despite_treatment yes; weight_loss_night_sweats yes; malaise_anorexia yes
        """,
        consider="malig",
        weak="mps clbp spinf",
        flags="RF7",
    )


def test_fever_and_back_pain(spec: Spec) -> None:
    spec.vignette(
        "Man of 39 who injects drugs. Fever, back pain for three weeks, spine tender on tapping.",
        """
        age_years 39; sex male; onset_age 39; pain_duration_months 0; immunosuppression_or_ivdu yes;
        fever_unexplained yes; malaise_anorexia yes; pain_sites_wpi lower_back; thoracic_or_constant_pain
        yes; spinal_midline_tenderness yes; unremitting_night_pain yes; crp_esr raised
        """,
        consider="spinf",
        weak="axspa malig mps clbp gca pmr",
        flags="RF6",
    )


def test_nothing_found(spec: Spec) -> None:
    spec.vignette(
        "Man of 40. Comes for a check; nothing hurts and nothing is found.",
        """
        age_years 40; sex male; pain_sites_wpi none; pain_duration_months ?; ask_joints no
        """,
    )


def test_thoughts_of_suicide(spec: Spec) -> None:
    spec.vignette(
        "Woman of 39. Widespread pain and poor sleep; has thought of ending her life.",
        """
        age_years 39; onset_age 36; pain_duration_months 30; pain_sites_wpi shoulder_girdles upper_arms hips
        upper_legs neck lower_back; symptoms_similar_level_3mo yes; fatigue_severity 3;
        waking_unrefreshed_severity 3; cognitive_severity 3; depression_symptom_6mo yes; headache_6mo yes;
        phq9_item9 2; rf_suicide yes
        """,
        consider_first="fm",
        weak="axspa",
        flags="RF8",
    )


def test_pleurisy_at_24(spec: Spec) -> None:
    spec.vignette(
        "Woman of 24. Chest pain sharp on breathing in, joints ache, fever; ANA high.",
        """
        age_years 24; onset_age 24; pain_duration_months 1; pain_sites_wpi chest lower_arms;
        small_joint_hand_foot_pain yes; pleuritic_or_pericardial_pain yes; fever_unexplained yes; ana_titre
        titre_320_or_more; fatigue_severity 2
        """,
        consider="sle",
        weak="fm mps ra",
        flags="RF12",
    )


def test_hot_knee_at_70(spec: Spec) -> None:
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


def test_sudden_one_sided_weakness(spec: Spec) -> None:
    spec.vignette(
        "Man of 67. This morning one arm and the face suddenly weak.",
        """
        age_years 67; sex male; onset_age 67; pain_duration_months 0; onset_mode sudden; pain_sites_wpi
        none; objective_weakness_pattern unilateral; weakness_progression days; weakness_weeks 0;
        cranial_or_facial_weakness yes; rf_stroke yes
        """,
        weak="cns",
        flags="RF2 RF3 RF15",
    )
