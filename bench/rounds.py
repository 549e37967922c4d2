"""How much CPU do these take, side by side? Interleaved rounds in one process."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence

Timed = Callable[[], float]
"""Does one round's work and says how many seconds of CPU it took."""


def interleaved(rounds: int, *subjects: Timed) -> list[tuple[float, ...]]:
    """
    What each subject took, one tuple a round; whatever slows a round slows all of it.

    Args:
        rounds: how many are kept; one more goes before them, to warm up.
        subjects: what is run, once a round each, in an order that turns from round to round.
    """
    return [_round(subjects, turn) for turn in range(rounds + 1)][1:]


def cpu_seconds(run: Callable[[], object]) -> float:
    """The CPU time that this process spends on one run."""
    begun = time.process_time()
    run()
    return time.process_time() - begun


def timed(run: Callable[[], object]) -> Timed:
    """All of a run, as a subject."""
    return lambda: cpu_seconds(run)


def _round(subjects: Sequence[Timed], turn: int) -> tuple[float, ...]:
    gc.collect()
    taken = [0.0] * len(subjects)
    for place in range(len(subjects)):
        chosen = (place + turn) % len(subjects)
        taken[chosen] = subjects[chosen]()
    return tuple(taken)
