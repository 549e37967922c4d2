"""Does every engine that ever decided still decide as it did? Golden decisions, made once by that engine.

Stored results name the engine and the version; a recheck years later must come to the same decision.
`make_golden` writes the file of a new engine.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from screening.questionnaires.catalogue import builtin_bundle
from screening.questionnaires.digests import digest
from screening.scoring.engines import ENGINES, decide_again

FILES = sorted(Path(__file__).parent.glob("golden_engine_*.json"))


def golden(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_engine_decides_as_it_did_when_its_decisions_were_written_down(path: Path) -> None:
    told = golden(path)
    bundle = builtin_bundle(told["questionnaire"], told["version"])

    other = [
        case["answers"]
        for case in told["cases"]
        if digest(decide_again(told["engine"], bundle, case["answers"])) != case["decision_digest"]
    ]

    assert other == []


def test_every_engine_has_golden_decisions() -> None:
    assert {golden(path)["engine"] for path in FILES} == set(ENGINES)
