"""How is a result without gaps written as JSON at once?

The same as `in_ids` makes of a decision, which is its twin in the tests: it is put together from pieces of
text that are kept by which rules hold. A piece says nothing of one patient, and few of them are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count, islice, repeat
from typing import Any

from screening.scoring import criteria
from screening.scoring.bundle import Bundle
from screening.scoring.engine import json_number
from screening.scoring.flag_text import FlagTexts
from screening.scoring.in_ids import NOTHING_TO_FIND, criterion_ids, frame, plain_id
from screening.scoring.json_text import HOLE, form_of, json_text
from screening.scoring.sheet import Outcomes
from screening.scoring.suggestion_text import SuggestionTexts

_WHOLE = frozenset({int})
_STATUS = tuple(json_text(criteria.status_between(standing, standing)) for standing in (0, 1, 2))


class ResultText:
    """Writes the results of one bundle."""

    def __init__(self, bundle: Bundle) -> None:
        hole = [HOLE]
        lists = {"red_flags": hole, "suggestions": hole, "criteria": hole}
        self._form = form_of({**frame(bundle, None), "id": HOLE, **lists})
        self._flags = FlagTexts(bundle)
        self._suggestions = SuggestionTexts(bundle)
        self._criteria = form_of(list(_criteria_with_holes(bundle)))[1:-1]
        self._filled_in = list(_filled_in(bundle))

    def of(self, bundle: Bundle, identifier: Any, values: Mapping[str, Any], found: Outcomes) -> str:
        """
        One result as a line of JSON.

        Args:
            bundle: the questionnaire version that this was made for.
            identifier: the id of the line, as it was given.
            values: what is known.
            found: what the rules say of it; nothing that a rule reads is missing.
        """
        return self._form % (
            json_text(plain_id(identifier)),
            self._flags.of(values, found),
            self._suggestions.of(bundle, values, found),
            self._criteria % tuple(map(_said(found).__getitem__, self._filled_in)),
        )


def _said(found: Outcomes) -> tuple[str | int, ...]:
    """What is said of all sets, as JSON: the status of each, then all points."""
    points = found.points
    if not _WHOLE.issuperset(map(type, points)):
        points = tuple([json_text(json_number(number)) for number in points])
    return (*map(_STATUS.__getitem__, found.standing), *points)


def _filled_in(bundle: Bundle) -> Iterator[int]:
    """For each hole in the text of the sets, where that stands which fills it in `_said`."""
    sets = bundle.rules.criteria.values()
    points = count(len(sets))
    for place, rules in enumerate(sets):
        yield place
        if rules.score:
            yield from repeat(next(points), 2)
        yield from islice(points, len(rules.parts))


def _criteria_with_holes(bundle: Bundle) -> Iterator[dict[str, Any]]:
    for rules in bundle.rules.criteria.values():
        score = [HOLE, HOLE] if rules.score else None
        yield criterion_ids(rules.criterion, HOLE, score, dict.fromkeys(rules.parts, HOLE), NOTHING_TO_FIND)
