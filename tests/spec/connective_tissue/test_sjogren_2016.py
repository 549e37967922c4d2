"""When does the Sjögren set apply, and what does it count?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

SS = "acr-eular-2016-sjogren"
NO_SYMPTOM = {
    "dry_eyes_3mo": False, "dry_mouth_3mo": False, "sjogren_eye_foreign_body": False,
    "sjogren_artificial_tears": False, "sjogren_fluids_to_swallow": False, "sjogren_essdai_domain": False,
}  # fmt: skip
NO_TEST = {
    "sjogren_gland_biopsy": False, "sjogren_ocular_staining": False, "sjogren_schirmer": False,
    "sjogren_saliva_flow": False, "specific_autoantibody": ["negative"],
}  # fmt: skip


def test_one_symptom_of_dryness_or_one_organ_opens_the_sjogren_set(spec: Spec) -> None:
    """Antibodies and a positive gland without any dryness are not enough to apply it."""
    spec.of(SS).holds(
        """
        answers                        | => | acr-eular-2016-sjogren
        dry_eyes_3mo yes               | => | met
        sjogren_eye_foreign_body yes   | => | met
        sjogren_artificial_tears yes   | => | met
        dry_mouth_3mo yes              | => | met
        sjogren_fluids_to_swallow yes  | => | met
        sjogren_essdai_domain yes      | => | met
        dry_eyes_3mo no                | => | not applicable
        sjogren_essdai_domain ?        | => | undetermined
        """,
        sjogren_exclusions=["none"],
        **NO_SYMPTOM,
        **{**NO_TEST, "sjogren_gland_biopsy": True, "specific_autoantibody": ["ssa"]},
    )


def test_seven_conditions_shut_the_sjogren_set(spec: Spec) -> None:
    """Test vector T27, second half: each of them dries or swells glands on its own."""
    spec.of(SS).holds(
        """
        sjogren_exclusions | => | acr-eular-2016-sjogren
        none               | => | met
        hepatitis_c_active | => | not applicable
        neck_radiation     | => | not applicable
        aids               | => | not applicable
        sarcoidosis        | => | not applicable
        amyloidosis        | => | not applicable
        gvhd               | => | not applicable
        igg4               | => | not applicable
        -                  | => | undetermined
        """,
        **{**NO_SYMPTOM, "dry_eyes_3mo": True},
        **{**NO_TEST, "sjogren_schirmer": True, "specific_autoantibody": ["ssa"]},
    )


def test_four_points_of_gland_antibody_eye_and_saliva(spec: Spec) -> None:
    """Test vector T27: antibodies 3 and a Schirmer test 1 make 4. Dryness itself gives no point."""
    spec.of(SS).holds(
        """
        answers                                                       | => | acr-eular-2016-sjogren score | acr-eular-2016-sjogren
        specific_autoantibody ssa; sjogren_schirmer yes               | => | 4                            | met
        specific_autoantibody ssa                                     | => | 3                            | not met
        sjogren_gland_biopsy yes                                      | => | 3                            | not met
        sjogren_gland_biopsy yes; sjogren_saliva_flow yes             | => | 4                            | met
        sjogren_ocular_staining yes; sjogren_schirmer yes; sjogren_saliva_flow yes | => | 3               | not met
        specific_autoantibody ssa; sjogren_gland_biopsy yes           | => | 6                            | met
        specific_autoantibody centromere_scl70_rnap3; sjogren_gland_biopsy yes | => | 3                   | not met
        """,
        sjogren_exclusions=["none"],
        **{**NO_SYMPTOM, "dry_mouth_3mo": True},
        **NO_TEST,
    )


def test_the_antibody_not_tested_decides_after_one_eye_test(spec: Spec) -> None:
    """Not tested is not negative."""
    spec.of(SS).holds(
        """
        specific_autoantibody | => | acr-eular-2016-sjogren score | acr-eular-2016-sjogren | acr-eular-2016-sjogren deciding
        not_done              | => | 1 to 4                       | undetermined           | specific_autoantibody
        -                     | => | 1 to 4                       | undetermined           | specific_autoantibody
        negative              | => | 1                            | not met                | none
        """,
        sjogren_exclusions=["none"], sjogren_gland_biopsy=False, sjogren_ocular_staining=False, sjogren_schirmer=True,
        sjogren_saliva_flow=False, **{**NO_SYMPTOM, "dry_eyes_3mo": True},
    )  # fmt: skip
