"""How is the standing of a criteria set said, with its score against its threshold?"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from screening.evidence.schema import Criterion, Performance, Threshold
from screening.scoring.bundle import Bundle
from screening.scoring.compiled import sources_of
from screening.scoring.wording import label_of

Number = int | float


class PartView(NamedTuple):
    """One part of a set: its points so far, most and threshold, in the set's own unit."""

    id: str
    name: str
    low: Number
    high: Number
    maximum: Number | None
    threshold: Number | None
    citation: str


class CriterionView(NamedTuple):
    """One criteria set in words; `deciding` and `open` are the words of what is unanswered."""

    id: str
    name: str
    edition: str
    condition: str
    kind: str
    status: str
    words: str
    says: str
    low: Number | None
    high: Number | None
    unit: str
    maximum: Number | None
    threshold: Number | None
    parts: tuple[PartView, ...]
    deciding: tuple[str, ...]
    exact: bool
    open: tuple[str, ...]
    cautions: tuple[str, ...]
    thresholds: tuple[Threshold, ...]
    performance: tuple[Performance, ...]
    citations: tuple[str, ...]
    mark: str


def criterion_views(bundle: Bundle, decision: Mapping[str, Any]) -> tuple[CriterionView, ...]:
    """Every criteria set of the bundle in words."""
    pairs = zip(bundle.criteria, decision["criteria"], strict=True)
    return tuple(_view(bundle, criterion, result) for criterion, result in pairs)


def status_words(criterion: Criterion, result: Mapping[str, Any]) -> str:
    """
    The standing of a set in words that never say more than the set does.

    A classification set is said to reach its threshold and not to be a diagnosis; a screening set is
    said to be positive; only a diagnostic set "meets".
    """
    status = result["status"]
    if status == "not_applicable":
        return f"Does not apply: {criterion.entry_says or 'its entry rule does not hold'}"
    if status == "undetermined":
        return f"Cannot tell yet{_deciding_words(result)}"
    met = status == "met"
    if criterion.kind == "diagnostic":
        return f"{'Meets' if met else 'Does not meet'} {criterion.name}"
    if criterion.kind == "screening":
        return f"{'Reaches' if met else 'Does not reach'} the screening threshold; not a diagnosis"
    return f"{'Reaches' if met else 'Does not reach'} the classification threshold{_of(criterion)}; not a diagnosis"


def _deciding_words(result: Mapping[str, Any]) -> str:
    count = len(result["deciding"])
    if not count:
        return "; no single group of answers can make it met"
    said = "one answer decides" if count == 1 else f"{count} answers can decide"
    return f"; {said}"


def _of(criterion: Criterion) -> str:
    if criterion.threshold is None:
        return ""
    return (
        f" ({criterion.threshold} of {criterion.maximum})"
        if criterion.maximum
        else f" ({criterion.threshold})"
    )


def _view(bundle: Bundle, criterion: Criterion, result: Mapping[str, Any]) -> CriterionView:
    low, high = result["score"] or (None, None)
    return CriterionView(
        id=criterion.id,
        name=criterion.name,
        edition=criterion.edition,
        condition=criterion.condition,
        kind=criterion.kind,
        status=result["status"],
        words=status_words(criterion, result),
        says=criterion.says,
        low=low,
        high=high,
        unit=criterion.unit,
        maximum=_number(criterion.maximum),
        threshold=_number(criterion.threshold),
        parts=tuple(_part(part, result["parts"][part.id]) for part in criterion.parts),
        deciding=tuple(label_of(bundle, item) for item in result["deciding"]),
        exact=result["exact"],
        open=tuple(label_of(bundle, item) for item in result["open"]),
        cautions=criterion.cautions,
        thresholds=criterion.thresholds,
        performance=criterion.performance,
        citations=sources_of(criterion),
        mark=criterion.mark,
    )


def _part(part: Any, bounds: list[Number]) -> PartView:
    return PartView(
        id=part.id,
        name=part.name,
        low=bounds[0],
        high=bounds[1],
        maximum=_number(part.maximum),
        threshold=_number(part.threshold),
        citation=part.source,
    )


@lru_cache(maxsize=1024)
def _number(value: int | str | None) -> Number | None:
    if value is None or isinstance(value, int):
        return value
    number = Decimal(value)
    return int(number) if number == number.to_integral_value() else float(number)
