"""Are two texts compared rightly, and soon, whoever wrote them?"""

import random
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.authoring.line_changes import changes
from screening.authoring.presenter_difference import MOST_LINES, difference

MANY = 20_000
LINES = [f"line {number}" for number in range(MANY)]
TEXT = st.lists(st.sampled_from("abcdefgh"), max_size=14)


@settings(max_examples=300, deadline=None)
@given(old=TEXT, new=TEXT)
def test_what_is_kept_removed_and_added_makes_both_texts(old: Sequence[str], new: Sequence[str]) -> None:
    found = changes(old, new)

    at = new_at = 0
    for tag, start, to, new_start, new_to in found:
        assert (start, new_start) == (at, new_at)
        assert tag != "equal" or old[start:to] == new[new_start:new_to]
        at, new_at = to, new_to
    assert (at, new_at) == (len(old), len(new))
    tags = [change[0] for change in found]
    assert all(one != other for one, other in zip(tags, tags[1:], strict=False))


def test_a_line_changed_at_either_end_of_a_long_text_is_two_changes() -> None:
    found = difference("\n".join(LINES), "\n".join(["first", *LINES[1:-1], "last"]))

    assert (found.added, found.removed, found.is_cut) == (2, 2, False)
    assert "unchanged lines" in "".join(line.text for line in found.lines)


MIXED = random.Random(1).sample(LINES, MANY)
HOSTILE = {
    "every second line": (LINES, [line if place % 2 else f"{line}!" for place, line in enumerate(LINES)]),
    "mixed": (LINES, MIXED),
    "mixed, each twice": ([*LINES[::2], *LINES[::2]], [*MIXED[::2], *MIXED[::2]]),
}


@pytest.mark.security
@pytest.mark.parametrize("what", HOSTILE)
def test_texts_made_to_cost_time_are_compared_soon(what: str) -> None:
    """difflib alone takes most of a minute for the first of these; the bound leaves room for a busy machine."""
    old, new = HOSTILE[what]
    begun = time.process_time()

    found = difference("\n".join(old), "\n".join(new))

    assert time.process_time() - begun < 5
    assert found.is_cut and len(found.lines) == MOST_LINES
