"""How long does the whole built-in screen take to decide and to explain?"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any
from unittest.mock import patch

from bench.engine import AnswersDiffer
from bench.patients import SCREEN, complete, half_unanswered
from bench.results import Result, at_least, at_most, result
from bench.rounds import cpu_seconds, interleaved
from screening.questionnaires.catalogue import builtin_bundle, builtin_documents
from screening.scoring import explanation
from screening.scoring.bundle import Bundle
from screening.scoring.engine import assess
from screening.scoring.json_text import json_text
from screening.scoring.reporting import score_line, score_text

ASSESS_NAMES = ("assess_ms", "assess_ms_half_unanswered", "assess_ms_half_unanswered_what_next")
SCORE_NAMES = ("score_lines_per_s", "score_lines_per_s_half_unanswered")
LOAD_NAMES = ("load_builtin_ms",)
PATIENTS = 40
ROUNDS = 5
LINES, LINES_IN_PART = 1000, 100
"""As in a long stream: what is kept by patterns has been seen in part, and a patient never."""
SEED = 7
PROVEN = 40

LOADING = """
import time
from screening.questionnaires.catalogue import builtin_documents, compiled
from screening.questionnaires.digests import digest
begun = time.process_time()
for document in builtin_documents():
    sheet = compiled(document, digest(document)).rules.sheet
    sheet.complete, sheet.partial
print(1000 * (time.process_time() - begun))
"""

Answers = Mapping[str, Any]


def assess_ms() -> Iterator[Result]:
    """One decision with its explanation: in each round the median patient."""
    bundle, full, half = _screen()
    rounds = [
        (
            _median_ms(bundle, full, _explained),
            _median_ms(bundle, half, _explained_without_what_next),
            _median_ms(bundle, half, _explained),
        )
        for _ in range(ROUNDS)
    ]
    words = (
        "Check, decide and explain the whole built-in screen, complete answers: median patient",
        "The same with half of the answers missing, without ranking what to ask next",
        "The same with half of the answers missing, what to ask next ranked too",
    )
    for place, (name, limit) in enumerate(zip(ASSESS_NAMES, (2, 5, 50), strict=True)):
        yield result(name, [times[place] for times in rounds], "ms CPU", words[place], at_most(limit))


def score_lines_per_s() -> Iterator[Result]:
    """What `manage.py score` does with each line, JSON in and JSON out; nobody is scored twice."""
    bundle, chance = builtin_bundle(SCREEN), random.Random(SEED)
    _prove_equal(bundle, _as_lines(complete(bundle, random.Random(seed)) for seed in range(PROVEN)))
    full = _batches(bundle, chance, LINES, lambda answers: answers)
    half = _batches(bundle, chance, LINES_IN_PART, lambda answers: half_unanswered(answers, chance))
    rounds = interleaved(
        ROUNDS,
        lambda: cpu_seconds(partial(_score, bundle, next(full))),
        lambda: cpu_seconds(partial(_score, bundle, next(half))),
    )
    yield result(
        SCORE_NAMES[0],
        [LINES / seconds for seconds, _ in rounds],
        "lines a second",
        "`manage.py score` without --explain: parse, check, decide and write a line, complete answers, one core; "
        f"proven equal to the decision written down; {LINES} made-up patients a round, none twice",
        at_least(3000),
    )
    yield result(
        SCORE_NAMES[1],
        [LINES_IN_PART / seconds for _, seconds in rounds],
        "lines a second",
        "The same with half of the answers missing",
    )


def _batches(
    bundle: Bundle, chance: random.Random, lines: int, change: Callable[[dict[str, Any]], Answers]
) -> Iterator[list[bytes]]:
    """Lines of new made-up patients for each round and for the one before that warms up."""
    made = [_as_lines(change(complete(bundle, chance)) for _ in range(lines)) for _ in range(ROUNDS + 1)]
    return iter(made)


def load_builtin_ms() -> Iterator[Result]:
    """What a fresh process spends before the first patient, imports left out."""
    run = [sys.executable, "-c", LOADING]
    taken = [
        float(subprocess.run(run, check=True, capture_output=True, text=True).stdout) for _ in range(ROUNDS)
    ]
    words = (
        f"Read, seal, make and compile all {len(builtin_documents())} built-in questionnaires in a fresh process: "
        "the digest of each recomputed, every piece validated, both functions of each compiled"
    )
    yield result(LOAD_NAMES[0], taken, "ms CPU", words, at_most(1000))


def _screen() -> tuple[Bundle, list[dict[str, Any]], list[dict[str, Any]]]:
    """The built-in screen, patients who answered everything, and the same with half of it left open."""
    bundle = builtin_bundle(SCREEN)
    chance = random.Random(SEED)
    full = [complete(bundle, chance) for _ in range(PATIENTS)]
    half = [half_unanswered(answers, chance) for answers in full]
    for answers in (*full, *half):
        _explained(bundle, answers)
    return bundle, full, half


def _explained(bundle: Bundle, answers: Answers) -> object:
    return assess(bundle, answers).explanation


def _explained_without_what_next(bundle: Bundle, answers: Answers) -> object:
    with patch.object(explanation, "what_next", lambda *_: ()):
        return assess(bundle, answers).explanation


def _median_ms(
    bundle: Bundle, patients: Iterable[Answers], run: Callable[[Bundle, Answers], object]
) -> float:
    return statistics.median(1000 * cpu_seconds(partial(run, bundle, answers)) for answers in patients)


def _as_lines(patients: Iterable[Answers]) -> list[bytes]:
    return [json.dumps({"id": number, "answers": each}).encode() for number, each in enumerate(patients)]


def _prove_equal(bundle: Bundle, lines: Iterable[bytes]) -> None:
    """What is written at once is the decision written down."""
    for line in lines:
        if score_text(bundle, line, explain=False).text != json_text(score_line(bundle, line, explain=False)):
            raise AnswersDiffer(f"the two ways of writing a result differ on {line.decode()}")


def _score(bundle: Bundle, lines: Iterable[bytes]) -> None:
    for line in lines:
        score_text(bundle, line, explain=False)
