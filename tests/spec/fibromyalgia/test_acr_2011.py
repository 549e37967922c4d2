"""When is the 2011 self-report version met?"""

from tests.spec.paragraph import Spec


def test_three_sites_are_enough_and_no_region_is_asked(spec: Spec) -> None:
    """Test vectors T5 and T6: the older rule reaches further, which is why it is a screening set here."""
    spec.holds(
        """
        wpi_score | sss_score | pain_regions_count | => | acr-2011-fm | acr-2016-fm
        3         | 12        | 3                  | => | met         | not met
        3         | 8         | 3                  | => | not met     | not met
        2         | 12        | 2                  | => | not met     | not met
        8         | 8         | 3                  | => | met         | not met
        7         | 5         | 4                  | => | met         | met
        """,
        symptoms_similar_level_3mo=True,
        other_disorder_explains_pain=False,
    )


def test_it_raises_fibromyalgia_to_consider_and_no_further(spec: Spec) -> None:
    """Made for research by self-report; not for diagnosing an individual."""
    spec.holds(
        """
        wpi_score | sss_score | pain_regions_count | => | acr-2011-fm | fm       | fm why
        3         | 9         | 3                  | => | met         | consider | screening met
        8         | 8         | 3                  | => | met         | consider | one strong
        """,
        symptoms_similar_level_3mo=True,
        other_disorder_explains_pain=False,
    )
