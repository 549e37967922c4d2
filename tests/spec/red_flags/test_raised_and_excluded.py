"""How is a danger sign raised, when is it absent, and when is it not excluded?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec


def test_an_answer_a_direct_tick_or_both_raise_it_and_a_no_never_lowers_it(spec: Spec) -> None:
    """A raised sign with a direct no beside it stays raised, and the contradiction is shown."""
    spec.holds("""
        saddle_anaesthesia | rf_ces | => | RF1          | RF1 contradiction
        yes                | -      | => | raised       | no
        yes                | yes    | => | raised       | no
        yes                | no     | => | raised       | yes
        no                 | yes    | => | raised       | no
        no                 | no     | => | not excluded | no
        -                  | -      | => | not excluded | no
        not_assessed       | no     | => | not excluded | no
    """)


def test_it_is_absent_only_when_all_its_answers_and_the_direct_one_are_no(spec: Spec) -> None:
    """One question left open leaves the sign open."""
    spec.holds("""
        answers                                                              | => | RF5          | RF8          | RF12
        hot_swollen_joint no                                                 | => | not excluded | not excluded | not excluded
        rf_septic_joint no                                                   | => | not excluded | not excluded | not excluded
        hot_swollen_joint no; rf_septic_joint no                             | => | absent       | not excluded | not excluded
        phq9_item9 0; rf_suicide no                                          | => | not excluded | absent       | not excluded
        pleuritic_or_pericardial_pain no; dyspnoea_or_crackles no; rf_chest no | => | not excluded | not excluded | absent
    """)


def test_an_empty_form_excludes_no_danger_sign(spec: Spec) -> None:
    """Nothing asked, nothing excluded: all twenty stay open."""
    spec.holds("""
        answers     | => | RF1 | RF2 | RF3 | RF4 | RF5 | RF6 | RF7 | RF8 | RF9 | RF10
        age_years ? | => | not excluded | not excluded | not excluded | not excluded | not excluded | not excluded | not excluded | not excluded | not excluded | not excluded
    """)
    spec.holds("""
        answers     | => | RF11 | RF12 | RF13 | RF14 | RF15 | RF16 | RF17 | RF18 | RF19 | RF20
        age_years ? | => | not excluded | not excluded | not excluded | not excluded | not excluded | not excluded | not excluded | not excluded | not excluded | not excluded
    """)


def test_a_whole_normal_visit_excludes_all_twenty_as_far_as_answers_can(spec: Spec) -> None:
    """Tests that were not done leave nothing open: they raise a sign when they are there."""
    spec.holds_in_a_visit("""
        answers      | => | RF1 | RF2 | RF3 | RF4 | RF5 | RF6 | RF7 | RF8 | RF9 | RF10
        age_years 55 | => | absent | absent | absent | absent | absent | absent | absent | absent | absent | absent
    """)
    spec.holds_in_a_visit("""
        answers      | => | RF11 | RF12 | RF13 | RF14 | RF15 | RF16 | RF17 | RF18 | RF19 | RF20
        age_years 55 | => | absent | absent | absent | absent | absent | absent | absent | absent | absent | absent
    """)


def test_the_direct_tick_alone_raises_each_of_the_twenty(spec: Spec) -> None:
    """What the clinician sees outranks what was asked."""
    spec.holds_in_a_visit(
        """
        answers | => | RF1 | RF2 | RF3 | RF4 | RF5 | RF6 | RF7 | RF8 | RF9 | RF10
        rf_ces yes; rf_stroke yes; rf_rapid_weakness yes; rf_gca yes; rf_septic_joint yes; rf_spinal_infection yes; rf_cancer yes; rf_suicide yes; rf_rhabdo yes; rf_synovitis yes | => | raised | raised | raised | raised | raised | raised | raised | raised | raised | raised
        """,
        age_years=40,
    )
    spec.holds_in_a_visit(
        """
        answers | => | RF11 | RF12 | RF13 | RF14 | RF15 | RF16 | RF17 | RF18 | RF19 | RF20
        rf_organ_ctd yes; rf_chest yes; rf_calcium yes; rf_red_eye yes; rf_motor_umn yes; rf_fracture yes; rf_constitutional yes; rf_aaa yes; rf_digital_ischaemia yes; rf_violence yes | => | raised | raised | raised | raised | raised | raised | raised | raised | raised | raised
        """,
        age_years=40,
    )
