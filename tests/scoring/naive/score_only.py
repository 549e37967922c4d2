"""What do the totals of licensed forms say? (brief 2.1, 3.13, 3.16 to 3.18, 3.22)"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.scoring.naive.outcome import Answers, Outcome, Set, outcome


class Total(NamedTuple):
    """A form of which only the total is asked: its item, the highest total and the lowest that counts."""

    item: str
    highest: int
    threshold: int


TOTALS = {
    "phq-2": Total("phq2_score", 6, 3),
    "phq-9": Total("phq9_score", 27, 10),
    "gad-2": Total("gad2_score", 6, 3),
    "gad-7": Total("gad7_score", 21, 10),
    "first-2010": Total("first_score", 6, 5),
    "csi": Total("csi_score", 100, 40),
    "stop-bang": Total("stop_bang_score", 8, 3),
    "paindetect": Total("paindetect_score", 38, 19),
}


def _reads(form: Total) -> Callable[[Answers], Outcome]:
    def evaluate(answers: Answers) -> Outcome:
        total = answers[form.item]
        return outcome(total >= form.threshold, total, {"total": total})

    return evaluate


def start_back(answers: Answers) -> Outcome:
    """Four of nine in all, or four of the five about distress."""
    total, distress = answers["start_back_score"], answers["start_back_distress"]
    return outcome(total >= 4 or distress >= 4, total, {"total": total, "distress": distress})


def sets() -> dict[str, Set]:
    """The score-only sets by id, with every total."""
    found = {
        key: Set(_reads(form), {form.item: tuple(range(form.highest + 1))}) for key, form in TOTALS.items()
    }
    both = {"start_back_score": tuple(range(10)), "start_back_distress": tuple(range(6))}
    return {**found, "start-back": Set(start_back, both)}
