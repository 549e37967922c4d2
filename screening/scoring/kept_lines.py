"""Which lines of an explanation read the same whoever was asked? They are written once.

What is kept are words of the questionnaire: a finding with one offered answer or with what is missing of
it, a red flag with the questions answered yes or no or not at all. They say nothing of one patient; a line
with a number or with several options is written each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from screening.scoring.answers import NOT_ASSESSED
from screening.scoring.bundle import Bundle
from screening.scoring.compiled import FindingRule
from screening.scoring.flag_rules import FlagRules
from screening.scoring.lines import Line, line_of, unknown_line
from screening.scoring.rule import Rule
from screening.scoring.rulebook import Rulebook
from screening.scoring.wording import answer_words, label_of

MOST_KEPT = 8192
"""Lines of one questionnaire that are kept at most; then all are dropped."""

Values = Mapping[str, Any]
_PLAIN = frozenset({bool, type(None)})
Gap = tuple[tuple[str, ...], bool]
"""The unknown items of a rule, and whether something was said of any of them."""


class _Alone(NamedTuple):
    """The lines of a finding that reads a single item: by answers of these types, and while it is unknown."""

    item: str
    types: frozenset[type]
    by_answer: dict[object, Line]
    unanswered: Line
    not_assessed: Line


class _Kept(NamedTuple):
    """The lines of one questionnaire: of findings by their place among all, and of red flags."""

    alone: dict[int, _Alone | None]
    by_gap: dict[tuple[int, Gap], Line]
    flags: dict[tuple[object, ...], tuple[Line, ...]]


_KEPT: WeakKeyDictionary[Rulebook, _Kept] = WeakKeyDictionary()


class PatientLines:
    """
    The lines of one patient's findings.

    Args:
        answers: the answers given, and what stems say of the items behind them.
        values: what is known from them.
    """

    def __init__(self, bundle: Bundle, answers: Values, values: Values) -> None:
        self._bundle, self._answers, self._values = bundle, answers, values
        self._alone, self._by_gap, self._flags = _KEPT.setdefault(bundle.rules, _Kept({}, {}, {}))
        for lines in (self._by_gap, self._flags):
            if len(lines) >= MOST_KEPT:
                lines.clear()
        self._gaps: dict[Rule, Gap] = {}

    def holding(self, place: int, finding: FindingRule) -> Line:
        """The line of a finding that holds, which stands at this place among all."""
        alone = self._alone_at(place, finding)
        answer = None if alone is None else self._answers.get(alone.item, self._values.get(alone.item))
        if alone is None or type(answer) not in alone.types:
            return line_of(self._bundle, self._answers, self._values, finding)
        line = alone.by_answer.get(answer)
        if line is None:
            line = line_of(self._bundle, self._answers, self._values, finding)
            alone.by_answer[answer] = line
        return line

    def unknown(self, place: int, finding: FindingRule) -> Line:
        """The line of a finding that could still hold."""
        alone = self._alone_at(place, finding)
        if alone is not None:
            return alone.unanswered if self._answers.get(alone.item) is None else alone.not_assessed
        gap = self._gap(finding.rule)
        line = self._by_gap.get((place, gap))
        if line is None:
            line = unknown_line(self._bundle, self._answers, self._values, finding)
            self._by_gap[place, gap] = line
        return line

    def _gap(self, rule: Rule) -> Gap:
        gap = self._gaps.get(rule)
        if gap is None:
            items, said = rule.unknown(self._values), self._answers.get
            gap = self._gaps[rule] = (items, any(said(item) is not None for item in items))
        return gap

    def _alone_at(self, place: int, finding: FindingRule) -> _Alone | None:
        try:
            return self._alone[place]
        except KeyError:
            found = self._alone[place] = _alone(self._bundle, finding)
            return found

    def because(self, rules: FlagRules, status: str) -> tuple[Line, ...]:
        """The answers without which a flag would not stand; or what is missing to exclude it."""
        if status == "absent":
            return ()
        is_raised = status == "raised"
        items = tuple(rules.raising(self._values)) if is_raised else rules.asked.unknown(self._values)
        answers = tuple([self._answers.get(item) for item in items])
        if not all(type(answer) in _PLAIN for answer in answers):
            return self._because(rules, items, answers, is_raised)
        key = (rules.flag.id, items, answers, is_raised)
        lines = self._flags.get(key)
        if lines is None:
            lines = self._flags[key] = self._because(rules, items, answers, is_raised)
        return lines

    def _because(
        self, rules: FlagRules, items: Iterable[str], answers: Iterable[Any], is_raised: bool
    ) -> tuple[Line, ...]:
        flag = rules.flag
        return tuple(
            Line(
                text=label_of(self._bundle, item),
                rule=flag.says,
                answer=answer_words(self._bundle, item, answer),
                strength="",
                points=0,
                direction="for",
                citations=(flag.source,),
                mark=flag.mark,
                items=(item,),
                observed=False,
                state="" if is_raised else "unanswered",
            )
            for item, answer in zip(items, answers, strict=True)
        )


def _alone(bundle: Bundle, finding: FindingRule) -> _Alone | None:
    """The lines of a finding that reads a single item and no derived value; else None."""
    if len(finding.reads) != 1 or finding.items != finding.reads:
        return None
    (name,) = finding.reads
    item = bundle.items.get(name)
    return _Alone(
        item=name,
        types=frozenset({bool, str} if item is not None and item.options else {bool}),
        by_answer={},
        unanswered=unknown_line(bundle, {}, {}, finding),
        not_assessed=unknown_line(bundle, {name: NOT_ASSESSED}, {}, finding),
    )
