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
from screening.scoring.answers import known_values
from screening.scoring.engine import outcomes

NAMES = (
    "engine_vs_zen",
    "engine_vs_zen_from_answers",
    "engine_vs_zen_in_one",
    "engine_vs_cel",
    "engine_vs_cel_from_answers",
)
FORMS = (
    "ZEN with one compiled expression for each of the 15 scores",
    "ZEN with one compiled expression that returns the 15 scores",
    "CEL with one compiled expression that returns the 15 scores",
)
PATIENTS = 200
ROUNDS = 7
SEED = 43

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
    read = [dict(known_values(bundle, answers)) for answers in patients]
    others: dict[str, Score] = {"zen": _zen(), "zen_in_one": _zen_in_one(), "cel": _cel()}
    for answers in patients:
        for name, program in others.items():
            _prove_equal(name, program(answers), answers)
    rounds = interleaved(
        ROUNDS,
        _over(read, lambda values: outcomes(bundle, values)),
        _over(patients, lambda answers: outcomes(bundle, known_values(bundle, answers))),
        *(_over(patients, program) for program in others.values()),
    )
    zen, in_one, cel_ = FORMS
    for name, words, mine, theirs, target in (
        ("engine_vs_zen", zen, 0, 2, at_least(20)),
        ("engine_vs_zen_from_answers", f"{zen}, the engine reading every answer within the time", 1, 2, None),
        ("engine_vs_zen_in_one", in_one, 0, 3, None),
        ("engine_vs_cel", cel_, 0, 4, at_least(4)),
        (
            "engine_vs_cel_from_answers",
            f"{cel_}, the engine reading every answer within the time",
            1,
            4,
            None,
        ),
    ):
        yield result(
            name,
            [each[theirs] / each[mine] for each in rounds],
            "times as fast",
            f"All that the rules decide, unknown answers allowed, against {words}: {PATIENTS} made-up patients with "
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
