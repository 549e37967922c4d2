"""When does the lupus set apply, what does each domain count, and when is it reached?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

SLE = "eular-acr-2019-sle"
KIDNEY = {"sle_proteinuria": False, "sle_nephritis": "none"}
BLOOD = {"sle_leucopenia": False, "sle_thrombocytopenia": False, "sle_haemolysis": False}
MIND = {"sle_delirium": False, "sle_psychosis": False, "sle_seizure": False}
SKIN = {
    "sle_alopecia": False,
    "sle_oral_ulcers": False,
    "sle_subacute_or_discoid": False,
    "sle_acute_cutaneous": False,
}
SEROSA = {"sle_effusion": False, "sle_pericarditis": False}
JOINTS = {"sle_synovitis": False, "sle_tender_stiff_joints": False, "sle_tender_stiff_attributed": False}
ALL_NO = {
    **KIDNEY, **BLOOD, **MIND, **SKIN, **SEROSA, **JOINTS,
    "sle_fever": False, "specific_autoantibody": ["negative"], "sle_complement": "normal",
}  # fmt: skip


def test_without_antinuclear_antibodies_the_lupus_set_does_not_apply(spec: Spec) -> None:
    """Test vector T16: 40 points and a negative ANA are no lupus by this set. The titre may be from any time."""
    spec.of(SLE).holds(
        """
        ana_titre         | => | eular-acr-2019-sle | eular-acr-2019-sle score
        neg               | => | not applicable     | 40
        titre_80          | => | met                | 40
        titre_160         | => | met                | 40
        titre_320_or_more | => | met                | 40
        not_done          | => | undetermined       | 40
        -                 | => | undetermined       | 40
        """,
        **{**ALL_NO, "sle_acute_cutaneous": True, "sle_pericarditis": True, "sle_synovitis": True,
           "sle_nephritis": "class_3_or_4", "sle_thrombocytopenia": True, "specific_autoantibody": ["apl", "dsdna_sm"]},
    )  # fmt: skip


def test_only_the_highest_item_of_a_domain_counts(spec: Spec) -> None:
    """Test vector T17: ulcers 2 and hair loss 2 stand in one domain, so with the joints it is 8 and not 10."""
    spec.of(SLE).holds(
        """
        answers                                                           | => | eular-acr-2019-sle mucocutaneous | eular-acr-2019-sle score | eular-acr-2019-sle
        sle_oral_ulcers yes; sle_alopecia yes; sle_synovitis yes          | => | 2                                | 8                        | not met
        sle_subacute_or_discoid yes; sle_alopecia yes; sle_synovitis yes  | => | 4                                | 10                       | met
        sle_acute_cutaneous yes; sle_subacute_or_discoid yes              | => | 6                                | 6                        | not met
        """,
        ana_titre="titre_80",
        **ALL_NO,
    )


def test_every_domain_has_its_own_points(spec: Spec) -> None:
    """The highest possible sum is 51: 2, 4, 5, 6, 6, 6 and 10 of the body, 2, 4 and 6 of the blood tests."""
    spec.of(SLE).holds(
        """
        answers                                      | => | eular-acr-2019-sle score
        sle_fever yes                                | => | 2
        sle_leucopenia yes                           | => | 3
        sle_thrombocytopenia yes                     | => | 4
        sle_haemolysis yes; sle_leucopenia yes       | => | 4
        sle_delirium yes                             | => | 2
        sle_psychosis yes; sle_delirium yes          | => | 3
        sle_seizure yes; sle_psychosis yes           | => | 5
        sle_effusion yes                             | => | 5
        sle_pericarditis yes; sle_effusion yes       | => | 6
        sle_proteinuria yes                          | => | 4
        sle_nephritis class_2_or_5; sle_proteinuria yes | => | 8
        sle_nephritis class_3_or_4                   | => | 10
        specific_autoantibody apl                    | => | 2
        specific_autoantibody dsdna_sm               | => | 6
        specific_autoantibody ssa                    | => | 0
        sle_complement c3_or_c4_low                  | => | 3
        sle_complement c3_and_c4_low                 | => | 4
        """,
        ana_titre="titre_80",
        **ALL_NO,
    )


def test_ten_points_with_something_seen_in_the_body_reach_the_lupus_threshold(spec: Spec) -> None:
    """Test vectors T18 and T19: ten points of blood tests alone do not."""
    spec.of(SLE).holds(
        """
        answers                                                              | => | eular-acr-2019-sle score | eular-acr-2019-sle
        sle_synovitis yes; sle_leucopenia yes; specific_autoantibody apl     | => | 11                       | met
        sle_synovitis yes; sle_leucopenia yes                                | => | 9                        | not met
        specific_autoantibody dsdna_sm; sle_complement c3_and_c4_low         | => | 10                       | not met
        specific_autoantibody dsdna_sm apl; sle_complement c3_and_c4_low     | => | 12                       | not met
        specific_autoantibody dsdna_sm; sle_complement c3_and_c4_low; sle_fever yes | => | 12                | met
        sle_nephritis class_3_or_4                                           | => | 10                       | met
        """,
        ana_titre="titre_80",
        **ALL_NO,
    )


def test_tender_stiff_joints_count_only_when_the_clinician_lays_them_to_lupus(spec: Spec) -> None:
    """The trap: two tender joints and half an hour of stiffness are met by almost any fibromyalgia."""
    spec.of(SLE).holds(
        """
        answers                                                          | => | eular-acr-2019-sle musculoskeletal | eular-acr-2019-sle
        sle_tender_stiff_joints yes; sle_tender_stiff_attributed no      | => | 0                                  | not met
        sle_tender_stiff_joints yes; sle_tender_stiff_attributed yes     | => | 6                                  | met
        sle_tender_stiff_joints yes; sle_tender_stiff_attributed ?       | => | 0 to 6                             | undetermined
        sle_synovitis yes                                                | => | 6                                  | met
        """,
        ana_titre="titre_160",
        **{**ALL_NO, "sle_acute_cutaneous": False, "sle_subacute_or_discoid": True},
    )


def test_a_kidney_that_was_not_biopsied_leaves_its_points_open(spec: Spec) -> None:
    """Not done is not normal: the sum is an interval, and what could settle it is named."""
    spec.of(SLE).holds(
        """
        answers                                             | => | eular-acr-2019-sle score | eular-acr-2019-sle | eular-acr-2019-sle deciding
        sle_proteinuria yes; sle_nephritis not_done         | => | 4 to 10                  | undetermined       | sle_nephritis
        sle_synovitis yes; sle_complement not_done          | => | 6 to 10                  | undetermined       | sle_complement
        sle_synovitis yes; specific_autoantibody not_done   | => | 6 to 14                  | undetermined       | specific_autoantibody
        sle_fever yes; sle_complement not_done              | => | 2 to 6                   | not met            | none
        """,
        ana_titre="titre_80",
        **ALL_NO,
    )
