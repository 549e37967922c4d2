"""Which benchmarks are there, and which of them need the database?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench import broker, browser_ready, engine, page_weight, pages_at_scale, peers, queries, screen, steps
from bench.results import Result


@dataclass(frozen=True)
class Family:
    """
    Benchmarks that are measured in the same rounds; `names` are those of their results.

    What takes minutes `is_long`, and is measured only where it is asked for by its name.
    """

    names: tuple[str, ...]
    run: Callable[[], Iterator[Result]]
    needs_database: bool = False
    is_long: bool = False


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
    Family(page_weight.NAMES, page_weight.page_weight, needs_database=True),
    Family(browser_ready.NAMES, browser_ready.browser_ready, needs_database=True),
    Family(broker.NAMES, broker.submit_broker_stopped, needs_database=True),
    Family(pages_at_scale.LIST_NAMES, pages_at_scale.list_at_scale, is_long=True),
    Family(pages_at_scale.RESULT_NAMES, pages_at_scale.result_at_scale, is_long=True),
)


def chosen(only: str) -> Sequence[Family]:
    """
    The families that give a result whose name begins with `only`; without it all that do not take minutes.

    Raises:
        UnknownBenchmark: there is none.
    """
    if not only:
        return [family for family in FAMILIES if not family.is_long]
    found = [family for family in FAMILIES if any(name.startswith(only) for name in family.names)]
    if not found:
        names = ", ".join(name for family in FAMILIES for name in family.names)
        raise UnknownBenchmark(f"no benchmark {only!r}; there are: {names}")
    return found
