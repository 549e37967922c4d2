"""Which decisions does today's engine make? Writes its golden decisions, once, when the engine is released.

    DJANGO_SETTINGS_MODULE=config.settings python -m tests.scoring.make_golden

Answers are the test cases of the newest screen and made-up patients who answered all, half and a quarter.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import django

SCREEN = "chronic-pain-screen"
PATIENTS = 6
SEED = 2


def main() -> None:
    django.setup()
    from screening.questionnaires.catalogue import builtin_bundle
    from screening.questionnaires.digests import digest
    from screening.scoring.engine import ENGINE, assess

    bundle = builtin_bundle(SCREEN)
    target = Path(__file__).with_name(f"golden_engine_{ENGINE}.json")
    if target.exists():
        raise SystemExit(f"{target.name} is there; golden decisions are made once")
    lines = [
        _line({"answers": answers, "decision_digest": digest(assess(bundle, answers).decision)})
        for answers in _patients()
    ]
    head = _line({"engine": ENGINE, "questionnaire": SCREEN, "version": bundle.version})
    target.write_text(f'{head[:-1]},"cases":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def _patients() -> list[dict[str, Any]]:
    from bench.patients import complete, half_unanswered
    from screening.questionnaires.catalogue import builtin_bundle, builtin_document

    bundle, chance = builtin_bundle(SCREEN), random.Random(SEED)
    found = [dict(case["answers"]) for case in builtin_document(SCREEN)["test_cases"]]
    for _ in range(PATIENTS):
        full = complete(bundle, chance)
        half = half_unanswered(full, chance)
        found += [full, half, half_unanswered(half, chance)]
    return found


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


if __name__ == "__main__":
    main()
