"""Does scoring a long file take more memory than scoring a short one?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHORT, LONG = 1_000, 100_000
MOST_MORE_KIB = 8 * 1024
ANSWERS = {"wpi_score": 9, "sss_score": 8, "pain_regions_count": 5, "symptoms_similar_level_3mo": True}


def peak_memory_kib(lines: int) -> int:
    """The most memory that `manage.py score` held while it scored so many lines, each with another age."""
    command = [sys.executable, "manage.py", "score", "-", "--questionnaire", "acr-2016-fm"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stdin is not None
    with process.stdin as stream:
        for number in range(lines):
            answers = {**ANSWERS, "age_years": 18 + number % 80}
            stream.write(json.dumps({"id": str(number), "answers": answers}).encode() + b"\n")
    _, status, used = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return used.ru_maxrss


@pytest.mark.slow
def test_memory_stays_the_same_over_a_hundred_thousand_lines() -> None:
    assert peak_memory_kib(LONG) - peak_memory_kib(SHORT) < MOST_MORE_KIB
