"""What does a stem's "no" say of the items behind it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from screening.scoring.bundle import Bundle


def expand_stems(bundle: Bundle, answers: Mapping[str, Any]) -> dict[str, Any]:
    """
    Give each item behind a stem answered "no" its negative value, unless it has an answer of its own.

    Args:
        bundle: the questionnaire version.
        answers: item -> value; a stem left open or "not assessed" changes nothing.
    """
    expanded = dict(answers)
    for stem in bundle.negatives:
        if answers.get(stem) is False:
            for covered in bundle.items[stem].covers:
                if expanded.get(covered) is None:
                    negative = bundle.items[covered].negative
                    expanded[covered] = list(negative) if isinstance(negative, tuple) else negative
    return expanded


def is_by_stem(bundle: Bundle, answers: Mapping[str, Any], item: str) -> bool:
    """Whether an item's answer is the negative that its stem's "no" gave it."""
    stem = bundle.stem_of.get(item)
    if stem is None or answers.get(stem) is not False:
        return False
    negative = bundle.items[item].negative
    return bool(answers.get(item) in (negative, list(negative) if isinstance(negative, tuple) else negative))


def to_ask(bundle: Bundle, values: Mapping[str, Any], items: Iterable[str]) -> list[str]:
    """
    What to ask for these unanswered items: the stem, where they lie behind one that is unanswered.

    A stem behind which something is already answered counts as opened.
    """
    named = []
    for item in items:
        stem = bundle.stem_of.get(item)
        is_closed = stem is not None and stem not in values
        if is_closed and not any(covered in values for covered in bundle.items[str(stem)].covers):
            named.append(str(stem))
        else:
            named.append(item)
    return list(dict.fromkeys(named))
