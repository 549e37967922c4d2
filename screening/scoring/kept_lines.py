"""Which lines of an explanation read the same whoever was asked? They are written once.

What is kept are words of the questionnaire: a finding with one offered answer or with what is missing of
it, a red flag with the questions answered yes or no or not at all. They say nothing of one patient; a line
with a number or with several options is written each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from screening.scoring.bundle import Bundle
from screening.scoring.flag_rules import FlagRules
from screening.scoring.lines import Line, line_of, unknown_line
from screening.scoring.rule import Rule
from screening.scoring.rulebook import FindingRule, Rulebook
from screening.scoring.wording import answer_words, label_of

MOST_KEPT = 8192
"""Lines of one questionnaire that are kept at most; then all are dropped."""

Values = Mapping[str, Any]
_PLAIN = frozenset({bool, type(None)})
Gap = tuple[tuple[str, ...], bool]
"""The unknown items of a rule, and whether something was said of any of them."""


class _Kept(NamedTuple):
    """The lines of one questionnaire: of findings by their place and answer or gap, and of red flags."""

    findings: dict[tuple[int, object], Line]
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
        self._kept, self._kept_of_flags = kept = _KEPT.setdefault(bundle.rules, _Kept({}, {}))
        for lines in kept:
            if len(lines) >= MOST_KEPT:
                lines.clear()
        self._gaps: dict[Rule, Gap] = {}

    def holding(self, place: int, finding: FindingRule) -> Line:
        """The line of a finding that holds, which stands at this place among all."""
        answer = self._offered_answer(finding)
        line = None if answer is None else self._kept.get((place, answer))
        if line is None:
            line = line_of(self._bundle, self._answers, self._values, finding)
            if answer is not None:
                self._kept[place, answer] = line
        return line

    def unknown(self, place: int, finding: FindingRule) -> Line:
        """The line of a finding that could still hold."""
        gap = self._gap(finding)
        line = self._kept.get((place, gap))
        if line is None:
            line = self._kept[place, gap] = unknown_line(self._bundle, self._answers, self._values, finding)
        return line

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
        lines = self._kept_of_flags.get(key)
        if lines is None:
            lines = self._kept_of_flags[key] = self._because(rules, items, answers, is_raised)
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

    def _gap(self, finding: FindingRule) -> Gap:
        reads, said = finding.reads, self._answers.get
        if len(reads) == 1 and reads == finding.items:
            return reads, said(reads[0]) is not None
        gap = self._gaps.get(finding.rule)
        if gap is None:
            items = finding.rule.unknown(self._values)
            gap = self._gaps[finding.rule] = (items, any(said(item) is not None for item in items))
        return gap

    def _offered_answer(self, finding: FindingRule) -> bool | str | None:
        """The answer that a finding rests on, where it is one yes, no or option; else None."""
        reads = finding.reads
        if len(reads) != 1 or finding.items != reads or reads[0] not in self._values:
            return None
        answer = self._answers.get(reads[0], self._values[reads[0]])
        if type(answer) is bool:
            return answer
        item = self._bundle.items.get(reads[0])
        return answer if type(answer) is str and item is not None and item.options else None
