"""When does the ACR/EULAR 2010 set apply, and what does it count?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec


def test_the_set_does_not_apply_without_a_swollen_joint(spec: Spec) -> None:
    """Test vector T15: classification starts from swelling that the clinician found, whatever the sum."""
    spec.of("acr-eular-2010-ra").holds(
        """
        swollen_joint_count_small | swollen_joint_count_large | => | acr-eular-2010-ra | acr-eular-2010-ra score
        0                         | 0                         | => | not applicable    | 10
        1                         | 0                         | => | met               | 10
        0                         | 1                         | => | met               | 10
        -                         | 0                         | => | undetermined      | 10
        """,
        involved_small_joints=12, involved_large_joints=0, rf_acpa="high", crp_esr="raised", joint_symptom_weeks=8,
    )  # fmt: skip


def test_points_for_joints_follow_the_table(spec: Spec) -> None:
    """Small joints weigh more; more than ten joints with a small one among them weigh most."""
    spec.of("acr-eular-2010-ra").holds(
        """
        involved_small_joints | involved_large_joints | => | acr-eular-2010-ra score
        0                     | 1                     | => | 0
        0                     | 2                     | => | 1
        0                     | 10                    | => | 1
        1                     | 1                     | => | 2
        3                     | 7                     | => | 2
        3                     | 8                     | => | 5
        4                     | 1                     | => | 3
        9                     | 1                     | => | 3
        10                    | 1                     | => | 5
        1                     | 10                    | => | 5
        """,
        swollen_joint_count_small=0, swollen_joint_count_large=1, rf_acpa="neg", crp_esr="normal",
        joint_symptom_weeks=2,
    )  # fmt: skip


def test_a_swollen_joint_is_an_involved_joint(spec: Spec) -> None:
    """Whoever counts only swelling still gets the points: the higher of both counts is read."""
    spec.of("acr-eular-2010-ra").holds(
        """
        swollen_joint_count_small | involved_small_joints | => | acr-eular-2010-ra score
        4                         | 0                     | => | 3
        1                         | 4                     | => | 3
        4                         | -                     | => | 3 to 5
        """,
        swollen_joint_count_large=0, involved_large_joints=0, rf_acpa="neg", crp_esr="normal", joint_symptom_weeks=2,
    )  # fmt: skip


def test_antibodies_acute_phase_and_six_weeks_add_up_to_six(spec: Spec) -> None:
    """Test vectors T13 and T14."""
    spec.of("acr-eular-2010-ra").holds("""
        swollen_joint_count_small | swollen_joint_count_large | rf_acpa | crp_esr | joint_symptom_weeks | => | acr-eular-2010-ra | acr-eular-2010-ra score
        2                         | 0                         | high    | normal  | 8                   | => | met               | 6
        2                         | 0                         | low     | normal  | 8                   | => | not met           | 5
        2                         | 0                         | low     | raised  | 6                   | => | met               | 6
        2                         | 0                         | low     | raised  | 5                   | => | not met           | 5
        0                         | 1                         | neg     | normal  | 8                   | => | not met           | 1
    """, involved_small_joints=0, involved_large_joints=0)  # fmt: skip


def test_a_test_not_done_leaves_the_score_open(spec: Spec) -> None:
    """Each of serology and acute phase needs one result; "not done" is not "negative"."""
    spec.of("acr-eular-2010-ra").holds(
        """
        rf_acpa  | crp_esr  | => | acr-eular-2010-ra | acr-eular-2010-ra score | acr-eular-2010-ra deciding
        not_done | not_done | => | undetermined      | 3 to 7                  | rf_acpa
        neg      | not_done | => | not met           | 3 to 4                  | none
        low      | not_done | => | undetermined      | 5 to 6                  | crp_esr
        high     | not_done | => | met               | 6 to 7                  | none
        -        | raised   | => | undetermined      | 4 to 7                  | rf_acpa
        """,
        swollen_joint_count_small=2, swollen_joint_count_large=0, involved_small_joints=2, involved_large_joints=0,
        joint_symptom_weeks=8,
    )  # fmt: skip


def test_joints_that_were_not_examined_are_not_joints_without_swelling(spec: Spec) -> None:
    """A screen with the joints left out must not read as a screen without arthritis."""
    spec.holds("""
        answers                          | => | acr-eular-2010-ra | acr-eular-2010-ra deciding
        ask_joints no                    | => | not applicable    | none
        ask_joints not_assessed          | => | undetermined      | ask_joints rf_acpa
        ask_joints yes; rf_acpa high; crp_esr raised | => | undetermined | swollen_joint_count_small
    """)
