"""Do conditions stand beside each other, none lowering another?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

FIBROMYALGIA = {"wpi_score": 14, "sss_score": 9, "pain_regions_count": 5, "symptoms_similar_level_3mo": True}


def test_fibromyalgia_and_rheumatoid_arthritis_both_stand(spec: Spec) -> None:
    """Test vector T10. Fibromyalgia was found in 21% of people with rheumatoid arthritis (duffield2018)."""
    spec.holds("""
        answers | => | fm | ra | acr-2016-fm | acr-eular-2010-ra
        wpi_score 14; sss_score 9; pain_regions_count 5; symptoms_similar_level_3mo yes | => | consider first | not suggested | met | undetermined
        swollen_joint_count_small 4; involved_small_joints 4; involved_large_joints 0; swollen_joint_count_large 0; rf_acpa high; crp_esr normal; joint_symptom_weeks 8 | => | not suggested | consider first | undetermined | met
        wpi_score 14; sss_score 9; pain_regions_count 5; symptoms_similar_level_3mo yes; swollen_joint_count_small 4; involved_small_joints 4; involved_large_joints 0; swollen_joint_count_large 0; rf_acpa high; crp_esr normal; joint_symptom_weeks 8 | => | consider first | consider first | met | met
    """)


def test_fibromyalgia_and_a_trigger_point_both_stand(spec: Spec) -> None:
    """Pressure pain everywhere is weak against regional pain and is shown; it hides nothing."""
    spec.holds(
        """
        answers                                                  | => | fm             | mps
        pain_recognition yes                                     | => | consider first | consider
        pain_recognition yes; widespread_pressure_tenderness yes | => | consider first | consider
        """,
        **FIBROMYALGIA,
    )


def test_fibromyalgia_and_optic_neuritis_both_stand(spec: Spec) -> None:
    """A focal sign stands by itself, and imaging takes it further, however high the fibromyalgia score."""
    spec.holds(
        """
        answers                                                         | => | fm             | ms
        visual_loss_monocular_painful yes                               | => | consider first | consider
        visual_loss_monocular_painful yes; mri_brain_cord demyelinating | => | consider first | consider first
        """,
        **FIBROMYALGIA,
    )
