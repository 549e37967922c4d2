"""Does the audit list every piece that must be looked at again, and nothing that need not be?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from screening.evidence.audit import Concern, audit, counts
from screening.evidence.loader import load_evidence, load_files
from screening.evidence.source import Sourced, SourceInvalid, parse_yaml

ROOT = Path(__file__).resolve().parents[2]
BARE = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
LAST_DAY = date(2027, 1, 1)
CONDITIONS = """\
next_review_date: '2027-01-01'
conditions:
  - key: kn
    gate: {when: sex, source: someone2001, mark: V}
    coexists:
      - {condition: ot, population: Adults, n: '9', setting: A clinic, comparator: not recorded,
         source: someone2001, mark: V}
      - {condition: ra, population: Adults, n: '9', setting: A clinic, comparator: Others,
         source: someone2001, mark: M}
    sources: [someone2001, other2002]
    mark: M
"""
CRITERIA = """\
next_review_date: '2027-06-01'
criteria:
  - id: knee-2001
    performance:
      - {population: '', setting: 'Italy; care setting not recorded', comparator: Others, source: other2002, mark: V}
    source: someone2001
    mark: V
"""
REFERENCES = """\
next_review_date: '2027-06-01'
references:
  - {key: someone2001, doi: 10.1/a, doi_verified: true}
  - {key: other2002, doi: 10.1/b, doi_verified: false}
  - {key: third2003, doi_verified: true}
"""


def files() -> dict[str, Sourced]:
    texts = {"references": REFERENCES, "conditions": CONDITIONS, "criteria": CRITERIA}
    return {name: parse_yaml(text.encode(), f"{name}.yaml") for name, text in texts.items()}


def listed(on: date, concern: Concern) -> list[tuple[str, str, tuple[str, ...]]]:
    """Place, words and sources of one concern."""
    found = [entry for entry in audit(files(), on) if entry.concern is concern]
    return [(f"{entry.file}:{entry.line} {entry.path}", entry.what, entry.sources) for entry in found]


def test_what_is_from_memory_is_listed_with_its_place_and_its_sources() -> None:
    assert listed(LAST_DAY, Concern.FROM_MEMORY) == [
        ("conditions.yaml:3 conditions[0]", "condition card of kn", ("someone2001", "other2002")),
        ("conditions.yaml:8 conditions[0].coexists[1]", "coexistence figure of kn (ra)", ("someone2001",)),
    ]


def test_a_reference_needs_a_doi_that_was_seen() -> None:
    assert listed(LAST_DAY, Concern.UNVERIFIED_DOI) == [
        ("references.yaml:4 references[1]", "DOI 10.1/b was not verified", ("other2002",)),
        ("references.yaml:5 references[2]", "no DOI", ("third2003",)),
    ]


def test_a_review_is_overdue_only_after_its_day() -> None:
    assert listed(LAST_DAY, Concern.OVERDUE) == []
    assert listed(date(2027, 1, 2), Concern.OVERDUE) == [
        ("conditions.yaml:1 next_review_date", "review was due on 2027-01-01", ())
    ]


def test_a_figure_without_its_context_is_listed_and_a_whole_one_is_not() -> None:
    """ "Not recorded" satisfies the schema, so that nobody invents a setting; it must still be found."""
    assert listed(LAST_DAY, Concern.WITHOUT_CONTEXT) == [
        ("conditions.yaml:6 conditions[0].coexists[0]", "coexistence figure of kn (ot) lacks comparator",
         ("someone2001",)),
        ("criteria.yaml:5 criteria[0].performance[0]", "performance figure of knee-2001 lacks population, n, setting",
         ("other2002",)),
    ]  # fmt: skip


def test_every_mark_and_reference_of_the_files_is_accounted_for() -> None:
    """Counted a second way: the marks as the loader gives them, without the places."""
    evidence = load_evidence()
    numbers = counts(audit(load_files(), date(2026, 11, 22)))

    marks = sum(_marked_from_memory(vars(evidence)[kind].value) for kind in vars(evidence))
    seen = [r for r in evidence.references.value if r.get("doi") and r["doi_verified"]]
    assert numbers[Concern.FROM_MEMORY] == marks
    assert numbers[Concern.UNVERIFIED_DOI] == len(evidence.references.value) - len(seen)
    assert list(numbers) == list(Concern)


def _marked_from_memory(value: object) -> int:
    if isinstance(value, Mapping):
        return (value.get("mark") == "M") + sum(_marked_from_memory(inner) for inner in value.values())
    return sum(_marked_from_memory(inner) for inner in value) if isinstance(value, list) else 0


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command with nothing in the environment: no database, no secret."""
    command = [sys.executable, str(ROOT / "manage.py"), "evidence", "audit", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=BARE, check=False)


def test_the_command_lists_by_concern_with_counts_and_sums_up_in_its_last_line() -> None:
    done = run("--on", "2100-01-01")

    lines = done.stdout.splitlines()
    heads = [line for line in lines if line and not line.startswith((" ", "On "))]
    assert (done.returncode, done.stderr) == (0, "")
    assert [head.split(" (")[0] for head in heads] == [
        "From memory, to be re-checked",
        "References without a verified DOI",
        "Past the next review date",
        "Figures that lack population, n, setting or comparator",
    ]
    assert any(line.startswith("  references.yaml:6: next_review_date: review was due on") for line in lines)
    assert lines[-1].startswith("On 2100-01-01: ")
    assert run("--on", "2100-01-01").stdout == done.stdout


def test_the_command_gives_the_same_list_as_json() -> None:
    done = run("--json", "--on", "2026-11-22")

    found: dict[str, Any] = json.loads(done.stdout)
    assert found["on"] == "2026-11-22"
    assert sum(found["counts"].values()) == len(found["entries"])
    assert set(found["entries"][0]) == {"concern", "file", "line", "path", "what", "sources"}


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "20261122", "2026-W47-7"])
def test_a_day_that_is_none_is_refused_without_a_traceback(day: str) -> None:
    with pytest.raises(CommandError, match="is not a day like"):
        call_command("evidence", "audit", "--on", day)


@pytest.mark.parametrize(
    "error", [SourceInvalid(["weights.yaml:3: spoilt"]), FileNotFoundError(2, os.strerror(2), "weights.yaml")]
)
def test_evidence_that_cannot_be_loaded_is_named(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def spoilt() -> dict[str, Sourced]:
        raise error

    monkeypatch.setattr("screening.management.commands.evidence.load_files", spoilt)

    with pytest.raises(CommandError, match=r"weights\.yaml") as caught:
        call_command("evidence", "audit")

    assert caught.value.returncode == 2
