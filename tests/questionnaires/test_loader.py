"""Does a file become a document with one digest, and is what is no questionnaire at all refused?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from screening.questionnaires.digests import canonical_json, digest, rules_digest
from screening.questionnaires.loader import load_document
from tests.questionnaires.small import NAME, SMALL, refused, small_document, write


def test_the_small_questionnaire_is_sound(tmp_path: Path) -> None:
    document = small_document(tmp_path)

    assert document["meta"]["key"] == "small"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"[" * 40 + b"]" * 40, "nested deeper"),
        (b"- a\n" * 70_000, "more than"),
        (b"x" * (1024 * 1024 + 1), "larger than"),
        (b"just words", "a questionnaire is a mapping"),
    ],
)  # fmt: skip
def test_what_is_no_questionnaire_at_all_is_refused(data: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(data)

    assert any(fault.startswith(f"{NAME}:") and reason in fault for fault in refused(path))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ('{"meta": 1, "meta": 2}', "duplicate key 'meta'"),
        ('{"meta": NaN}', "NaN is not a number"),
        ('{"meta": 1.5}', "decimal 1.5 as quoted text"),
        ("[]", "a questionnaire is an object"),
        ('{"meta": \n', "small.json:2"),
        ("[" * 100_000, "is not JSON that can be read"),
        ("{}", "meta: Field required"),
    ],
)
def test_what_is_no_questionnaire_in_json_is_refused(data: str, reason: str, tmp_path: Path) -> None:
    faults = refused(write(tmp_path, data, "small.json"))

    assert any(reason in fault for fault in faults), faults


def test_the_same_questionnaire_from_yaml_and_json_has_one_digest(tmp_path: Path) -> None:
    document = small_document(tmp_path)

    again = load_document(write(tmp_path, json.dumps(document, indent=1), "small.json"))

    assert canonical_json(again) == canonical_json(document)
    assert digest(again) == digest(document)


def test_words_leave_the_rules_digest_alone_and_rules_do_not(tmp_path: Path) -> None:
    """The rules digest answers whether a decision can change; mending a spelling cannot change one."""
    document = small_document(tmp_path)
    reworded = load_document(
        write(tmp_path, SMALL.replace("label: A knee is swollen", "label: Knee swollen"))
    )
    stronger = load_document(write(tmp_path, SMALL.replace("when: pain_level >= 2", "when: pain_level >= 1")))

    assert digest(reworded) != digest(document)
    assert rules_digest(reworded) == rules_digest(document)
    assert rules_digest(stronger) != rules_digest(document)
