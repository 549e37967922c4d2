"""Does a submit take longer while the broker is stopped? The time on the clock, since waiting is the danger."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.urls import reverse

from bench.patients import SCREEN, complete
from bench.results import Result, at_most, result
from bench.rounds import interleaved
from bench.site import Request
from bench.visits import Practice
from config.celery import app
from screening.questionnaires.store import current_version
from tests.factories import at_work
from tests.jobs.real_worker import telling
from tools.broker import PrivateBroker

NAMES = ("submit_broker_stopped", "submit_ms")
ROUNDS = 11
SUBMITS = 10
SEED = 5
STOPPED = (
    "Submit a screening of the built-in screen, which asks for a job, with the broker stopped, against the "
    "same with it running; each round begins as if the broker had just stopped"
)


class NothingSent(AssertionError):
    """The running broker was told of nothing, so that the two sides do not differ."""


def submit_broker_stopped() -> Iterator[Result]:
    """Ten submits a round with a broker that runs, and ten with one that was stopped."""
    visits = _Visits()
    with _brokers() as (running, stopped):
        rounds = interleaved(ROUNDS, lambda: visits.seconds(running), lambda: visits.seconds(stopped))
        with telling(running):
            _prove_sent(ROUNDS * SUBMITS)
    ratios = [dead / living for living, dead in rounds]
    yield result(NAMES[0], ratios, "times the time", STOPPED, at_most(1.1))
    taken = [1000 * living / SUBMITS for living, _ in rounds]
    yield result(NAMES[1], taken, "ms on the clock", "Submit a screening with the broker running")


class _Visits:
    """Drafts of the built-in screen, ready to be submitted."""

    def __init__(self) -> None:
        self.practice = Practice()
        with at_work(self.practice.place):
            self.version = current_version(self.practice.place.practice.id, SCREEN)
        self.bundle = self.practice.bundle(self.version)
        self.chance = random.Random(SEED)

    def seconds(self, broker: PrivateBroker) -> float:
        requests = [self._submit() for _ in range(SUBMITS)]
        with telling(broker):
            begun = time.perf_counter()
            for request in requests:
                self.practice.site.answer(request)
            return time.perf_counter() - begun

    def _submit(self) -> Request:
        draft = self.practice.draft(self.version, complete(self.bundle, self.chance))
        fields = [("submission_key", str(uuid4())), ("lock_number", str(draft.lock_number))]
        return self.practice.site.post(reverse("encounters:submit", args=[draft.id]), fields)


@contextmanager
def _brokers() -> Iterator[tuple[PrivateBroker, PrivateBroker]]:
    """One that runs, and one that did."""
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        running, stopped = PrivateBroker(Path(first)), PrivateBroker(Path(second))
        stopped.start()
        stopped.stop()
        running.start()
        try:
            yield running, stopped
        finally:
            running.stop()


def _prove_sent(least: int) -> None:
    with app.connection_for_read() as connection:
        sent = connection.default_channel.client.llen("celery")
    if sent < least:
        raise NothingSent(f"{sent} messages instead of at least {least}")
