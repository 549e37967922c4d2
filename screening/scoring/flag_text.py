"""How are the red flags of a result without gaps written as JSON?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import compress
from typing import Any

from screening.scoring.bundle import Bundle
from screening.scoring.flag_rules import FlagRules
from screening.scoring.flags import status_of, urgency_of
from screening.scoring.grounds import MOST_KEPT
from screening.scoring.grounds_together import GroundsTogether, Holds
from screening.scoring.in_ids import flag_ids
from screening.scoring.json_text import json_text
from screening.scoring.sheet import Outcomes

Values = Mapping[str, Any]
Pattern = tuple[Holds | bool, Holds]
"""The ways in which a flag is raised, else whether it is still possible; and which of its urgencies hold."""


class FlagTexts:
    """Writes all flags of one bundle."""

    def __init__(self, bundle: Bundle) -> None:
        flags = bundle.rules.flags
        self._together = GroundsTogether(flags, bundle.rules.domains)
        self._flags = tuple(map(_FlagText, flags, _places(flags), self._together.places))

    def of(self, values: Values, found: Outcomes) -> str:
        """Every flag in authored order, joined by commas."""
        ways, cases = self._together.holds(values), found.urgencies
        texts = []
        for flag, raised, asked in zip(self._flags, found.raised, found.asked, strict=True):
            pattern = ways[flag.ways] if raised else asked, cases[flag.cases]
            texts.append(flag.kept.get(pattern) or flag.text(pattern, values))
        return ",".join(texts)


def _places(flags: tuple[FlagRules, ...]) -> Iterator[slice]:
    """Where the urgencies of each flag stand among those of all."""
    begin = 0
    for flag in flags:
        yield slice(begin, begin + len(flag.urgencies))
        begin += len(flag.urgencies)


class _FlagText:
    """
    Writes one flag; `ways` and `cases` say where its ways and its urgencies stand among those of all flags.

    `kept` holds its text by all that it depends on.
    """

    def __init__(self, rules: FlagRules, cases: slice, ways: slice) -> None:
        self.cases, self.ways = cases, ways
        self.kept: dict[Pattern, str] = {}
        self._rules = rules
        self._urgencies = tuple(urgency for urgency, _ in rules.urgencies)

    def text(self, pattern: Pattern, values: Values) -> str:
        """The text of a pattern; it is kept unless other answers than those of the ways raise the flag."""
        ways, cases = pattern
        raised = not isinstance(ways, bool)
        because = self._rules.raising(values) if raised else []
        urgency = urgency_of(self._rules, compress(self._urgencies, cases))
        text = json_text(flag_ids(self._rules.flag.id, status_of(raised, bool(ways)), urgency, because))
        if isinstance(ways, bool) or True in ways:
            self._keep(pattern, text)
        return text

    def _keep(self, pattern: Pattern, text: str) -> None:
        if len(self.kept) >= MOST_KEPT:
            self.kept.clear()
        self.kept[pattern] = text
