"""What do the sets for ME/CFS and nociplastic pain say of complete answers? (brief 3.15, 3.16)"""

from __future__ import annotations

from tests.scoring.naive.outcome import SEVERITY, Answers, Outcome, Set, booleans, outcome

AT_LEAST_MODERATE = 2


def iom_2015_mecfs(answers: Answers) -> Outcome:
    """Fatigue, malaise after effort and unrefreshing sleep, with cognition or orthostatic; half the time."""
    parts = {
        "fatigue": answers["activity_reduction_6mo"] and answers["mecfs_new_fatigue"],
        "malaise": answers["post_exertional_malaise"] >= AT_LEAST_MODERATE,
        "sleep": answers["waking_unrefreshed_severity"] >= AT_LEAST_MODERATE,
        "cognition": answers["cognitive_severity"] >= AT_LEAST_MODERATE,
        "orthostatic": answers["orthostatic_symptoms"] >= AT_LEAST_MODERATE,
    }
    all_three = parts["fatigue"] and parts["malaise"] and parts["sleep"]
    holds = all_three and (parts["cognition"] or parts["orthostatic"]) and answers["mecfs_half_the_time"]
    return outcome(holds, None, parts)


HISTORY = ("touch_allodynia_history", "movement_or_pressure_hypersensitivity", "noci_heat_cold_history")
EVOKED = (
    "noci_static_allodynia", "noci_dynamic_allodynia", "noci_thermal_allodynia", "noci_after_sensation",
)  # fmt: skip


def iasp_2021_nociplastic(answers: Answers) -> Outcome:
    """Met is probable: pain, history, comorbidity and evoked; possible is the first and the last."""
    is_nociplastic_like = (
        answers["pain_duration_months"] >= 3 and answers["noci_regional"] and answers["noci_not_explained"]
    )
    comorbidity = (
        answers["sensory_overload"]
        or answers["noci_night_waking"]
        or answers["fatigue_severity"] >= AT_LEAST_MODERATE
        or answers["cognitive_severity"] >= AT_LEAST_MODERATE
    )
    parts = {
        "pain": is_nociplastic_like,
        "history": any(answers[key] for key in HISTORY),
        "comorbidity": comorbidity,
        "evoked": any(answers[key] for key in EVOKED),
    }
    return outcome(all(parts.values()), None, {**parts, "possible": parts["pain"] and parts["evoked"]})


def sets() -> dict[str, Set]:
    """The sets for ME/CFS and nociplastic pain by id."""
    return {
        "iom-2015-mecfs": Set(
            iom_2015_mecfs,
            {**booleans("activity_reduction_6mo", "mecfs_new_fatigue", "mecfs_half_the_time"),
             "post_exertional_malaise": SEVERITY, "waking_unrefreshed_severity": SEVERITY,
             "cognitive_severity": SEVERITY, "orthostatic_symptoms": SEVERITY},
        ),
        "iasp-2021-nociplastic": Set(
            iasp_2021_nociplastic,
            {"pain_duration_months": (0, 2, 3, 1200),
             **booleans("noci_regional", "noci_not_explained", *HISTORY, "sensory_overload",
                        "noci_night_waking", *EVOKED),
             "fatigue_severity": SEVERITY, "cognitive_severity": SEVERITY},
        ),
    }  # fmt: skip
