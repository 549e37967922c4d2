"""When is pain possibly or probably nociplastic?"""

# ruff: noqa: E501  (a table is as wide as its row)

from tests.spec.paragraph import Spec

NOCI = "iasp-2021-nociplastic"
WHOLE = {
    "pain_duration_months": 12, "noci_regional": True, "noci_not_explained": True,
    "touch_allodynia_history": True, "movement_or_pressure_hypersensitivity": False, "noci_heat_cold_history": False,
    "sensory_overload": True, "noci_night_waking": False, "fatigue_severity": 0, "cognitive_severity": 0,
    "noci_static_allodynia": True, "noci_dynamic_allodynia": False, "noci_thermal_allodynia": False,
    "noci_after_sensation": False,
}  # fmt: skip


def test_possible_with_the_pain_and_evoked_sensitivity_probable_with_all_four(spec: Spec) -> None:
    """There is no "definite": the grading itself says so."""
    spec.of(NOCI).holds(
        """
        answers                     | => | iasp-2021-nociplastic possible | iasp-2021-nociplastic
        pain_duration_months 12     | => | 1                              | met
        pain_duration_months 3      | => | 1                              | met
        pain_duration_months 2      | => | 0                              | not met
        noci_regional no            | => | 0                              | not met
        noci_not_explained no       | => | 0                              | not met
        touch_allodynia_history no  | => | 1                              | not met
        sensory_overload no         | => | 1                              | not met
        noci_static_allodynia no    | => | 0                              | not met
        """,
        **WHOLE,
    )


def test_any_one_of_each_list_is_enough(spec: Spec) -> None:
    """Fatigue and clouded thinking count from 2 of 3; what the examiner evokes cannot be replaced by a story."""
    spec.of(NOCI).holds(
        """
        answers                                                                   | => | iasp-2021-nociplastic history | iasp-2021-nociplastic comorbidity | iasp-2021-nociplastic evoked
        touch_allodynia_history no; movement_or_pressure_hypersensitivity yes     | => | 1 | 1 | 1
        touch_allodynia_history no; noci_heat_cold_history yes                    | => | 1 | 1 | 1
        sensory_overload no; noci_night_waking yes                                | => | 1 | 1 | 1
        sensory_overload no; fatigue_severity 2                                   | => | 1 | 1 | 1
        sensory_overload no; fatigue_severity 1; cognitive_severity 1             | => | 1 | 0 | 1
        sensory_overload no; cognitive_severity 2                                 | => | 1 | 1 | 1
        noci_static_allodynia no; noci_dynamic_allodynia yes                      | => | 1 | 1 | 1
        noci_static_allodynia no; noci_thermal_allodynia yes                      | => | 1 | 1 | 1
        noci_static_allodynia no; noci_after_sensation yes                        | => | 1 | 1 | 1
        """,
        **WHOLE,
    )


def test_not_examined_leaves_it_open(spec: Spec) -> None:
    """Without an examination of the skin it can be neither possible nor probable."""
    spec.of(NOCI).holds("""
        answers | => | iasp-2021-nociplastic | iasp-2021-nociplastic possible
        pain_duration_months 12; noci_regional yes; noci_not_explained yes; touch_allodynia_history yes; sensory_overload yes | => | undetermined | 0 to 1
        pain_duration_months 2 | => | not met | 0
    """)
