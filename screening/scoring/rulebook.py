"""Which rules does a bundle hold, and which answers does each of them read?"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from screening.evidence.schema import Bearing, Criterion, Finding, RedFlag
from screening.scoring.bundle import STRENGTHS, Bundle
from screening.scoring.compiled import CriterionRules, FindingRule, Movers, parts_of, sources_of
from screening.scoring.domain import Axis, Domain, domain_of_item
from screening.scoring.expressions import (
    BOOLEAN,
    CHOICE,
    NUMBER,
    SET,
    Kind,
    call,
    conjunction,
    parse,
    plus,
    substitute,
)
from screening.scoring.finding_ids import FindingIds
from screening.scoring.flag_rules import FlagRules
from screening.scoring.rule import Rule

NEVER_SUPPOSED = frozenset({"known_conditions"})
"""What a visit does not find out by asking: a diagnosis made before it."""

if TYPE_CHECKING:
    from screening.scoring.result_text import ResultText
    from screening.scoring.sheet import Sheet
    from screening.scoring.shown_order import ShownOrder
    from screening.scoring.whole_answers import WholeAnswers

_KINDS = {"boolean": BOOLEAN, "ordinal": NUMBER, "integer": NUMBER, "decimal": NUMBER, "choice": CHOICE}


class Rulebook:
    """Every rule of a bundle, compiled; made once per bundle and process."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self.cells: dict[str, tuple[Any, ...]] = {}
        self.axes: dict[tuple[str, frozenset[str]], Mapping[str, Axis]] = {}
        self._findings: dict[tuple[str, str | None], Rule] = {}
        self._cut: dict[tuple[str, str], Rule] = {}
        self.domains = _domains(bundle)
        self.kinds = kinds_of(bundle)
        self.derived_nodes = {
            key: parse(derived.expression) for key, derived in bundle.derived.items() if derived.expression
        }

    @cached_property
    def sheet(self) -> Sheet:
        """All rules as two functions that work them out at once."""
        from screening.scoring.sheet import Sheet

        items = self._bundle.items
        answerable = frozenset(items) - NEVER_SUPPOSED
        core = {key for key in answerable if items[key].is_core}
        return Sheet(self, answerable, frozenset(core))

    @cached_property
    def whole_answers(self) -> WholeAnswers:
        """What reads the answers of those who answered everything."""
        from screening.scoring.whole_answers import WholeAnswers

        return WholeAnswers(self._bundle)

    @cached_property
    def result_text(self) -> ResultText:
        """What writes the results of those of whom nothing is missing."""
        from screening.scoring.result_text import ResultText

        return ResultText(self._bundle)

    @cached_property
    def shown_order(self) -> ShownOrder:
        """In which order conditions are listed."""
        from screening.scoring.shown_order import ShownOrder

        return ShownOrder(self._bundle)

    @cached_property
    def derived(self) -> Mapping[str, Rule]:
        """Derived value -> its rule, sources before what is made of them."""
        return {key: self.rule(node) for key, node in self.derived_nodes.items()}

    @cached_property
    def criteria(self) -> Mapping[str, CriterionRules]:
        return {criterion.id: self._criterion(criterion) for criterion in self._bundle.criteria}

    @cached_property
    def findings(self) -> Mapping[str, tuple[FindingRule, ...]]:
        """Condition -> the findings that bear on it, in authored order."""
        found: dict[str, list[FindingRule]] = {key: [] for key in self._bundle.conditions}
        for finding in self._bundle.findings:
            for bearing in finding.bears_on:
                found[bearing.condition].append(self._finding(finding, bearing))
        return {key: tuple(rules) for key, rules in found.items()}

    @cached_property
    def gates(self) -> Mapping[str, Rule]:
        """Condition -> the rule that must not be false for it to be suggested."""
        return {
            key: self.rule(parse(condition.gate.when))
            for key, condition in self._bundle.conditions.items()
            if condition.gate
        }

    @cached_property
    def flags(self) -> tuple[FlagRules, ...]:
        return tuple(self._flag(flag) for flag in self._bundle.red_flags)

    @cached_property
    def always_cited(self) -> frozenset[str]:
        """The references of all that an explanation shows whatever was answered."""
        bundle = self._bundle
        cards = bundle.conditions.values()
        cited = {piece.source for card in cards for piece in card.neighbours}
        cited |= {piece.source for card in cards for piece in card.coexists}
        cited |= {key for criterion in bundle.criteria for key in sources_of(criterion)}
        return frozenset(cited | {flag.source for flag in bundle.red_flags})

    @cached_property
    def shown(self) -> Mapping[str, Rule]:
        """Item -> the rule under which the form shows it; items always shown are absent."""
        return {
            key: self.rule(parse(item.enable_when))
            for key, item in self._bundle.items.items()
            if item.enable_when
        }

    @cached_property
    def readers(self) -> Mapping[str, list[Rule]]:
        """Item -> the rules by which its answer can move a tier, a flag or a criteria set."""
        found: dict[str, list[Rule]] = {}
        for rule in self._deciders():
            for item in rule.items:
                found.setdefault(item, []).append(rule)
        return found

    def _deciders(self) -> Iterator[Rule]:
        for key in self._bundle.conditions:
            yield from (rule for rule, _ in self.movers[key].directed)
        yield from (flag.raised for flag in self.flags)
        yield from (rules.standing for rules in self.criteria.values())

    @cached_property
    def movers(self) -> Mapping[str, Movers]:
        """Condition -> the rules that can move its tier."""
        return {key: self._movers(key) for key in self._bundle.conditions}

    @cached_property
    def weighed(self) -> tuple[str, ...]:
        """The conditions in the bundle's order, which is that of the sheet."""
        return tuple(self.movers)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Condition -> its name."""
        return {key: condition.name for key, condition in self._bundle.conditions.items()}

    @cached_property
    def asked_together(self) -> frozenset[str]:
        """The conditions that are asked about together with others."""
        return frozenset(key for key, card in self._bundle.conditions.items() if card.asks_with)

    @cached_property
    def finding_places(self) -> Mapping[str, slice]:
        """Condition -> where its findings stand among all."""
        ends = list(accumulate(len(self.findings[key]) for key in self.weighed))
        return {
            key: slice(end - len(self.findings[key]), end)
            for key, end in zip(self.weighed, ends, strict=True)
        }

    @cached_property
    def strongest_first(self) -> Mapping[str, tuple[tuple[int, FindingRule], ...]]:
        """Condition -> its findings and where each stands among all, most points first."""
        return {
            key: tuple(
                sorted(
                    enumerate(self.findings[key], self.finding_places[key].start),
                    key=lambda placed: -placed[1].points,
                )
            )
            for key in self.weighed
        }

    @cached_property
    def finding_ids(self) -> Mapping[str, FindingIds]:
        """Condition -> the ids of its findings by which of them hold."""
        cards = self._bundle.conditions
        return {
            key: FindingIds(self.findings[key], self.finding_places[key], cards[key].sources)
            for key in self.weighed
        }

    @cached_property
    def moved_by(self) -> Mapping[str, tuple[str, ...]]:
        """Item -> the conditions whose tier its answer can move."""
        found: dict[str, list[str]] = {}
        for key, movers in self.movers.items():
            for item in movers.items:
                found.setdefault(item, []).append(key)
        return {item: tuple(keys) for item, keys in found.items()}

    @cached_property
    def derived_from(self) -> Mapping[str, tuple[str, ...]]:
        """Item -> the derived values that read it."""
        found: dict[str, list[str]] = {}
        for key, rule in self.derived.items():
            for item in rule.items:
                found.setdefault(item, []).append(key)
        return {item: tuple(keys) for item, keys in found.items()}

    def _movers(self, condition: str) -> Movers:
        speaking = [f for f in self.findings[condition] if f.bearing.direction == "for"]
        sets = [rules for rules in self.criteria.values() if rules.criterion.condition == condition]
        weighing, card = self._bundle.weighing, self._bundle.conditions[condition]
        return Movers(
            gate=self.gates.get(condition),
            strong=tuple((f.rule, f.observed) for f in speaking if f.points == STRENGTHS["strong"]),
            moderate=tuple(f.rule for f in speaking if f.points == STRENGTHS["moderate"]),
            against=tuple(
                f.rule
                for f in self.findings[condition]
                if f.bearing.direction == "against" and f.points == STRENGTHS["strong"]
            ),
            decisive=tuple(rules.met for rules in sets if rules.criterion.kind != "screening"),
            screening=tuple(rules.met for rules in sets if rules.criterion.kind == "screening"),
            flags=tuple(rules.raised for rules in self.flags if rules.flag.names == condition),
            one_moderate=weighing.heeds_cards and card.suffices == "moderate",
        )

    def rule(self, node: ast.expr) -> Rule:
        """Compile a checked expression over items and derived values."""
        return Rule(node, self.domains, self.derived_nodes)

    def cut(self, criterion: str, node: ast.expr, parts: Mapping[str, ast.expr]) -> Rule:
        """One piece of a criteria set over its parts, compiled once."""
        key = (criterion, ast.unparse(node))
        if key not in self._cut:
            self._cut[key] = self.rule(substitute(node, parts))
        return self._cut[key]

    def _criterion(self, criterion: Criterion) -> CriterionRules:
        parts = parts_of(criterion)
        score = substitute(parse(criterion.score), parts) if criterion.score else None
        named = {**parts, "score": score} if score is not None else parts
        met = substitute(parse(criterion.met), named)
        entry = substitute(parse(criterion.entry), named) if criterion.entry else None
        whole = met if entry is None else conjunction(entry, met)
        applies: ast.expr = ast.Constant(1) if entry is None else call("points", entry, 1)
        return CriterionRules(
            criterion=criterion,
            standing=self.rule(plus(applies, call("points", whole, 1))),
            met=self.rule(whole),
            score=None if score is None else self.rule(score),
            parts={key: self.rule(node) for key, node in parts.items()},
        )

    def _finding(self, finding: Finding, bearing: Bearing) -> FindingRule:
        rule = self._finding_rule(finding.when, bearing.only_if)
        items = self._bundle.items
        observed = any(items[key].answered_by != "patient_reported" for key in rule.items if key in items)
        return FindingRule(finding, bearing, rule, STRENGTHS[bearing.strength], observed)

    def _finding_rule(self, when: str, only_if: str | None) -> Rule:
        """One rule for all conditions on which a finding bears under the same guard."""
        if (when, only_if) not in self._findings:
            nodes = [parse(text) for text in (when, only_if) if text]
            self._findings[when, only_if] = self.rule(conjunction(*nodes))
        return self._findings[when, only_if]

    def _flag(self, flag: RedFlag) -> FlagRules:
        trigger = parse(flag.trigger)
        asked = ast.BoolOp(ast.Or(), [trigger, parse(flag.direct)])
        too = ast.BoolOp(ast.Or(), [asked, parse(flag.raised_too)]) if flag.raised_too else asked
        return FlagRules(
            flag=flag,
            raised=self.rule(too),
            asked=self.rule(asked),
            trigger=self.rule(trigger),
            urgencies=tuple((case.urgency, self.rule(parse(case.when))) for case in flag.urgency_when),
        )


def kinds_of(bundle: Bundle) -> dict[str, Kind]:
    """Name -> what rules may do with it. Text items never score and have no kind."""
    kinds = {
        key: Kind(_KINDS.get(item.type, SET), frozenset(item.values))
        for key, item in bundle.items.items()
        if item.type != "text"
    }
    kinds |= {key: Kind(BOOLEAN if d.type == "boolean" else NUMBER) for key, d in bundle.derived.items()}
    return kinds


def _domains(bundle: Bundle) -> dict[str, Domain]:
    domains = {key: domain_of_item(item) for key, item in bundle.items.items() if item.type != "text"}
    for key, derived in bundle.derived.items():
        if derived.type == "boolean":
            domains[key] = Domain("boolean")
        else:
            domains[key] = Domain("integer", derived.minimum or 0, derived.maximum or 0)
    return domains
