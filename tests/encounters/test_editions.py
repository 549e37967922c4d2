"""Does the result say where editions of criteria disagree about a patient, and why, from the sets themselves?"""

from typing import Any

import pytest

from screening.encounters.results.editions import EditionsShown, editions_shown
from screening.scoring.bundle import bundle_from_document
from screening.scoring.editions import Editions, Line, editions, is_self_report_only, reasons, short_name
from screening.scoring.engine import assess
from tests.encounters.wide_screen import SITES, WIDESPREAD, bundle, document

OWN = {
    "id": "own-2020-fm",
    "name": "A set of our own",
    "edition": "2020",
    "condition": "fm",
    "kind": "classification",
    "entry": "pain_duration_months >= 3",
    "entry_says": "Pain for three months",
    "parts": [
        {
            "id": "whole",
            "name": "Whole",
            "expression": "fatigue_severity",
            "maximum": 3,
            "threshold": 2,
            "source": "wolfe2016",
        },
        {
            "id": "half",
            "name": "Half",
            "expression": "points(head_face_pain, 0.5)",
            "maximum": "0.5",
            "source": "wolfe2016",
        },
    ],
    "score": "whole + half",
    "maximum": "3.5",
    "threshold": "2.5",
    "met": "score >= 2.5 and (whole >= 2 or half >= 0.5)",
    "says": "At least 2.5 points.",
    "thresholds": [{"on": "score", "says": "At least 2.5", "source": "wolfe2016"}],
    "source": "wolfe2016",
    "mark": "M",
}
PATIENT = {
    "age_years": 52,
    "sex": "female",
    **WIDESPREAD,
    "headache_6mo": False,
    "lower_abdominal_pain_6mo": False,
    "depression_symptom_6mo": False,
    "head_face_pain": True,
    "somatic_burden_0_3": 0,
    "other_disorder_explains_pain": False,
}
THREE_SITES = ["neck", "lower_back", "hip_left"]


def compared(**answers: Any) -> Editions:
    answers = {**PATIENT, **answers}
    (found,) = editions(bundle(), assess(bundle(), answers).explanation.criteria, answers)
    return found


def shown(**answers: Any) -> EditionsShown:
    answers = {**PATIENT, **answers}
    return editions_shown(bundle(), assess(bundle(), answers).explanation.criteria, answers, ["fm"])


def line(found: Editions, name: str, key: str) -> Line:
    each = next(each for each in found.sets if each.name == name)
    return next(line for line in each.lines if line.key == key)


def test_three_sites_with_a_high_severity_count_in_2010_and_2011_but_not_in_2016() -> None:
    """The trap of the brief: 3 to 6 is the rule of 2010, 4 to 6 with four regions that of 2016."""
    found = compared(pain_sites_wpi=THREE_SITES)

    statuses = {each.name: each.status for each in found.sets}
    assert found.disagree
    assert (statuses["ACR 2010"], statuses["ACR 2011"], statuses["ACR 2016"]) == ("met", "met", "not_met")
    why = {(reason.line.key, reason.failing): reason for reason in reasons(found)}
    assert why["regions", ("ACR 2016",)].silent == ("ACR 2010", "ACR 2011")
    index = why["wpi", ("ACR 2016",)]
    assert index.line.value == "Widespread pain index 3"
    ((theirs, who),) = index.others
    assert who == ("ACR 2010", "ACR 2011") and theirs.holds and "3 to 6" in theirs.asks


def test_a_part_that_would_do_with_another_value_beside_it_is_not_blamed() -> None:
    """A severity of 9 is enough wherever the pain index is enough; only the index fails."""
    found = compared(pain_sites_wpi=THREE_SITES)

    assert line(found, "ACR 2016", "wpi").holds is False
    assert line(found, "ACR 2016", "sss").holds is True
    assert not line(found, "ACR 2016", "wpi").together


def test_two_parts_that_fail_only_together_are_said_to() -> None:
    found = compared(pain_sites_wpi=SITES[:5], fatigue_severity=2, cognitive_severity=0)

    pair = [line(found, "ACR 2016", key) for key in ("wpi", "sss")]
    assert [(each.holds, each.together) for each in pair] == [(False, True), (False, True)]


def test_a_disorder_that_explains_the_pain_counts_only_where_a_set_asks() -> None:
    found = compared(other_disorder_explains_pain=True)

    assert {each.name for each in found.decided if each.status == "not_met"} == {"ACR 2010", "ACR 2011"}
    (reason,) = reasons(found)
    assert (reason.line.about, reason.line.holds) == ("exclusion", False)
    assert reason.silent == ("ACR 2016", "AAPT 2019")


@pytest.mark.parametrize(
    ("name", "key", "about"),
    [
        ("ACR 1990", "widespread", "pain"),
        ("ACR 1990", "tender_points", "pain"),
        ("ACR 2016", "regions", "pain"),
        ("ACR 2016", "sss", "symptoms"),
        ("AAPT 2019", "sleep_or_fatigue", "symptoms"),
        ("AAPT 2019", "symptoms_similar_level_3mo", "duration"),
        ("ACR 2010", "other_disorder_explains_pain", "exclusion"),
    ],
)
def test_each_line_stands_under_what_it_is_about(name: str, key: str, about: str) -> None:
    assert line(compared(), name, key).about == about


def test_each_set_says_who_fills_it_in() -> None:
    said = {each.name: each.assessed_by for each in compared().sets}

    assert said["ACR 1990"] == "examiner" and said["ACR 2010"] == "clinician"
    assert said["ACR 2011"].startswith("patient") and "not for an individual" in said["ACR 2016"]


def test_the_result_shows_a_disagreement_with_its_sentences_and_what_is_open() -> None:
    (found,) = shown(pain_sites_wpi=THREE_SITES).disagreements

    assert found.headings == ("Pain", "Symptoms and findings", "Duration", "Exclusion")
    assert any(
        "ACR 2016 asks “At least four of five regions" in words
        and "(Regions with pain 2); ACR 2010 and ACR 2011 do not ask for it." in words
        for words in found.why
    )
    rows = {row.name: row for row in found.rows}
    assert {row.status for row in found.rows} == {"met", "not_met"}
    assert rows["ACR 2010"].is_from_memory and not rows["ACR 2016"].is_from_memory
    open_points = shown(other_disorder_explains_pain=True).disagreements[0].rows[0]
    assert (open_points.name, open_points.status) == ("ACR 1990", "undetermined")
    assert "ender points" in open_points.deciding


def test_agreement_is_one_line_and_only_for_what_is_suggested() -> None:
    answers = {**PATIENT, "tender_point_count_18": 12}
    views = assess(bundle(), answers).explanation.criteria

    found = editions_shown(bundle(), views, answers, ["fm"])

    assert found.disagreements == ()
    assert found.agreements == (
        "Fibromyalgia: ACR 1990, ACR 2010, ACR 2011, ACR 2016 and AAPT 2019 agree, reached.",
    )
    assert editions_shown(bundle(), views, answers, []).agreements == ()


def test_the_short_name_is_made_of_the_sets_own_id_and_edition() -> None:
    names = [short_name(criterion) for criterion in bundle().criteria]

    assert names == ["ACR 1990", "ACR 2010", "ACR 2011", "ACR 2016", "AAPT 2019"]


def test_any_shape_of_set_can_stand_beside_another() -> None:
    """An entry rule, a score of its own and parts that are no whole numbers, as other conditions have."""
    made = document()
    bare = {key: value for key, value in OWN.items() if key not in ("entry", "score", "maximum", "threshold")}
    bare |= {"id": "own-2019-fm", "edition": "2019", "met": "whole >= 2"}
    bare["thresholds"] = [{"on": "whole", "says": "At least 2", "source": "wolfe2016"}]
    made["criteria"] = [*made["criteria"], bare, OWN]
    other = bundle_from_document(made, "sha256:none", "sha256:none")

    lines = {}
    for months in (1, 6):
        answers = {**PATIENT, "pain_duration_months": months}
        (found,) = editions(other, assess(other, answers).explanation.criteria, answers)
        own = found.sets[-1]
        lines[months] = {each.key: each for each in own.lines}
        assert own.status == ("met" if months == 6 else "not_applicable")

    assert (lines[1]["entry"].holds, lines[6]["entry"].holds) == (False, True)
    assert lines[6]["score"].value == "Score 3.5" and lines[6]["score"].asks == "At least 2.5"
    assert [line.asks for line in found.sets[-2].lines] == ["At least 2"]
    assert lines[6]["whole"].together and lines[6]["whole"].asks == "Whole: at least 2"


def test_answers_alone_are_self_report_until_something_is_examined() -> None:
    judged = ("somatic_burden_0_3", "other_disorder_explains_pain")
    told = {key: value for key, value in PATIENT.items() if key not in judged}

    assert is_self_report_only(bundle(), told)
    assert is_self_report_only(bundle(), {**told, "swollen_joint_count_small": "not_assessed"})
    assert is_self_report_only(bundle(), {**told, "crp_esr": "raised", "known_conditions": ["none"]})
    assert not is_self_report_only(bundle(), {**told, "swollen_joint_count_small": 0})
