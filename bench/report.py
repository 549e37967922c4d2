"""What is written down of a whole run, and on what kind of machine was it?"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import django
from django.db import connections

from bench.results import Result, in_digits

PAGE = Path(__file__).resolve().parent.parent / "docs" / "generated" / "benchmarks.md"
MADE = "<!-- Written by `make bench`; do not edit. -->"
INTRODUCTION = """\
# Benchmarks

What `make bench` measured last. A benchmark is never a test: a target that is missed is said here and fails
nothing. All times are CPU time of one process, unless the row says otherwise. Each value is the median of the
runs; where two sides are compared they take turns within each run, and the ratio is taken inside it, so that a
busy machine disturbs both alike. Compare ratios between machines, never milliseconds.
"""


def page_of(results: Sequence[Result], facts: Iterable[str]) -> str:
    """The whole page, in Markdown."""
    head = "| benchmark | value | lowest to highest | target | reached | runs | what it measures |"
    rule = "|---|---:|---:|---|---|---:|---|"
    table = "\n".join([head, rule, *map(_row, results)])
    machine = "\n".join(f"- {fact}" for fact in facts)
    return f"{MADE}\n\n{INTRODUCTION}\n{table}\n\n## The machine\n\n{machine}\n"


def machine_facts() -> list[str]:
    """What it was measured on, without the name of a host or a path."""
    return [
        f"Measured on {datetime.now(UTC):%Y-%m-%d}",
        f"{_processor()}, {os.cpu_count()} cores, {_memory_gib():.0f} GiB",
        f"{platform.system()}, Python {platform.python_version()}, Django {django.get_version()}, {_database()}",
        f"Load average over the last fifteen minutes: {os.getloadavg()[2]:.1f}",
    ]


def _row(found: Result) -> str:
    verdict = {True: "yes", False: "no", None: "–"}[found.holds]
    target = found.target.words() if found.target else "no target here"
    spread = f"{in_digits(found.low)} to {in_digits(found.high)}"
    value = f"{in_digits(found.value)} {found.unit}"
    cells = (f"`{found.name}`", value, spread, target, verdict, str(found.runs), found.measures)
    return f"| {' | '.join(cells)} |"


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    if not facts.exists():
        return platform.machine()
    named = (
        line.split(":", 1)[1] for line in facts.read_text().splitlines() if line.startswith("model name")
    )
    return " ".join(next(named, platform.machine()).split())


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _database() -> str:
    version = connections["default"].pg_version  # type: ignore[attr-defined]
    return f"PostgreSQL {version // 10_000}"
