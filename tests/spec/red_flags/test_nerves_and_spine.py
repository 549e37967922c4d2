"""Which danger signs come from brain, cord, nerves and spine?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec


def test_rf1_cauda_equina_and_cord(spec: Spec) -> None:
    """Emergency. A sensory level belongs here when it is sudden, progresses or comes with cancer, brisk reflexes and ataxia after cancer."""
    spec.holds("""
        answers                                          | => | RF1          | RF1 urgency | RF1 contradiction
        saddle_anaesthesia yes                           | => | raised       | emergency   | no
        bladder_bowel_new_dysfunction yes                | => | raised       | emergency   | no
        bilateral_leg_symptoms yes                       | => | raised       | emergency   | no
        bilateral_leg_symptoms yes; rf_ces no            | => | raised       | emergency   | yes
        objective_weakness_pattern leg_bilateral         | => | raised       | emergency   | no
        spinal_compression_imaging yes                   | => | raised       | emergency   | no
        sensory_level_or_band yes; cancer_history yes    | => | raised       | emergency   | no
        sensory_level_or_band yes; weakness_progression days | => | raised   | emergency   | no
        sensory_level_or_band yes; onset_mode sudden     | => | raised       | emergency   | no
        sensory_level_or_band yes                        | => | not excluded | emergency   | no
        reflexes brisk; cancer_history yes               | => | raised       | emergency   | no
        upper_motor_neuron_signs yes; cancer_history yes | => | raised       | emergency   | no
        gait_ataxia yes; cancer_history yes              | => | raised       | emergency   | no
        gait_ataxia yes; reflexes brisk                  | => | not excluded | emergency   | no
        rf_ces yes                                       | => | raised       | emergency   | no
    """)


def test_rf1_is_excluded_by_the_visit_and_needs_no_imaging(spec: Spec) -> None:
    """A result that nobody asked for raises it when it is there, and leaves nothing open when it is not."""
    spec.holds("""
        rf_ces | saddle_anaesthesia | bladder_bowel_new_dysfunction | bilateral_leg_symptoms | objective_weakness_pattern | sensory_level_or_band | spinal_compression_imaging | => | RF1
        no     | no                 | no                            | no                     | none                       | no                    | -                          | => | absent
        no     | no                 | no                            | no                     | none                       | no                    | no                         | => | absent
        no     | no                 | no                            | no                     | none                       | no                    | yes                        | => | raised
        no     | no                 | no                            | -                      | none                       | no                    | no                         | => | not excluded
    """)


def test_rf2_sudden_focal_deficit(spec: Spec) -> None:
    """Emergency. The deficit alone is not enough: it must have come suddenly."""
    spec.holds("""
        answers                                                         | => | RF2          | RF2 urgency | RF2 contradiction
        onset_mode sudden; hemisensory_or_motor_gt24h yes               | => | raised       | emergency   | no
        onset_mode sudden; diplopia_ino_nystagmus yes                   | => | raised       | emergency   | no
        onset_mode sudden; bulbar_symptoms yes                          | => | raised       | emergency   | no
        onset_mode sudden; objective_weakness_pattern unilateral        | => | raised       | emergency   | no
        onset_mode sudden; cranial_or_facial_weakness yes               | => | raised       | emergency   | no
        onset_mode sudden; gait_ataxia yes                              | => | raised       | emergency   | no
        onset_mode sudden; visual_loss_painless yes; rf_stroke no       | => | raised       | emergency   | yes
        onset_mode insidious; hemisensory_or_motor_gt24h yes            | => | not excluded | emergency   | no
        onset_mode insidious; rf_stroke no                              | => | absent       | emergency   | no
        rf_stroke yes                                                   | => | raised       | emergency   | no
    """)


def test_rf3_rapidly_progressive_weakness(spec: Spec) -> None:
    """Emergency: Guillain-Barré, myasthenia, myositis."""
    spec.holds("""
        answers                                                                        | => | RF3          | RF3 urgency | RF3 contradiction
        weakness_progression days                                                      | => | raised       | emergency   | no
        weakness_progression days; rf_rapid_weakness no                                | => | raised       | emergency   | yes
        bulbar_symptoms yes                                                            | => | raised       | emergency   | no
        breathing_weakness yes                                                         | => | raised       | emergency   | no
        reflexes absent; weakness_weeks 3; objective_weakness_pattern proximal_and_distal | => | raised    | emergency   | no
        reflexes reduced; weakness_weeks 3; objective_weakness_pattern distal          | => | raised       | emergency   | no
        cranial_or_facial_weakness yes; objective_weakness_pattern arms                | => | raised       | emergency   | no
        reflexes absent; weakness_weeks 4; objective_weakness_pattern proximal_and_distal | => | not excluded | emergency | no
        weakness_progression weeks; reflexes normal; bulbar_symptoms no; breathing_weakness no; rf_rapid_weakness no | => | absent | emergency | no
        rf_rapid_weakness yes                                                          | => | raised       | emergency   | no
    """)


def test_rf15_new_or_progressive_deficit(spec: Spec) -> None:
    """Urgent neurology; same day when it develops over hours or days (test vector T32)."""
    spec.holds("""
        answers                                              | => | RF15         | RF15 urgency | RF15 contradiction
        upper_motor_neuron_signs yes                         | => | raised       | urgent       | no
        upper_motor_neuron_signs yes; rf_motor_umn no        | => | raised       | urgent       | yes
        reflexes brisk; stocking_glove_distribution yes; age_years 65 | => | raised | urgent      | no
        sensory_level_or_band yes                            | => | raised       | urgent       | no
        gait_ataxia yes                                      | => | raised       | urgent       | no
        hemisensory_or_motor_gt24h yes                       | => | raised       | urgent       | no
        objective_weakness_pattern unilateral                | => | raised       | urgent       | no
        cranial_or_facial_weakness yes                       | => | raised       | urgent       | no
        objective_weakness_pattern distal; weakness_progression weeks | => | raised | urgent      | no
        objective_weakness_pattern distal; weakness_progression days | => | raised | same day     | no
        objective_weakness_pattern distal                    | => | not excluded | urgent       | no
        objective_weakness_pattern distal; weakness_symmetric no | => | raised   | urgent       | no
        objective_weakness_pattern proximal; checkpoint_inhibitor yes | => | raised | urgent    | no
        ask_neuro_signs no; rf_motor_umn no; hemisensory_or_motor_gt24h no | => | absent | urgent | no
        rf_motor_umn yes                                     | => | raised       | urgent       | no
    """)


def test_rf16_spinal_fracture(spec: Spec) -> None:
    """Same-day imaging: new spinal pain with bones that break easily, or after a fall or an injury."""
    spec.holds_in_a_visit("""
        answers                                                                           | => | RF16   | RF16 urgency | RF16 contradiction
        age_years 60; pain_sites_wpi lower_back; pain_duration_months 3; osteoporosis_or_fragility_fracture yes | => | raised | same day | yes
        age_years 60; pain_sites_wpi lower_back; pain_duration_months 4; osteoporosis_or_fragility_fracture yes | => | absent | same day | no
        age_years 60; pain_sites_wpi upper_back; pain_duration_months 1; glucocorticoid_prolonged yes; rf_fracture yes | => | raised | same day | no
        age_years 71; pain_sites_wpi lower_back; pain_duration_months 1; onset_mode sudden | => | raised | same day    | yes
        age_years 71; pain_sites_wpi lower_back; pain_duration_months 1; onset_mode after_injury | => | raised | same day | yes
        age_years 70; pain_sites_wpi lower_back; pain_duration_months 1; onset_mode sudden | => | absent | same day    | no
        age_years 30; pain_sites_wpi lower_back; pain_duration_months 1; spine_trauma yes  | => | raised | same day    | yes
        age_years 30; pain_sites_wpi hips; pain_duration_months 1; spine_trauma yes        | => | absent | same day    | no
        age_years 60; pain_duration_months 24; spinal_midline_tenderness yes; glucocorticoid_prolonged yes | => | raised | same day | yes
        age_years 60; pain_duration_months 24; bone_lesion_imaging fracture_unexplained    | => | raised | same day     | yes
        age_years 60; pain_sites_wpi lower_back; pain_duration_months 1                    | => | absent | same day    | no
    """)
    spec.holds("""
        answers                                                                | => | RF16
        pain_sites_wpi lower_back; osteoporosis_or_fragility_fracture yes      | => | not excluded
        rf_fracture yes                                                        | => | raised
    """)


def test_rf18_aneurysm_of_the_aorta(spec: Spec) -> None:
    """Emergency. No ordinary answer points to it but a pulsating mass and the direct sign."""
    spec.holds("""
        answers                             | => | RF18         | RF18 urgency | RF18 contradiction
        rf_aaa yes                          | => | raised       | emergency    | no
        rf_aaa no                           | => | absent       | emergency    | no
        rf_aaa no; spine_pulsatile_mass yes | => | raised       | emergency    | yes
        spine_pulsatile_mass yes            | => | raised       | emergency    | no
        spine_pulsatile_mass no             | => | not excluded | emergency    | no
    """)
