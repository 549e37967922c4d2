"""When is ME/CFS there by the set of 2015?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

IOM = "iom-2015-mecfs"
WHOLE = {
    "activity_reduction_6mo": True, "mecfs_new_fatigue": True, "post_exertional_malaise": 2,
    "waking_unrefreshed_severity": 2, "cognitive_severity": 2, "orthostatic_symptoms": 0, "mecfs_half_the_time": True,
}  # fmt: skip


def test_fatigue_malaise_after_effort_and_bad_sleep_with_thinking_or_standing(spec: Spec) -> None:
    """Three are always needed and one of two more; "at least moderate" is read as 2 of 3."""
    spec.of(IOM).holds(
        """
        answers                                        | => | iom-2015-mecfs
        cognitive_severity 2                           | => | met
        cognitive_severity 1; orthostatic_symptoms 2   | => | met
        cognitive_severity 1; orthostatic_symptoms 1   | => | not met
        post_exertional_malaise 1                      | => | not met
        waking_unrefreshed_severity 1                  | => | not met
        activity_reduction_6mo no                      | => | not met
        mecfs_new_fatigue no                           | => | not met
        mecfs_half_the_time no                         | => | not met
        """,
        **WHOLE,
    )


def test_each_part_is_shown(spec: Spec) -> None:
    """Pain is no part of it; malaise after effort is what sets it apart from fibromyalgia."""
    spec.of(IOM).holds(
        """
        answers                                            | => | iom-2015-mecfs fatigue | iom-2015-mecfs malaise | iom-2015-mecfs sleep | iom-2015-mecfs cognition | iom-2015-mecfs orthostatic
        orthostatic_symptoms 0                             | => | 1                      | 1                      | 1                    | 1                        | 0
        orthostatic_symptoms 3; post_exertional_malaise 1  | => | 1                      | 0                      | 1                    | 1                        | 1
        mecfs_new_fatigue ?; cognitive_severity 0          | => | 0 to 1                 | 1                      | 1                    | 0                        | 0
        """,
        **WHOLE,
    )


def test_how_often_it_is_there_can_decide(spec: Spec) -> None:
    """Half the time is part of the published rule, so while it is not asked the set is open."""
    spec.of(IOM).holds(
        """
        answers                             | => | iom-2015-mecfs | iom-2015-mecfs deciding
        mecfs_half_the_time ?               | => | undetermined   | mecfs_half_the_time
        cognitive_severity ?                | => | undetermined   | cognitive_severity
        post_exertional_malaise ?; waking_unrefreshed_severity 0 | => | not met | none
        """,
        **WHOLE,
    )


def test_without_a_great_loss_of_activity_the_screen_does_not_suggest_it(spec: Spec) -> None:
    """The gate of the condition: six months of doing much less than before."""
    spec.holds_in_a_visit(
        """
        activity_reduction_6mo | => | mecfs         | mecfs why
        yes                    | => | consider      | one strong
        no                     | => | not suggested | gate closed
        """,
        age_years=35, onset_age=33, post_exertional_malaise=3, fatigue_severity=3, waking_unrefreshed_severity=3,
        cognitive_severity=2, pain_worse_after_exertion_delayed=True,
    )  # fmt: skip
