"""Has every number a unit and every figure a number, and is every maximum and threshold that of the rules?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from screening.evidence.schema import Criterion, Points
from screening.evidence.source import DocPath
from screening.questionnaires.problems import Problem
from screening.scoring.bundle import Bundle
from screening.scoring.expressions import ExpressionFault, constants_in, parse
from screening.scoring.rule import Rule


def number_problems(bundle: Bundle) -> Iterator[Problem]:
    """Everything wrong with the numbers of a bundle whose rules can be computed."""
    for place, derived in enumerate(bundle.derived.values()):
        path: DocPath = ("derived", place)
        if derived.type == "integer" and not derived.unit:
            yield Problem(path, "a number needs a unit")
        if derived.type == "integer" and derived.expression:
            rule = bundle.rules.rule(parse(derived.expression))
            yield from _outgrown(path, derived.key, rule, derived.maximum)
    for place, criterion in enumerate(bundle.criteria):
        yield from _criterion_problems(bundle, ("criteria", place), criterion)


def _criterion_problems(bundle: Bundle, path: DocPath, criterion: Criterion) -> Iterator[Problem]:
    rules = bundle.rules.criteria[criterion.id]
    if rules.score is not None and not criterion.unit:
        yield Problem(path, "a score needs a unit")
    if rules.score is not None:
        yield from _outgrown(path, "the score", rules.score, criterion.maximum)
    yield from _beyond(path, criterion.threshold, criterion.maximum)
    yield from _not_written(path, criterion.threshold, _written(criterion.met))
    written = _written(criterion.met, *(part.expression for part in criterion.parts))
    for place, part in enumerate(criterion.parts):
        where = (*path, "parts", place)
        yield from _not_written(where, part.threshold, written)
        yield from _outgrown(where, part.id, rules.parts[part.id], part.maximum)
        yield from _beyond(where, part.threshold, part.maximum)
    for place, figure in enumerate(criterion.performance):
        if figure.sensitivity is None and figure.specificity is None and not figure.figure:
            yield Problem(
                (*path, "performance", place), "a performance without sensitivity, specificity or figure"
            )


def _outgrown(path: DocPath, name: str, rule: Rule, maximum: Points | None) -> Iterator[Problem]:
    """More points than the maximum means that points or maximum were copied wrongly."""
    if maximum is None:
        return
    try:
        high = rule.bounds({}).high
    except ExpressionFault as fault:
        yield Problem(path, str(fault))
        return
    if high > Decimal(maximum):
        yield Problem((*path, "maximum"), f"{name} can reach {high}, more than its maximum")


def _beyond(path: DocPath, threshold: Points | None, maximum: Points | None) -> Iterator[Problem]:
    if threshold is not None and maximum is not None and Decimal(threshold) > Decimal(maximum):
        yield Problem((*path, "threshold"), "the threshold lies beyond the maximum")


def _written(*rules: str) -> set[Decimal]:
    """Every number that these rules name."""
    return {Decimal(number) for rule in rules for number in constants_in(parse(rule))}


def _not_written(path: DocPath, threshold: Points | None, written: set[Decimal]) -> Iterator[Problem]:
    """A threshold that no rule names is shown to clinicians but decides nothing."""
    if threshold is not None and Decimal(threshold) not in written:
        yield Problem((*path, "threshold"), f"no rule of the set names {threshold}")
