"""Which unanswered items can still change what a rule says, searched without any short cut?

The search by which engine 1 was released. `scoring.pivotal` has to come to the same, also where it gives up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from screening.scoring.domain import Axis
from screening.scoring.rule import Rule

MOST_SEARCHED = 3000

Span = tuple[Any, Any, tuple[Any, ...], bool]
"""The lowest and the highest answer, all answers, and whether these lie in order."""


def open_items(rule: Rule, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Every unanswered item for which some answers to the others leave the decision to it."""
    reading = rule.variant(values)
    axes = {name: reading.axis(name) for name in reading.names if name not in values}
    known = {name: values[name] for name in reading.names if name in values}

    def says(answers: Mapping[str, Any]) -> Any:
        given = {**known, **answers}
        return reading.call(*[given[name] for name in reading.names])

    return tuple(name for name in axes if _is_open(name, axes, says))


def _is_open(name: str, axes: Mapping[str, Axis], says: Any) -> bool:
    """Whether in some part of all answers to the others the rule is settled, but not alike, for this item."""
    axis = axes[name]
    answers = axis.lowest + axis.highest if axis.is_single else axis.cells
    others = [other for other in axes if other != name]
    parts: list[Sequence[Span]] = list(product(*(_spans(axes[other]) for other in others)))
    for _ in range(MOST_SEARCHED):
        if not parts:
            return False
        part = parts.pop()
        low = {other: span[0] for other, span in zip(others, part, strict=True)}
        high = {other: span[1] for other, span in zip(others, part, strict=True)}
        ends = [(says({**low, name: answer}), says({**high, name: answer})) for answer in answers]
        if len({bottom for bottom, top in ends if bottom == top}) > 1:
            return True
        if any(bottom != top for bottom, top in ends):
            widths = [len(span[2]) for span in part]
            widest = widths.index(max(widths))
            parts += [(*part[:widest], span, *part[widest + 1 :]) for span in _cut(part[widest])]
    return True


def _spans(axis: Axis) -> list[Span]:
    if not axis.is_single:
        return [(answer, answer, (answer,), True) for answer in axis.cells]
    return [(axis.lowest[0], axis.highest[0], axis.chain or axis.cells, bool(axis.chain))]


def _cut(span: Span) -> Iterator[Span]:
    _, _, answers, is_ordered = span
    if not is_ordered:
        yield from ((answer, answer, (answer,), True) for answer in answers)
        return
    middle = len(answers) // 2
    for half in (answers[:middle], answers[middle:]):
        yield half[0], half[-1], half, True
