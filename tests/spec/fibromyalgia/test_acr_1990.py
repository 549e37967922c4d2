"""When is the 1990 set met, the one with the tender points?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec


def test_pain_on_all_sides_of_the_body_with_eleven_of_eighteen_points(spec: Spec) -> None:
    """Both halves of the rule are needed; which site of the map makes which part is our own reading."""
    spec.of("acr-1990-fm").holds(
        """
        pain_sites_wpi                           | tender_point_count_18 | => | acr-1990-fm | acr-1990-fm widespread | acr-1990-fm score
        shoulder_girdle_left hip_right lower_back | 11                   | => | met         | 1                      | 11
        shoulder_girdle_left hip_right lower_back | 10                   | => | not met     | 1                      | 10
        everywhere                               | 18                    | => | met         | 1                      | 18
        jaw_left lower_leg_right chest           | 11                    | => | met         | 1                      | 11
        """,
        symptoms_similar_level_3mo=True,
    )


def test_each_of_the_five_parts_can_be_the_one_that_is_missing(spec: Spec) -> None:
    """The abdomen counts nowhere, and a limb is above or below the waist but never axial."""
    spec.of("acr-1990-fm").holds(
        """
        pain_sites_wpi                          | => | acr-1990-fm left | acr-1990-fm right | acr-1990-fm above_waist | acr-1990-fm below_waist | acr-1990-fm axial | acr-1990-fm
        upper_arm_left hip_left neck            | => | 1                | 0                 | 1                       | 1                       | 1                 | not met
        upper_arm_right hip_right neck          | => | 0                | 1                 | 1                       | 1                       | 1                 | not met
        hips lower_back                         | => | 1                | 1                 | 0                       | 1                       | 1                 | not met
        upper_arms chest neck                   | => | 1                | 1                 | 1                       | 0                       | 1                 | not met
        jaws hips abdomen                       | => | 1                | 1                 | 1                       | 1                       | 0                 | not met
        abdomen                                 | => | 0                | 0                 | 0                       | 0                       | 0                 | not met
        """,
        tender_point_count_18=18,
        symptoms_similar_level_3mo=True,
    )


def test_points_that_were_not_pressed_leave_the_1990_set_open(spec: Spec) -> None:
    """Tender points are asked on demand: without them the old set says nothing, whatever the map shows."""
    spec.of("acr-1990-fm").holds("""
        answers                                                              | => | acr-1990-fm  | acr-1990-fm score | acr-1990-fm deciding
        pain_sites_wpi everywhere; symptoms_similar_level_3mo yes            | => | undetermined | 0 to 18           | tender_point_count_18
        pain_sites_wpi everywhere; tender_point_count_18 12                  | => | undetermined | 12                | symptoms_similar_level_3mo
        pain_sites_wpi none; symptoms_similar_level_3mo yes                  | => | not met      | 0 to 18           | none
        pain_sites_wpi everywhere; tender_point_count_18 12; symptoms_similar_level_3mo no | => | not met | 12      | none
    """)
