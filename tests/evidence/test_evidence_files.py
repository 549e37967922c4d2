"""Is every evidence file whole, cited and reviewed, and is one that is not refused?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from screening.evidence.loader import DATA, load_evidence
from screening.evidence.source import SourceInvalid, read_yaml

FILES = sorted(DATA.rglob("*.yaml"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(DATA).as_posix())
def test_every_file_says_who_wrote_and_who_checked_it(path: Path) -> None:
    header = read_yaml(path).value

    assert header["authored_by"]
    assert header["checked_by"]
    assert header["reviewed_date"] < header["next_review_date"]


def test_every_piece_cites_a_reference_that_is_there() -> None:
    evidence = load_evidence()
    known = {reference["key"] for reference in evidence.references.value}
    cited: set[str] = set()
    for pieces in (
        evidence.criteria,
        evidence.conditions,
        evidence.findings,
        evidence.red_flags,
        evidence.derived,
    ):
        cited |= set(_sources(pieces.value))

    assert cited <= known


def _sources(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["source"]] if isinstance(value.get("source"), str) else list(value.get("sources", []))
        return own + [key for inner in value.values() for key in _sources(inner)]
    return [key for inner in value for key in _sources(inner)] if isinstance(value, list) else []


def test_no_next_step_prescribes() -> None:
    """The screen gives no treatment advice."""
    words = ("prednis", "methotrexate", "ibuprofen", " mg", "exercise programme", "physiotherapy", "inject ")
    evidence = load_evidence()

    steps = [step for condition in evidence.conditions.value for step in condition["next_steps"]]
    actions = [flag["action"] for flag in evidence.red_flags.value]

    assert not [text for text in (*steps, *actions) for word in words if word in text.lower()]


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("weights/01_where_it_hurts.yaml", "strength: strong", "strength: enormous", "Input should be"),
        ("red_flags.yaml", "urgency: emergency", "urgency: whenever", "Input should be"),
        ("references.yaml", "doi_verified: true", "doi_verified: yes", "valid boolean"),
        ("conditions/pain.yaml", "next_steps:", "next_stops:", "unknown key 'next_stops'"),
        ("criteria/fibromyalgia.yaml", "kind: diagnostic", "kind: certain", "Input should be"),
        ("derived.yaml", "derived:", "derivations:", "needs a review header and a list 'derived'"),
        ("weights/01_where_it_hurts.yaml", "authored_by:", "written_by:", "authored_by: Field required"),
        (
            "weights/01_where_it_hurts.yaml",
            "reviewed_date: '2026-11-22'",
            "reviewed_date: '2026-11-31'",
            "day is out of range",
        ),
    ],
)
def test_a_spoilt_file_is_refused_with_its_line(
    copy: Path, file: str, old: str, new: str, reason: str
) -> None:
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(SourceInvalid) as caught:
        load_evidence(copy)

    assert any(fault.startswith(f"{file}:") and reason in fault for fault in caught.value.faults), (
        caught.value.faults
    )


def test_faults_of_several_files_are_named_together(copy: Path) -> None:
    for name in ("weights/01_where_it_hurts.yaml", "red_flags.yaml"):
        path = copy / name
        path.write_text(path.read_text(encoding="utf-8").replace("mark: M", "mark: X", 1), encoding="utf-8")

    with pytest.raises(SourceInvalid) as caught:
        load_evidence(copy)

    assert {fault.split(":")[0] for fault in caught.value.faults} == {
        "weights/01_where_it_hurts.yaml",
        "red_flags.yaml",
    }
