"""How is a score drawn against its threshold, in percent of the width and in words?"""

from __future__ import annotations

from dataclasses import dataclass

from screening.scoring.criteria_words import CriterionView, Number, PartView

NEAR_EDGE = 14


@dataclass(frozen=True)
class Bar:
    """
    One bar. Lengths are percent of the width, as text, so that no locale can put a comma into them.

    `certain` is what the answers give already, `possible` what unanswered items could still add.
    """

    id: str
    name: str
    value: str
    certain: str
    possible: str
    middle: str
    maximum: str
    threshold: str
    threshold_at: str
    threshold_anchor: str
    description: str


def bars_of(view: CriterionView) -> tuple[Bar, ...]:
    """The set's score where its threshold lies there, else the parts that are sums, else the bare score."""
    parts = tuple(_part(view, part) for part in view.parts if _is_drawn(view, part))
    if parts or view.low is None or view.high is None or not view.maximum:
        return parts
    return (_bar(view.id, "Score", view.low, view.high, view.maximum, view.threshold),)


def other_parts(view: CriterionView) -> tuple[str, ...]:
    """The parts that are said in words: what is there, what is not, what is not known."""
    return tuple(_words(part) for part in view.parts if not _is_drawn(view, part))


def _is_drawn(view: CriterionView, part: PartView) -> bool:
    has_threshold_on_score = view.low is not None and view.threshold is not None
    return not has_threshold_on_score and part.maximum is not None and part.maximum > 1


def _part(view: CriterionView, part: PartView) -> Bar:
    assert part.maximum is not None
    return _bar(f"{view.id}-{part.id}", part.name, part.low, part.high, part.maximum, part.threshold)


def interval_words(low: Number, high: Number) -> str:
    """ "7", or "3 to 7" while it is not settled."""
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _words(part: PartView) -> str:
    if part.maximum in (None, 1) and part.threshold in (None, 1):
        return f"{part.name}: {_truth(part)}"
    return f"{part.name}: {interval_words(part.low, part.high)}" + (
        f" of {part.maximum:g}" if part.maximum else ""
    )


def _truth(part: PartView) -> str:
    if part.low != part.high:
        return "not known"
    return "yes" if part.low else "no"


def _bar(key: str, name: str, low: Number, high: Number, maximum: Number, threshold: Number | None) -> Bar:
    at = 100 * (threshold or 0) / maximum
    is_settled = low == high
    said = f"{name} {interval_words(low, high)} of {maximum:g}"
    still = "" if is_settled else f", {low:g} certain and up to {high:g} possible while answers are missing"
    line = f", threshold {threshold:g}" if threshold is not None else ""
    return Bar(
        id=f"bar-{key}",
        name=name,
        value=interval_words(low, high),
        certain=_percent(100 * low / maximum),
        possible="" if is_settled else _percent(100 * (high - low) / maximum),
        middle=_percent(50 * (low + high) / maximum),
        maximum=f"{maximum:g}",
        threshold=f"{threshold:g}" if threshold is not None else "",
        threshold_at=_percent(at),
        threshold_anchor="start" if at < NEAR_EDGE else "end" if at > 100 - NEAR_EDGE else "middle",
        description=f"{said}{still}{line}.",
    )


def _percent(value: Number) -> str:
    return f"{min(max(value, 0), 100):.2f}%"
