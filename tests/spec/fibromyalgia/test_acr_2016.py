"""When is the 2016 revision of the ACR fibromyalgia criteria met?"""

from tests.spec.paragraph import Spec


def test_seven_sites_with_severity_five_or_four_to_six_with_nine(spec: Spec) -> None:
    """Test vectors T1, T2, T3, T4, T5 and T11. Three sites were enough in 2010 and 2011; in 2016 they are not."""
    spec.of("acr-2016-fm").holds(
        """
        wpi_score | sss_score | pain_regions_count | => | acr-2016-fm | acr-2016-fm score
        7         | 5         | 4                  | => | met         | 12
        7         | 4         | 4                  | => | not met     | 11
        6         | 9         | 4                  | => | met         | 15
        6         | 8         | 4                  | => | not met     | 14
        4         | 9         | 4                  | => | met         | 13
        3         | 12        | 3                  | => | not met     | 15
        19        | 12        | 5                  | => | met         | 31
        """,
        symptoms_similar_level_3mo=True,
    )


def test_pain_must_be_in_four_of_five_regions(spec: Spec) -> None:
    """Test vectors T6, T7 and T11: without the region rule the set would take in regional pain."""
    spec.of("acr-2016-fm").holds(
        """
        pain_sites_wpi                            | sss_score | => | wpi_score | acr-2016-fm
        jaws chest abdomen neck shoulder_girdles  | 9         | => | 7         | not met
        shoulder_girdles upper_arms neck upper_back lower_back chest | 8 | => | 8 | not met
        shoulder_girdles hips neck jaws           | 9         | => | 7         | met
        everywhere                                | 12        | => | 19        | met
        """,
        symptoms_similar_level_3mo=True,
    )


def test_symptoms_must_have_lasted_three_months(spec: Spec) -> None:
    """Test vector T9. While the duration is not known, neither is the answer."""
    spec.of("acr-2016-fm").holds(
        """
        symptoms_similar_level_3mo | => | acr-2016-fm  | acr-2016-fm deciding
        yes                        | => | met          | none
        no                         | => | not met      | none
        -                          | => | undetermined | symptoms_similar_level_3mo
        """,
        wpi_score=7,
        sss_score=5,
        pain_regions_count=4,
    )


def test_another_disorder_excludes_nothing(spec: Spec) -> None:
    """The 2016 set is valid whatever other diagnoses there are; the 2011 set is not."""
    spec.holds(
        """
        other_disorder_explains_pain | => | acr-2016-fm | acr-2011-fm
        yes                          | => | met         | not met
        no                           | => | met         | met
        -                            | => | met         | undetermined
        """,
        wpi_score=7,
        sss_score=5,
        pain_regions_count=4,
        symptoms_similar_level_3mo=True,
    )


def test_the_score_is_the_sum_and_an_interval_while_something_is_open(spec: Spec) -> None:
    """Severity from 0 to 31, never a probability."""
    spec.of("acr-2016-fm").holds("""
        answers                                                        | => | acr-2016-fm score | acr-2016-fm
        pain_sites_wpi everywhere                                      | => | 19 to 31          | undetermined
        fatigue_severity 3; waking_unrefreshed_severity 3              | => | 6 to 31           | undetermined
        pain_sites_wpi lower_back                                      | => | 1 to 13           | not met
        fatigue_severity 0; waking_unrefreshed_severity 0; cognitive_severity 1 | => | 1 to 23   | not met
    """)


def test_one_gap_can_leave_the_answer_settled(spec: Spec) -> None:
    """Not known is not no: with index 12 and severity 8 the missing headache changes nothing."""
    spec.of("acr-2016-fm").holds(
        """
        answers               | => | acr-2016-fm  | acr-2016-fm deciding
        cognitive_severity 2  | => | met          | none
        cognitive_severity 0  | => | undetermined | headache_6mo
        """,
        pain_sites_wpi=[
            "neck",
            "shoulder_girdle_left",
            "shoulder_girdle_right",
            "hip_left",
            "hip_right",
            "chest",
            "abdomen",
        ],
        symptoms_similar_level_3mo=True,
        fatigue_severity=2,
        waking_unrefreshed_severity=2,
        lower_abdominal_pain_6mo=False,
        depression_symptom_6mo=False,
    )
