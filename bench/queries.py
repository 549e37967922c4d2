"""How often does each page ask the database, and does that grow with the questionnaire?"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from bench.large import SECTION, large_document
from bench.patients import complete
from bench.results import Result, Target, at_most
from bench.site import Request
from bench.visits import Practice, sent_by

SIZES = (25, 250)
TARGETS: Mapping[str, Target | None] = {
    "result_queries": at_most(12),
    "list_queries": at_most(12),
    "check_queries": None,
    "step_get_queries": at_most(8),
    "step_post_queries": at_most(14),
}
NAMES = tuple(TARGETS)
SEED = 3
_WORDS = {
    "result_queries": "the result of a screening with {} items",
    "list_queries": "the list of {} screenings",
    "check_queries": "the page that checks the answers to {} items",
    "step_get_queries": "showing a section of {} items",
    "step_post_queries": "saving a section of {} items",
}


def page_queries() -> Iterator[Result]:
    """The larger of both numbers; it holds only if they are the same."""
    counts = [_counts(size) for size in SIZES]
    sizes = " and ".join(str(size) for size in SIZES)
    for name, target in TARGETS.items():
        found = [each[name] for each in counts]
        is_constant = len(set(found)) == 1
        yield Result(
            name=name,
            value=max(found),
            unit="queries",
            target=target,
            holds=is_constant and (target is None or target.is_kept_by(max(found))),
            runs=len(SIZES),
            low=min(found),
            high=max(found),
            measures=f"Statements for {_WORDS[name].format(sizes)} (beside BEGIN and COMMIT); it is to be constant",
        )


def _counts(size: int) -> dict[str, int]:
    practice = Practice()
    version = practice.version(large_document(size))
    bundle = practice.bundle(version)
    chance = random.Random(SEED)
    done = practice.submitted(version, complete(bundle, chance))
    draft = practice.draft(version, complete(bundle, chance))
    for _ in range(size - 2):
        practice.draft(version, {"age_years": 50})
    pages = {
        "result_queries": practice.page("result", done.id),
        "list_queries": practice.page("list"),
        "check_queries": practice.page("check", draft.id),
        "step_get_queries": practice.page("step", draft.id, SECTION),
    }
    found = {name: _settled(practice, request) for name, request in pages.items()}
    saving = practice.save(draft, SECTION, sent_by(bundle, SECTION, complete(bundle, chance)))
    return {**found, "step_post_queries": len(practice.site.queries(saving))}


def _settled(practice: Practice, request: Request) -> int:
    """Counted the second time: the first may compile what the process then keeps."""
    practice.site.answer(request)
    return len(practice.site.queries(request))
