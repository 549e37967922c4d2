"""What does the whole table look like in disease of nerves, brain and cord? Looked at by eye, then held.

Each patient had a whole visit in which all else was asked and is normal; tests that are not named were
not done. The tables are what the rules give today, not what an expert panel agreed on.
"""

# ruff: noqa: E501  (a story is as long as it is)

from tests.spec.paragraph import Spec


def test_optic_neuritis_at_29(spec: Spec) -> None:
    """One eye dims with pain: the eye service today, neurology with it."""
    spec.vignette(
        "Woman of 29. Sight of one eye dimmed over days, sore on moving it; two years ago one leg was numb for a week.",
        """
        age_years 29; onset_age 27; pain_duration_months 1; pain_sites_wpi none;
        visual_loss_monocular_painful yes; prior_neuro_episodes yes; fatigue_severity 2
        """,
        consider="ms",
        flags="RF14",
    )


def test_ms_known_by_its_mri(spec: Spec) -> None:
    """Eye sign and imaging; the central signs speak for brain and cord as such."""
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


def test_cord_at_65(spec: Spec) -> None:
    """Test vector T32: urgent neurology for brain or cord, and MS is not named."""
    spec.vignette(
        "Man of 65. Clumsy legs and numb feet for months, reflexes brisk, plantars up.",
        """
        age_years 65; sex male; onset_age 64; pain_duration_months 6; pain_sites_wpi neck;
        stocking_glove_distribution yes; reflexes brisk; upper_motor_neuron_signs yes; gait_ataxia yes;
        symptoms_similar_level_3mo yes
        """,
        consider_first="cns",
        consider="lfpn",
        weak="mps sfn",
        flags="RF15",
    )


def test_cord_compressed_by_a_metastasis(spec: Spec) -> None:
    """Four danger signs; the cord comes before the cancer."""
    spec.vignette(
        "Woman of 59, breast cancer four years ago. Band round the chest and stiff weak legs within two weeks; MRI shows compression.",
        """
        age_years 59; onset_age 59; pain_duration_months 1; cancer_history yes; pain_sites_wpi
        upper_back; thoracic_or_constant_pain yes; unremitting_night_pain yes; sensory_level_or_band
        yes; objective_weakness_pattern leg_bilateral; weakness_progression days; weakness_weeks 1;
        weakness_symmetric yes; upper_motor_neuron_signs yes; reflexes brisk; spinal_compression_imaging
        yes
        """,
        consider_first="cns",
        consider="malig",
        weak="mps iim",
        flags="RF1 RF3 RF7 RF15",
    )


def test_sudden_one_sided_weakness(spec: Spec) -> None:
    """The stroke pathway does not wait for a list, and none is made."""
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


def test_cidp(spec: Spec) -> None:
    """Weak near and far without reflexes over months."""
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
        weak="iim sfn",
        flags="RF15",
    )


def test_guillain_barre(spec: Spec) -> None:
    """The emergency says what it is; the list knows only its slow cousin, CIDP, held back by the short course."""
    spec.vignette(
        "Woman of 40. Legs then arms weak within four days, reflexes gone, breathless lying flat.",
        """
        age_years 40; onset_age 40; pain_duration_months 0; pain_sites_wpi lower_back;
        objective_weakness_pattern proximal_and_distal; weakness_progression days; weakness_weeks 1;
        weakness_symmetric yes; reflexes absent; breathing_weakness yes
        """,
        consider="cidp",
        weak="iim mps clbp lfpn",
        flags="RF3 RF15",
    )


def test_small_fibres_with_a_biopsy(spec: Spec) -> None:
    """Signs and biopsy agree while conduction is normal."""
    spec.vignette(
        "Woman of 49. Burning feet at night, pinprick lost to the ankles, reflexes kept; skin biopsy reduced, conduction normal.",
        """
        age_years 49; onset_age 46; pain_duration_months 36; pain_sites_wpi lower_legs;
        stocking_glove_distribution yes; pain_burning_electric yes; touch_allodynia_history yes;
        pin_or_thermal_loss_distal yes; allodynia_hyperalgesia_feet yes; symptoms_similar_level_3mo yes;
        skin_biopsy_ienfd reduced; nerve_conduction_result normal
        """,
        consider_first="sfn",
        weak="noci fm lfpn",
    )


def test_burning_feet_with_diabetes(spec: Spec) -> None:
    """Signs without a biopsy: considered."""
    spec.vignette(
        "Man of 60 with diabetes. Feet burn at night, pinprick lost to the ankles, reflexes and vibration kept.",
        """
        age_years 60; sex male; onset_age 57; pain_duration_months 36; diabetes_or_alcohol diabetes;
        pain_sites_wpi lower_legs; stocking_glove_distribution yes; pain_burning_electric yes;
        touch_allodynia_history yes; pin_or_thermal_loss_distal yes; symptoms_similar_level_3mo yes
        """,
        consider="sfn",
        weak="lfpn noci fm",
    )


def test_large_fibres_with_diabetes(spec: Spec) -> None:
    """Vibration lost and axonal conduction."""
    spec.vignette(
        "Man of 66 with diabetes. Feet numb and unsteady for four years, vibration lost, ankle jerks reduced, conduction axonal.",
        """
        age_years 66; sex male; onset_age 62; pain_duration_months 48; diabetes_or_alcohol diabetes;
        pain_sites_wpi lower_legs; stocking_glove_distribution yes; vibration_proprioception_loss yes;
        reflexes reduced; pin_or_thermal_loss_distal yes; symptoms_similar_level_3mo yes;
        nerve_conduction_result axonal
        """,
        consider="lfpn sfn",
        weak="cidp",
    )


def test_numb_unsteady_feet(spec: Spec) -> None:
    """Lost reflexes also bring up CIDP: conduction tells them apart."""
    spec.vignette(
        "Man of 68, heavy drinker. Numb feet, vibration lost, ankle jerks gone, Romberg positive.",
        """
        age_years 68; sex male; onset_age 65; pain_duration_months 36; diabetes_or_alcohol alcohol;
        pain_sites_wpi lower_legs; stocking_glove_distribution yes; vibration_proprioception_loss yes;
        reflexes absent; gait_ataxia yes; symptoms_similar_level_3mo yes
        """,
        consider="lfpn cidp",
        weak="sfn cns",
        flags="RF15",
    )
