"""When is the 2010 set met, the one that the clinician fills in?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

LASTING = {"symptoms_similar_level_3mo": True, "other_disorder_explains_pain": False}


def test_seven_sites_with_severity_five_or_three_to_six_with_nine(spec: Spec) -> None:
    """Test vector T5: three sites are enough here, and no region is asked. In 2016 the lower end became four."""
    spec.of("acr-2010-fm").holds(
        """
        wpi_score | sss_score | => | acr-2010-fm | acr-2010-fm score
        7         | 5         | => | met         | 12
        7         | 4         | => | not met     | 11
        6         | 9         | => | met         | 15
        6         | 8         | => | not met     | 14
        3         | 9         | => | met         | 12
        3         | 12        | => | met         | 15
        2         | 12        | => | not met     | 14
        19        | 12        | => | met         | 31
        """,
        **LASTING,
    )


def test_the_body_as_a_whole_is_judged_from_none_to_many_symptoms(spec: Spec) -> None:
    """One judgement of 0 to 3 stands where later editions ask for headache, abdominal pain and depression."""
    spec.of("acr-2010-fm").holds(
        """
        fatigue_severity | waking_unrefreshed_severity | cognitive_severity | somatic_burden_0_3 | => | acr-2010-fm sss | acr-2010-fm
        2                | 1                           | 1                  | 1                  | => | 5               | met
        2                | 1                           | 1                  | 0                  | => | 4               | not met
        2                | 1                           | 1                  | -                  | => | 4 to 7          | undetermined
        2                | 2                           | 1                  | -                  | => | 5 to 8          | met
        3                | 3                           | 3                  | 3                  | => | 12              | met
        """,
        wpi_score=8,
        **LASTING,
    )


def test_another_disorder_that_explains_the_pain_rules_it_out(spec: Spec) -> None:
    """The clinician's judgement, and an open one leaves the set open; the 2016 edition dropped it."""
    spec.of("acr-2010-fm").holds(
        """
        other_disorder_explains_pain | symptoms_similar_level_3mo | => | acr-2010-fm  | acr-2010-fm deciding
        no                           | yes                        | => | met          | none
        yes                          | yes                        | => | not met      | none
        -                            | yes                        | => | undetermined | other_disorder_explains_pain
        no                           | no                         | => | not met      | none
        """,
        wpi_score=12,
        sss_score=9,
    )
