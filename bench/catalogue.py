"""Which benchmarks are there, and which of them need the database?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench import broker, engine, peers, queries, screen, steps
from bench.results import Result


@dataclass(frozen=True)
class Family:
    """Benchmarks that are measured in the same rounds; `names` are those of their results."""

    names: tuple[str, ...]
    run: Callable[[], Iterator[Result]]
    needs_database: bool = False


class UnknownBenchmark(LookupError):
    """No benchmark's name begins so; the message says which there are."""


FAMILIES = (
    Family(engine.NAMES, engine.engine_vs_handwritten),
    Family(peers.NAMES, peers.engine_vs_peers),
    Family(screen.ASSESS_NAMES, screen.assess_ms),
    Family(screen.SCORE_NAMES, screen.score_lines_per_s),
    Family(screen.LOAD_NAMES, screen.load_builtin_ms),
    Family(steps.GET_NAMES, steps.step_get, needs_database=True),
    Family(steps.POST_NAMES, steps.step_post, needs_database=True),
    Family(queries.NAMES, queries.page_queries, needs_database=True),
    Family(broker.NAMES, broker.submit_broker_stopped, needs_database=True),
)


def chosen(only: str) -> Sequence[Family]:
    """
    The families that give a result whose name begins with `only`.

    Raises:
        UnknownBenchmark: there is none.
    """
    found = [family for family in FAMILIES if any(name.startswith(only) for name in family.names)]
    if not found:
        names = ", ".join(name for family in FAMILIES for name in family.names)
        raise UnknownBenchmark(f"no benchmark {only!r}; there are: {names}")
    return found
