"""When does the ASAS 2009 set apply, and by which of its two arms is it reached?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

AXSPA = "asas-2009-axspa"
NO_FEATURE = {
    "ibp_insidious": False, "pain_better_with_exercise": False, "ibp_no_improvement_with_rest": False,
    "night_pain_second_half": False, "axspa_arthritis": False, "heel_pain_enthesis": False, "uveitis_history": False,
    "dactylitis": False, "psoriasis_status": "none", "ibd_history": False, "nsaid_full_response_48h": False,
    "axspa_family_history": False, "crp_esr": "normal",
}  # fmt: skip
ENTRY = {"pain_duration_months": 12, "onset_age": 30}


def test_back_pain_of_three_months_that_began_before_forty_five(spec: Spec) -> None:
    """Both are needed for the set to apply at all."""
    spec.of(AXSPA).holds(
        """
        pain_duration_months | onset_age | => | asas-2009-axspa
        3                    | 44        | => | met
        2                    | 44        | => | not applicable
        3                    | 45        | => | not applicable
        12                   | -         | => | undetermined
        """,
        **{**NO_FEATURE, "uveitis_history": True, "heel_pain_enthesis": True, "sacroiliitis_imaging": True,
           "hla_b27": "pos"},
    )  # fmt: skip


def test_sacroiliitis_with_one_feature_or_hla_b27_with_two(spec: Spec) -> None:
    """HLA-B27 is itself a feature for the imaging arm, and never one of its own two."""
    spec.of(AXSPA).holds(
        """
        sacroiliitis_imaging | hla_b27 | answers                                    | => | asas-2009-axspa imaging_arm | asas-2009-axspa clinical_arm | asas-2009-axspa | asas-2009-axspa score
        yes                  | neg     | uveitis_history no                         | => | 0                           | 0                            | not met         | 0
        yes                  | neg     | uveitis_history yes                        | => | 1                           | 0                            | met             | 1
        yes                  | pos     | uveitis_history no                         | => | 1                           | 0                            | met             | 1
        no                   | pos     | uveitis_history yes                        | => | 0                           | 0                            | not met         | 2
        no                   | pos     | uveitis_history yes; heel_pain_enthesis yes | => | 0                          | 1                            | met             | 3
        no                   | neg     | uveitis_history yes; heel_pain_enthesis yes; dactylitis yes; crp_esr raised | => | 0 | 0                     | not met         | 4
        yes                  | pos     | uveitis_history yes; heel_pain_enthesis yes | => | 1                          | 1                            | met             | 3
        """,
        **ENTRY,
        **NO_FEATURE,
    )


def test_ten_features_beside_hla_b27(spec: Spec) -> None:
    """Psoriasis of the patient counts, of the family it does not: relatives are one feature of their own."""
    spec.of(AXSPA).holds(
        """
        answers                            | => | asas-2009-axspa features
        ibp_insidious yes; pain_better_with_exercise yes; night_pain_second_half yes | => | 1
        ibp_insidious yes; pain_better_with_exercise yes | => | 0
        axspa_arthritis yes                | => | 1
        heel_pain_enthesis yes             | => | 1
        uveitis_history yes                | => | 1
        dactylitis yes                     | => | 1
        psoriasis_status current           | => | 1
        psoriasis_status personal_history  | => | 1
        psoriasis_status family            | => | 0
        ibd_history yes                    | => | 1
        nsaid_full_response_48h yes        | => | 1
        axspa_family_history yes           | => | 1
        crp_esr raised                     | => | 1
        """,
        **ENTRY,
        **NO_FEATURE,
        sacroiliitis_imaging=False,
        hla_b27="pos",
    )


def test_hla_b27_not_tested_leaves_both_arms_open(spec: Spec) -> None:
    """With two features the blood test alone decides, and it is named."""
    spec.of(AXSPA).holds(
        """
        hla_b27  | sacroiliitis_imaging | => | asas-2009-axspa | asas-2009-axspa deciding
        not_done | no                   | => | undetermined    | hla_b27
        neg      | -                    | => | undetermined    | sacroiliitis_imaging
        neg      | no                   | => | not met         | none
        """,
        **ENTRY,
        **{**NO_FEATURE, "uveitis_history": True, "heel_pain_enthesis": True},
    )
