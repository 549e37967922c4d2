"""When does the systemic sclerosis set apply, and what does it count?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

SSC = "acr-eular-2013-ssc"
NOTHING = {
    "puffy_fingers_sclerodactyly": "none", "ssc_fingertip_lesions": "none", "telangiectasia": False,
    "nailfold_capillary_abnormal": False, "ssc_pah_or_ild": False, "raynaud": False,
    "specific_autoantibody": ["negative"],
}  # fmt: skip


def test_thick_skin_that_spares_the_fingers_shuts_the_sclerosis_set(spec: Spec) -> None:
    """Morphoea and other mimics thicken skin and spare the fingers."""
    spec.of(SSC).holds(
        """
        ssc_spares_fingers | => | acr-eular-2013-ssc
        no                 | => | met
        yes                | => | not applicable
        -                  | => | undetermined
        """,
        **{**NOTHING, "puffy_fingers_sclerodactyly": "proximal_to_mcp"},
    )


def test_nine_points_and_the_highest_of_each_kind_counts(spec: Spec) -> None:
    """Test vector T26: Raynaud 3, puffy fingers 2 and antibodies 3 are 8; telangiectasia takes them to 10."""
    spec.of(SSC).holds(
        """
        answers | => | acr-eular-2013-ssc score | acr-eular-2013-ssc
        raynaud yes; puffy_fingers_sclerodactyly puffy; specific_autoantibody centromere_scl70_rnap3 | => | 8 | not met
        raynaud yes; puffy_fingers_sclerodactyly puffy; specific_autoantibody centromere_scl70_rnap3; telangiectasia yes | => | 10 | met
        raynaud yes; puffy_fingers_sclerodactyly sclerodactyly; nailfold_capillary_abnormal yes | => | 9 | met
        raynaud yes; ssc_fingertip_lesions pitting_scars; ssc_pah_or_ild yes | => | 8 | not met
        raynaud yes | => | 3 | not met
        """,
        ssc_spares_fingers=False,
        **NOTHING,
    )


def test_every_finding_of_the_sclerosis_set_has_its_points(spec: Spec) -> None:
    """Thick skin on both hands beyond the knuckles reaches the threshold alone."""
    spec.of(SSC).holds(
        """
        answers                                      | => | acr-eular-2013-ssc score | acr-eular-2013-ssc
        puffy_fingers_sclerodactyly puffy            | => | 2                        | not met
        puffy_fingers_sclerodactyly sclerodactyly    | => | 4                        | not met
        puffy_fingers_sclerodactyly proximal_to_mcp  | => | 9                        | met
        ssc_fingertip_lesions ulcers                 | => | 2                        | not met
        ssc_fingertip_lesions pitting_scars          | => | 3                        | not met
        telangiectasia yes                           | => | 2                        | not met
        nailfold_capillary_abnormal yes              | => | 2                        | not met
        ssc_pah_or_ild yes                           | => | 2                        | not met
        specific_autoantibody centromere_scl70_rnap3 | => | 3                        | not met
        """,
        ssc_spares_fingers=False,
        **NOTHING,
    )


def test_nails_and_antibodies_not_looked_at_leave_raynaud_open(spec: Spec) -> None:
    """Raynaud with puffy fingers is the early picture: the two tests that follow are named."""
    spec.of(SSC).holds(
        """
        answers                                                             | => | acr-eular-2013-ssc score | acr-eular-2013-ssc | acr-eular-2013-ssc deciding
        specific_autoantibody not_done; nailfold_capillary_abnormal ?       | => | 5 to 10                  | undetermined       | nailfold_capillary_abnormal specific_autoantibody
        specific_autoantibody not_done                                      | => | 5 to 8                   | not met            | none
        """,
        ssc_spares_fingers=False,
        **{**{key: value for key, value in NOTHING.items() if key != "specific_autoantibody"},
           "raynaud": True, "puffy_fingers_sclerodactyly": "puffy"},
    )  # fmt: skip
