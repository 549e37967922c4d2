"""When are joints lax for the age, and when is it hypermobile Ehlers-Danlos syndrome?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

HSD = "hsd-2017"
NO_SIGN = {
    "hsd_five_part_score": 0, "hsd_systemic_signs": 0, "hsd_relative": False, "hsd_limb_pain_daily": False,
    "hsd_widespread_pain": False, "recurrent_dislocation": False, "hsd_skin_or_other_ctd": False,
}  # fmt: skip


def test_five_of_nine_up_to_fifty_and_four_from_fifty_one(spec: Spec) -> None:
    """Test vector T29: joints stiffen with age, so the cut-off falls by one after fifty."""
    spec.of(HSD).holds(
        """
        joint_hypermobility_beighton | age_years | => | hsd-2017 cut_off | hsd-2017
        4                            | 51        | => | 4                | met
        3                            | 51        | => | 4                | not met
        4                            | 40        | => | 5                | not met
        5                            | 50        | => | 5                | met
        4                            | 50        | => | 5                | not met
        9                            | 18        | => | 5                | met
        """,
        **NO_SIGN,
    )


def test_one_below_the_cut_off_counts_with_two_of_five_questions(spec: Spec) -> None:
    """Test vector T29, its exception: lax joints of the past can have stiffened since."""
    spec.of(HSD).holds(
        """
        joint_hypermobility_beighton | hsd_five_part_score | age_years | => | hsd-2017
        4                            | 2                   | 40        | => | met
        4                            | 1                   | 40        | => | not met
        3                            | 5                   | 40        | => | not met
        3                            | 2                   | 60        | => | met
        4                            | -                   | 40        | => | undetermined
        """,
        **{key: value for key, value in NO_SIGN.items() if key != "hsd_five_part_score"},
    )


def test_hypermobile_ehlers_danlos_wants_two_of_three_more_and_no_other_cause(spec: Spec) -> None:
    """Signs elsewhere in the body, a relative, and pain or dislocations; lax joints alone are no disease."""
    spec.of(HSD).holds(
        """
        answers                                                        | => | hsd-2017 systemic | hsd-2017 relative | hsd-2017 complications | hsd-2017 heds
        hsd_systemic_signs 5; hsd_relative yes                         | => | 1                 | 1                 | 0                      | 1
        hsd_systemic_signs 4; hsd_relative yes                         | => | 0                 | 1                 | 0                      | 0
        hsd_systemic_signs 5; hsd_limb_pain_daily yes                  | => | 1                 | 0                 | 1                      | 1
        hsd_relative yes; recurrent_dislocation yes                    | => | 0                 | 1                 | 1                      | 1
        hsd_widespread_pain yes; recurrent_dislocation yes             | => | 0                 | 0                 | 1                      | 0
        hsd_systemic_signs 5; hsd_relative yes; hsd_skin_or_other_ctd yes | => | 1              | 1                 | 0                      | 0
        hsd_systemic_signs 5; hsd_relative yes; joint_hypermobility_beighton 3 | => | 1         | 1                 | 0                      | 0
        """,
        **NO_SIGN,
        joint_hypermobility_beighton=6,
        age_years=30,
    )
