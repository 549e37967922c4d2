"""How fast are rules from data, against the same rules written by hand?"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bench import by_hand
from bench.results import Result, at_least, result
from bench.rounds import Timed, interleaved, timed
from bench.workload import CONDITIONS, complete_answers, workload_bundle
from screening.scoring.answers import known_values
from screening.scoring.engine import assess, outcomes
from screening.scoring.engines import decide_again
from screening.scoring.sheet import Outcomes
from screening.scoring.tiers import TIER_OF

NAMES = (
    "engine_vs_handwritten",
    "engine_vs_handwritten_from_answers",
    "engine_vs_handwritten_decision",
    "engine_with_checks_vs_handwritten",
)
PATIENTS = 400
ROUNDS = 11
SEED = 42
ENGINE_NUMBER = 2

_STANDINGS = ("not_applicable", "not_met", "met")

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
        _prove_outcomes_equal(outcomes(bundle, known_values(bundle, answers)), answers)
    read = [dict(known_values(bundle, answers)) for answers in patients]
    rounds = interleaved(
        ROUNDS,
        _over(patients, by_hand.scores),
        _over(patients, by_hand.decision),
        _over(read, lambda values: outcomes(bundle, values)),
        _over(patients, lambda answers: outcomes(bundle, known_values(bundle, answers))),
        _over(patients, lambda answers: decide_again(ENGINE_NUMBER, bundle, answers)),
        _over(patients, lambda answers: assess(bundle, answers).decision),
    )
    same = f"{PATIENTS} made-up patients with complete answers, both sides proven equal first"
    yield result(
        NAMES[0],
        [each[0] / each[2] for each in rounds],
        "times as fast as by hand",
        "All that the rules decide as plain tuples (statuses, scores, parts, tiers, strengths, findings), from "
        "values read before and with gaps allowed, against a function that returns 15 scores and allows none: "
        f"{same}",
        at_least(0.5),
    )
    yield result(
        NAMES[1],
        [each[0] / each[3] for each in rounds],
        "times as fast as by hand",
        f"As the first, and the engine reads every answer within the time: {same}",
    )
    yield result(
        NAMES[2],
        [each[1] / each[4] for each in rounds],
        "times as fast as by hand",
        f"The decision as it is stored, against a function that builds the very same decision: {same}",
    )
    yield result(
        NAMES[3],
        [each[0] / each[5] for each in rounds],
        "times as fast as by hand",
        "The decision as it is stored, every answer checked before, against the function that returns 15 scores: "
        f"{same}",
    )


def _over(patients: list[dict[str, Any]], score: Callable[[Answers], object]) -> Timed:
    def all_of_them() -> None:
        for answers in patients:
            score(answers)

    return timed(all_of_them)


def _prove_equal(decision: Mapping[str, Any], answers: Answers) -> None:
    if by_hand.decision(answers) != decision or by_hand.scores(answers) != _scores_in(decision):
        raise AnswersDiffer(f"engine and hand-written code differ on {answers}")


def _prove_outcomes_equal(found: Outcomes, answers: Answers) -> None:
    """The tuples hold what the hand-written scores and the hand-written decision say."""
    wpi, sss, is_general, met, sle, strengths = by_hand.scores(answers)
    told = by_hand.decision(answers)
    by_key = {result["condition"]: result for result in told["conditions"]}
    standings = [_STANDINGS.index(result["status"]) for result in told["criteria"]]
    parts = {number for result in told["criteria"] for number, _ in result["parts"].values()}
    same = (
        (found.standing[0] == 2, found.points[1], found.points[2], found.points[3] >= 4)
        == (met, wpi, sss, is_general)
        and sle in found.points
        and parts <= set(found.points)
        and list(found.standing) == standings
        and found.strengths == strengths
        and [TIER_OF[reason] for reason in found.reasons] == [by_key[key]["tier"] for key in CONDITIONS]
    )
    if not same:
        raise AnswersDiffer(f"the outcomes of the engine and hand-written code differ on {answers}")


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
