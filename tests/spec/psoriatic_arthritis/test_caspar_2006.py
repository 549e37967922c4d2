"""When does the CASPAR set apply, and what does it count?"""

from tests.spec.paragraph import Spec

PSA = "caspar-2006-psa"
NOTHING = {
    "psoriasis_status": "none", "nail_dystrophy": False, "rf_acpa": "high", "dactylitis": False, "psa_new_bone": False,
}  # fmt: skip


def test_without_inflammation_of_joint_spine_or_enthesis_caspar_does_not_apply(spec: Spec) -> None:
    """Psoriasis with an aching back is not psoriatic arthritis."""
    spec.of(PSA).holds(
        """
        psa_inflammatory_disease | => | caspar-2006-psa | caspar-2006-psa score
        no                       | => | not applicable  | 5
        yes                      | => | met             | 5
        -                        | => | undetermined    | 5
        """,
        psoriasis_status="current", nail_dystrophy=True, rf_acpa="neg", dactylitis=True, psa_new_bone=False,
    )  # fmt: skip


def test_three_points_of_skin_nails_antibody_finger_and_bone(spec: Spec) -> None:
    """Test vector T24: current psoriasis 2 and a negative rheumatoid factor 1 make 3."""
    spec.of(PSA).holds(
        """
        answers                                                         | => | caspar-2006-psa score | caspar-2006-psa
        psoriasis_status current; rf_acpa neg                           | => | 3                     | met
        psoriasis_status current                                        | => | 2                     | not met
        psoriasis_status personal_history; rf_acpa neg                  | => | 2                     | not met
        psoriasis_status family; rf_acpa neg; nail_dystrophy yes        | => | 3                     | met
        rf_acpa neg; dactylitis yes; psa_new_bone yes                   | => | 3                     | met
        rf_acpa neg; dactylitis yes                                     | => | 2                     | not met
        psoriasis_status current; nail_dystrophy yes; rf_acpa neg; dactylitis yes; psa_new_bone yes | => | 6 | met
        """,
        **NOTHING,
        psa_inflammatory_disease=True,
    )


def test_a_factor_not_tested_can_give_the_third_point(spec: Spec) -> None:
    """Negative counts, not tested does not; a positive one gives nothing and excludes nothing."""
    spec.of(PSA).holds(
        """
        rf_acpa  | => | caspar-2006-psa | caspar-2006-psa score | caspar-2006-psa deciding
        not_done | => | undetermined    | 2 to 3                | rf_acpa
        low      | => | not met         | 2                     | none
        neg      | => | met             | 3                     | none
        """,
        psa_inflammatory_disease=True, psoriasis_status="current", nail_dystrophy=False, dactylitis=False,
        psa_new_bone=False,
    )  # fmt: skip
