"""What does a version's page of rules show: every set, finding, gate and flag in words, with what it reads?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.authoring.rule_words import RuleWords
from screening.encounters.results.sources import Source, cited, sources_in
from screening.encounters.terms import strength_words, urgency_words
from screening.evidence.schema import Bearing, Condition, Criterion, Derived, Finding, Part, RedFlag
from screening.scoring.bundle import STRENGTHS, Bundle
from screening.scoring.wording import label_of

FROM_MEMORY = "M"
KIND_WORDS = {
    "diagnostic": gettext_lazy("Diagnostic set"),
    "classification": gettext_lazy("Classification set, for research groups; not a diagnosis"),
    "screening": gettext_lazy("Screening set; not a diagnosis"),
}


@dataclass(frozen=True)
class RuleView:
    """One rule: what it says, how it is written, what it reads, and where that is from."""

    says: str
    words: str
    expression: str
    reads: tuple[str, ...]
    sources: tuple[Source, ...] = ()
    is_from_memory: bool = False
    label: str = ""


@dataclass(frozen=True)
class ThresholdView:
    on: str
    says: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class SetView:
    """One criteria set: its entry, its parts, when it is met, and its published thresholds."""

    id: str
    name: str
    edition: str
    kind: str
    condition: str
    entry: RuleView | None
    parts: tuple[RuleView, ...]
    score: RuleView | None
    met: RuleView
    thresholds: tuple[ThresholdView, ...]
    cautions: tuple[str, ...]
    sources: tuple[Source, ...]
    is_from_memory: bool


@dataclass(frozen=True)
class ConditionView:
    """One condition: its gate and every finding that speaks for it or against it, the strongest first."""

    key: str
    name: str
    one_line: str
    gate: RuleView | None
    findings_for: tuple[RuleView, ...]
    findings_against: tuple[RuleView, ...]
    sets: tuple[str, ...]
    flags: tuple[str, ...]
    asks_with: tuple[str, ...]


@dataclass(frozen=True)
class FlagView:
    id: str
    name: str
    urgency: str
    urgencies: tuple[RuleView, ...]
    trigger: RuleView
    direct: str
    raised_too: RuleView | None
    names: str
    action: str
    weakness: str


@dataclass(frozen=True)
class RulesPage:
    sets: tuple[SetView, ...]
    conditions: tuple[ConditionView, ...]
    flags: tuple[FlagView, ...]
    derived: tuple[RuleView, ...]
    shown: tuple[RuleView, ...]
    sources: tuple[Source, ...]


def rules_page(bundle: Bundle) -> RulesPage:
    """Every rule of a bundle whose items are right; rules that are at fault stand as they are written."""
    words = RuleWords(bundle)
    sets = tuple(_set(bundle, criterion) for criterion in bundle.criteria)
    conditions = tuple(_condition(bundle, words, condition) for condition in bundle.conditions.values())
    flags = tuple(_flag(bundle, words, flag) for flag in bundle.red_flags)
    derived = tuple(_derived(bundle, words, value) for value in bundle.derived.values())
    return RulesPage(
        sets, conditions, flags, derived, _shown(bundle, words), sources_in(sets, conditions, flags, derived)
    )


def _rule(
    words: RuleWords, says: str, expression: str, sources: Iterable[str] = (), mark: str = "", label: str = ""
) -> RuleView:
    found = cited(words.bundle, sources)
    reads = tuple(dict.fromkeys(words.reads(expression)))
    return RuleView(says, words.of(expression), expression, reads, found, mark == FROM_MEMORY, label)


def _set(bundle: Bundle, criterion: Criterion) -> SetView:
    named = {part.id: part.name for part in criterion.parts} | {"score": _("the score")}
    words = RuleWords(bundle, named)
    entry = criterion.entry and _rule(words, criterion.entry_says, criterion.entry)
    score = criterion.score and _rule(words, _most(_("The score"), criterion.maximum), criterion.score)
    return SetView(
        id=criterion.id,
        name=criterion.name,
        edition=criterion.edition,
        kind=str(KIND_WORDS[criterion.kind]),
        condition=_condition_name(bundle, criterion.condition),
        entry=entry or None,
        parts=tuple(_part(words, part) for part in criterion.parts),
        score=score or None,
        met=_rule(words, criterion.says, criterion.met),
        thresholds=tuple(
            ThresholdView(named.get(t.on, t.on), t.says, cited(bundle, [t.source]))
            for t in criterion.thresholds
        ),
        cautions=criterion.cautions,
        sources=cited(bundle, [criterion.source]),
        is_from_memory=criterion.mark == FROM_MEMORY,
    )


def _part(words: RuleWords, part: Part) -> RuleView:
    says = _most(part.name, part.maximum)
    if part.threshold is not None:
        says = _("%(part)s; threshold %(threshold)s") % {"part": says, "threshold": part.threshold}
    return _rule(words, says, part.expression, [part.source])


def _most(name: str, maximum: int | str | None) -> str:
    return (
        name if maximum is None else _("%(name)s, at most %(maximum)s") % {"name": name, "maximum": maximum}
    )


def _condition(bundle: Bundle, words: RuleWords, condition: Condition) -> ConditionView:
    gate = condition.gate
    speaking = [
        (finding, bearing)
        for finding in bundle.findings
        for bearing in finding.bears_on
        if bearing.condition == condition.key
    ]
    speaking.sort(key=lambda pair: -STRENGTHS[pair[1].strength])
    return ConditionView(
        key=condition.key,
        name=condition.name,
        one_line=condition.one_line,
        gate=_rule(words, gate.says, gate.when, [gate.source], gate.mark) if gate else None,
        findings_for=tuple(_finding(words, f, b) for f, b in speaking if b.direction == "for"),
        findings_against=tuple(_finding(words, f, b) for f, b in speaking if b.direction == "against"),
        sets=tuple(c.name for c in bundle.criteria if c.condition == condition.key),
        flags=tuple(f"{f.id} {f.name}" for f in bundle.red_flags if f.names == condition.key),
        asks_with=tuple(_condition_name(bundle, key) for key in condition.asks_with),
    )


def _finding(words: RuleWords, finding: Finding, bearing: Bearing) -> RuleView:
    expression = f"({finding.when}) and ({bearing.only_if})" if bearing.only_if else finding.when
    return _rule(
        words, finding.says, expression, [bearing.source], bearing.mark, strength_words(bearing.strength)
    )


def _flag(bundle: Bundle, words: RuleWords, flag: RedFlag) -> FlagView:
    return FlagView(
        id=flag.id,
        name=flag.name,
        urgency=urgency_words(flag.urgency),
        urgencies=tuple(
            _rule(words, case.says, case.when, label=urgency_words(case.urgency))
            for case in flag.urgency_when
        ),
        trigger=_rule(words, flag.says, flag.trigger, [flag.source], flag.mark),
        direct=label_of(bundle, flag.direct),
        raised_too=_rule(words, "", flag.raised_too) if flag.raised_too else None,
        names=_condition_name(bundle, flag.names) if flag.names else "",
        action=flag.action,
        weakness=flag.weakness,
    )


def _derived(bundle: Bundle, words: RuleWords, value: Derived) -> RuleView:
    return _rule(words, value.label, value.expression or "", [value.source], value.mark, value.key)


def _shown(bundle: Bundle, words: RuleWords) -> tuple[RuleView, ...]:
    """The items that are asked only after certain answers."""
    items = [item for item in bundle.items.values() if item.enable_when]
    return tuple(_rule(words, item.label, item.enable_when or "", label=item.key) for item in items)


def _condition_name(bundle: Bundle, key: str) -> str:
    return bundle.conditions[key].name if key in bundle.conditions else key
