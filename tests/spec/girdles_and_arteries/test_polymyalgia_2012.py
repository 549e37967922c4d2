"""When does the polymyalgia set apply, and what does it count?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

PMR = "eular-acr-2012-pmr"
ENTRY = {"age_years": 60, "bilateral_shoulder_girdle_pain": True, "crp_esr": "raised"}
NO_ULTRASOUND = {"pmr_us_done": False, "pmr_us_shoulder_hip": False, "pmr_us_both_shoulders": False}


def test_it_starts_at_fifty_with_both_shoulders_and_a_raised_crp(spec: Spec) -> None:
    """Test vector T20: at 49 the set does not apply, whatever else there is. All three are needed."""
    spec.of(PMR).holds(
        """
        age_years | bilateral_shoulder_girdle_pain | crp_esr  | => | eular-acr-2012-pmr | eular-acr-2012-pmr score
        49        | yes                            | raised   | => | not applicable     | 6
        50        | yes                            | raised   | => | met                | 6
        60        | no                             | raised   | => | not applicable     | 6
        60        | yes                            | normal   | => | not applicable     | 6
        60        | yes                            | not_done | => | undetermined       | 6
        """,
        morning_stiffness_minutes=90, hip_girdle_pain=True, rf_acpa="neg", pmr_other_joints=False, **NO_ULTRASOUND,
    )  # fmt: skip


def test_four_points_without_ultrasound(spec: Spec) -> None:
    """Test vector T21: an hour of stiffness 2 and no antibodies 2 make 4, with free hips and other joints involved."""
    spec.of(PMR).holds(
        """
        morning_stiffness_minutes | rf_acpa | hip_girdle_pain | pmr_other_joints | => | eular-acr-2012-pmr score | eular-acr-2012-pmr
        60                        | neg     | no              | yes              | => | 4                        | met
        45                        | neg     | no              | yes              | => | 2                        | not met
        46                        | neg     | no              | yes              | => | 4                        | met
        60                        | low     | yes             | no               | => | 4                        | met
        60                        | high    | no              | no               | => | 3                        | not met
        45                        | neg     | yes             | no               | => | 4                        | met
        45                        | neg     | no              | no               | => | 3                        | not met
        60                        | neg     | yes             | no               | => | 6                        | met
        """,
        **ENTRY,
        **NO_ULTRASOUND,
    )


def test_five_points_with_ultrasound(spec: Spec) -> None:
    """An ultrasound that was done raises the threshold by one and can give two points."""
    spec.of(PMR).holds(
        """
        pmr_us_done | pmr_us_shoulder_hip | pmr_us_both_shoulders | => | eular-acr-2012-pmr us_column | eular-acr-2012-pmr score | eular-acr-2012-pmr
        no          | no                  | no                    | => | 0                            | 4                        | met
        no          | yes                 | yes                   | => | 0                            | 4                        | met
        yes         | no                  | no                    | => | 1                            | 4                        | not met
        yes         | yes                 | no                    | => | 1                            | 5                        | met
        yes         | no                  | yes                   | => | 1                            | 5                        | met
        yes         | yes                 | yes                   | => | 1                            | 6                        | met
        """,
        **ENTRY, morning_stiffness_minutes=60, rf_acpa="neg", hip_girdle_pain=False, pmr_other_joints=True,
    )  # fmt: skip


def test_antibodies_not_tested_are_not_absent(spec: Spec) -> None:
    """Test vector T22: the case of T21 without the blood test is open, and the test is named."""
    spec.of(PMR).holds(
        """
        rf_acpa  | => | eular-acr-2012-pmr | eular-acr-2012-pmr score | eular-acr-2012-pmr deciding
        not_done | => | undetermined       | 2 to 4                   | rf_acpa
        -        | => | undetermined       | 2 to 4                   | rf_acpa
        neg      | => | met                | 4                        | none
        """,
        **ENTRY, **NO_ULTRASOUND, morning_stiffness_minutes=60, hip_girdle_pain=False, pmr_other_joints=True,
    )  # fmt: skip


def test_the_work_up_of_polymyalgia_asks_for_giant_cell_arteritis_every_time(spec: Spec) -> None:
    """The arteries can be inflamed too, and sight is at stake: one jaw symptom raises the danger sign here as well."""
    spec.of(PMR).holds(
        """
        answers                     | => | RF4          | RF4 urgency | gca
        jaw_claudication yes        | => | raised       | same day    | consider
        visual_loss_painless yes    | => | raised       | emergency   | consider
        age_years 60                | => | not excluded | same day    | consider
        """,
        **ENTRY, morning_stiffness_minutes=60,
    )  # fmt: skip
