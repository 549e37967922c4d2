"""When is back pain of the inflammatory kind?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec


def test_four_of_five_features(spec: Spec) -> None:
    """Test vector T28; the onset counts when it was before 40."""
    spec.of("asas-ibp").holds("""
        onset_age | ibp_insidious | pain_better_with_exercise | ibp_no_improvement_with_rest | night_pain_second_half | => | asas-ibp     | asas-ibp score
        39        | yes           | yes                       | yes                          | no                     | => | met          | 4
        40        | yes           | yes                       | yes                          | no                     | => | not met      | 3
        40        | yes           | yes                       | yes                          | yes                    | => | met          | 4
        30        | yes           | yes                       | yes                          | yes                    | => | met          | 5
        30        | yes           | no                        | yes                          | no                     | => | not met      | 3
        -         | yes           | yes                       | yes                          | yes                    | => | met          | 4 to 5
        -         | yes           | yes                       | yes                          | no                     | => | undetermined | 3 to 4
    """)


def test_it_is_a_screening_set_and_never_makes_consider_first_alone(spec: Spec) -> None:
    """Four features raise axial spondyloarthritis to consider; HLA-B27 and imaging can take it further."""
    spec.holds(
        """
        answers                  | => | asas-ibp | axspa          | axspa why
        crp_esr ?                | => | met      | consider       | one strong
        sacroiliitis_imaging yes | => | met      | consider first | two strong
        uveitis_history yes      | => | met      | consider       | one strong
        """,
        onset_age=28, ibp_insidious=True, pain_better_with_exercise=True, ibp_no_improvement_with_rest=True,
        night_pain_second_half=True, pain_duration_months=12,
    )  # fmt: skip
