"""What counts as a site, as a region and as an AAPT site?"""

from tests.spec.paragraph import Spec


def test_all_nineteen_sites_count_and_fifteen_of_them_make_the_five_regions(spec: Spec) -> None:
    """Wolfe 2016: the widespread pain index sums 19 sites; generalised pain looks at five regions."""
    spec.of("aapt-2019-fm").holds("""
        pain_sites_wpi                                       | => | wpi_score | pain_regions_count
        everywhere                                           | => | 19        | 5
        none                                                 | => | 0         | 0
        shoulder_girdle_left upper_arm_left lower_arm_left   | => | 3         | 1
        shoulder_girdles hips                                | => | 4         | 4
        shoulder_girdles hips neck                           | => | 5         | 5
        neck upper_back lower_back                           | => | 3         | 1
    """)


def test_jaw_chest_and_abdomen_count_as_sites_but_never_as_a_region(spec: Spec) -> None:
    """The trap of test vectors T7 and T8: a high index without generalised pain."""
    spec.of("aapt-2019-fm").holds("""
        pain_sites_wpi                            | => | wpi_score | pain_regions_count
        jaws chest abdomen                        | => | 4         | 0
        jaws chest abdomen neck                   | => | 5         | 1
        jaws chest abdomen neck shoulder_girdles  | => | 7         | 3
        jaw_left shoulder_girdle_left             | => | 2         | 1
    """)


def test_the_hips_are_legs_for_the_regions_and_lower_back_for_aapt(spec: Spec) -> None:
    """Our own mapping of the body map to the nine AAPT sites; the buttock belongs to the lower back there."""
    spec.of("aapt-2019-fm").holds("""
        pain_sites_wpi          | head_face_pain | => | pain_regions_count | aapt_sites_count
        hips                    | no             | => | 2                  | 1
        hips lower_back         | no             | => | 3                  | 1
        upper_legs              | no             | => | 2                  | 2
        upper_legs lower_legs   | no             | => | 2                  | 2
        neck upper_back         | no             | => | 1                  | 1
        chest abdomen           | no             | => | 0                  | 2
        everywhere              | no             | => | 5                  | 9
    """)


def test_the_head_is_an_aapt_site_by_headache_or_by_a_jaw(spec: Spec) -> None:
    """The head is not on the body map of the pain index, so it is asked apart."""
    spec.of("aapt-2019-fm").holds("""
        pain_sites_wpi | head_face_pain | => | wpi_score | aapt_sites_count
        none           | yes            | => | 0         | 1
        jaw_left       | no             | => | 1         | 1
        jaws           | yes            | => | 2         | 1
        jaws           | -              | => | 2         | 1
        none           | -              | => | 0         | 0 to 1
    """)
