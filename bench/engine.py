"""How fast are rules from data, against the same rules written by hand?"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bench import by_hand
from bench.results import Result, at_least, result
from bench.rounds import Timed, interleaved, timed
from bench.workload import CONDITIONS, complete_answers, workload_bundle
from screening.scoring.engine import assess
from screening.scoring.engines import decide_again

NAMES = ("engine_vs_handwritten", "engine_vs_handwritten_decision", "engine_with_checks_vs_handwritten")
PATIENTS = 400
ROUNDS = 11
SEED = 42
ENGINE_NUMBER = 2

Answers = Mapping[str, Any]


class AnswersDiffer(AssertionError):
    """The two sides do not say the same, so that their times cannot be compared."""


def engine_vs_handwritten() -> Iterator[Result]:
    """Rules from data against by-hand code; above 1 is faster than by hand."""
    bundle = workload_bundle()
    chance = random.Random(SEED)
    patients = [complete_answers(chance) for _ in range(PATIENTS)]
    for answers in patients:
        _prove_equal(assess(bundle, answers).decision, answers)
    rounds = interleaved(
        ROUNDS,
        _over(patients, by_hand.scores),
        _over(patients, by_hand.decision),
        _over(patients, lambda answers: decide_again(ENGINE_NUMBER, bundle, answers)),
        _over(patients, lambda answers: assess(bundle, answers).decision),
    )
    same = f"{PATIENTS} made-up patients with complete answers, both sides proven equal first"
    yield result(
        NAMES[0],
        [scores / decided for scores, _, decided, _ in rounds],
        "times as fast as by hand",
        f"The decision from rule data against a function that returns 15 scores: {same}",
        at_least(0.5),
    )
    yield result(
        NAMES[1],
        [whole / decided for _, whole, decided, _ in rounds],
        "times as fast as by hand",
        f"The decision from rule data against a function that builds the very same decision: {same}",
    )
    yield result(
        NAMES[2],
        [scores / checked for scores, _, _, checked in rounds],
        "times as fast as by hand",
        f"As the first, and the engine checks every answer before: {same}",
    )


def _over(patients: list[dict[str, Any]], score: Callable[[Answers], object]) -> Timed:
    def all_of_them() -> None:
        for answers in patients:
            score(answers)

    return timed(all_of_them)


def _prove_equal(decision: Mapping[str, Any], answers: Answers) -> None:
    if by_hand.decision(answers) != decision or by_hand.scores(answers) != _scores_in(decision):
        raise AnswersDiffer(f"engine and hand-written code differ on {answers}")


def _scores_in(decision: Mapping[str, Any]) -> by_hand.Scores:
    fm, sle = decision["criteria"]
    parts = {part: low for part, (low, _) in fm["parts"].items()}
    strengths = {result["condition"]: result["strength"] for result in decision["conditions"]}
    return (
        parts["wpi"],
        parts["sss"],
        parts["regions"] >= 4,
        fm["status"] == "met",
        sle["score"][0],
        tuple(strengths[key] for key in CONDITIONS),
    )
