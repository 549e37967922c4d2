"""Where do the five editions disagree about the same patient?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

LASTING = {"symptoms_similar_level_3mo": True, "other_disorder_explains_pain": False}


def test_three_sites_were_enough_in_2010_and_2011_and_are_not_in_2016(spec: Spec) -> None:
    """Test vector T5. Pages that give "3 to 6" for 2016 quote the rule of 2010."""
    spec.holds(
        """
        answers                                                   | => | acr-2010-fm | acr-2011-fm | acr-2016-fm
        wpi_score 3; pain_regions_count 3                         | => | met         | met         | not met
        wpi_score 4; pain_regions_count 4                         | => | met         | met         | met
        """,
        sss_score=12,
        sss_2010_score=12,
        **LASTING,
    )


def test_high_index_in_three_regions_is_enough_in_2010_and_2011_and_not_in_2016(spec: Spec) -> None:
    """Test vector T6: the region rule was added because regional pain was taken for fibromyalgia."""
    spec.holds(
        """
        answers                           | => | acr-2010-fm | acr-2011-fm | acr-2016-fm
        wpi_score 8; pain_regions_count 3 | => | met         | met         | not met
        wpi_score 8; pain_regions_count 4 | => | met         | met         | met
        """,
        sss_score=8,
        sss_2010_score=8,
        **LASTING,
    )


def test_one_patient_can_meet_any_one_edition_and_no_other(spec: Spec) -> None:
    """Tender points without fatigue, fatigue without points, or head, chest and belly with bad sleep."""
    spec.holds(
        """
        answers | => | acr-1990-fm | acr-2010-fm | acr-2011-fm | acr-2016-fm | aapt-2019-fm
        pain_sites_wpi shoulder_girdle_left hip_right lower_back; head_face_pain no; tender_point_count_18 14; fatigue_severity 0; waking_unrefreshed_severity 1; cognitive_severity 0; headache_6mo no; lower_abdominal_pain_6mo no; depression_symptom_6mo no; somatic_burden_0_3 0; sleep_problem_severity 0 | => | met | not met | not met | not met | not met
        pain_sites_wpi shoulder_girdles upper_arms neck upper_back; head_face_pain no; tender_point_count_18 6; fatigue_severity 3; waking_unrefreshed_severity 3; cognitive_severity 2; headache_6mo yes; lower_abdominal_pain_6mo no; depression_symptom_6mo no; somatic_burden_0_3 1; sleep_problem_severity 3 | => | not met | met | met | not met | not met
        pain_sites_wpi lower_arms chest abdomen upper_back lower_back; head_face_pain yes; tender_point_count_18 4; fatigue_severity 2; waking_unrefreshed_severity 1; cognitive_severity 0; headache_6mo yes; lower_abdominal_pain_6mo no; depression_symptom_6mo no; somatic_burden_0_3 0; sleep_problem_severity 2 | => | not met | not met | not met | not met | met
        """,
        **LASTING,
    )


def test_a_disorder_that_explains_the_pain_counts_in_2010_and_2011_only(spec: Spec) -> None:
    """So in known arthritis the older editions fail while 1990, 2016 and AAPT stand."""
    spec.holds(
        """
        other_disorder_explains_pain | => | acr-1990-fm | acr-2010-fm | acr-2011-fm | acr-2016-fm | aapt-2019-fm
        yes                          | => | met         | not met     | not met     | met         | met
        no                           | => | met         | met         | met         | met         | met
        """,
        pain_sites_wpi=["shoulder_girdle_left", "shoulder_girdle_right", "hip_left", "hip_right", "neck",
                        "lower_back", "chest", "abdomen", "upper_leg_left", "upper_leg_right"],
        tender_point_count_18=12, symptoms_similar_level_3mo=True, head_face_pain=True, fatigue_severity=2,
        waking_unrefreshed_severity=2, cognitive_severity=2, headache_6mo=True, lower_abdominal_pain_6mo=False,
        depression_symptom_6mo=False, somatic_burden_0_3=1, sleep_problem_severity=2,
    )  # fmt: skip
