"""What does the whole table look like in metabolism, medicines, mind and sleep, and when nothing is found? Looked at by eye, then held.

Each patient had a whole visit in which all else was asked and is normal; tests that are not named were
not done. The tables are what the rules give today, not what an expert panel agreed on.
"""

# ruff: noqa: E501  (a story is as long as it is)

from tests.spec.paragraph import Spec


def test_hypothyroidism(spec: Spec) -> None:
    """One blood test explains the aches; fibromyalgia is not hidden by it."""
    spec.vignette(
        "Woman of 50. Aches everywhere, cold, constipated, heavier, dry skin, slow ankle jerks; TSH high.",
        """
        age_years 50; onset_age 49; pain_duration_months 10; pain_sites_wpi shoulder_girdles upper_legs
        lower_back; symptoms_similar_level_3mo yes; fatigue_severity 3; waking_unrefreshed_severity 2;
        cognitive_severity 2; hypothyroid_features cold_intolerance constipation weight_gain
        dry_skin_or_hair; reflexes delayed_relaxation; tsh high; free_t4 low; ck_level uln_to_4x
        """,
        consider_first="hypothy",
        consider="fm",
        weak="iim",
    )


def test_hyperparathyroidism(spec: Spec) -> None:
    """Bones and calcium, below the danger line of 3.0 with symptoms; low mood opens the questionnaire."""
    spec.vignette(
        "Woman of 61. Bones ache, kidney stone last year, thirsty, low; calcium 2.9, PTH raised.",
        """
        age_years 61; onset_age 59; pain_duration_months 20; pain_sites_wpi hips lower_legs lower_back;
        bone_pain_generalised yes; calcium_symptoms yes; calcium high; calcium_mmol_l 2.9; pth raised;
        fatigue_severity 2; low_mood_2wk yes; symptoms_similar_level_3mo yes
        """,
        consider_first="hpt",
        consider="clbp dep",
        weak="fm malig mm vitd",
    )


def test_osteomalacia(spec: Spec) -> None:
    """Bone rather than muscle pain; weak thighs bring myositis up too."""
    spec.vignette(
        "Woman of 38, veiled, coeliac disease. Bones ache, shins and ribs tender, climbs stairs badly; vitamin D 12, alkaline phosphatase raised.",
        """
        age_years 38; onset_age 36; pain_duration_months 24; pain_sites_wpi hips upper_legs lower_legs
        lower_back chest; bone_pain_generalised yes; bone_tenderness_shin_rib yes;
        malabsorption_low_sun_antiepileptic yes; objective_weakness_pattern proximal;
        weakness_progression none; weakness_symmetric yes; fatigue_severity 2;
        symptoms_similar_level_3mo yes; vitamin_d_nmol 12; alp_raised yes; calcium low
        """,
        consider="vitd clbp iim",
        weak="axspa malig fm mm",
    )


def test_statin_myopathy(spec: Spec) -> None:
    """Above ten times the limit is an emergency; weakness keeps myositis on the list."""
    spec.vignette(
        "Man of 68. Thighs hurt and are weak six weeks after a statin was raised; urine dark, creatine kinase above ten times the limit.",
        """
        age_years 68; sex male; onset_age 68; pain_duration_months 1; onset_mode after_drug_start;
        pain_sites_wpi upper_legs; statin_exposure current; statin_weeks 6; statin_time_link yes;
        severe_myalgia yes; dark_urine yes; objective_weakness_pattern proximal; weakness_progression
        weeks; weakness_weeks 3; weakness_symmetric yes; ck_level above_10x
        """,
        consider_first="drugmyo iim",
        flags="RF9 RF15",
    )


def test_statin_and_aching(spec: Spec) -> None:
    """Taking a statin and aching is not statin myopathy."""
    spec.vignette(
        "Man of 63 on a statin for years. Calves ache after gardening; creatine kinase normal.",
        """
        age_years 63; sex male; onset_age 62; pain_duration_months 8; pain_sites_wpi lower_legs;
        statin_exposure current; symptoms_similar_level_3mo yes; ck_level normal
        """,
        weak="drugmyo mps",
    )


def test_aromatase_inhibitor(spec: Spec) -> None:
    """Stiff without swelling; after breast cancer bone pain would be asked about first."""
    spec.vignette(
        "Woman of 58, breast cancer last year. Hands and knees stiff and painful since an aromatase inhibitor, no swelling.",
        """
        age_years 58; onset_age 57; pain_duration_months 9; onset_mode after_drug_start; cancer_history
        yes; aromatase_inhibitor yes; pain_sites_wpi lower_arms lower_legs; small_joint_hand_foot_pain
        yes; morning_stiffness_minutes 30; tender_joint_count 8; symptoms_similar_level_3mo yes; crp_esr
        normal
        """,
        consider="aia",
        weak="fm ra malig drugmyo sle",
    )


def test_opioids_and_more_pain(spec: Spec) -> None:
    """More drug, more pain, wider pain; the fibromyalgia set is met beside it."""
    spec.vignette(
        "Man of 54. Back pain for ten years; opioid doubled twice this year and now pain everywhere, touch hurts.",
        """
        age_years 54; sex male; onset_age 44; pain_duration_months 120; pain_sites_wpi lower_back
        upper_back hips upper_legs shoulder_girdles; opioid_escalating_with_worse_pain yes;
        touch_allodynia_history yes; fatigue_severity 2; waking_unrefreshed_severity 2;
        cognitive_severity 1; symptoms_similar_level_3mo yes
        """,
        consider_first="fm",
        consider="oih",
        weak="axspa noci",
    )


def test_checkpoint_inhibitor(spec: Spec) -> None:
    """Breath and power failing under a checkpoint inhibitor: emergency; aching thighs after cancer are not bone pain."""
    spec.vignette(
        "Man of 66 on a checkpoint inhibitor for melanoma. Proximal weakness and short of breath for a week; creatine kinase raised.",
        """
        age_years 66; sex male; onset_age 66; pain_duration_months 0; cancer_history yes;
        checkpoint_inhibitor yes; pain_sites_wpi shoulder_girdles upper_legs; objective_weakness_pattern
        proximal; weakness_progression days; weakness_weeks 1; weakness_symmetric yes;
        breathing_weakness yes; dyspnoea_or_crackles yes; ck_level from_4x_to_10x
        """,
        consider="iim drugmyo",
        weak="malig ssc",
        flags="RF3 RF12 RF15",
    )


def test_depression(spec: Spec) -> None:
    """Safety today; low mood competes with nothing."""
    spec.vignette(
        "Man of 45. Low for months, no interest, aches, sleeps badly; has thought of ending his life; PHQ-9 21.",
        """
        age_years 45; sex male; onset_age 44; pain_duration_months 12; pain_sites_wpi lower_back neck
        shoulder_girdles; low_mood_2wk yes; anhedonia_2wk yes; depression_symptom_6mo yes; phq9_score
        21; phq9_item9 2; rf_suicide yes; fatigue_severity 2; waking_unrefreshed_severity 3;
        cognitive_severity 2; symptoms_similar_level_3mo yes
        """,
        consider="fm dep clbp",
        weak="axspa",
        flags="RF8",
    )


def test_no_joy_in_anything(spec: Spec) -> None:
    """One clear answer is enough where the next step is a short questionnaire."""
    spec.vignette(
        "Woman of 52. Knees hurt on stairs; for weeks nothing has given her any pleasure. Snores loudly.",
        """
        age_years 52; onset_age 50; pain_duration_months 20; pain_sites_wpi lower_legs;
        pain_activity_related_joint yes; anhedonia_2wk yes; snoring_witnessed_apnoea yes;
        symptoms_similar_level_3mo yes
        """,
        consider="oa dep osa",
        weak="mps",
    )


def test_thoughts_of_suicide(spec: Spec) -> None:
    """Test vector T30 in a patient: the ninth question outranks everything."""
    spec.vignette(
        "Woman of 39. Widespread pain and poor sleep; has thought of ending her life.",
        """
        age_years 39; onset_age 36; pain_duration_months 30; pain_sites_wpi shoulder_girdles upper_arms
        hips upper_legs neck lower_back; symptoms_similar_level_3mo yes; fatigue_severity 3;
        waking_unrefreshed_severity 3; cognitive_severity 3; depression_symptom_6mo yes; headache_6mo
        yes; phq9_item9 2; rf_suicide yes
        """,
        consider_first="fm",
        weak="axspa",
        flags="RF8",
    )


def test_worry(spec: Spec) -> None:
    """Two totals and a sore neck."""
    spec.vignette(
        "Woman of 27. Cannot stop worrying, tense neck; GAD-7 14.",
        """
        age_years 27; onset_age 26; pain_duration_months 12; pain_sites_wpi neck shoulder_girdles;
        excessive_worry yes; gad7_score 14; gad2_score 4; waking_unrefreshed_severity 2;
        symptoms_similar_level_3mo yes
        """,
        consider="anx",
        weak="fm",
    )


def test_sleep_apnoea(spec: Spec) -> None:
    """Snoring explains the tiredness; tiredness alone also brings fibromyalgia along."""
    spec.vignette(
        "Man of 53, heavy. Wakes tired, wife hears him stop breathing, aches; STOP-Bang 6.",
        """
        age_years 53; sex male; onset_age 51; pain_duration_months 24; pain_sites_wpi neck lower_back;
        snoring_witnessed_apnoea yes; stop_bang_score 6; fatigue_severity 2; waking_unrefreshed_severity
        3; cognitive_severity 2; headache_6mo yes; symptoms_similar_level_3mo yes
        """,
        consider="fm clbp osa",
        weak="mps",
    )


def test_tired_without_pain(spec: Spec) -> None:
    """Fibromyalgia is pain with tiredness; where nothing hurts the tiredness has another name."""
    spec.vignette(
        "Man of 38. Tired, wakes unrefreshed and cannot think, for a year; nothing hurts.",
        """
        age_years 38; sex male; pain_sites_wpi none; pain_duration_months ?; fatigue_severity 3;
        waking_unrefreshed_severity 3; cognitive_severity 3; symptoms_similar_level_3mo yes
        """,
    )


def test_nothing_found(spec: Spec) -> None:
    """An all-normal visit suggests nothing and raises nothing."""
    spec.vignette(
        "Man of 40. Comes for a check; nothing hurts and nothing is found.",
        """
        age_years 40; sex male; pain_sites_wpi none; pain_duration_months ?; ask_joints no
        """,
    )


def test_a_form_left_empty(spec: Spec) -> None:
    """Nothing was asked: nothing is suggested, nothing is excluded, and no weak support is made up."""
    spec.vignette("A form left empty.", "age_years ?", nothing_else=True)
