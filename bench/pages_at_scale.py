"""How long do four clinicians wait for a list, or a result, in a practice that has stored screenings for years?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta

from django.db import connections
from django.urls import reverse

from accounts.models import User
from bench.results import Result, at_most, result
from bench.served import PEOPLE, SECONDS, Waits, serving, waits
from bench.stored import store
from screening.encounters.lists.wanted import Mark
from tests.database import connect, database_for_tests

LIST_NAMES = ("list_p95_ms_1m", "list_p50_ms_1m")
RESULT_NAMES = ("result_p95_ms_100k", "result_p50_ms_100k")
LISTED, SHOWN = 1_000_000, 100_000
RESULTS = 200
GOAL_MS = 150
ROUNDS = 3
WORDS = (
    "{what} for {people} people at once, each asking again as soon as the page is there, {seconds} s a round, from "
    "the demo's web server with its two processes; {stored:,} screenings stored; of 100 waits {hundredth} are no longer"
)
_VISITS = """
    SELECT e.opened_at, r.id FROM screening_response r JOIN screening_encounter e ON e.id = r.encounter_id
    WHERE r.status = 'submitted' AND r.work_up_of_id IS NULL
        AND r.practice_id = (SELECT practice_id FROM accounts_membership WHERE user_id = %s)
"""

AddressesOf = Callable[[User], Sequence[str]]


def list_at_scale() -> Iterator[Result]:
    """The first pages of a clinician and of the practice, one further on, and visits of the year before."""
    rounds = _rounds(LISTED, _lists, with_results=False)
    yield from _summed_up(LIST_NAMES, rounds, "The list of screenings", LISTED)


def result_at_scale() -> Iterator[Result]:
    """Results of many patients, one after the other."""
    rounds = _rounds(SHOWN, _results, with_results=True)
    yield from _summed_up(RESULT_NAMES, rounds, "The result of a screening", SHOWN)


def _rounds(stored: int, addresses_of: AddressesOf, *, with_results: bool) -> list[Waits]:
    """Measured in a database of their own, which is gone afterwards."""
    home = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    try:
        with redirect_stdout(sys.stderr), database_for_tests("scale"):
            user = store(stored, with_results=with_results)
            with serving() as port:
                return [waits(port, user, addresses_of(user)) for _ in range(ROUNDS)]
    finally:
        for alias, name in home.items():
            connections[alias].settings_dict["NAME"] = name


def _lists(user: User) -> Sequence[str]:
    with connect("maint") as maint:
        at, row_id = maint.execute(f"{_VISITS} ORDER BY 1 DESC, 2 LIMIT 1 OFFSET 2000", [user.id]).fetchone()
    year_ago = (datetime.now(UTC) - timedelta(days=365)).date().isoformat()
    asked = (
        "whose=mine",
        "whose=practice",
        f"whose=practice&after={Mark(1, at, row_id)}",
        f"whose=mine&to_day={year_ago}",
    )
    return [f"{reverse('encounters:list')}?{each}" for each in asked]


def _results(user: User) -> Sequence[str]:
    with connect("maint") as maint:
        found = maint.execute(f"{_VISITS} ORDER BY md5(r.id::text) LIMIT {RESULTS}", [user.id]).fetchall()
    return [reverse("encounters:result", args=[row_id]) for _, row_id in found]


def _summed_up(names: Sequence[str], rounds: Sequence[Waits], what: str, stored: int) -> Iterator[Result]:
    for name, hundredth in zip(names, (95, 50), strict=True):
        words = WORDS.format(what=what, people=PEOPLE, seconds=SECONDS, stored=stored, hundredth=hundredth)
        goal = at_most(GOAL_MS) if hundredth == 95 else None
        yield result(name, [each.percentile(hundredth) for each in rounds], "ms on the clock", words, goal)
