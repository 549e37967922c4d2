"""Which signs of brain, optic nerve or cord call for neurology, and what argues against a lesion?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

MCD = "mcdonald-referral"


def test_one_focal_sign_is_enough(spec: Spec) -> None:
    """The McDonald criteria are for neurologists; here stands only what calls for one."""
    spec.of(MCD).holds_in_a_visit(
        """
        answers                            | => | mcdonald-referral | mcdonald-referral score
        visual_loss_monocular_painful yes  | => | met               | 1
        diplopia_ino_nystagmus yes         | => | met               | 1
        sensory_level_or_band yes          | => | met               | 1
        lhermitte yes                      | => | met               | 1
        hemisensory_or_motor_gt24h yes     | => | met               | 1
        upper_motor_neuron_signs yes       | => | met               | 1
        gait_ataxia yes                    | => | met               | 1
        bladder_bowel_new_dysfunction yes  | => | met               | 1
        ms_trigeminal_neuralgia yes        | => | met               | 1
        lhermitte yes; gait_ataxia yes; upper_motor_neuron_signs yes | => | met | 3
        neuro_exam_normal yes              | => | not met           | 0
        """,
        age_years=30,
    )


def test_an_earlier_episode_and_heat_support_but_do_not_call(spec: Spec) -> None:
    """Uhthoff and a past episode count only beside a sign of today."""
    spec.of(MCD).holds_in_a_visit(
        """
        answers                                      | => | mcdonald-referral supportive | mcdonald-referral
        prior_neuro_episodes yes; uhthoff yes        | => | 2                            | not met
        prior_neuro_episodes yes; lhermitte yes      | => | 1                            | met
        """,
        age_years=30,
    )


def test_what_argues_against_is_counted_and_takes_nothing_back(spec: Spec) -> None:
    """Seven arguments against; vascular risk counts from 51 only. None of them cancels a sign."""
    spec.of(MCD).holds_in_a_visit("""
        answers                                                  | => | mcdonald-referral against | mcdonald-referral
        age_years 30; neuro_exam_normal no                       | => | 0                         | not met
        age_years 30; neuro_exam_normal yes                      | => | 1                         | not met
        age_years 30; neuro_exam_normal no; ms_vascular_risk yes | => | 0                         | not met
        age_years 50; neuro_exam_normal no; ms_vascular_risk yes | => | 0                         | not met
        age_years 51; neuro_exam_normal no; ms_vascular_risk yes | => | 1                         | not met
        age_years 60; neuro_exam_normal no; ms_seconds_or_shifting yes; ms_only_fatigue_cognition_pain yes; ms_headache_dominant yes; ms_systemic_signs yes; ms_peripheral_pattern yes; ms_vascular_risk yes | => | 6 | not met
        age_years 60; neuro_exam_normal no; ms_seconds_or_shifting yes; ms_headache_dominant yes; visual_loss_monocular_painful yes | => | 2 | met
    """)


def test_not_examined_is_not_without_signs(spec: Spec) -> None:
    """Symptoms denied leave the examination open, and the other way round."""
    spec.of(MCD).holds("""
        answers                                      | => | mcdonald-referral
        age_years 30                                 | => | undetermined
        upper_motor_neuron_signs yes                 | => | met
        visual_loss_monocular_painful no; lhermitte no; hemisensory_or_motor_gt24h no; bladder_bowel_new_dysfunction no; ms_trigeminal_neuralgia no | => | undetermined
    """)


def test_the_work_up_raises_cns_and_leaves_ms_to_its_own_findings(spec: Spec) -> None:
    """A central sign says where, not what: the set stands for any lesion of brain or cord."""
    spec.of(MCD).holds_in_a_visit("""
        answers                                       | => | mcdonald-referral | cns      | ms
        age_years 72; upper_motor_neuron_signs yes    | => | met               | consider | not suggested
        age_years 72; gait_ataxia yes                 | => | met               | consider | not suggested
        age_years 28; visual_loss_monocular_painful yes | => | met             | consider | consider
    """)
