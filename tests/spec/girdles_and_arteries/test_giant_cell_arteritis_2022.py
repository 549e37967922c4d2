"""When does the giant cell arteritis set apply, what does it count, and what does not wait for it?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

GCA = "acr-eular-2022-gca"
NOTHING = {
    "age_years": 72, "gca_biopsy_or_halo": False, "crp_mg_l": "3", "esr_mm_h": 10, "gca_sudden_visual_loss": False,
    "gca_shoulder_neck_stiffness": False, "jaw_claudication": False, "gca_new_temporal_headache": False,
    "gca_scalp_tenderness": False, "temporal_artery_abnormal": False, "gca_axillary_bilateral": False,
    "gca_pet_aorta": False,
}  # fmt: skip


def test_it_starts_at_fifty(spec: Spec) -> None:
    """The age is absolute in the set, and the authors apply it only where vasculitis is already known."""
    spec.of(GCA).holds(
        """
        age_years | => | acr-eular-2022-gca | acr-eular-2022-gca score
        49        | => | not applicable     | 7
        50        | => | met                | 7
        -         | => | undetermined       | 7
        """,
        **{**{key: value for key, value in NOTHING.items() if key != "age_years"},
           "gca_biopsy_or_halo": True, "jaw_claudication": True},
    )  # fmt: skip


def test_six_points_of_biopsy_blood_and_symptoms(spec: Spec) -> None:
    """Test vector T23: CRP 30, jaw claudication and a tender scalp make 7."""
    spec.of(GCA).holds(
        """
        answers                                                                 | => | acr-eular-2022-gca score | acr-eular-2022-gca
        crp_mg_l 30; jaw_claudication yes; gca_scalp_tenderness yes             | => | 7                        | met
        crp_mg_l 30; jaw_claudication yes                                       | => | 5                        | not met
        jaw_claudication yes; gca_scalp_tenderness yes; gca_new_temporal_headache yes | => | 6                  | met
        gca_biopsy_or_halo yes                                                  | => | 5                        | not met
        gca_biopsy_or_halo yes; gca_pet_aorta yes                               | => | 7                        | met
        gca_sudden_visual_loss yes; esr_mm_h 50                                 | => | 6                        | met
        """,
        **NOTHING,
    )


def test_every_finding_of_the_arteritis_set_has_its_points(spec: Spec) -> None:
    """CRP from 10 mg/l or ESR from 50 mm/h give 3, and both together no more."""
    spec.of(GCA).holds(
        """
        answers                         | => | acr-eular-2022-gca score
        gca_biopsy_or_halo yes          | => | 5
        crp_mg_l 10                     | => | 3
        crp_mg_l 9.9                    | => | 0
        esr_mm_h 50                     | => | 3
        esr_mm_h 49                     | => | 0
        crp_mg_l 80; esr_mm_h 90        | => | 3
        gca_sudden_visual_loss yes      | => | 3
        gca_shoulder_neck_stiffness yes | => | 2
        jaw_claudication yes            | => | 2
        gca_new_temporal_headache yes   | => | 2
        gca_scalp_tenderness yes        | => | 2
        temporal_artery_abnormal yes    | => | 2
        gca_axillary_bilateral yes      | => | 2
        gca_pet_aorta yes               | => | 2
        """,
        **NOTHING,
    )


def test_a_crp_that_is_not_back_yet_decides(spec: Spec) -> None:
    """One of the two acute phase tests is enough to count, and a low one leaves the other open."""
    spec.of(GCA).holds(
        """
        crp_mg_l | esr_mm_h | => | acr-eular-2022-gca score | acr-eular-2022-gca
        -        | -        | => | 4 to 7                   | undetermined
        12       | -        | => | 7                        | met
        5        | -        | => | 4 to 7                   | undetermined
        5        | 20       | => | 4                        | not met
        """,
        **{**{key: value for key, value in NOTHING.items() if key not in ("crp_mg_l", "esr_mm_h")},
           "jaw_claudication": True, "gca_new_temporal_headache": True},
    )  # fmt: skip


def test_the_danger_sign_does_not_wait_for_the_score(spec: Spec) -> None:
    """Test vector T23 again: with CRP and ESR normal the set is not met, and the same-day pathway stands."""
    spec.of(GCA).holds(
        """
        answers                                     | => | acr-eular-2022-gca | RF4    | RF4 urgency
        jaw_claudication yes                        | => | not met            | raised | same day
        jaw_claudication yes; visual_loss_painless yes | => | not met         | raised | emergency
        temporal_artery_abnormal yes                | => | not met            | raised | same day
        jaw_claudication yes; crp_mg_l 30; gca_scalp_tenderness yes | => | met | raised | same day
        """,
        **NOTHING,
    )
