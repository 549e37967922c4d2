"""Is a line that is kept the line that would be written anew?"""

from __future__ import annotations

import random
from itertools import chain, pairwise
from typing import Any
from weakref import WeakKeyDictionary

import pytest

from screening.questionnaires.catalogue import builtin_bundle
from screening.scoring import kept_lines
from screening.scoring.answers import NOT_ASSESSED, known_values
from screening.scoring.bundle import Bundle
from screening.scoring.engine import assess
from screening.scoring.explanation import explain
from screening.scoring.kept_lines import PatientLines
from screening.scoring.lines import line_of, unknown_line
from screening.scoring.stems import expand_stems
from tests.scoring.given import SCREEN, offered


def patients(bundle: Bundle, count: int) -> list[dict[str, Any]]:
    """Answers of which some are missing and some said to be not assessed."""
    chance = random.Random(bundle.key)
    found = []
    for _ in range(count):
        answers = {item: chance.choice(values) for item, values in offered(bundle.key).items()}
        gaps = {item: chance.choice((None, NOT_ASSESSED)) for item in answers if chance.random() < 0.4}
        found.append(answers | gaps)
    return found


@pytest.mark.parametrize("key", ["chronic-pain-screen", "mcdonald-referral"])
def test_a_kept_line_of_a_finding_reads_as_one_written_anew(key: str) -> None:
    bundle = builtin_bundle(key)
    for given in patients(bundle, 40):
        answers = expand_stems(bundle, given)
        values = known_values(bundle, answers)
        lines, found = PatientLines(bundle, answers, values), bundle.rules.sheet.outcomes(values)
        for place, finding in chain.from_iterable(bundle.rules.strongest_first.values()):
            if found.findings[place]:
                assert lines.holding(place, finding) == line_of(bundle, answers, values, finding)
            elif found.findings_high[place]:
                assert lines.unknown(place, finding) == unknown_line(bundle, answers, values, finding)


def test_an_explanation_does_not_depend_on_who_was_explained_before(monkeypatch: pytest.MonkeyPatch) -> None:
    assessed = [assess(SCREEN, answers) for answers in patients(SCREEN, 40)]
    after_others = [each.explanation for each in assessed]
    for each, explained in zip(assessed, after_others, strict=True):
        monkeypatch.setattr(kept_lines, "_KEPT", WeakKeyDictionary())

        assert explain(SCREEN, each.answers, each.decision) == explained


def test_no_more_lines_are_kept_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_lines, "_KEPT", WeakKeyDictionary())
    monkeypatch.setattr(kept_lines, "MOST_KEPT", 5)
    sizes = []
    for answers in patients(SCREEN, 20):
        explain(SCREEN, answers, assess(SCREEN, answers).decision)
        sizes.append(len(kept_lines._KEPT[SCREEN.rules].by_gap))

    assert any(later < earlier for earlier, later in pairwise(sizes))
