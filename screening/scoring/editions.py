"""Where published sets for one condition disagree about a patient, what does each ask, and which line fails?

Works from the sets themselves: their rules cut at every `and`, their parts, thresholds and editions.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from screening.evidence.schema import Criterion
from screening.scoring.answers import known_values
from screening.scoring.bundle import Bundle
from screening.scoring.compiled import CriterionRules, parts_of
from screening.scoring.criteria_words import CriterionView, PartView
from screening.scoring.domain import Domain
from screening.scoring.expressions import names_in, parse, substitute
from screening.scoring.rule import Rule
from screening.scoring.wording import answer_words, label_of

PAIN, SYMPTOMS, DURATION, EXCLUSION = "pain", "symptoms", "duration", "exclusion"
DECIDED = ("met", "not_met")


@dataclass(frozen=True)
class Line:
    """
    One thing a set asks for, and how it stands.

    `about` is pain, symptoms, duration or exclusion. `key` names what is read, the same in every set that
    reads it. `holds` is None where it is not known or hangs on another line; `together` marks a line that
    stands or falls with another line of its set. `value` is what is known of this patient.
    """

    about: str
    key: str
    asks: str
    value: str
    holds: bool | None
    together: bool = False


@dataclass(frozen=True)
class Edition:
    """One set with its lines; `deciding` are the words of what would decide an undetermined one."""

    id: str
    name: str
    kind: str
    assessed_by: str
    status: str
    lines: tuple[Line, ...]
    deciding: tuple[str, ...]
    citations: tuple[str, ...]
    mark: str

    def on(self, key: str) -> Line | None:
        """Its line on one thing, or None where it does not ask for it."""
        return next((line for line in self.lines if line.key == key), None)


@dataclass(frozen=True)
class Editions:
    """All sets for one condition."""

    condition: str
    sets: tuple[Edition, ...]

    @property
    def decided(self) -> tuple[Edition, ...]:
        return tuple(each for each in self.sets if each.status in DECIDED)

    @property
    def disagree(self) -> bool:
        return len({each.status for each in self.decided}) > 1


@dataclass(frozen=True)
class Reason:
    """
    One failing line and who fails by it.

    `others` are the lines of fulfilled sets on the same thing, each with the names of the sets; `silent`
    names the fulfilled sets that do not ask for it.
    """

    line: Line
    failing: tuple[str, ...]
    others: tuple[tuple[Line, tuple[str, ...]], ...]
    silent: tuple[str, ...]


def editions(
    bundle: Bundle, views: Iterable[CriterionView], answers: Mapping[str, Any]
) -> tuple[Editions, ...]:
    """
    Every condition for which the bundle holds two sets or more.

    Args:
        bundle: the questionnaire version.
        views: the standing of each set, as the explanation of the decision gives it.
        answers: the answers the decision was made from.
    """
    by_condition: dict[str, list[CriterionView]] = {}
    for view in views:
        by_condition.setdefault(view.condition, []).append(view)
    values = known_values(bundle, answers)
    return tuple(
        Editions(condition, tuple(_edition(bundle, view, values) for view in group))
        for condition, group in by_condition.items()
        if len(group) > 1
    )


def reasons(found: Editions) -> tuple[Reason, ...]:
    """Why some sets are not met while others are: each failing line once, with what the others ask."""
    met = [each for each in found.sets if each.status == "met"]
    failing: dict[tuple[str, str], tuple[Line, list[str]]] = {}
    for each in found.sets:
        if each.status == "not_met":
            for line in each.lines:
                if line.holds is False:
                    failing.setdefault((line.key, line.asks), (line, []))[1].append(each.name)
    return tuple(_reason(line, names, met) for line, names in failing.values())


def is_self_report_only(bundle: Bundle, answers: Mapping[str, Any]) -> bool:
    """Whether nothing that a finding or a criteria set reads was examined by a clinician."""
    read = {
        item for rules in bundle.rules.findings.values() for finding in rules for item in finding.rule.items
    } | {item for rules in bundle.rules.criteria.values() for item in rules.standing.items}
    values = known_values(bundle, answers)
    return not any(item in values and bundle.items[item].answered_by == "clinician_observed" for item in read)


def short_name(criterion: Criterion) -> str:
    """ "ACR 2016" of acr-2016-fm; the whole name where the id does not hold the edition."""
    body, found, _ = criterion.id.partition(f"-{criterion.edition}")
    return f"{body.upper().replace('-', '/')} {criterion.edition}" if found else criterion.name


def _reason(line: Line, names: Sequence[str], met: Iterable[Edition]) -> Reason:
    others: dict[str, tuple[Line, list[str]]] = {}
    silent = []
    for each in met:
        theirs = each.on(line.key)
        if theirs is None:
            silent.append(each.name)
        else:
            others.setdefault(theirs.asks, (theirs, []))[1].append(each.name)
    pairs = tuple((theirs, tuple(who)) for theirs, who in others.values())
    return Reason(line, tuple(names), pairs, tuple(silent))


def _edition(bundle: Bundle, view: CriterionView, values: Mapping[str, Any]) -> Edition:
    rules = bundle.rules.criteria[view.id]
    return Edition(
        id=view.id,
        name=short_name(rules.criterion),
        kind=view.kind,
        assessed_by=_assessed_by(bundle, rules),
        status=view.status,
        lines=tuple(_Lines(bundle, view, rules, values)),
        deciding=view.deciding,
        citations=view.citations[:1],
        mark=view.mark,
    )


def _assessed_by(bundle: Bundle, rules: CriterionRules) -> str:
    """In the set's own words where it has them, else by whom its items are answered."""
    said = getattr(rules.criterion, "assessed_by", "")
    who = {bundle.items[key].answered_by for key in rules.standing.items if key in bundle.items}
    by_items = "patient and examiner" if len(who) > 1 else "examiner"
    return said or ("patient" if who == {"patient_reported"} else by_items)


class _Lines:
    """The lines of one set: its rule cut at every `and`, in reading order."""

    def __init__(
        self, bundle: Bundle, view: CriterionView, rules: CriterionRules, values: Mapping[str, Any]
    ) -> None:
        self.bundle = bundle
        self.view = view
        self.criterion = rules.criterion
        self.rules = rules
        self.values = values
        self.parts = {part.id: part for part in view.parts}
        self.nodes = parts_of(rules.criterion)
        if rules.criterion.score:
            self.nodes["score"] = substitute(parse(rules.criterion.score), self.nodes)
            self.parts["score"] = self._score()

    def __iter__(self) -> Iterator[Line]:
        if self.criterion.entry:
            yield self._entry(parse(self.criterion.entry))
        for node in _conjuncts(parse(self.criterion.met)):
            yield from self._lines(node)

    def _score(self) -> PartView:
        view = self.view
        return PartView("score", "Score", view.low or 0, view.high or 0, view.maximum, view.threshold, "")

    def _entry(self, node: ast.expr) -> Line:
        asks = self.criterion.entry_says or ast.unparse(node)
        return Line(SYMPTOMS, "entry", asks, "", self._truth(node))

    def _lines(self, node: ast.expr) -> Iterator[Line]:
        named = names_in(node)
        parts = [name for name in named if name in self.parts]
        holds = self._truth(node)
        if not parts:
            yield self._plain(node, named, holds)
            return
        alone = _each_alone(node, [self.parts[name] for name in parts]) if len(parts) == 2 else {}
        is_by_one = holds is False and False in alone.values()
        for name in parts:
            yield Line(
                about=self._about(name),
                key=name,
                asks=self._asks(name),
                value=_value(self.parts[name]),
                holds=alone.get(name) if is_by_one else holds,
                together=len(parts) > 1 and not is_by_one,
            )

    def _plain(self, node: ast.expr, named: tuple[str, ...], holds: bool | None) -> Line:
        """A line that reads answers and no part: a duration, or something that must not be."""
        is_not = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
        label = "; ".join(label_of(self.bundle, name) for name in named)
        said = [answer_words(self.bundle, name, self.values[name]) for name in named if name in self.values]
        return Line(
            about=EXCLUSION if is_not else DURATION,
            key=" ".join(named),
            asks=f"Not: {label}" if is_not else label,
            value=f"answered {'; '.join(said)}" if said else "not known",
            holds=holds,
        )

    def _truth(self, node: ast.expr) -> bool | None:
        return self.bundle.rules.cut(self.criterion.id, node, self.nodes).truth(self.values)

    def _about(self, name: str) -> str:
        """Pain is what is shown on a body or counted by an examiner; the rest are symptoms and findings."""
        rule = self.bundle.rules.cut(self.criterion.id, ast.Name(name), self.nodes)
        items = [self.bundle.items[key] for key in rule.items if key in self.bundle.items]
        is_examined = {item.answered_by for item in items} == {"clinician_observed"}
        return PAIN if is_examined or any(item.type == "body_sites" for item in items) else SYMPTOMS

    def _asks(self, name: str) -> str:
        said = [threshold.says for threshold in self.criterion.thresholds if threshold.on == name]
        part = self.parts[name]
        least = f"{part.name}: at least {part.threshold:g}" if part.threshold is not None else part.name
        return "; ".join(said) or least


def _each_alone(node: ast.expr, parts: Sequence[PartView]) -> dict[str, bool | None]:
    """
    How each of two whole-numbered parts stands whatever the other is, as far as the other can be right at all.

    Nothing where a part is no whole number or has no maximum.
    """
    if any(not isinstance(number, int) for part in parts for number in (part.low, part.high, part.maximum)):
        return {}
    rule = Rule(node, {part.id: Domain("integer", 0, int(part.maximum or 0)) for part in parts})
    first, second = parts
    return {first.id: _alone(rule, first, second), second.id: _alone(rule, second, first)}


def _alone(rule: Rule, mine: PartView, other: PartView) -> bool | None:
    """False where nothing of the other helps, True where it holds with all of it that can be right."""
    helpful = [value for value in range(int(other.maximum or 0) + 1) if rule.bounds({other.id: value}).high]
    tried = [
        rule.truth({mine.id: points, other.id: value})
        for points in range(int(mine.low), int(mine.high) + 1)
        for value in helpful
    ]
    if not any(tried):
        return False
    return True if all(tried) else None


def _conjuncts(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        return [inner for value in node.values for inner in _conjuncts(value)]
    return [node]


def _value(part: PartView) -> str:
    is_truth = part.maximum in (None, 1) and part.threshold in (None, 1)
    if is_truth:
        words = {(0, 0): "no", (1, 1): "yes"}.get((int(part.low), int(part.high)), "not known")
        return f"{part.name}: {words}"
    return (
        f"{part.name} {part.low:g}" if part.low == part.high else f"{part.name} {part.low:g} to {part.high:g}"
    )
