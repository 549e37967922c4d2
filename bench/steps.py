"""What does the server spend on showing and on saving the sections of a visit?"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from itertools import count
from typing import Any

from django.urls import reverse

from bench.baselines import constant_page, drawn_by_crispy, spliced
from bench.patients import SCREEN, complete, half_unanswered
from bench.results import Result, at_least, at_most, result
from bench.rounds import cpu_seconds, interleaved
from bench.site import Request
from bench.visits import Practice, sent_by
from screening.questionnaires.store import current_version
from screening.scoring.bundle import Bundle, Section
from tests.factories import at_work

GET_NAMES = ("step_get_vs_bare", "step_get_vs_crispy", "step_get_vs_nothing", "step_get_ms")
POST_NAMES = ("step_post_vs_bare", "step_post_vs_nothing", "step_post_ms")
ROUNDS = 7
SEED = 11
TIMES = "times the CPU"

Baseline = Callable[[], AbstractContextManager[None]]


class QueriesDiffer(AssertionError):
    """The baseline asks the database for something else, so that it is no baseline."""


def step_get() -> Iterator[Result]:
    """Every section of the built-in screen, shown once a round, half filled in."""
    visit = _Visit()
    _prove_same_queries(visit, visit.shown)
    rounds = interleaved(
        ROUNDS,
        lambda: visit.cpu_seconds(visit.shown, nullcontext),
        lambda: visit.cpu_seconds(visit.shown, constant_page),
        lambda: visit.cpu_seconds(visit.nothing, nullcontext),
        lambda: visit.form_seconds(spliced),
        lambda: visit.form_seconds(drawn_by_crispy),
    )
    words = "Show each section of the built-in screen, half filled in, against "
    bare = f"{words}the same view with the same queries that returns a constant"
    yield result(GET_NAMES[0], [real / bare for real, bare, *_ in rounds], TIMES, bare, at_most(1.5))
    crispy = "Make and show the form of each section, against crispy drawing it with nothing kept from before"
    cheaper = [drawn / kept for *_, kept, drawn in rounds]
    yield result(GET_NAMES[1], cheaper, "times cheaper", crispy, at_least(4))
    nothing = f"{words}a constant without queries of its own, through the same middleware"
    yield result(GET_NAMES[2], [real / n for real, _, n, *_ in rounds], TIMES, nothing, at_most(12))
    page_ms = [1000 * real / len(visit.sections) for real, *_ in rounds]
    yield result(GET_NAMES[3], page_ms, "ms CPU", "Show one section of the built-in screen, on average")


def step_post() -> Iterator[Result]:
    """Every section of the built-in screen, saved once a round with other answers than before."""
    visit = _Visit()
    _prove_same_queries(visit, visit.saved)
    rounds = interleaved(
        ROUNDS,
        lambda: visit.cpu_seconds(visit.saved, nullcontext),
        lambda: visit.cpu_seconds(visit.saved, constant_page),
        lambda: visit.cpu_seconds(visit.nothing, nullcontext),
    )
    words = "Save each section of the built-in screen with changed answers, against "
    bare = f"{words}the same view with the same queries that checks and merges nothing"
    yield result(POST_NAMES[0], [real / bare for real, bare, _ in rounds], TIMES, bare, at_most(2))
    nothing = f"{words}a constant without queries of its own, through the same middleware"
    yield result(POST_NAMES[1], [real / n for real, _, n in rounds], TIMES, nothing, at_most(16))
    page_ms = [1000 * real / len(visit.sections) for real, *_ in rounds]
    yield result(POST_NAMES[2], page_ms, "ms CPU", "Save one section of the built-in screen, on average")


class _Visit:
    """A draft of the built-in screen, and the requests of going through all of its sections."""

    def __init__(self) -> None:
        self.practice = Practice()
        with at_work(self.practice.place):
            version = current_version(self.practice.place.practice.id, SCREEN)
        bundle = self.practice.bundle(version)
        chance = random.Random(SEED)
        self.sections = [section.key for section in bundle.sections]
        self._bundle, self._answers = bundle, half_unanswered(complete(bundle, chance), chance)
        self.response = self.practice.draft(version, self._answers)
        patients = [complete(bundle, chance) for _ in range(2)]
        self._sent = [[sent_by(bundle, key, answers) for key in self.sections] for answers in patients]
        self._turns = count()

    def shown(self) -> Iterator[Request]:
        for key in self.sections:
            yield self.practice.page("step", self.response.id, key)

    def saved(self) -> Iterator[Request]:
        """Each time the answers of the other one of two patients."""
        sent = self._sent[next(self._turns) % 2]
        for key, fields in zip(self.sections, sent, strict=True):
            yield self.practice.save(self.response, key, fields)

    def nothing(self) -> Iterator[Request]:
        for _ in self.sections:
            yield self.practice.site.get(reverse("nothing"))

    def cpu_seconds(self, requests: Callable[[], Iterator[Request]], baseline: Baseline) -> float:
        """The CPU of the answers alone; making the requests does not count."""
        taken = 0.0
        for request in requests():
            with baseline():
                taken += self.practice.site.cpu_seconds(request)
        return taken

    def form_seconds(self, show: Callable[[Bundle, Section, Mapping[str, Any]], str]) -> float:
        """The CPU of the forms of all sections, without a view, a query or a page round them."""
        return cpu_seconds(
            lambda: [show(self._bundle, section, self._answers) for section in self._bundle.sections]
        )

    def queries(self, requests: Callable[[], Iterator[Request]], baseline: Baseline) -> list[list[str]]:
        found = []
        for request in requests():
            with baseline():
                found.append(self.practice.site.queries(request))
        return found


def _prove_same_queries(visit: _Visit, requests: Callable[[], Iterator[Request]]) -> None:
    """After a first round, in which documents are compiled and the trail notes each step of the sitting."""
    visit.cpu_seconds(requests, nullcontext)
    pairs = zip(visit.queries(requests, nullcontext), visit.queries(requests, constant_page), strict=True)
    for key, (real, bare) in zip(visit.sections, pairs, strict=True):
        if real != bare:
            apart = sorted(set(real) ^ set(bare)) or [f"{len(real)} and {len(bare)} statements"]
            raise QueriesDiffer(f"section {key}: the page and its baseline differ in {apart}")
