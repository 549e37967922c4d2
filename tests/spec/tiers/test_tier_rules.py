"""By which rule does a condition reach its tier? The first that fits (architecture section 5)."""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec


def test_a_met_diagnostic_or_classification_set_makes_consider_first(spec: Spec) -> None:
    """A published set weighs more than any count of findings."""
    spec.holds("""
        answers | => | fm | fm why | ra | ra why
        wpi_score 7; sss_score 5; pain_regions_count 4; symptoms_similar_level_3mo yes | => | consider first | criteria met | not suggested | too little
        swollen_joint_count_small 4; involved_large_joints 0; involved_small_joints 4; rf_acpa low; crp_esr raised | => | not suggested | too little | consider first | criteria met
    """)


def test_two_strong_findings_make_consider_first_when_one_was_seen_or_measured(spec: Spec) -> None:
    """Symptoms alone never do: one of the two must be examined or a result."""
    spec.holds("""
        answers                                                        | => | ra             | ra why      | ms             | ms why
        swollen_joint_count_small 1; erosions_imaging yes              | => | consider first | two strong  | not suggested  | too little
        swollen_joint_count_small 1                                    | => | consider       | one strong  | not suggested  | too little
        visual_loss_monocular_painful yes; mri_brain_cord demyelinating | => | not suggested | too little  | consider first | two strong
        visual_loss_monocular_painful yes; mri_brain_cord nonspecific_wm | => | not suggested | too little | consider       | one strong
    """)


def test_two_strong_symptoms_without_a_finding_stay_at_consider(spec: Spec) -> None:
    """Giant cell arteritis is acted on by its danger sign, not by its place on the list."""
    spec.holds(
        """
        answers                                      | => | gca            | gca why
        new_headache_age50 yes                       | => | consider       | one strong
        new_headache_age50 yes; jaw_claudication yes | => | consider       | one strong
        new_headache_age50 yes; temporal_artery_abnormal yes | => | consider first | two strong
        """,
        age_years=72,
    )


def test_one_strong_or_two_moderate_findings_make_consider(spec: Spec) -> None:
    """Weak findings never add up to a suggestion by themselves."""
    spec.holds("""
        answers                                                    | => | ra            | ra why       | ra strength
        mcp_mtp_squeeze_positive yes                               | => | cannot tell   | core missing | 2
        mcp_mtp_squeeze_positive yes; morning_stiffness_minutes 60 | => | consider      | two moderate | 4
        rf_acpa high                                               | => | consider      | one strong   | 3
        family_history_autoimmune yes; morning_stiffness_minutes 30 | => | cannot tell  | core missing | 2
    """)


def test_one_moderate_finding_is_enough_for_depression_anxiety_and_sleep_apnoea(spec: Spec) -> None:
    """Their first step is a short questionnaire that costs nothing; a weak finding is still too little."""
    spec.holds("""
        answers                      | => | dep           | dep why      | anx           | anx why      | osa           | osa why
        low_mood_2wk yes             | => | consider      | one moderate | not suggested | too little   | not suggested | too little
        anhedonia_2wk yes            | => | consider      | one moderate | not suggested | too little   | not suggested | too little
        low_mood_2wk yes; anhedonia_2wk yes | => | consider | two moderate | not suggested | too little | not suggested | too little
        excessive_worry yes          | => | not suggested | too little   | consider      | one moderate | not suggested | too little
        snoring_witnessed_apnoea yes | => | not suggested | too little   | not suggested | too little   | consider      | one moderate
        depression_symptom_6mo yes   | => | not suggested | too little   | not suggested | too little   | not suggested | too little
        waking_unrefreshed_severity 3 | => | not suggested | too little  | not suggested | too little   | not suggested | too little
    """)


def test_one_moderate_finding_is_enough_for_nothing_else(spec: Spec) -> None:
    """Every other condition needs two, or a strong one: each here has one moderate finding and all else is normal."""
    spec.holds_in_a_visit(
        """
        answers                                                        | => | order
        mcp_mtp_squeeze_positive yes                                   | => | nothing
        complement_low yes                                             | => | nothing
        dry_eyes_3mo yes                                               | => | nothing
        nailfold_capillary_abnormal yes                                | => | nothing
        neck_flexor_weakness yes                                       | => | nothing
        hip_girdle_pain yes                                            | => | nothing
        crp_esr raised                                                 | => | nothing
        alternating_buttock_pain yes                                   | => | nothing
        nail_dystrophy yes                                             | => | nothing
        purpura_or_livedo yes                                          | => | nothing
        lhermitte yes                                                  | => | nothing
        objective_weakness_pattern unilateral                          | => | nothing
        weakness_progression relapsing; weakness_weeks 9               | => | nothing
        pain_burning_electric yes                                      | => | nothing
        objective_weakness_pattern distal                              | => | nothing
        orthostatic_symptoms 2; activity_reduction_6mo yes             | => | nothing
        touch_allodynia_history yes                                    | => | nothing
        tender_point_count_18 11; symptoms_similar_level_3mo yes       | => | nothing
        reflexes delayed_relaxation                                    | => | nothing
        malabsorption_low_sun_antiepileptic yes                        | => | nothing
        onset_mode after_drug_start                                    | => | nothing
        recurrent_dislocation yes                                      | => | nothing
        blood_count_abnormal anaemia                                   | => | nothing
        weight_loss_night_sweats yes                                   | => | nothing
        infection_exposure hcv_hiv_risk                                | => | nothing
        osteoporosis_or_fragility_fracture yes; pain_sites_wpi neck    | => | nothing
        immunosuppression_or_ivdu yes                                  | => | nothing
        worse_with_stretch_contraction yes                             | => | nothing
        dermatomal_or_radicular yes; pain_sites_wpi hip_left           | => | nothing
        pain_activity_related_joint yes; age_years 44                  | => | nothing
        """,
        age_years=60,
    )


def test_a_met_screening_set_makes_consider_and_never_consider_first(spec: Spec) -> None:
    """Two signs of three make the Delphi set; alone a band and a spread are one weak and one moderate finding."""
    spec.holds("""
        answers                                      | => | delphi-2018-mps | mps      | mps why
        taut_band yes; referred_pain_on_pressure yes | => | met             | consider | screening met
    """)


def test_a_raised_danger_sign_raises_the_condition_it_names(spec: Spec) -> None:
    """RF4 names giant cell arteritis, RF6 spinal infection, RF7 cancer, RF16 fracture; the others name none."""
    spec.holds("""
        answers                                                | => | RF4    | gca      | RF6    | spinf    | RF7    | malig    | RF16   | fx
        age_years 70; rf_gca yes; rf_spinal_infection yes; rf_cancer yes; rf_fracture yes | => | raised | consider | raised | consider | raised | consider | raised | consider
    """)


def test_a_strong_finding_against_holds_a_condition_at_consider(spec: Spec) -> None:
    """It never hides it, and gives way to a set that is met."""
    spec.holds("""
        answers                                                             | => | sle            | sle why
        photosensitive_malar_rash yes; proteinuria_haematuria yes           | => | consider first | two strong
        photosensitive_malar_rash yes; proteinuria_haematuria yes; ana_titre neg | => | consider  | held back
        photosensitive_malar_rash yes; ana_titre neg                        | => | consider       | one strong
        ana_titre neg                                                       | => | not suggested  | too little
    """)


def test_weaker_findings_against_change_no_tier(spec: Spec) -> None:
    """They are shown. Fibromyalgia is the test: raised CRP is moderate against, and lowers nothing."""
    spec.holds(
        """
        crp_esr | => | fm             | acr-2016-fm
        raised  | => | consider first | met
        normal  | => | consider first | met
        """,
        wpi_score=12,
        sss_score=9,
        pain_regions_count=5,
        symptoms_similar_level_3mo=True,
    )


def test_a_known_diagnosis_is_listed_and_never_hidden(spec: Spec) -> None:
    """At consider at least, also behind a closed gate; it speaks for nothing else."""
    spec.holds("""
        answers                                             | => | ra            | ra why      | fm            | fm why
        known_conditions ra                                 | => | consider      | known       | not suggested | too little
        known_conditions ra; swollen_joint_count_small 0; swollen_joint_count_large 0 | => | consider | known | not suggested | too little
        known_conditions fm; symptoms_similar_level_3mo no  | => | not suggested | too little  | consider      | known
        known_conditions none                               | => | not suggested | too little  | not suggested | too little
    """)


def test_giant_cell_arteritis_is_asked_about_whenever_polymyalgia_stands(spec: Spec) -> None:
    """Ask every time (evidence brief 6.15), from age 50."""
    spec.holds("""
        answers                                          | => | pmr           | gca           | gca why
        age_years 70; bilateral_shoulder_girdle_pain yes | => | consider      | consider      | companion
        age_years 70; jaw_claudication yes               | => | not suggested | consider      | one strong
        age_years 49; bilateral_shoulder_girdle_pain yes | => | not suggested | not suggested | gate closed
    """)
