"""Which danger signs come from infection, cancer, blood chemistry and the patient's safety?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec


def test_rf6_spinal_infection(spec: Spec) -> None:
    """Same day: fever with spinal pain, or fever with a weakened immune system or injected drugs, even without."""
    spec.holds("""
        answers                                                | => | RF6          | RF6 urgency | RF6 contradiction
        fever_unexplained yes; pain_sites_wpi lower_back       | => | raised       | same day    | no
        fever_unexplained yes; pain_sites_wpi neck             | => | raised       | same day    | no
        fever_unexplained yes; pain_sites_wpi neck; rf_spinal_infection no | => | raised | same day | yes
        fever_unexplained yes; immunosuppression_or_ivdu yes   | => | raised       | same day    | no
        fever_unexplained yes; spinal_midline_tenderness yes   | => | raised       | same day    | no
        fever_unexplained yes                                  | => | not excluded | same day    | no
        fever_unexplained no; pain_sites_wpi lower_back; rf_spinal_infection no | => | absent | same day | no
        rf_spinal_infection yes                                | => | raised       | same day    | no
    """)


def test_rf7_cancer_of_spine_or_bone(spec: Spec) -> None:
    """Urgent; emergency with any neurological sign. After 50 new is read as within a year. After cancer any duration counts: new pain hides in an old one."""
    spec.holds("""
        answers                                                      | => | RF7          | RF7 urgency | RF7 contradiction
        cancer_history yes; pain_sites_wpi lower_back                | => | raised       | urgent      | no
        cancer_history yes; pain_sites_wpi lower_back; rf_cancer no  | => | raised       | urgent      | yes
        cancer_history yes; unremitting_night_pain yes               | => | raised       | urgent      | no
        cancer_history yes; bone_pain_generalised yes                | => | raised       | urgent      | no
        cancer_history yes; pain_sites_wpi hips; pain_duration_months 12 | => | raised   | urgent      | no
        cancer_history yes; pain_sites_wpi hips; pain_duration_months 13 | => | not excluded | urgent  | no
        cancer_history yes; pain_sites_wpi lower_arms; pain_duration_months 2 | => | not excluded | urgent | no
        weight_loss_night_sweats yes; unremitting_night_pain yes     | => | raised       | urgent      | no
        age_years 51; unremitting_night_pain yes; pain_duration_months 12 | => | raised   | urgent     | no
        age_years 50; unremitting_night_pain yes; pain_duration_months 4; rf_cancer no; cancer_history no; weight_loss_night_sweats no | => | absent | urgent | no
        age_years 51; unremitting_night_pain yes; pain_duration_months 13; rf_cancer no; cancer_history no; weight_loss_night_sweats no | => | absent | urgent | no
        cancer_history yes; pain_sites_wpi lower_back; pain_duration_months 120; symptoms_similar_level_3mo yes | => | raised | urgent | no
        cancer_history yes                                           | => | not excluded | urgent      | no
        cancer_history yes; pain_sites_wpi lower_back; reflexes brisk | => | raised      | emergency   | no
        cancer_history yes; pain_sites_wpi lower_back; bilateral_leg_symptoms yes | => | raised | emergency | no
        rf_cancer yes                                                | => | raised       | urgent      | no
    """)


def test_a_lesion_in_the_bone_is_a_danger_sign_and_a_paraprotein_alone_is_none(spec: Spec) -> None:
    """A paraprotein alone brings myeloma onto the list; no source makes it a danger sign."""
    spec.holds_in_a_visit(
        """
        answers                                                         | => | RF7    | RF17   | mm             | malig
        spep_flc_abnormal yes                                           | => | absent | absent | consider       | not suggested
        bone_lesion_imaging lytic_or_marrow                             | => | raised | absent | consider       | consider
        bone_lesion_imaging lytic_or_marrow; spep_flc_abnormal yes      | => | raised | absent | consider first | consider
        bone_lesion_imaging fracture_unexplained                        | => | absent | absent | not suggested  | not suggested
        """,
        age_years=66,
    )


def test_rf8_thoughts_of_suicide(spec: Spec) -> None:
    """Test vector T30: any answer above never, whatever a total says; a disclosure outvotes "never"."""
    spec.holds("""
        answers                      | => | RF8          | RF8 urgency | RF8 contradiction
        phq9_item9 1; phq9_score 3   | => | raised       | same day    | no
        phq9_item9 3; rf_suicide no  | => | raised       | same day    | yes
        phq9_item9 0; rf_suicide yes | => | raised       | same day    | no
        phq9_item9 0                 | => | not excluded | same day    | no
        phq9_item9 0; rf_suicide no  | => | absent       | same day    | no
    """)


def test_rf9_muscle_breakdown(spec: Spec) -> None:
    """Emergency. Creatine kinase above ten times the limit is enough; dark urine needs severe muscle pain beside it."""
    spec.holds("""
        answers                              | => | RF9          | RF9 urgency | RF9 contradiction
        ck_level above_10x                   | => | raised       | emergency   | no
        ck_level above_10x; rf_rhabdo no     | => | raised       | emergency   | yes
        ck_level from_4x_to_10x              | => | not excluded | emergency   | no
        dark_urine yes; severe_myalgia yes   | => | raised       | emergency   | no
        dark_urine yes                       | => | not excluded | emergency   | no
        dark_urine yes; severe_myalgia no; rf_rhabdo no | => | absent | emergency | no
        rf_rhabdo yes                        | => | raised       | emergency   | no
    """)


def test_rf13_dangerously_high_calcium(spec: Spec) -> None:
    """Emergency above 3.0 mmol/l with symptoms, above 3.5 without. A calcium only known to be high is not enough."""
    spec.holds("""
        answers                                      | => | RF13         | RF13 urgency | RF13 contradiction
        calcium_mmol_l 3.1; calcium_symptoms yes     | => | raised       | emergency    | no
        calcium_mmol_l 3.1; calcium_symptoms yes; rf_calcium no | => | raised | emergency | yes
        calcium_mmol_l 3.0; calcium_symptoms yes; rf_calcium no | => | absent | emergency | no
        calcium_mmol_l 3.5; calcium_symptoms no; rf_calcium no  | => | absent | emergency | no
        calcium_mmol_l 3.6; calcium_symptoms no      | => | raised       | emergency    | no
        calcium high; calcium_symptoms yes           | => | not excluded | emergency    | no
        rf_calcium yes                               | => | raised       | emergency    | no
    """)


def test_rf17_weight_loss_night_sweats_and_fever(spec: Spec) -> None:
    """Urgent: cancer, infection and inflammation all begin like this, and so does low mood."""
    spec.holds("""
        answers                                      | => | RF17         | RF17 urgency | RF17 contradiction
        weight_loss_night_sweats yes                 | => | raised       | urgent       | no
        weight_loss_night_sweats yes; rf_constitutional no | => | raised | urgent       | yes
        malaise_anorexia yes; fever_unexplained yes  | => | raised       | urgent       | no
        malaise_anorexia yes                         | => | not excluded | urgent       | no
        weight_loss_night_sweats no; malaise_anorexia yes; fever_unexplained no; rf_constitutional no | => | absent | urgent | no
        rf_constitutional yes                        | => | raised       | urgent       | no
    """)


def test_rf20_violence_and_safeguarding(spec: Spec) -> None:
    """The practice's own policy; at once where somebody is in danger."""
    spec.holds("""
        answers                                      | => | RF20         | RF20 urgency | RF20 contradiction
        rf_violence yes                              | => | raised       | soon         | no
        trauma_or_abuse_disclosed yes                | => | raised       | soon         | no
        trauma_or_abuse_disclosed yes; rf_violence no | => | raised      | soon         | yes
        rf_violence no                               | => | absent       | soon         | no
        trauma_or_abuse_disclosed no                 | => | not excluded | soon         | no
    """)
