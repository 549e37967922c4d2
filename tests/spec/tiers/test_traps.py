"""Into which traps must the rules not fall?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

FIBROMYALGIA = {
    "age_years": 44, "onset_age": 40, "symptoms_similar_level_3mo": True, "fatigue_severity": 3,
    "waking_unrefreshed_severity": 3, "cognitive_severity": 2,
    "pain_sites_wpi": ["shoulder_girdle_left", "shoulder_girdle_right", "upper_arm_left", "upper_arm_right",
                       "hip_left", "hip_right", "neck", "lower_back"],
}  # fmt: skip


def test_jaw_chest_and_abdomen_make_no_region(spec: Spec) -> None:
    """Test vectors T7 and T8: seven sites with three of the four that count nowhere are regional pain."""
    spec.of("acr-2016-fm").holds(
        """
        pain_sites_wpi                           | sss_score | => | acr-2016-fm wpi | acr-2016-fm regions | acr-2016-fm
        jaws chest abdomen                       | 12        | => | 4               | 0                   | not met
        jaws chest abdomen neck shoulder_girdles | 9         | => | 7               | 3                   | not met
        jaws chest abdomen neck hips shoulder_girdles | 9    | => | 9               | 5                   | met
        """,
        symptoms_similar_level_3mo=True,
    )


def test_fatigue_or_tingling_alone_gives_no_point_to_ms_or_cidp(spec: Spec) -> None:
    """Test vector T31: fibromyalgia was the true diagnosis in one of seven people wrongly told that they had MS."""
    spec.holds_in_a_visit(
        """
        answers                                       | => | ms            | ms strength | cidp          | cidp strength | cns           | cns strength
        fatigue_severity 3                            | => | not suggested | 0           | not suggested | 0             | not suggested | 0
        paraesthesia_subjective 3                     | => | not suggested | 0           | not suggested | 0             | not suggested | 0
        fatigue_severity 3; paraesthesia_subjective 3; cognitive_severity 3 | => | not suggested | 0 | not suggested | 0 | not suggested | 0
        fatigue_severity 3; paraesthesia_subjective 3; neuro_exam_normal ?  | => | not suggested | 0 | not suggested | 0 | not suggested | 0
        """,
        age_years=30,
    )


def test_a_central_sign_at_sixty_five_is_brain_or_cord_and_not_ms(spec: Spec) -> None:
    """Test vector T32: brisk reflexes with numb feet are urgent neurology, and no fibromyalgia."""
    spec.holds_in_a_visit(
        """
        answers                                           | => | cns            | ms            | fm            | RF15   | RF15 urgency
        reflexes brisk; stocking_glove_distribution yes   | => | consider       | not suggested | not suggested | raised | urgent
        upper_motor_neuron_signs yes; reflexes brisk      | => | consider first | not suggested | not suggested | raised | urgent
        sensory_level_or_band yes                         | => | consider       | not suggested | not suggested | raised | urgent
        lhermitte yes; gait_ataxia yes                    | => | consider       | not suggested | not suggested | raised | urgent
        """,
        age_years=65, onset_age=64, symptoms_similar_level_3mo=True,
    )  # fmt: skip


def test_lhermitte_ataxia_and_one_sided_loss_speak_for_ms_only_when_it_began_before_fifty(spec: Spec) -> None:
    """From fifty on they speak for any lesion of brain or cord; an eye sign or imaging still speaks for MS."""
    spec.holds(
        """
        age_years | onset_age | => | ms            | cns
        49        | 48        | => | consider      | not suggested
        50        | 50        | => | not suggested | consider
        50        | 30        | => | consider      | consider
        """,
        lhermitte=True,
        gait_ataxia=True,
    )


def test_tender_joints_and_stiffness_make_no_lupus_out_of_fibromyalgia(spec: Spec) -> None:
    """Two tender joints, an hour of stiffness and an ANA of 1:160, as one in twenty healthy people have it."""
    spec.holds_in_a_visit(
        """
        answers                                                                   | => | fm             | sle           | ctd
        tender_joint_count 12; morning_stiffness_minutes 60                       | => | consider first | not suggested | not suggested
        tender_joint_count 12; morning_stiffness_minutes 60; ana_titre titre_160  | => | consider first | not suggested | not suggested
        tender_joint_count 12; morning_stiffness_minutes 60; ana_titre neg        | => | consider first | not suggested | not suggested
        """,
        **FIBROMYALGIA,
    )


def test_antinuclear_antibodies_without_features_suggest_nothing(spec: Spec) -> None:
    """At 1:80 they stand in about one of eight healthy people, so without features nothing follows."""
    spec.holds_in_a_visit(
        """
        answers                                                        | => | sle           | ctd           | ssc           | ss
        ana_titre titre_80                                             | => | not suggested | not suggested | not suggested | not suggested
        ana_titre titre_320_or_more                                    | => | not suggested | not suggested | not suggested | not suggested
        ana_titre titre_320_or_more; fatigue_severity 3; small_joint_hand_foot_pain yes | => | not suggested | not suggested | not suggested | not suggested
        ana_titre titre_160; raynaud yes; dry_eyes_3mo yes             | => | not suggested | consider      | not suggested | not suggested
        """,
        age_years=40,
    )


def test_a_palpable_knot_alone_is_weak(spec: Spec) -> None:
    """Bands and twitches were as common in healthy people under blinded hands (wolfe1992)."""
    spec.holds_in_a_visit(
        """
        answers                                                       | => | mps           | mps strength | delphi-2018-mps
        palpable_nodule yes                                           | => | not suggested | 2            | not met
        palpable_nodule yes; pain_sites_wpi shoulder_girdle_left      | => | not suggested | 5            | not met
        taut_band yes; palpable_nodule yes; local_twitch_response yes | => | not suggested | 4            | not met
        taut_band yes; palpable_nodule yes; pain_recognition yes      | => | consider      | 6            | not met
        """,
        age_years=40,
    )


def test_tiredness_poor_sleep_and_fog_without_pain_are_no_fibromyalgia(spec: Spec) -> None:
    """Fibromyalgia is pain with these three. Where the body map is not filled in they wait for it."""
    spec.holds(
        """
        pain_sites_wpi | => | fm            | fm could become | fm strength
        none           | => | not suggested | consider        | 0
        neck           | => | consider      | consider        | 6
        neck hips      | => | consider      | consider first  | 6
        -              | => | not suggested | consider first  | 0
        """,
        fatigue_severity=3,
        waking_unrefreshed_severity=3,
        cognitive_severity=3,
        symptoms_similar_level_3mo=True,
    )


def test_stiffness_and_a_raised_crp_are_polymyalgia_only_beside_aching_shoulders_or_hips(spec: Spec) -> None:
    """Rheumatoid arthritis at 52 has both. In the 2012 set they count only once the shoulders ache."""
    spec.holds_in_a_visit(
        """
        answers                                                   | => | pmr           | pmr strength | gca
        morning_stiffness_minutes 90; crp_esr raised              | => | not suggested | 0            | not suggested
        morning_stiffness_minutes 90; hip_girdle_pain yes         | => | consider      | 4            | consider
        crp_esr raised; hip_girdle_pain yes                       | => | consider      | 4            | consider
        morning_stiffness_minutes 90; crp_esr raised; bilateral_shoulder_girdle_pain yes | => | consider | 7 | consider
        """,
        age_years=52,
    )


def test_a_weakness_of_days_is_not_first_of_all_cidp(spec: Spec) -> None:
    """Under four weeks it is held back, and Guillain-Barré syndrome is the emergency; an unknown time lowers nothing."""
    spec.holds(
        """
        answers                                        | => | cidp           | cidp why   | RF3
        weakness_weeks 1; weakness_progression days    | => | consider       | held back  | raised
        weakness_weeks 3; weakness_progression weeks   | => | consider       | held back  | raised
        weakness_weeks 4; weakness_progression weeks   | => | consider first | two strong | not excluded
        weakness_weeks 16; weakness_progression weeks  | => | consider first | two strong | not excluded
        weakness_weeks ?                               | => | consider first | two strong | not excluded
        """,
        objective_weakness_pattern="proximal_and_distal",
        reflexes="absent",
    )
    spec.holds_in_a_visit("""
        answers                                                           | => | cidp     | cidp why
        reflexes absent; objective_weakness_pattern none; weakness_weeks 0 | => | consider | one strong
    """)


def test_entry_rules_come_before_any_sum(spec: Spec) -> None:
    """Test vectors T15, T16 and T20: no swelling, no antinuclear antibodies, no raised CRP, and the sum means nothing."""
    spec.of("acr-eular-2010-ra").holds("""
        answers                                                         | => | acr-eular-2010-ra
        swollen_joint_count_small 0; swollen_joint_count_large 0; involved_small_joints 20; rf_acpa high | => | not applicable
    """)
    spec.of("eular-acr-2019-sle").holds("""
        answers                                                         | => | eular-acr-2019-sle
        ana_titre neg; sle_acute_cutaneous yes; sle_nephritis class_3_or_4 | => | not applicable
    """)
    spec.of("eular-acr-2012-pmr").holds("""
        answers                                                         | => | eular-acr-2012-pmr
        age_years 70; bilateral_shoulder_girdle_pain yes; crp_esr normal | => | not applicable
        age_years 49; bilateral_shoulder_girdle_pain yes; crp_esr raised | => | not applicable
    """)


def test_age_opens_and_closes(spec: Spec) -> None:
    """At 49 neither polymyalgia nor giant cell arteritis is suggested, however many signs there are."""
    spec.holds_in_a_visit(
        """
        age_years | => | pmr           | gca            | RF4
        49        | => | not suggested | not suggested  | absent
        50        | => | consider      | consider first | raised
        """,
        bilateral_shoulder_girdle_pain=True, hip_girdle_pain=True, morning_stiffness_minutes=90, crp_esr="raised",
        jaw_claudication=True, temporal_artery_abnormal=True, rf_gca=False,
    )  # fmt: skip


def test_nothing_that_is_found_lowers_fibromyalgia_and_fibromyalgia_lowers_nothing(spec: Spec) -> None:
    """Test vector T10 and its kin: the set is valid whatever else is there, and each stands by its own findings."""
    spec.holds_in_a_visit(
        """
        answers                                                     | => | fm             | ra             | sle            | ms       | axspa    | mps           | hypothy
        crp_esr normal                                              | => | consider first | not suggested  | not suggested  | not suggested | not suggested | not suggested | not suggested
        swollen_joint_count_small 2; erosions_imaging yes           | => | consider first | consider first | not suggested  | not suggested | not suggested | not suggested | not suggested
        photosensitive_malar_rash yes; proteinuria_haematuria yes   | => | consider first | not suggested  | consider first | not suggested | not suggested | not suggested | not suggested
        visual_loss_monocular_painful yes                           | => | consider first | not suggested  | not suggested  | consider | not suggested | not suggested | not suggested
        uveitis_history yes                                         | => | consider first | not suggested  | not suggested  | not suggested | consider | not suggested | not suggested
        pain_recognition yes                                        | => | consider first | not suggested  | not suggested  | not suggested | not suggested | consider | not suggested
        tsh high; crp_esr raised; weight_loss_night_sweats yes; objective_weakness_pattern proximal | => | consider first | not suggested | not suggested | not suggested | not suggested | not suggested | consider
        """,
        **FIBROMYALGIA,
    )


def test_the_self_report_survey_alone_goes_no_further_than_consider(spec: Spec) -> None:
    """The survey version is for research: alone it raises fibromyalgia to consider and no further."""
    spec.holds(
        """
        wpi_score | sss_score | pain_regions_count | => | acr-2011-fm | acr-2016-fm | fm       | fm why
        3         | 10        | 3                  | => | met         | not met     | consider | screening met
        """,
        symptoms_similar_level_3mo=True,
        other_disorder_explains_pain=False,
    )
