"""What does the whole table look like in disease of connective tissue, girdles and arteries? Looked at by eye, then held.

Each patient had a whole visit in which all else was asked and is normal; tests that are not named were
not done. The tables are what the rules give today, not what an expert panel agreed on.
"""

# ruff: noqa: E501  (a story is as long as it is)

from tests.spec.paragraph import Spec


def test_lupus_with_protein_in_the_urine(spec: Spec) -> None:
    """Skin and kidney make lupus; tired and aching would not."""
    spec.vignette(
        "Woman of 26. Rash over the cheeks in the sun, hair loss, aching hands, protein in the urine.",
        """
        age_years 26; onset_age 26; pain_duration_months 5; pain_sites_wpi lower_arms;
        small_joint_hand_foot_pain yes; fatigue_severity 2; symptoms_similar_level_3mo yes;
        photosensitive_malar_rash yes; nonscarring_alopecia yes; oral_nasal_ulcers yes; raynaud yes;
        proteinuria_haematuria yes; ana_titre titre_320_or_more
        """,
        consider_first="sle",
        consider="ctd",
        weak="fm mps ra ssc",
        flags="RF11",
    )


def test_tired_with_a_negative_ana(spec: Spec) -> None:
    """A negative ANA is all but a rule-out, and nothing here asks for more."""
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


def test_fibromyalgia_called_lupus(spec: Spec) -> None:
    """A low titre and sore joints do not make lupus out of fibromyalgia."""
    spec.vignette(
        "Woman of 36 told that she has lupus. Pain all over, stiff joints, tired, hair falls out by her own account; ANA 1:160, nothing seen or swollen.",
        """
        age_years 36; onset_age 33; pain_duration_months 36; pain_sites_wpi shoulder_girdles upper_arms
        lower_arms hips upper_legs neck upper_back; head_face_pain yes; symptoms_similar_level_3mo yes;
        fatigue_severity 3; waking_unrefreshed_severity 3; cognitive_severity 2; headache_6mo yes;
        morning_stiffness_minutes 45; small_joint_hand_foot_pain yes; tender_joint_count 14;
        photosensitive_rash_reported yes; widespread_pressure_tenderness yes; ana_titre titre_160;
        crp_esr normal; proteinuria_haematuria no; blood_count_abnormal normal
        """,
        consider_first="fm",
        weak="axspa ra sle noci",
    )


def test_pleurisy_at_24(spec: Spec) -> None:
    """Emergency first; one strong feature with antibodies is considered."""
    spec.vignette(
        "Woman of 24. Chest pain sharp on breathing in, joints ache, fever; ANA high.",
        """
        age_years 24; onset_age 24; pain_duration_months 1; pain_sites_wpi chest lower_arms;
        small_joint_hand_foot_pain yes; pleuritic_or_pericardial_pain yes; fever_unexplained yes;
        ana_titre titre_320_or_more; fatigue_severity 2
        """,
        consider="sle",
        weak="mps ra",
        flags="RF11 RF12",
    )


def test_dry_eyes_and_mouth(spec: Spec) -> None:
    """Two moderate symptoms and a gland; parotid swelling is a danger sign of its own."""
    spec.vignette(
        "Woman of 58. Dry eyes and mouth for a year, swollen parotids, tired, joints ache.",
        """
        age_years 58; onset_age 57; pain_duration_months 12; pain_sites_wpi lower_arms lower_legs;
        small_joint_hand_foot_pain yes; dry_eyes_3mo yes; dry_mouth_3mo yes; parotid_swelling yes;
        fatigue_severity 2; symptoms_similar_level_3mo yes
        """,
        consider="fm ss",
        weak="ra",
        flags="RF11",
    )


def test_sjogren_with_its_antibody(spec: Spec) -> None:
    """Dryness with anti-SSA; the eye and gland tests stand in the work-up."""
    spec.vignette(
        "Woman of 55. Dry eyes and mouth for two years, teeth decay, tired; anti-SSA positive.",
        """
        age_years 55; onset_age 53; pain_duration_months 24; pain_sites_wpi lower_arms; dry_eyes_3mo
        yes; dry_mouth_3mo yes; fatigue_severity 2; symptoms_similar_level_3mo yes;
        specific_autoantibody ssa; ana_titre titre_320_or_more
        """,
        consider="ss",
        weak="fm mps",
    )


def test_dry_on_amitriptyline(spec: Spec) -> None:
    """Drugs that dry count a little against it and hide nothing."""
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


def test_systemic_sclerosis(spec: Spec) -> None:
    """Thick skin and an ulcer; the fingertip is a matter of the same day."""
    spec.vignette(
        "Woman of 47. White and blue fingers for four years, skin of the fingers tight, an ulcer at one fingertip; anti-centromere positive.",
        """
        age_years 47; onset_age 43; pain_duration_months 48; pain_sites_wpi lower_arms;
        small_joint_hand_foot_pain yes; raynaud yes; puffy_fingers_sclerodactyly sclerodactyly;
        digital_ulcers_or_pits yes; telangiectasia yes; specific_autoantibody centromere_scl70_rnap3;
        ana_titre titre_320_or_more; symptoms_similar_level_3mo yes
        """,
        consider_first="ssc",
        consider="ctd",
        weak="sle fm iim mps ra",
        flags="RF19",
    )


def test_between_the_connective_tissue_diseases(spec: Spec) -> None:
    """Features and antibodies of no one disease: a connective tissue disease not yet named."""
    spec.vignette(
        "Woman of 33. Raynaud, dry eyes and mouth, puffy fingers and aching hands for two years; ANA 1:320, no set reached.",
        """
        age_years 33; onset_age 31; pain_duration_months 24; pain_sites_wpi lower_arms;
        small_joint_hand_foot_pain yes; raynaud yes; puffy_fingers_sclerodactyly puffy; dry_eyes_3mo
        yes; fatigue_severity 1; symptoms_similar_level_3mo yes; ana_titre titre_320_or_more
        """,
        consider="ctd ssc",
        weak="ss sle fm mps ra",
    )


def test_dermatomyositis(spec: Spec) -> None:
    """Weakness outranks pain; the rash is all but proof."""
    spec.vignette(
        "Woman of 52. Cannot rise from a chair or lift her arms since two months, purple lids, papules on the knuckles; creatine kinase six times the limit.",
        """
        age_years 52; onset_age 52; pain_duration_months 2; pain_sites_wpi shoulder_girdles upper_legs;
        hip_girdle_pain yes; objective_weakness_pattern proximal; weakness_progression weeks;
        weakness_weeks 8; weakness_symmetric yes; neck_flexor_weakness yes; heliotrope_or_gottron yes;
        fatigue_severity 2; ck_level from_4x_to_10x; crp_esr normal
        """,
        consider_first="iim",
        weak="cidp pmr",
        flags="RF15",
    )


def test_polymyalgia_at_71(spec: Spec) -> None:
    """Giant cell arteritis is listed with it every time."""
    spec.vignette(
        "Woman of 71. Both shoulders and hips stiff for an hour and a half each morning for six weeks; CRP raised.",
        """
        age_years 71; onset_age 71; pain_duration_months 2; pain_sites_wpi shoulder_girdles hips neck;
        bilateral_shoulder_girdle_pain yes; hip_girdle_pain yes; morning_stiffness_minutes 90;
        fatigue_severity 2; crp_esr raised; malaise_anorexia yes
        """,
        consider="pmr gca",
        weak="ra iim",
    )


def test_giant_cell_arteritis_at_74(spec: Spec) -> None:
    """First on the list, and an emergency before any list."""
    spec.vignette(
        "Man of 74. New headache, sore scalp, jaw tires on chewing, artery thick; sight dimmed twice.",
        """
        age_years 74; sex male; onset_age 74; pain_duration_months 1; pain_sites_wpi jaws;
        head_face_pain yes; new_headache_age50 yes; jaw_claudication yes; temporal_artery_abnormal yes;
        visual_loss_painless yes; crp_esr raised; malaise_anorexia yes
        """,
        consider_first="gca",
        flags="RF4 RF14",
    )
