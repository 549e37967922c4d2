"""What does a made-up patient answer to every question of a questionnaire?"""

from __future__ import annotations

import random
from typing import Any

from screening.scoring.bundle import Bundle, Item

SCREEN = "chronic-pain-screen"
OFTEN = (0.05, 0.5)
"""How often a patient says yes or marks an option: from mostly well to much troubled."""


def complete(bundle: Bundle, chance: random.Random) -> dict[str, Any]:
    """Answers to every item of the bundle, stems opened, and to values that nothing on the form adds up to."""
    often = chance.uniform(*OFTEN)
    answers = {key: _answer(item, chance, often) for key, item in bundle.items.items()}
    for key, derived in bundle.derived.items():
        if derived.expression is None:
            drawn = chance.randint(derived.minimum or 0, derived.maximum or 1)
            answers[key] = drawn > 0 if derived.type == "boolean" else drawn
    return {**answers, "age_years": chance.randint(18, 90)} if "age_years" in answers else answers


def half_unanswered(answers: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The same patient, half of the items left open; the age stays known."""
    kept = set(chance.sample(sorted(answers), len(answers) // 2)) | {"age_years"}
    return {key: value for key, value in answers.items() if key in kept}


def _answer(item: Item, chance: random.Random, often: float) -> Any:
    if item.type == "boolean":
        return item.is_stem or chance.random() < often
    if item.type in ("ordinal", "integer", "decimal"):
        return chance.randint(int(item.minimum or 0), int(item.maximum or 3))
    if item.type == "choice":
        return chance.choice(item.values)
    if item.type == "text":
        return "Said in the patient's own words"
    return _several(item, chance, often)


def _several(item: Item, chance: random.Random, often: float) -> list[str]:
    offered = [value for value in item.values if value not in item.exclusive]
    return [value for value in offered if chance.random() < often]
