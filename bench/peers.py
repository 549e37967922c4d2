"""How fast are the same rules in two general rule engines? ZEN and CEL, both written in Rust.

ZEN is timed as its users would write it, one compiled expression for each of the fifteen scores, and
also with all fifteen in one expression, so that the answers cross the border into the engine once; CEL
in that form only. Neither knows an unanswered item.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import cel
import zen

from bench import by_hand
from bench.engine import AnswersDiffer
from bench.results import Result, at_least, result
from bench.rounds import Timed, interleaved, timed
from bench.workload import (
    CONDITIONS,
    LABS,
    REGIONS,
    SEVERITIES,
    SLE_DOMAINS,
    SYMPTOMS,
    complete_answers,
    workload_bundle,
)
from screening.scoring.engine import assess
from screening.scoring.engines import decide_again

NAMES = ("engine_vs_zen", "engine_vs_zen_in_one", "engine_vs_cel")
PATIENTS = 200
ROUNDS = 7
SEED = 43
ENGINE_NUMBER = 2

Score = Callable[[dict[str, Any]], Any]

STRENGTHS = (1, 2, 3)


@dataclass(frozen=True)
class Language:
    """How another rule language writes what the workload needs."""

    size: str
    some: str
    both: str
    either: str


ZEN = Language("len({0})", "some({0}, # in {1})", "and", "or")
CEL = Language("size({0})", "{0}.exists(site, site in {1})", "&&", "||")


def engine_vs_peers() -> Iterator[Result]:
    """Rules from data in the engine against the same rules in a general engine; above 1 is faster."""
    bundle = workload_bundle()
    chance = random.Random(SEED)
    patients = [complete_answers(chance) for _ in range(PATIENTS)]
    others = {
        "ZEN with one compiled expression for each of the 15 scores": (_zen(), at_least(20)),
        "ZEN with one compiled expression that returns the 15 scores": (_zen_in_one(), None),
        "CEL with one compiled expression that returns the 15 scores": (_cel(), at_least(4)),
    }
    for answers in patients:
        for words, (program, _) in others.items():
            _prove_equal(words, program(answers), answers)
        assess(bundle, answers)
    subjects: list[Score] = [lambda answers: decide_again(ENGINE_NUMBER, bundle, answers)]
    subjects += [program for program, _ in others.values()]
    rounds = interleaved(ROUNDS, *(_over(patients, subject) for subject in subjects))
    for place, (name, (words, (_, target))) in enumerate(zip(NAMES, others.items(), strict=True), start=1):
        yield result(
            name,
            [each[place] / each[0] for each in rounds],
            "times as fast",
            f"The decision from rule data, unknown answers allowed, against {words}: {PATIENTS} made-up patients with "
            "complete answers, proven equal first",
            target,
        )


def _over(patients: list[dict[str, Any]], score: Score) -> Timed:
    def all_of_them() -> None:
        for answers in patients:
            score(answers)

    return timed(all_of_them)


def _zen() -> Score:
    programs = [zen.compile_expression(expression) for expression in _expressions(ZEN)]
    return lambda answers: [program.evaluate(answers) for program in programs]


def _zen_in_one() -> Score:
    program = zen.compile_expression(f"[{', '.join(_expressions(ZEN))}]")
    return lambda answers: program.evaluate(answers)


def _cel() -> Score:
    program = cel.compile(f"[{', '.join(_expressions(CEL))}]")
    return lambda answers: program.execute(answers)


def _expressions(words: Language) -> list[str]:
    """The fifteen scores in another rule language."""
    wpi = words.size.format("pain_sites_wpi")
    sss = " + ".join([*SEVERITIES, *(_points(symptom, 1) for symptom in SYMPTOMS)])
    regions = " + ".join(_points(words.some.format("pain_sites_wpi", list(sites)), 1) for sites in REGIONS)
    general = f"(({regions}) >= 4)"
    many = f"({wpi} >= 7 {words.both} ({sss}) >= 5)"
    fewer = f"({wpi} >= 4 {words.both} {wpi} <= 6 {words.both} ({sss}) >= 9)"
    pattern = f"{many} {words.either} {fewer}"
    met = f"{general} {words.both} ({pattern}) {words.both} symptoms_similar_level_3mo"
    sle = " + ".join(_highest(domain) for domain in SLE_DOMAINS.values())
    strengths = [_strength(place, words) for place in range(len(CONDITIONS))]
    return [wpi, sss, _points(general, 1), _points(met, 1), sle, *strengths]


def _highest(domain: Mapping[str, int]) -> str:
    """The most points of a domain: its items from the heaviest down."""
    written = "0"
    for key, points in sorted(domain.items(), key=lambda entry: entry[1]):
        written = f"(sle_{key} ? {points} : {written})"
    return written


def _strength(place: int, words: Language) -> str:
    rules = (
        f"symptom_{place}",
        f"severity_{place} >= 5",
        f"(sign_{place} {words.both} lab_{place % LABS} >= 20)",
    )
    return " + ".join(_points(rule, points) for rule, points in zip(rules, STRENGTHS, strict=True))


def _points(rule: str, points: int) -> str:
    return f"({rule} ? {points} : 0)"


def _prove_equal(name: str, found: Any, answers: Mapping[str, Any]) -> None:
    wpi, sss, general, met, sle, strengths = by_hand.scores(answers)
    if [int(value) for value in found] != [wpi, sss, int(general), int(met), sle, *strengths]:
        raise AnswersDiffer(f"{name} and hand-written code differ on {answers}")
