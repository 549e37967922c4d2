"""What raises each danger sign, and can anything outvote it?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.book import Spec


def test_an_answer_a_direct_tick_or_both_raise_it_and_a_no_never_lowers_it(spec: Spec) -> None:
    """A raised sign with a direct no beside it stays raised, and the contradiction is shown."""
    spec.holds("""
        saddle_anaesthesia | rf_ces | => | RF1          | RF1 contradiction
        yes                | -      | => | raised       | no
        yes                | yes    | => | raised       | no
        yes                | no     | => | raised       | yes
        no                 | yes    | => | raised       | no
        no                 | no     | => | not excluded | no
        -                  | -      | => | not excluded | no
        not_assessed       | no     | => | not excluded | no
    """)


def test_it_is_absent_only_when_all_its_answers_and_the_direct_one_are_no(spec: Spec) -> None:
    spec.holds("""
        answers                                                              | => | RF5          | RF8          | RF12
        hot_swollen_joint no                                                 | => | not excluded | not excluded | not excluded
        rf_septic_joint no                                                   | => | not excluded | not excluded | not excluded
        hot_swollen_joint no; rf_septic_joint no                             | => | absent       | not excluded | not excluded
        phq9_item9 0; rf_suicide no                                          | => | not excluded | absent       | not excluded
        pleuritic_or_pericardial_pain no; dyspnoea_or_crackles no; rf_chest no | => | not excluded | not excluded | absent
    """)


def test_rf1_cauda_equina_and_cord(spec: Spec) -> None:
    """Emergency. A sensory level belongs here when it progresses or comes with cancer."""
    spec.holds("""
        answers                                          | => | RF1          | RF1 urgency
        saddle_anaesthesia yes                           | => | raised       | emergency
        bladder_bowel_new_dysfunction yes                | => | raised       | emergency
        bilateral_leg_symptoms yes                       | => | raised       | emergency
        objective_weakness_pattern leg_bilateral         | => | raised       | emergency
        spinal_compression_imaging yes                   | => | raised       | emergency
        sensory_level_or_band yes; cancer_history yes    | => | raised       | emergency
        sensory_level_or_band yes; weakness_progression days | => | raised   | emergency
        sensory_level_or_band yes                        | => | not excluded | emergency
        rf_ces yes                                       | => | raised       | emergency
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
        answers                                                         | => | RF2          | RF2 urgency
        onset_mode sudden; hemisensory_or_motor_gt24h yes               | => | raised       | emergency
        onset_mode sudden; diplopia_ino_nystagmus yes                   | => | raised       | emergency
        onset_mode sudden; bulbar_symptoms yes                          | => | raised       | emergency
        onset_mode sudden; objective_weakness_pattern unilateral        | => | raised       | emergency
        onset_mode sudden; cranial_or_facial_weakness yes               | => | raised       | emergency
        onset_mode insidious; hemisensory_or_motor_gt24h yes            | => | not excluded | emergency
        onset_mode insidious; rf_stroke no                              | => | absent       | emergency
        rf_stroke yes                                                   | => | raised       | emergency
    """)


def test_rf3_rapidly_progressive_weakness(spec: Spec) -> None:
    """Emergency: Guillain-Barré, myasthenia, myositis."""
    spec.holds("""
        answers                                                                        | => | RF3          | RF3 urgency
        weakness_progression days                                                      | => | raised       | emergency
        bulbar_symptoms yes                                                            | => | raised       | emergency
        breathing_weakness yes                                                         | => | raised       | emergency
        reflexes absent; weakness_weeks 3; objective_weakness_pattern proximal_and_distal | => | raised    | emergency
        reflexes absent; weakness_weeks 10; objective_weakness_pattern proximal_and_distal | => | not excluded | emergency
        weakness_progression weeks; reflexes normal; bulbar_symptoms no; breathing_weakness no; rf_rapid_weakness no | => | absent | emergency
        rf_rapid_weakness yes                                                          | => | raised       | emergency
    """)


def test_rf4_giant_cell_arteritis(spec: Spec) -> None:
    """Same day from age 50 on symptoms alone (test vector T23); emergency with loss of sight or double vision."""
    spec.holds("""
        answers                                          | => | RF4          | RF4 urgency | gca
        age_years 72; jaw_claudication yes               | => | raised       | same day    | consider
        age_years 50; new_headache_age50 yes             | => | raised       | same day    | consider
        age_years 72; temporal_artery_abnormal yes       | => | raised       | same day    | consider
        age_years 72; visual_loss_painless yes           | => | raised       | emergency   | consider
        age_years 72; visual_loss_monocular_painful yes  | => | raised       | emergency   | consider
        age_years 72; diplopia_ino_nystagmus yes         | => | raised       | emergency   | consider
        age_years 72; jaw_claudication yes; crp_esr normal | => | raised     | same day    | consider
        age_years 49; jaw_claudication yes               | => | not excluded | same day    | not suggested
        age_years 49; jaw_claudication yes; rf_gca no    | => | absent       | same day    | not suggested
        rf_gca yes                                       | => | raised       | same day    | consider
    """)


def test_rf5_septic_arthritis(spec: Spec) -> None:
    spec.holds("""
        answers               | => | RF5    | RF5 urgency
        hot_swollen_joint yes | => | raised | emergency
        rf_septic_joint yes   | => | raised | emergency
    """)


def test_rf6_spinal_infection(spec: Spec) -> None:
    """Fever with spinal pain, or fever with a weakened immune system or injected drugs, even without."""
    spec.holds("""
        answers                                                | => | RF6          | RF6 urgency | spinf
        fever_unexplained yes; pain_sites_wpi lower_back       | => | raised       | same day    | consider
        fever_unexplained yes; pain_sites_wpi neck             | => | raised       | same day    | consider
        fever_unexplained yes; immunosuppression_or_ivdu yes   | => | raised       | same day    | consider
        fever_unexplained yes; spinal_midline_tenderness yes   | => | raised       | same day    | consider
        fever_unexplained yes                                  | => | not excluded | same day    | not suggested
        fever_unexplained no; pain_sites_wpi lower_back; rf_spinal_infection no | => | absent | same day | not suggested
        rf_spinal_infection yes                                | => | raised       | same day    | consider
    """)


def test_rf7_cancer_of_spine_or_bone(spec: Spec) -> None:
    """Urgent; emergency with any neurological sign."""
    spec.holds("""
        answers                                                      | => | RF7          | RF7 urgency | malig
        cancer_history yes; pain_sites_wpi lower_back                | => | raised       | urgent      | consider
        cancer_history yes; unremitting_night_pain yes               | => | raised       | urgent      | consider
        weight_loss_night_sweats yes; unremitting_night_pain yes     | => | raised       | urgent      | consider
        age_years 51; unremitting_night_pain yes; pain_duration_months 4 | => | raised   | urgent      | consider
        age_years 51; unremitting_night_pain yes; pain_duration_months 13; rf_cancer no; cancer_history no; weight_loss_night_sweats no | => | absent | urgent | not suggested
        cancer_history yes; pain_sites_wpi lower_back; reflexes brisk | => | raised      | emergency   | consider
        cancer_history yes; pain_sites_wpi lower_back; bilateral_leg_symptoms yes | => | raised | emergency | consider
        rf_cancer yes                                                | => | raised       | urgent      | consider
    """)


def test_rf8_thoughts_of_suicide(spec: Spec) -> None:
    """Test vector T30: any answer above never, whatever a total says; a disclosure outvotes "never"."""
    spec.holds("""
        answers                      | => | RF8          | RF8 urgency | RF8 contradiction
        phq9_item9 1                 | => | raised       | same day    | no
        phq9_item9 3; rf_suicide no  | => | raised       | same day    | yes
        phq9_item9 0; rf_suicide yes | => | raised       | same day    | no
        phq9_item9 0                 | => | not excluded | same day    | no
        phq9_item9 0; rf_suicide no  | => | absent       | same day    | no
    """)


def test_rf10_persistent_synovitis(spec: Spec) -> None:
    """Refer also with normal CRP and negative antibodies (NG100)."""
    spec.holds("""
        answers                                                       | => | RF10         | RF10 urgency
        swollen_joint_count_small 1                                   | => | raised       | urgent
        swollen_joint_count_small 1; crp_esr normal; rf_acpa neg      | => | raised       | urgent
        swollen_joint_count_large 2                                   | => | raised       | urgent
        swollen_joint_count_large 1; joint_symptom_weeks 6            | => | raised       | urgent
        swollen_joint_count_large 1; joint_symptom_weeks 5            | => | not excluded | urgent
        swollen_joint_count_large 1; swollen_joint_count_small 0; joint_symptom_weeks 5; rf_synovitis no | => | absent | urgent
        rf_synovitis yes                                              | => | raised       | urgent
    """)


def test_rf12_chest_pain_or_breathlessness(spec: Spec) -> None:
    spec.holds("""
        answers                           | => | RF12   | RF12 urgency
        pleuritic_or_pericardial_pain yes | => | raised | emergency
        dyspnoea_or_crackles yes          | => | raised | emergency
        rf_chest yes                      | => | raised | emergency
    """)


def test_rf15_new_or_progressive_deficit(spec: Spec) -> None:
    """Urgent neurology; same day when it develops over hours or days (test vector T32)."""
    spec.holds("""
        answers                                              | => | RF15         | RF15 urgency
        upper_motor_neuron_signs yes                         | => | raised       | urgent
        reflexes brisk                                       | => | raised       | urgent
        sensory_level_or_band yes                            | => | raised       | urgent
        gait_ataxia yes                                      | => | raised       | urgent
        hemisensory_or_motor_gt24h yes                       | => | raised       | urgent
        objective_weakness_pattern unilateral                | => | raised       | urgent
        objective_weakness_pattern distal; weakness_progression weeks | => | raised | urgent
        objective_weakness_pattern distal; weakness_progression days | => | raised | same day
        objective_weakness_pattern distal                    | => | not excluded | urgent
        ask_neuro_signs no; rf_motor_umn no; hemisensory_or_motor_gt24h no | => | absent | urgent
        rf_motor_umn yes                                     | => | raised       | urgent
    """)
