"""Which conditions have a gate, and what does a closed one do?"""

from tests.spec.paragraph import Spec


def test_fibromyalgia_needs_symptoms_at_a_similar_level_for_three_months(spec: Spec) -> None:
    """A false gate closes; an unknown one does not."""
    spec.holds(
        """
        symptoms_similar_level_3mo | => | fm             | fm could become | fm why
        yes                        | => | consider first | consider first  | criteria met
        no                         | => | not suggested  | not suggested   | gate closed
        -                          | => | consider       | consider first  | one strong
        """,
        wpi_score=12,
        sss_score=9,
        pain_regions_count=5,
    )


def test_polymyalgia_and_giant_cell_arteritis_start_at_fifty(spec: Spec) -> None:
    """Test vector T20 for the gate: at 49 nothing opens it."""
    spec.holds(
        """
        age_years | => | pmr           | pmr why     | gca            | RF4
        49        | => | not suggested | gate closed | not suggested  | not excluded
        50        | => | consider      | one strong  | consider first | raised
        85        | => | consider      | one strong  | consider first | raised
        """,
        bilateral_shoulder_girdle_pain=True,
        morning_stiffness_minutes=60,
        crp_esr="raised",
        jaw_claudication=True,
        temporal_artery_abnormal=True,
    )


def test_axial_spondyloarthritis_needs_three_months_of_pain(spec: Spec) -> None:
    """Back pain of weeks is not what the set was made for; an unknown duration closes nothing."""
    spec.holds(
        """
        pain_duration_months | => | axspa         | axspa why
        2                    | => | not suggested | gate closed
        3                    | => | consider      | one strong
        -                    | => | consider      | one strong
        """,
        uveitis_history=True,
    )


def test_nociplastic_pain_needs_three_months_of_pain(spec: Spec) -> None:
    """Pain of weeks may be sensitised too, and is not called so yet."""
    spec.holds(
        """
        pain_duration_months | => | noci          | noci why
        2                    | => | not suggested | gate closed
        3                    | => | consider      | two moderate
        -                    | => | consider      | two moderate
        """,
        touch_allodynia_history=True,
        widespread_pressure_tenderness=True,
    )


def test_me_cfs_needs_a_great_loss_of_activity_for_six_months(spec: Spec) -> None:
    """Malaise after effort without it is looked at, not named."""
    spec.holds(
        """
        activity_reduction_6mo | => | mecfs         | mecfs why
        yes                    | => | consider      | one strong
        no                     | => | not suggested | gate closed
        -                      | => | consider      | one strong
        """,
        post_exertional_malaise=3,
    )


def test_an_entry_rule_of_a_set_is_no_gate(spec: Spec) -> None:
    """Without swelling the RA set does not apply, yet antibodies and painful knuckles are still considered."""
    spec.holds(
        """
        rf_acpa | => | acr-eular-2010-ra | ra
        high    | => | not applicable    | consider
        low     | => | not applicable    | consider
        neg     | => | not applicable    | cannot tell
        """,
        swollen_joint_count_small=0,
        swollen_joint_count_large=0,
        small_joint_hand_foot_pain=True,
    )


def test_only_adults_are_screened(spec: Spec) -> None:
    """At 18 the form begins; the gates of age are asked of the answer, not of a birth date."""
    spec.holds("""
        age_years | => | fm            | pmr
        18        | => | not suggested | not suggested
        110       | => | not suggested | not suggested
    """)
