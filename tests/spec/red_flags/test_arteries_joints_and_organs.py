"""Which danger signs come from arteries, eyes, joints, chest and organs?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec


def test_rf4_giant_cell_arteritis(spec: Spec) -> None:
    """Same day from age 50 on symptoms alone (test vector T23); emergency with loss of sight or double vision."""
    spec.holds("""
        answers                                          | => | RF4          | RF4 urgency | RF4 contradiction
        age_years 72; jaw_claudication yes               | => | raised       | same day    | no
        age_years 72; jaw_claudication yes; rf_gca no    | => | raised       | same day    | yes
        age_years 50; new_headache_age50 yes             | => | raised       | same day    | no
        age_years 72; temporal_artery_abnormal yes       | => | raised       | same day    | no
        age_years 72; visual_loss_painless yes           | => | raised       | emergency   | no
        age_years 72; visual_loss_monocular_painful yes  | => | raised       | emergency   | no
        age_years 72; diplopia_ino_nystagmus yes         | => | raised       | emergency   | no
        age_years 49; jaw_claudication yes               | => | not excluded | same day    | no
        age_years 49; jaw_claudication yes; rf_gca no    | => | absent       | same day    | no
        rf_gca yes                                       | => | raised       | same day    | no
    """)


def test_rf5_septic_arthritis(spec: Spec) -> None:
    """Emergency: one hot swollen joint is infected until it is shown not to be."""
    spec.holds("""
        answers                                  | => | RF5          | RF5 urgency | RF5 contradiction
        hot_swollen_joint yes                    | => | raised       | emergency   | no
        hot_swollen_joint yes; rf_septic_joint no | => | raised      | emergency   | yes
        rf_septic_joint yes                      | => | raised       | emergency   | no
        hot_swollen_joint no                     | => | not excluded | emergency   | no
        hot_swollen_joint no; rf_septic_joint no | => | absent       | emergency   | no
    """)


def test_rf10_persistent_synovitis(spec: Spec) -> None:
    """Refer also with normal CRP and negative antibodies (NG100)."""
    spec.holds("""
        answers                                                       | => | RF10         | RF10 urgency | RF10 contradiction
        swollen_joint_count_small 1                                   | => | raised       | urgent       | no
        swollen_joint_count_small 1; crp_esr normal; rf_acpa neg      | => | raised       | urgent       | no
        swollen_joint_count_small 1; rf_synovitis no                  | => | raised       | urgent       | yes
        swollen_joint_count_large 2                                   | => | raised       | urgent       | no
        swollen_joint_count_large 1; joint_symptom_weeks 6            | => | raised       | urgent       | no
        swollen_joint_count_large 1; joint_symptom_weeks 5            | => | not excluded | urgent       | no
        swollen_joint_count_large 1; swollen_joint_count_small 0; joint_symptom_weeks 5; rf_synovitis no | => | absent | urgent | no
        rf_synovitis yes                                              | => | raised       | urgent       | no
    """)


def test_rf11_organs_in_connective_tissue_disease(spec: Spec) -> None:
    """Urgent. Kidney, blood, lining of the lungs, vessels or a gland; a raised creatinine needs a feature beside it."""
    spec.holds_in_a_visit(
        """
        answers                                 | => | RF11   | RF11 urgency | RF11 contradiction
        pleuritic_or_pericardial_pain yes       | => | raised | urgent       | yes
        purpura_or_livedo yes                   | => | raised | urgent       | yes
        parotid_swelling yes                    | => | raised | urgent       | yes
        proteinuria_haematuria yes              | => | raised | urgent       | yes
        blood_count_abnormal leucopenia         | => | raised | urgent       | yes
        blood_count_abnormal thrombocytopenia   | => | raised | urgent       | yes
        blood_count_abnormal anaemia            | => | absent | urgent       | no
        creatinine_raised yes                   | => | absent | urgent       | no
        creatinine_raised yes; raynaud yes      | => | raised | urgent       | yes
        creatinine_raised yes; ana_titre titre_160 | => | raised | urgent    | yes
        rf_organ_ctd yes                        | => | raised | urgent       | no
        """,
        age_years=40,
    )
    spec.holds("""
        answers              | => | RF11
        purpura_or_livedo no | => | not excluded
        rf_organ_ctd no      | => | not excluded
    """)


def test_rf12_chest_pain_or_breathlessness(spec: Spec) -> None:
    """Emergency. After a checkpoint inhibitor weak breathing or a weak face counts too."""
    spec.holds("""
        answers                                            | => | RF12         | RF12 urgency | RF12 contradiction
        pleuritic_or_pericardial_pain yes                  | => | raised       | emergency    | no
        dyspnoea_or_crackles yes                           | => | raised       | emergency    | no
        dyspnoea_or_crackles yes; rf_chest no              | => | raised       | emergency    | yes
        checkpoint_inhibitor yes; breathing_weakness yes   | => | raised       | emergency    | no
        checkpoint_inhibitor yes; cranial_or_facial_weakness yes | => | raised | emergency    | no
        checkpoint_inhibitor yes                           | => | not excluded | emergency    | no
        pleuritic_or_pericardial_pain no; dyspnoea_or_crackles no; rf_chest no | => | absent | emergency | no
        rf_chest yes                                       | => | raised       | emergency    | no
    """)


def test_rf14_threat_to_sight(spec: Spec) -> None:
    """Same-day eye service at any age; from fifty giant cell arteritis is asked about in the same breath."""
    spec.holds("""
        answers                                                 | => | RF14         | RF14 urgency | RF14 contradiction
        age_years 30; visual_loss_monocular_painful yes         | => | raised       | same day     | no
        age_years 30; visual_loss_painless yes; rf_red_eye no   | => | raised       | same day     | yes
        age_years 72; visual_loss_painless yes                  | => | raised       | same day     | no
        visual_loss_monocular_painful no; visual_loss_painless no | => | not excluded | same day   | no
        visual_loss_monocular_painful no; visual_loss_painless no; rf_red_eye no | => | absent | same day | no
        rf_red_eye yes                                          | => | raised       | same day     | no
    """)


def test_rf19_fingers_without_blood(spec: Spec) -> None:
    """Same day: an ulcer at a fingertip; Raynaud alone is none."""
    spec.holds("""
        answers                                          | => | RF19         | RF19 urgency | RF19 contradiction
        digital_ulcers_or_pits yes                       | => | raised       | same day     | no
        digital_ulcers_or_pits yes; rf_digital_ischaemia no | => | raised    | same day     | yes
        rf_digital_ischaemia yes                         | => | raised       | same day     | no
        raynaud yes                                      | => | not excluded | same day     | no
        raynaud yes; digital_ulcers_or_pits no; rf_digital_ischaemia no | => | absent | same day | no
    """)
