"""How is a score drawn against its threshold, in percent of the width and in words?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

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
    return (_bar(view.id, _("Score"), view.low, view.high, view.maximum, view.threshold),)


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
    return f"{low:g}" if low == high else _("%(low)s to %(high)s") % {"low": f"{low:g}", "high": f"{high:g}"}


def _words(part: PartView) -> str:
    if part.maximum in (None, 1) and part.threshold in (None, 1):
        return f"{part.name}: {_truth(part)}"
    score = interval_words(part.low, part.high)
    if not part.maximum:
        return f"{part.name}: {score}"
    said = {"name": part.name, "score": score, "maximum": f"{part.maximum:g}"}
    return _("%(name)s: %(score)s of %(maximum)s") % said


def _truth(part: PartView) -> str:
    if part.low != part.high:
        return _("not known")
    return _("yes") if part.low else _("no")


def _bar(key: str, name: str, low: Number, high: Number, maximum: Number, threshold: Number | None) -> Bar:
    at = 100 * (threshold or 0) / maximum
    is_settled = low == high
    numbers = {"name": name, "low": f"{low:g}", "high": f"{high:g}", "maximum": f"{maximum:g}"}
    words = (
        _("%(name)s %(low)s of %(maximum)s")
        if is_settled
        else _(
            "%(name)s %(low)s to %(high)s of %(maximum)s, %(low)s certain and up to %(high)s possible"
            " while answers are missing"
        )
    )
    line = _(", threshold %(threshold)s") % {"threshold": f"{threshold:g}"} if threshold is not None else ""
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
        description=f"{words % numbers}{line}.",
    )


def _percent(value: Number) -> str:
    return f"{min(max(value, 0), 100):.2f}%"
