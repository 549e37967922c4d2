"""When are the AAPT criteria met?"""

from tests.spec.paragraph import Spec


def test_six_of_nine_sites_with_moderate_sleep_problems_or_fatigue(spec: Spec) -> None:
    """Test vector T12: one of the two must be at least moderate; two mild ones do not add up."""
    spec.of("aapt-2019-fm").holds(
        """
        aapt_sites_count | sleep_problem_severity | fatigue_severity | => | aapt-2019-fm
        6                | 2                      | 0                | => | met
        5                | 2                      | 0                | => | not met
        6                | 1                      | 1                | => | not met
        6                | 0                      | 2                | => | met
        9                | 3                      | 3                | => | met
        6                | -                      | 2                | => | met
        6                | -                      | 1                | => | undetermined
        6                | 1                      | -                | => | undetermined
        """,
        symptoms_similar_level_3mo=True,
    )


def test_both_must_have_lasted_three_months(spec: Spec) -> None:
    """The duration of every fibromyalgia set is read from one answer."""
    spec.of("aapt-2019-fm").holds(
        """
        symptoms_similar_level_3mo | => | aapt-2019-fm
        yes                        | => | met
        no                         | => | not met
        -                          | => | undetermined
        """,
        aapt_sites_count=6,
        fatigue_severity=2,
    )


def test_another_pain_disorder_does_not_rule_it_out(spec: Spec) -> None:
    """What explains the pain is to be looked for beside it, and the work-up of the set does not even ask."""
    spec.holds(
        """
        other_disorder_explains_pain | => | aapt-2019-fm
        yes                          | => | met
        no                           | => | met
        """,
        aapt_sites_count=7,
        fatigue_severity=3,
        symptoms_similar_level_3mo=True,
    )
