"""What does the whole table look like in back pain, cancer and infection? Looked at by eye, then held.

Each patient had a whole visit in which all else was asked and is normal; tests that are not named were
not done. The tables are what the rules give today, not what an expert panel agreed on.
"""

# ruff: noqa: E501  (a story is as long as it is)

from tests.spec.paragraph import Spec


def test_plain_low_back_pain(spec: Spec) -> None:
    """No danger sign, no imaging, two everyday names."""
    spec.vignette(
        "Man of 46. Low back pain for a year, comes with lifting, nothing else.",
        """
        age_years 46; sex male; onset_age 45; pain_duration_months 12; pain_sites_wpi lower_back;
        symptoms_similar_level_3mo yes; worse_with_stretch_contraction yes
        """,
        consider="mps clbp",
    )


def test_sciatica(spec: Spec) -> None:
    """One root, no danger sign."""
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
    """Nothing is suggested and everything is said: imaging now."""
    spec.vignette(
        "Man of 50. Back pain, both legs hurt, numb between the legs, cannot pass urine since yesterday.",
        """
        age_years 50; sex male; onset_age 50; pain_duration_months 1; onset_mode sudden; pain_sites_wpi
        lower_back upper_legs; bilateral_leg_symptoms yes; saddle_anaesthesia yes;
        bladder_bowel_new_dysfunction yes; objective_weakness_pattern leg_bilateral;
        weakness_progression days; weakness_weeks 0; reflexes reduced; rf_ces yes
        """,
        weak="cns",
        flags="RF1 RF3 RF15",
    )


def test_back_pain_after_breast_cancer(spec: Spec) -> None:
    """Night pain and lost weight after cancer."""
    spec.vignette(
        "Woman of 66, breast cancer six years ago. New back pain that wakes her and no position eases; lost weight.",
        """
        age_years 66; onset_age 66; pain_duration_months 2; cancer_history yes; pain_sites_wpi
        lower_back upper_back; thoracic_or_constant_pain yes; unremitting_night_pain yes;
        progressive_pain_despite_treatment yes; weight_loss_night_sweats yes; malaise_anorexia yes
        """,
        consider="malig",
        weak="mps clbp fx infx spinf",
        flags="RF7 RF17",
    )


def test_myeloma(spec: Spec) -> None:
    """Paraprotein, anaemia and bone lesions; a lesion on imaging is urgent by itself."""
    spec.vignette(
        "Man of 71. Back and rib pain for four months, tired, anaemic, creatinine and calcium raised; paraprotein found.",
        """
        age_years 71; sex male; onset_age 71; pain_duration_months 4; pain_sites_wpi lower_back
        upper_back chest; bone_pain_generalised yes; thoracic_or_constant_pain yes;
        progressive_pain_despite_treatment yes; bone_tenderness_shin_rib yes; fatigue_severity 2;
        malaise_anorexia yes; symptoms_similar_level_3mo yes; blood_count_abnormal anaemia;
        creatinine_raised yes; calcium high; calcium_mmol_l 2.8; spep_flc_abnormal yes; crp_esr raised;
        bone_lesion_imaging lytic_or_marrow
        """,
        consider_first="mm",
        consider="malig clbp hpt vitd",
        weak="mps fm axspa fx gca",
        flags="RF7",
    )


def test_fracture_of_a_vertebra(spec: Spec) -> None:
    """Imaging on the same day."""
    spec.vignette(
        "Woman of 78 on prednisolone. Sudden pain in the back on bending two weeks ago, spine tender on tapping.",
        """
        age_years 78; onset_age 78; pain_duration_months 0; onset_mode sudden; glucocorticoid_prolonged
        yes; osteoporosis_or_fragility_fracture yes; pain_sites_wpi lower_back upper_back;
        spinal_midline_tenderness yes; thoracic_or_constant_pain yes
        """,
        consider="fx",
        weak="mps malig clbp",
        flags="RF16",
    )


def test_fever_and_back_pain(spec: Spec) -> None:
    """Fever and a tender spine in somebody who injects."""
    spec.vignette(
        "Man of 39 who injects drugs. Fever, back pain for three weeks, spine tender on tapping.",
        """
        age_years 39; sex male; onset_age 39; pain_duration_months 0; immunosuppression_or_ivdu yes;
        fever_unexplained yes; malaise_anorexia yes; pain_sites_wpi lower_back;
        thoracic_or_constant_pain yes; spinal_midline_tenderness yes; unremitting_night_pain yes;
        crp_esr raised
        """,
        consider="spinf",
        weak="malig mps clbp fx mm",
        flags="RF6 RF17",
    )


def test_fever_and_weak_legs(spec: Spec) -> None:
    """What the danger sign names comes first, though the cord has more findings behind it."""
    spec.vignette(
        "Man of 44 on immunosuppression. Fever and back pain for three weeks; since a week one leg is weak, its reflexes brisk.",
        """
        age_years 44; sex male; onset_age 44; pain_duration_months 0; immunosuppression_or_ivdu yes;
        fever_unexplained yes; pain_sites_wpi lower_back; spinal_midline_tenderness yes; reflexes brisk;
        objective_weakness_pattern unilateral; weakness_progression weeks; weakness_weeks 1; crp_esr raised
        """,
        consider="spinf cns",
        order="spinf, cns",
        weak="mps clbp",
        flags="RF6 RF15",
    )


def test_hepatitis_c(spec: Spec) -> None:
    """A weak rheumatoid factor belongs to the virus; both are shown."""
    spec.vignette(
        "Man of 52 who once injected drugs. Aching joints, tired, purpura on the shins; hepatitis C confirmed, rheumatoid factor low positive.",
        """
        age_years 52; sex male; onset_age 51; pain_duration_months 12; immunosuppression_or_ivdu yes;
        infection_exposure hcv_hiv_risk; pain_sites_wpi lower_arms lower_legs;
        small_joint_hand_foot_pain yes; tender_joint_count 6; fatigue_severity 2; purpura_or_livedo yes;
        symptoms_similar_level_3mo yes; hcv_hiv_positive yes; rf_acpa low; complement_low yes
        """,
        consider="fm infx ra",
        weak="sle ctd spinf",
        flags="RF11",
    )
