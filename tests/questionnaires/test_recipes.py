"""Does a recipe make a whole document, and is one that names what is not there refused?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from screening.evidence.source import SourceInvalid
from screening.questionnaires.catalogue import (
    UnknownQuestionnaire,
    builtin_bundle,
    builtin_document,
    builtin_documents,
    compiled,
    version_order,
)
from screening.questionnaires.digests import digest
from screening.questionnaires.loader import read_document
from screening.questionnaires.recipes import BUILTIN, pantry

RECIPE = BUILTIN / "chronic-pain-screen.yaml"


def spoilt(folder: Path, old: str, new: str) -> list[str]:
    text = RECIPE.read_text(encoding="utf-8")
    assert old in text
    path = folder / "recipe.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SourceInvalid) as caught:
        read_document(path)
    return caught.value.faults


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("- phq9_item9", "- phq9_item10", "no item 'phq9_item10' in the catalogue"),
        ("acr-2016-fm,", "acr-2017-fm,", "no criteria 'acr-2017-fm' in the evidence"),
        ("[fm, mps,", "[fm, mpp,", "no conditions 'mpp' in the evidence"),
        ("RF1,", "RF99,", "no red_flags 'RF99' in the evidence"),
    ],
)
def test_a_recipe_that_names_what_is_not_there_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    faults = spoilt(tmp_path, old, new)

    assert any(fault.startswith("recipe.yaml:") and reason in fault for fault in faults), faults


def test_a_document_holds_every_piece_and_names_no_other_file() -> None:
    document = read_document(RECIPE).value

    assert "use" not in document
    cited = {reference["key"] for reference in document["references"]}
    assert {finding["bears_on"][0]["source"] for finding in document["findings_for"]} <= cited


def test_a_fault_in_a_piece_is_placed_in_the_file_it_came_from() -> None:
    source = read_document(RECIPE)

    assert str(source.place(("criteria", 0, "met"))).startswith("criteria/fibromyalgia.yaml:")
    assert str(source.place(("sections", 0, "items", 0, "label"))).startswith("background.yaml:")
    assert str(source.place(("meta", "version"))).startswith(RECIPE.name)


def assembled(key: str) -> dict[str, Any]:
    value: dict[str, Any] = read_document(BUILTIN / f"{key}.yaml").value
    return value


def test_a_work_up_keeps_only_what_is_said_of_its_own_conditions() -> None:
    card = assembled("acr-2016-fm")["conditions"][0]

    assert card["key"] == "fm"
    assert card["neighbours"] == card["coexists"] == []


def test_a_work_up_holds_no_derived_value_that_it_neither_asks_nor_reads() -> None:
    assert [piece["key"] for piece in assembled("phq-9")["derived"]] == []
    assert "wpi_score" in {piece["key"] for piece in assembled("acr-2016-fm")["derived"]}


def test_a_set_of_another_edition_reads_the_severity_scale_as_that_edition_counts_it() -> None:
    """In acr-2010-fm `sss_score` is the scale of 2010: somatic burden 0 to 3 in place of three symptoms."""
    document = assembled("acr-2010-fm")
    scale = next(piece for piece in document["derived"] if piece["key"] == "sss_score")

    assert "somatic_burden_0_3" in scale["expression"]
    assert "sss_2010_score" not in str(document)


def test_a_red_flag_loses_the_further_reasons_that_a_questionnaire_does_not_ask_for() -> None:
    """Its trigger never does: a flag whose trigger is not asked whole cannot be used."""
    whole = next(flag for flag in pantry().evidence.red_flags.value if flag["id"] == "RF4")
    kept = {
        key: next(flag for flag in assembled(key)["red_flags"] if flag["id"] == "RF4")
        for key in ("chronic-pain-screen", "acr-eular-2022-gca")
    }

    assert "gca_scalp_tenderness" in whole["raised_too"]
    assert "raised_too" not in kept["chronic-pain-screen"]
    assert kept["acr-eular-2022-gca"] == whole
    assert kept["chronic-pain-screen"]["trigger"] == whole["trigger"]


def test_every_item_of_the_catalogue_has_a_source_and_an_own_key() -> None:
    items = pantry().items

    assert len(items) == len({item.value["key"] for item in items.values()})
    assert all(item.value["source"] for item in items.values())


def test_an_unknown_questionnaire_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownQuestionnaire, match="chronic-pain-screen 1.0.0"):
        builtin_bundle("no-such-screen")
    with pytest.raises(UnknownQuestionnaire):
        builtin_document("chronic-pain-screen", "99.0.0")


def test_a_version_is_compiled_once() -> None:
    document = builtin_documents()[-1]

    assert compiled(document, digest(document)) is compiled(document, digest(document))


def test_versions_are_ordered_as_numbers() -> None:
    assert sorted(["1.10.0", "1.9.0", "1.9.10"], key=version_order) == ["1.9.0", "1.9.10", "1.10.0"]
