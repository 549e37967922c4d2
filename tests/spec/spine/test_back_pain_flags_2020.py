"""Which findings in back pain call for something else than back pain?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

FLAGS = "finucane-2020"


def test_one_sign_of_cauda_equina_cord_aneurysm_or_failing_power_is_enough(spec: Spec) -> None:
    """These cannot wait for a second sign."""
    spec.of(FLAGS).holds_in_a_visit(
        """
        answers                               | => | finucane-2020 | finucane-2020 cauda_equina | finucane-2020 cord | finucane-2020 aneurysm | finucane-2020 motor
        saddle_anaesthesia yes                | => | met           | 1                          | 0                  | 0                      | 0
        bladder_bowel_new_dysfunction yes     | => | met           | 1                          | 0                  | 0                      | 0
        bilateral_leg_symptoms yes            | => | met           | 1                          | 0                  | 0                      | 0
        gait_ataxia yes                       | => | met           | 0                          | 1                  | 0                      | 0
        upper_motor_neuron_signs yes          | => | met           | 0                          | 1                  | 0                      | 0
        sensory_level_or_band yes             | => | met           | 0                          | 1                  | 0                      | 0
        spine_hand_clumsiness yes             | => | met           | 0                          | 1                  | 0                      | 0
        spine_pulsatile_mass yes              | => | met           | 0                          | 0                  | 1                      | 0
        weakness_progression weeks            | => | met           | 0                          | 0                  | 0                      | 1
        weakness_progression relapsing        | => | not met       | 0                          | 0                  | 0                      | 0
        """,
        age_years=45,
    )


def test_single_signs_of_fracture_cancer_or_infection_are_weak_and_two_count(spec: Spec) -> None:
    """The paper says to judge combinations; that two make one is our own reading of it."""
    spec.of(FLAGS).holds_in_a_visit("""
        answers                                                          | => | finucane-2020 fracture | finucane-2020 malignancy | finucane-2020 infection | finucane-2020
        age_years 45; spine_trauma yes                                   | => | 1                      | 0                        | 0                       | not met
        age_years 45; spine_trauma yes; glucocorticoid_prolonged yes     | => | 2                      | 0                        | 0                       | met
        age_years 71; osteoporosis_or_fragility_fracture yes             | => | 2                      | 1                        | 0                       | met
        age_years 70; osteoporosis_or_fragility_fracture yes             | => | 1                      | 1                        | 0                       | not met
        age_years 45; spine_sudden_or_height_loss yes; spinal_midline_tenderness yes | => | 2          | 0                        | 0                       | met
        age_years 45; cancer_history yes                                 | => | 0                      | 1                        | 0                       | not met
        age_years 51; cancer_history yes                                 | => | 0                      | 2                        | 0                       | met
        age_years 50; cancer_history yes                                 | => | 0                      | 1                        | 0                       | not met
        age_years 45; unremitting_night_pain yes; weight_loss_night_sweats yes | => | 0                | 2                        | 0                       | met
        age_years 45; progressive_pain_despite_treatment yes; thoracic_or_constant_pain yes | => | 0   | 2                        | 0                       | met
        age_years 45; fever_unexplained yes                              | => | 0                      | 0                        | 1                       | not met
        age_years 45; fever_unexplained yes; immunosuppression_or_ivdu yes | => | 0                    | 0                        | 2                       | met
        age_years 45; spine_recent_procedure yes; spine_tuberculosis yes | => | 0                      | 0                        | 2                       | met
    """)


def test_nothing_found_is_not_met_and_nothing_asked_is_open(spec: Spec) -> None:
    """Plain back pain needs no picture; a form left empty excludes nothing."""
    spec.of(FLAGS).holds_in_a_visit("""
        answers      | => | finucane-2020
        age_years 45 | => | not met
    """)
    spec.of(FLAGS).holds("""
        answers                | => | finucane-2020
        age_years 45           | => | undetermined
        saddle_anaesthesia yes | => | met
    """)
