"""When are the published sets for pain, fatigue, small fibres, lax joints and totals met?"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from screening.questionnaires.loader import read_document
from screening.questionnaires.recipes import BUILTIN
from screening.scoring.bundle import Bundle, bundle_from_document
from screening.scoring.engine import assess
from tests.spec.words import parsed

# The short run has the same sets in the rule book, in the second readings and in the recipes' own cases.
pytestmark = pytest.mark.slow

MET, NOT, OPEN = "met", "not_met", "undetermined"
LASTING = "symptoms_similar_level_3mo yes"
ALL_ROUND = "pain_sites_wpi shoulder_girdle_left hip_right lower_back"


@cache
def bundle(key: str) -> Bundle:
    return bundle_from_document(read_document(BUILTIN / f"{key}.yaml").value)


def decided(key: str, answers: str) -> dict[str, Any]:
    decision = assess(bundle(key), parsed(bundle(key), answers)).decision
    (found,) = decision["criteria"]
    tiers = {condition["condition"]: condition["tier"] for condition in decision["conditions"]}
    return {**found, "tiers": tiers, "flags": {flag["id"]: flag["status"] for flag in decision["red_flags"]}}


def parts(key: str, answers: str) -> str:
    """The parts that are known, as "name points"."""
    found = decided(key, answers)["parts"].items()
    return "; ".join(f"{part} {ends[0]}" for part, ends in found if ends[0] == ends[1])


@pytest.mark.parametrize(
    ("sites", "points", "status"),
    [
        ("shoulder_girdle_left hip_right lower_back", "11", MET),
        ("shoulder_girdle_left hip_right lower_back", "10", NOT),
        ("jaw_left lower_leg_right chest", "11", MET),
        ("jaws hips", "18", NOT),  # nothing axial
        ("lower_arms chest neck", "18", NOT),  # nothing below the waist
        ("hips lower_back", "18", NOT),  # nothing above it
        ("arms_of_one_side", "18", NOT),
        ("abdomen", "18", NOT),
        ("everywhere", "?", OPEN),
        ("?", "11", OPEN),
        ("?", "10", NOT),
        ("none", "?", NOT),
    ],
)
def test_the_1990_set_wants_all_five_parts_and_eleven_points(sites: str, points: str, status: str) -> None:
    sites = "upper_arm_left hip_left neck" if sites == "arms_of_one_side" else sites
    answers = f"pain_sites_wpi {sites}; tender_point_count_18 {points}"

    assert decided("acr-1990-fm", f"{answers}; {LASTING}")["status"] == status
    assert decided("acr-1990-fm", f"{answers}; symptoms_similar_level_3mo no")["status"] == NOT


def test_the_1990_set_shows_where_pain_is_widespread() -> None:
    answers = f"{ALL_ROUND}; tender_point_count_18 12"

    assert parts("acr-1990-fm", answers) == (
        "left 1; right 1; above_waist 1; below_waist 1; axial 1; widespread 1; tender_points 12"
    )
    assert decided("acr-1990-fm", answers)["deciding"] == ["symptoms_similar_level_3mo"]


@pytest.mark.parametrize(
    ("wpi", "sss", "regions", "in_2010", "in_2011", "in_2016"),
    [
        (7, 5, 4, MET, MET, MET),
        (7, 4, 4, NOT, NOT, NOT),
        (6, 9, 4, MET, MET, MET),
        (6, 8, 4, NOT, NOT, NOT),
        (4, 9, 4, MET, MET, MET),
        (3, 12, 3, MET, MET, NOT),
        (3, 8, 3, NOT, NOT, NOT),
        (2, 12, 2, NOT, NOT, NOT),
        (8, 8, 3, MET, MET, NOT),
        (19, 12, 5, MET, MET, MET),
    ],
)
def test_the_editions_of_the_pain_index_differ_in_sites_and_regions(
    wpi: int, sss: int, regions: int, in_2010: str, in_2011: str, in_2016: str
) -> None:
    answers = f"wpi_score {wpi}; sss_score {sss}; {LASTING}"
    alone = f"{answers}; other_disorder_explains_pain no"

    assert decided("acr-2010-fm", alone)["status"] == in_2010
    assert decided("acr-2011-fm", alone)["status"] == in_2011
    found = decided("acr-2016-fm", f"{answers}; pain_regions_count {regions}")
    assert (found["status"], found["score"]) == (in_2016, [wpi + sss, wpi + sss])


@pytest.mark.parametrize("key", ["acr-2010-fm", "acr-2011-fm"])
@pytest.mark.parametrize(("explained", "status"), [("yes", NOT), ("no", MET), ("?", OPEN)])
def test_the_older_editions_ask_for_no_other_cause(key: str, explained: str, status: str) -> None:
    answers = f"wpi_score 12; sss_score 9; {LASTING}; other_disorder_explains_pain {explained}"

    assert decided(key, answers)["status"] == status


def test_the_severity_of_2010_reads_the_bodily_symptoms_as_one_judgement() -> None:
    severities = "fatigue_severity 2; waking_unrefreshed_severity 1; cognitive_severity 3"

    assert parts("acr-2010-fm", f"{severities}; somatic_burden_0_3 3") == "sss 9"
    assert decided("acr-2010-fm", severities)["parts"]["sss"] == [6, 9]
    assert parts(
        "acr-2011-fm",
        f"{severities}; headache_6mo yes; lower_abdominal_pain_6mo no; depression_symptom_6mo yes",
    ) == ("sss 8")


@pytest.mark.parametrize(
    ("sites", "sleep", "fatigue", "status"),
    [
        ("6", "2", "0", MET),
        ("5", "3", "3", NOT),
        ("6", "1", "1", NOT),
        ("9", "0", "2", MET),
        ("6", "?", "2", MET),
        ("6", "?", "1", OPEN),
    ],
)
def test_the_aapt_set_wants_six_sites_with_sleep_or_fatigue(
    sites: str, sleep: str, fatigue: str, status: str
) -> None:
    answers = (
        f"aapt_sites_count {sites}; sleep_problem_severity {sleep}; fatigue_severity {fatigue}; {LASTING}"
    )

    assert decided("aapt-2019-fm", answers)["status"] == status


@pytest.mark.parametrize(
    ("band", "spot", "referral", "status"),
    [
        ("yes", "yes", "no", MET),
        ("yes", "no", "yes", MET),
        ("yes", "no", "no", NOT),
        ("yes", "no", "?", OPEN),
    ],
)
def test_two_of_three_signs_make_a_trigger_point(band: str, spot: str, referral: str, status: str) -> None:
    answers = f"taut_band {band}; hypersensitive_spot_in_band {spot}; referred_pain_on_pressure {referral}"

    assert decided("delphi-2018-mps", answers)["status"] == status


@pytest.mark.parametrize(
    ("new_fatigue", "malaise", "sleep", "thinking", "standing", "half", "status"),
    [
        ("yes", 2, 2, "2", "0", "yes", MET),
        ("yes", 2, 2, "0", "2", "yes", MET),
        ("yes", 2, 2, "1", "1", "yes", NOT),
        ("yes", 1, 3, "3", "3", "yes", NOT),
        ("yes", 3, 1, "3", "3", "yes", NOT),
        ("no", 3, 3, "3", "3", "yes", NOT),
        ("yes", 3, 3, "3", "3", "no", NOT),
        ("yes", 2, 2, "1", "?", "yes", OPEN),
        ("yes", 2, 2, "2", "?", "yes", MET),
    ],
)
def test_mecfs_wants_all_three_and_thinking_or_standing(
    new_fatigue: str, malaise: int, sleep: int, thinking: str, standing: str, half: str, status: str
) -> None:
    """At least moderate is 2 of 3 on our scale, and at least half of the time."""
    answers = (
        f"mecfs_new_fatigue {new_fatigue}; post_exertional_malaise {malaise}; waking_unrefreshed_severity {sleep};"
        f"cognitive_severity {thinking}; orthostatic_symptoms {standing}; mecfs_half_the_time {half}"
    )

    assert decided("iom-2015-mecfs", f"activity_reduction_6mo yes; {answers}")["status"] == status
    as_active = decided("iom-2015-mecfs", f"activity_reduction_6mo no; {answers}")
    assert (as_active["status"], as_active["tiers"]) == (NOT, {"mecfs": "not_suggested"})


KIND = "pain_duration_months 3; noci_regional yes; noci_not_explained yes"
NO_HISTORY = "touch_allodynia_history no; movement_or_pressure_hypersensitivity no; noci_heat_cold_history no"
MILD = "sensory_overload no; noci_night_waking no; fatigue_severity 1; cognitive_severity 1"


@pytest.mark.parametrize(
    ("answers", "status", "possible"),
    [
        (f"{KIND}; touch_allodynia_history yes; sensory_overload yes; noci_static_allodynia yes", MET, 1),
        (f"{KIND}; noci_heat_cold_history yes; fatigue_severity 2; noci_after_sensation yes", MET, 1),
        (f"{KIND}; touch_allodynia_history yes; cognitive_severity 2; noci_thermal_allodynia ?", OPEN, None),
        (f"{KIND}; {NO_HISTORY}; noci_dynamic_allodynia yes", NOT, 1),
        (f"{KIND}; {MILD}; noci_dynamic_allodynia yes", NOT, 1),
        ("pain_duration_months 2; noci_dynamic_allodynia yes; touch_allodynia_history yes", NOT, 0),
        ("noci_regional no; noci_dynamic_allodynia yes", NOT, 0),
        ("noci_not_explained no; noci_dynamic_allodynia yes", NOT, 0),
    ],
)
def test_nociplastic_pain_is_probable_with_all_four_and_possible_with_signs(
    answers: str, status: str, possible: int | None
) -> None:
    found = decided("iasp-2021-nociplastic", answers)

    assert found["status"] == status
    assert found["parts"]["possible"] == ([0, 1] if possible is None else [possible, possible])


@pytest.mark.parametrize(
    ("signs", "thresholds", "biopsy", "status"),
    [
        (2, "yes", "normal", MET),
        (2, "no", "reduced", MET),
        (4, "no", "normal", NOT),
        (1, "yes", "reduced", NOT),
        (2, "no", "none", OPEN),
        (2, "yes", "none", MET),
        (0, "?", "?", NOT),
    ],
)
def test_small_fibre_neuropathy_wants_two_signs_and_an_abnormal_test(
    signs: int, thresholds: str, biopsy: str, status: str
) -> None:
    """Symptoms do not count, and large-fibre signs are a caution only."""
    names = ("sfn_pin_loss", "sfn_thermal_loss", "sfn_allodynia", "sfn_hyperalgesia")
    seen = "; ".join(f"{name} {'yes' if place < signs else 'no'}" for place, name in enumerate(names))
    found = decided("devigili-2019-sfn", f"{seen}; sfn_qst_abnormal {thresholds}; skin_biopsy_ienfd {biopsy}")

    assert (found["status"], found["score"]) == (status, [signs, signs])


@pytest.mark.parametrize(
    ("age", "beighton", "five", "status"),
    [
        ("51", 4, "?", MET),
        ("51", 3, "2", MET),
        ("51", 3, "1", NOT),
        ("40", 4, "1", NOT),
        ("40", 4, "2", MET),
        ("40", 4, "?", OPEN),
        ("50", 5, "0", MET),
        ("40", 3, "5", NOT),
        ("?", 4, "2", MET),
        ("?", 4, "0", OPEN),
    ],
)
def test_hypermobility_has_its_cut_off_by_age(age: str, beighton: int, five: str, status: str) -> None:
    answers = f"age_years {age}; joint_hypermobility_beighton {beighton}; hsd_five_part_score {five}"

    assert decided("hsd-2017", answers)["status"] == status


@pytest.mark.parametrize(
    ("answers", "reached"),
    [
        ("hsd_systemic_signs 5; hsd_relative yes", 1),
        ("hsd_systemic_signs 4; hsd_relative yes; hsd_limb_pain_daily yes", 1),
        ("hsd_systemic_signs 4; hsd_relative no; hsd_limb_pain_daily yes; recurrent_dislocation yes", 0),
        ("hsd_systemic_signs 5; hsd_relative no; hsd_widespread_pain yes", 1),
        ("hsd_systemic_signs 12; hsd_relative yes; hsd_skin_or_other_ctd yes", 0),
    ],
)
def test_the_syndrome_wants_two_of_three_and_sound_skin(answers: str, reached: int) -> None:
    lax = "age_years 30; joint_hypermobility_beighton 6; hsd_skin_or_other_ctd no"
    stiff = lax.replace("beighton 6", "beighton 1")

    assert decided("hsd-2017", f"{lax}; {answers}")["parts"]["heds"] == [reached, reached]
    assert decided("hsd-2017", f"{stiff}; {answers}")["parts"]["heds"] == [0, 0]


TOTALS = [
    ("phq-2", "phq2_score", 3, "dep"),
    ("phq-9", "phq9_score", 10, "dep"),
    ("gad-2", "gad2_score", 3, "anx"),
    ("gad-7", "gad7_score", 10, "anx"),
    ("first-2010", "first_score", 5, "fm"),
    ("csi", "csi_score", 40, "noci"),
    ("stop-bang", "stop_bang_score", 3, "osa"),
    ("paindetect", "paindetect_score", 19, "sfn"),
    ("start-back", "start_back_score", 4, "clbp"),
]


@pytest.mark.parametrize(("key", "item", "threshold", "condition"), TOTALS, ids=lambda cell: str(cell))
def test_a_total_counts_from_its_threshold_and_makes_nothing_more_than_consider(
    key: str, item: str, threshold: int, condition: str
) -> None:
    low = "; start_back_distress 0" if key == "start-back" else ""
    at, below = (decided(key, f"{item} {total}{low}") for total in (threshold, threshold - 1))

    assert (at["status"], at["tiers"][condition]) == (MET, "consider")
    assert (below["status"], below["score"]) == (NOT, [threshold - 1, threshold - 1])
    assert decided(key, "")["status"] == OPEN


@pytest.mark.parametrize(("distress", "status"), [("4", MET), ("3", NOT), ("?", OPEN)])
def test_distress_alone_makes_start_back_positive(distress: str, status: str) -> None:
    answers = f"start_back_score 3; start_back_distress {distress}"

    assert decided("start-back", answers)["status"] == status


@pytest.mark.parametrize(
    ("answers", "flag"),
    [
        ("phq9_score 3; phq9_item9 1", "raised"),
        ("phq9_score 27; phq9_item9 0; rf_suicide yes", "raised"),
        ("phq9_score 27", "not_excluded"),
        ("phq9_score 3; phq9_item9 0; rf_suicide no", "absent"),
    ],
)
def test_thoughts_of_self_harm_count_whatever_the_total(answers: str, flag: str) -> None:
    assert decided("phq-9", answers)["flags"] == {"RF8": flag}
