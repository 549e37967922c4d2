"""What does the myositis set count, with and without a biopsy of muscle?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

IIM = "eular-acr-2017-iim"
NOTHING = {
    "onset_age": 17, "iim_arm_weakness": False, "iim_leg_weakness": False, "neck_flexor_weakness": False,
    "iim_leg_proximal_weaker": False, "iim_heliotrope": False, "iim_gottron_papules": False, "iim_gottron_sign": False,
    "iim_dysphagia": False, "specific_autoantibody": ["negative"], "iim_enzymes_raised": False,
    "iim_biopsy_endomysial": False, "iim_biopsy_perimysial": False, "iim_biopsy_perifascicular": False,
    "iim_biopsy_rimmed_vacuoles": False,
}  # fmt: skip


def test_five_and_a_half_points_are_probable_without_a_biopsy(spec: Spec) -> None:
    """Test vector T25: onset at 45, weak arms and legs and a Gottron sign make 6.9."""
    spec.of(IIM).holds(
        """
        answers | => | eular-acr-2017-iim score | eular-acr-2017-iim
        onset_age 45; iim_arm_weakness yes; iim_leg_weakness yes; iim_gottron_sign yes | => | 6.9 | met
        onset_age 45; iim_gottron_sign yes                                             | => | 5.4 | not met
        onset_age 30; iim_gottron_sign yes; iim_leg_proximal_weaker yes                | => | 5.5 | met
        onset_age 45; iim_arm_weakness yes; iim_leg_weakness yes; iim_enzymes_raised yes | => | 4.9 | not met
        onset_age 45; specific_autoantibody jo1                                        | => | 6   | met
        """,
        **NOTHING,
        iim_biopsy_done=False,
    )


def test_every_finding_weighs_a_little_differently_once_muscle_was_biopsied(spec: Spec) -> None:
    """The paper has two columns; a biopsy that was done selects the second one."""
    for biopsy, table in (
        (False, """
        answers                       | => | eular-acr-2017-iim biopsy_column | eular-acr-2017-iim score
        onset_age 17                  | => | 0                                | 0
        onset_age 18                  | => | 0                                | 1.3
        onset_age 39                  | => | 0                                | 1.3
        onset_age 40                  | => | 0                                | 2.1
        iim_arm_weakness yes          | => | 0                                | 0.7
        iim_leg_weakness yes          | => | 0                                | 0.8
        neck_flexor_weakness yes      | => | 0                                | 1.9
        iim_leg_proximal_weaker yes   | => | 0                                | 0.9
        iim_heliotrope yes            | => | 0                                | 3.1
        iim_gottron_papules yes       | => | 0                                | 2.1
        iim_gottron_sign yes          | => | 0                                | 3.3
        iim_dysphagia yes             | => | 0                                | 0.7
        specific_autoantibody jo1     | => | 0                                | 3.9
        iim_enzymes_raised yes        | => | 0                                | 1.3
        """),
        (True, """
        answers                       | => | eular-acr-2017-iim biopsy_column | eular-acr-2017-iim score
        onset_age 18                  | => | 1                                | 1.5
        onset_age 40                  | => | 1                                | 2.2
        iim_arm_weakness yes          | => | 1                                | 0.7
        iim_leg_weakness yes          | => | 1                                | 0.5
        neck_flexor_weakness yes      | => | 1                                | 1.6
        iim_leg_proximal_weaker yes   | => | 1                                | 1.2
        iim_heliotrope yes            | => | 1                                | 3.2
        iim_gottron_papules yes       | => | 1                                | 2.7
        iim_gottron_sign yes          | => | 1                                | 3.7
        iim_dysphagia yes             | => | 1                                | 0.6
        specific_autoantibody jo1     | => | 1                                | 3.8
        iim_enzymes_raised yes        | => | 1                                | 1.4
        iim_biopsy_endomysial yes     | => | 1                                | 1.7
        iim_biopsy_perimysial yes     | => | 1                                | 1.2
        iim_biopsy_perifascicular yes | => | 1                                | 1.9
        iim_biopsy_rimmed_vacuoles yes | => | 1                               | 3.1
        """),
    ):  # fmt: skip
        spec.of(IIM).holds(table, **NOTHING, iim_biopsy_done=biopsy)


def test_six_point_seven_are_probable_with_a_biopsy(spec: Spec) -> None:
    """The second column has its own threshold, and an unread biopsy is not a normal one."""
    spec.of(IIM).holds(
        """
        answers | => | eular-acr-2017-iim score | eular-acr-2017-iim
        onset_age 45; iim_heliotrope yes; iim_enzymes_raised yes                            | => | 6.8 | met
        onset_age 45; iim_heliotrope yes; iim_arm_weakness yes; iim_leg_weakness yes        | => | 6.6 | not met
        onset_age 60; iim_arm_weakness yes; iim_biopsy_rimmed_vacuoles yes; iim_biopsy_endomysial yes | => | 7.7 | met
        onset_age 45; iim_heliotrope yes; iim_biopsy_endomysial ?                            | => | 5.4 to 7.1 | undetermined
        """,
        **NOTHING,
        iim_biopsy_done=True,
    )


def test_biopsy_findings_count_for_nothing_when_no_biopsy_was_done(spec: Spec) -> None:
    """Slips of the form must not classify: without a biopsy the findings of one are not read."""
    spec.of(IIM).holds(
        """
        iim_biopsy_done | => | eular-acr-2017-iim biopsy | eular-acr-2017-iim score | eular-acr-2017-iim
        no              | => | 0                         | 2.1                      | not met
        yes             | => | 7.9                       | 10.1                     | met
        -               | => | 0 to 7.9                  | 2.1 to 10.1              | undetermined
        """,
        **{**NOTHING, "onset_age": 50, "iim_biopsy_endomysial": True, "iim_biopsy_perimysial": True,
           "iim_biopsy_perifascicular": True, "iim_biopsy_rimmed_vacuoles": True},
    )  # fmt: skip


def test_pain_without_weakness_is_not_in_the_myositis_set_at_all(spec: Spec) -> None:
    """Muscle pain is no item: aching, however bad, gives nothing; raised enzymes alone give little."""
    spec.of(IIM).holds(
        """
        answers                              | => | eular-acr-2017-iim score | eular-acr-2017-iim
        onset_age 45                         | => | 2.1                      | not met
        onset_age 45; iim_enzymes_raised yes | => | 3.4                      | not met
        """,
        **NOTHING,
        iim_biopsy_done=False,
    )
