"""In which order does the list name what is suggested? (architecture section 5, decision 14)"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec


def test_the_higher_tier_comes_first_and_in_it_the_greater_strength(spec: Spec) -> None:
    """Strength is what the findings for a condition add up to; what speaks against it takes no place away."""
    spec.holds("""
        answers                                                              | => | order   | ra strength | ms strength
        visual_loss_monocular_painful yes; rf_acpa high                      | => | ms = ra | 3           | 3
        visual_loss_monocular_painful yes; rf_acpa high; mcp_mtp_squeeze_positive yes | => | ra, ms | 5   | 3
        visual_loss_monocular_painful yes; mri_brain_cord demyelinating; rf_acpa high; mcp_mtp_squeeze_positive yes; small_joint_hand_foot_pain yes | => | ms, ra | 7 | 6
        visual_loss_monocular_painful yes; rf_acpa high; prior_neuro_episodes yes; dip_or_cmc_bony yes | => | ms, oa = ra | 3 | 5
    """)


def test_equal_strength_is_a_tie_and_is_said_to_be_one(spec: Spec) -> None:
    """The name alone orders a tie, by the alphabet; it says nothing about which is likelier."""
    spec.holds("""
        answers                                        | => | order
        anhedonia_2wk yes; excessive_worry yes         | => | anx = dep
        tsh high; rf_acpa high; visual_loss_monocular_painful yes | => | hypothy = ms = ra
    """)


def test_a_condition_that_a_raised_danger_sign_names_comes_first_in_its_tier(spec: Spec) -> None:
    """Whatever adds up to more beside it; a higher tier still stands above it."""
    spec.holds("""
        answers                                                                  | => | order
        rf_cancer yes; rf_acpa high                                              | => | malig, ra
        rf_spinal_infection yes; visual_loss_monocular_painful yes; gait_ataxia yes | => | spinf, ms
        rf_fracture yes; rf_spinal_infection yes; rf_acpa high                   | => | fx = spinf, ra
        rf_cancer yes; swollen_joint_count_small 1; erosions_imaging yes         | => | ra, malig
    """)


def test_what_was_known_before_comes_after_all_that_is_new(spec: Spec) -> None:
    """The visit asks what else there is; a known diagnosis stays on the list, with its tier, at its end."""
    spec.holds(
        """
        answers                                                       | => | fm             | order
        uveitis_history yes                                           | => | consider first | fm, axspa
        uveitis_history yes; known_conditions fm                      | => | consider first | axspa, fm
        uveitis_history yes; known_conditions fm axspa                | => | consider first | fm, axspa
        known_conditions ra                                           | => | consider first | fm, ra
        """,
        wpi_score=12,
        sss_score=9,
        pain_regions_count=5,
        symptoms_similar_level_3mo=True,
    )


def test_a_known_condition_that_a_danger_sign_names_stays_among_the_known(spec: Spec) -> None:
    """The danger sign itself stands above the list, whatever the list says."""
    spec.holds("""
        answers                                                        | => | RF7    | order
        rf_cancer yes; rf_acpa high; known_conditions malig            | => | raised | ra, malig
        rf_cancer yes; rf_acpa high; known_conditions malig ra         | => | raised | malig, ra
    """)
