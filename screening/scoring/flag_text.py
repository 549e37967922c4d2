"""How are the red flags of a result without gaps written as JSON?"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate, compress, product
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
Pattern = Holds | bool
"""The ways in which a flag is raised, else whether it is still possible."""


class FlagTexts:
    """Writes all flags of one bundle."""

    def __init__(self, bundle: Bundle) -> None:
        flags = bundle.rules.flags
        self._together = GroundsTogether(flags, bundle.rules.domains)
        self._flags = tuple(map(FlagText, flags))
        self._kept = [next(iter(flag.kept.values())).get for flag in self._flags]
        ends = accumulate(len(rules.urgencies) for rules in flags)
        self._urgent = [
            (place, slice(end - len(rules.urgencies), end))
            for place, (rules, end) in enumerate(zip(flags, ends, strict=True))
            if rules.urgencies
        ]
        """The flags with several urgencies, and where these stand among those of all."""

    def of(self, values: Values, found: Outcomes) -> str:
        """Every flag in authored order, joined by commas."""
        kept = self._kept
        if self._urgent:
            kept = [*kept]
            for place, cases in self._urgent:
                kept[place] = self._flags[place].kept[found.urgencies[cases]].get
        patterns = [
            ways if raised else asked
            for ways, raised, asked in zip(
                self._together.holds(values), found.raised, found.asked, strict=True
            )
        ]
        texts: list[Any] = [text_of(pattern) for text_of, pattern in zip(kept, patterns, strict=True)]
        if None in texts:
            cases_of = {place: found.urgencies[cases] for place, cases in self._urgent}
            for place, text in enumerate(texts):
                if text is None:
                    flag, cases_held = self._flags[place], cases_of.get(place, ())
                    texts[place] = flag.text(patterns[place], cases_held, values)
        return ",".join(texts)


class FlagText:
    """Writes one flag; `kept` holds its text by which of its urgencies hold and by its pattern."""

    def __init__(self, rules: FlagRules) -> None:
        self._rules = rules
        self._urgencies = tuple(urgency for urgency, _ in rules.urgencies)
        self.kept: dict[Holds, dict[Pattern, str]] = {
            cases: {} for cases in product((False, True), repeat=len(self._urgencies))
        }

    def text(self, pattern: Pattern, cases: Holds, values: Values) -> str:
        """The text of a pattern; it is kept unless other answers than those of the ways raise the flag."""
        raised = not isinstance(pattern, bool)
        because = self._rules.raising(values) if raised else []
        urgency = urgency_of(self._rules, compress(self._urgencies, cases))
        text = json_text(flag_ids(self._rules.flag.id, status_of(raised, bool(pattern)), urgency, because))
        if isinstance(pattern, bool) or True in pattern:
            kept = self.kept[cases]
            if len(kept) >= MOST_KEPT:
                kept.clear()
            kept[pattern] = text
        return text
