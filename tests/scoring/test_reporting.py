"""Does every line of JSON get one result with all its keys, whatever stands in it?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screening.scoring.reporting import score_line, score_text
from tests.scoring.given import SCREEN, offered, some_answers

KEYS = {
    "id", "questionnaire", "engine", "red_flags", "suggestions", "criteria", "what_next", "faults",
}  # fmt: skip
SUGGESTION = {"condition", "tier", "could_become", "for", "against", "not_assessed", "citations"}
CRITERION = {"id", "condition", "status", "score", "parts", "deciding", "open"}
FLAG = {"id", "status", "urgency", "because"}

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
ITEMS = st.sampled_from([*sorted(SCREEN.items), *sorted(SCREEN.derived), "unheard_of", "", "constructor"])


def scored(document: Any, explain: bool = False) -> dict[str, Any]:
    return score_line(SCREEN, json.dumps(document).encode(), explain=explain)


@settings(max_examples=80, deadline=None)
@given(line=st.one_of(st.binary(max_size=200), ANYTHING.map(lambda v: json.dumps(v).encode())))
@example(b"")
@example(b"\xff")
@example(b"[" * 200_000)
@example(b'{"a":' * 100_000)
@example(b'{"answers": {"age_years": ' + b"9" * 5000 + b"}}")
@example(b'{"answers": {"age_years": 1e400}}')
@example(b'{"answers": {"age_years": NaN}}')
@example(b'{"answers": {"\\ud800": 1}}')
@example(b'{"answers": {"age_years": "\\ud800"}}')
@example(b'{"id": "\\ud800", "answers": {}}')
@example(b'{"answers": {"a": 1, "a": 2}}')
@example(b"null")
def test_any_bytes_give_one_result_with_all_keys(line: bytes) -> None:
    result = score_line(SCREEN, line, explain=False)

    assert set(result) == KEYS
    assert result["faults"] or result["suggestions"]
    json.dumps(result).encode()


@pytest.mark.parametrize("identifier", ["a", "ü\n\u2028", 7, 10**40, None])
def test_a_line_is_written_as_the_standard_library_writes_it(identifier: Any) -> None:
    document = {"id": identifier, "answers": {"age_years": 50, "pain_sites_wpi": ["neck"]}}
    text = score_text(SCREEN, json.dumps(document).encode(), explain=False).text

    assert text == json.dumps(scored(document), ensure_ascii=False, separators=(",", ":"))
    assert json.loads(text) == scored(document)


def test_half_of_a_surrogate_pair_in_an_id_is_still_written() -> None:
    line = b'{"id": "\\ud800", "answers": {}}'

    assert "\ud800" in score_text(SCREEN, line, explain=False).text


@settings(max_examples=80, deadline=None)
@given(answers=st.dictionaries(ITEMS, ANYTHING, min_size=1, max_size=4))
def test_any_answers_give_a_result_or_faults_that_name_their_item(answers: dict[str, Any]) -> None:
    """Bad input is a sentence beside the item it stands at, and then nothing at all is decided."""
    result = scored({"id": 7, "answers": answers})

    assert set(result) == KEYS
    assert result["id"] == 7
    if result["faults"]:
        assert {fault["item"] for fault in result["faults"]} <= {key[:80] for key in answers}
        assert all(fault["reason"] for fault in result["faults"])
        assert result["suggestions"] == result["criteria"] == result["red_flags"] == result["what_next"] == []
    else:
        assert len(result["suggestions"]) == len(SCREEN.conditions)


@settings(max_examples=10, deadline=None)
@given(answers=some_answers(), explain=st.booleans())
def test_every_result_has_the_agreed_shape(answers: dict[str, Any], explain: bool) -> None:
    result = scored({"answers": answers}, explain)

    assert result["faults"] == []
    assert {entry["condition"] for entry in result["suggestions"]} == set(SCREEN.conditions)
    assert [entry["id"] for entry in result["criteria"]] == [c.id for c in SCREEN.criteria]
    assert [entry["id"] for entry in result["red_flags"]] == [flag.id for flag in SCREEN.red_flags]
    assert all(set(entry) >= SUGGESTION for entry in result["suggestions"])
    assert all(set(entry) >= CRITERION for entry in result["criteria"])
    assert all(set(entry) >= FLAG for entry in result["red_flags"])
    assert all(entry["citations"] for entry in result["suggestions"])
    assert len(result["what_next"]) <= 3
    json.dumps(result, allow_nan=False)


@settings(max_examples=10, deadline=None)
@given(answers=some_answers())
def test_every_citation_and_item_of_a_result_is_known(answers: dict[str, Any]) -> None:
    answered = {key for key, value in answers.items() if value != "not_assessed"} - _means_nothing()

    result = scored({"answers": answers})

    for entry in result["suggestions"]:
        assert set(entry["citations"]) <= set(SCREEN.references)
        assert set(entry["not_assessed"]) <= set(SCREEN.items) | set(SCREEN.derived)
        assert not set(entry["not_assessed"]) & answered
    for entry in result["criteria"]:
        assert set(entry["deciding"]) | set(entry["open"]) <= set(SCREEN.items)
    assert set(result["what_next"]) <= set(SCREEN.items)


def _means_nothing() -> set[str]:
    """Items with an option that says the thing was not done: answered, yet nothing is known."""
    return {item.key for item in SCREEN.items.values() if any(option.means for option in item.options)}


@pytest.mark.parametrize("item", sorted(offered()))
def test_every_item_refuses_what_it_does_not_offer(item: str) -> None:
    fraction = [] if SCREEN.items[item].type == "decimal" else [1.5]
    for value in ("no such option", -1, 10**9, *fraction, {"a": 1}, [["neck"]], ["no_such_option"], [1]):
        result = scored({"answers": {item: value}})

        assert [fault["item"] for fault in result["faults"]] == [item], value


@pytest.mark.parametrize(
    ("answers", "item"),
    [
        ({"age_years": 17}, "age_years"),
        ({"age_years": True}, "age_years"),
        ({"age_years": "45"}, "age_years"),
        ({"head_face_pain": 1}, "head_face_pain"),
        ({"head_face_pain": "yes"}, "head_face_pain"),
        ({"pain_sites_wpi": ["neck", "neck"]}, "pain_sites_wpi"),
        ({"pain_sites_wpi": "neck"}, "pain_sites_wpi"),
        ({"known_conditions": ["none", "ra"]}, "known_conditions"),
        ({"specific_autoantibody": ["negative", "ssa"]}, "specific_autoantibody"),
        ({"specific_autoantibody": ["not_done", "ssa"]}, "specific_autoantibody"),
        ({"wpi_score": 20}, "wpi_score"),
        ({"wpi_score": 3, "pain_sites_wpi": ["neck"]}, "wpi_score"),
        ({"sss_score": 12, "fatigue_severity": 0}, "sss_score"),
        ({"asymmetric_single_region": 1}, "asymmetric_single_region"),
        ({"fibromyalgia": True}, "fibromyalgia"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_item(answers: dict[str, Any], item: str) -> None:
    assert [fault["item"] for fault in scored({"answers": answers})["faults"]] == [item]


@pytest.mark.parametrize(
    "document",
    [[], {}, {"answers": []}, {"answers": None}, {"answers": {}, "extra": 1}, {"id": 1}, "answers", 3],
)
def test_a_line_that_is_no_document_is_a_fault(document: Any) -> None:
    assert scored(document)["faults"]


@pytest.mark.parametrize(
    ("identifier", "kept"), [("a", "a"), (0, 0), (None, None), ([1], None), (True, None)]
)
def test_a_plain_id_comes_back_and_nothing_else_does(identifier: Any, kept: Any) -> None:
    assert scored({"id": identifier, "answers": {}})["id"] == kept


def test_a_derived_value_may_stand_for_its_absent_sources() -> None:
    answers = {"wpi_score": 7, "sss_score": 5, "pain_regions_count": 4, "symptoms_similar_level_3mo": True}

    criterion = next(c for c in scored({"answers": answers})["criteria"] if c["id"] == "acr-2016-fm")

    assert criterion["status"] == "met"
    assert criterion["score"] == [12, 12]
