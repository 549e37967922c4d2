"""Measure: one JSON line per benchmark; all of them together also write docs/generated/benchmarks.md."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, redirect_stdout

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()

from bench.catalogue import UnknownBenchmark, chosen  # noqa: E402 - needs the settings
from bench.report import PAGE, machine_facts, page_of  # noqa: E402
from bench.results import Result  # noqa: E402
from tests.database import NoDatabaseForTests, database_for_tests  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    words = "those whose name begins so, with what is measured in the same rounds"
    parser.add_argument("--only", default="", metavar="NAME", help=words)
    only = parser.parse_args().only
    try:
        measured = list(_printed(only))
        if not only:
            PAGE.parent.mkdir(parents=True, exist_ok=True)
            PAGE.write_text(page_of(measured, machine_facts()), encoding="utf-8")
    except (UnknownBenchmark, NoDatabaseForTests) as error:
        sys.exit(str(error))


def _printed(only: str) -> Iterator[Result]:
    """Every result, printed as soon as it is there."""
    families = chosen(only)
    with ExitStack() as stack:
        if any(family.needs_database for family in families):
            with redirect_stdout(sys.stderr):
                stack.enter_context(database_for_tests("bench"))
        for family in families:
            for found in family.run():
                print(found.line(), flush=True)
                yield found


if __name__ == "__main__":
    main()
