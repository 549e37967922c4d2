"""Does scoring a stream hold, however long it is and whatever stands in it?"""

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
    process.returncode = os.waitstatus_to_exitcode(status)  # who waited for it says so, or Python warns
    assert process.returncode == 0
    return used.ru_maxrss


@pytest.mark.slow
def test_memory_stays_the_same_over_a_hundred_thousand_lines() -> None:
    assert peak_memory_kib(LONG) - peak_memory_kib(SHORT) < MOST_MORE_KIB


def test_half_a_surrogate_pair_comes_back_as_it_was_sent_and_the_stream_goes_on() -> None:
    lines = [r'{"id":"\ud800","answers":{}}', r'{"answers":{"\ud800":1}}', '{"id":"last","answers":{}}']
    command = [sys.executable, "manage.py", "score", "-", "--questionnaire", "acr-2016-fm"]

    done = subprocess.run(
        command, cwd=ROOT, input="\n".join(lines), capture_output=True, text=True, check=False
    )

    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["id"] for each in found] == ["\ud800", None, "last"]
    assert found[1]["faults"][0]["item"] == "\ud800"
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
