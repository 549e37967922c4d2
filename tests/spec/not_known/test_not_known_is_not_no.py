"""What becomes of what was not asked, not examined or not tested?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec


def test_an_empty_form_suggests_nothing_and_excludes_nothing(spec: Spec) -> None:
    """Every set is undetermined, every danger sign not excluded, every condition still possible."""
    spec.holds("""
        answers     | => | acr-2016-fm  | acr-eular-2010-ra | fm            | fm could become | ra            | RF1          | RF8
        age_years ? | => | undetermined | undetermined      | not suggested | consider first  | not suggested | not excluded | not excluded
    """)


def test_unanswered_and_not_assessed_leave_a_gap_and_no_does_not(spec: Spec) -> None:
    """The three are told apart everywhere: only a no is a no."""
    spec.holds("""
        taut_band    | hypersensitive_spot_in_band | referred_pain_on_pressure | => | delphi-2018-mps
        yes          | not_assessed                | not_assessed              | => | undetermined
        yes          | -                           | -                         | => | undetermined
        yes          | no                          | no                        | => | not met
        not_assessed | no                          | no                        | => | not met
    """)


def test_a_stem_answered_no_answers_what_its_wording_names(spec: Spec) -> None:
    """Left open or not examined it answers nothing."""
    spec.holds("""
        answers                      | => | acr-eular-2010-ra | RF10
        ask_joints no                | => | not applicable    | not excluded
        ask_joints not_assessed      | => | undetermined      | not excluded
        ask_joints no; rf_synovitis no | => | not applicable  | absent
    """)


def test_a_test_not_done_is_neither_normal_nor_raised(spec: Spec) -> None:
    """A normal CRP is strong against polymyalgia; a CRP not done is nothing at all."""
    spec.holds(
        """
        crp_esr  | => | pmr      | pmr strength
        raised   | => | consider | 5
        normal   | => | consider | 3
        not_done | => | consider | 3
        -        | => | consider | 3
        """,
        age_years=70,
        bilateral_shoulder_girdle_pain=True,
    )


def test_support_with_open_questions_cannot_tell_and_without_them_is_weak(spec: Spec) -> None:
    """Two points of support: questions that everybody is asked can still raise it; tests alone cannot."""
    spec.holds("""
        answers                                          | => | ss            | ss why       | ss could become
        dry_mouth_3mo yes                                | => | cannot tell   | core missing | consider
        dry_mouth_3mo yes; dry_eyes_3mo no; parotid_swelling no | => | not suggested | too little | consider
        dry_mouth_3mo yes; dry_eyes_3mo no; parotid_swelling no; specific_autoantibody negative | => | not suggested | too little | not suggested
        raynaud yes                                      | => | not suggested | too little   | consider
    """)
