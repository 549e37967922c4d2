"""How is an answer said in words?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from screening.scoring.answers import NOT_ASSESSED
from screening.scoring.bundle import Bundle, Item

TIER_WORDS: Mapping[str, str] = {
    "consider_first": "Consider first",
    "consider": "Consider",
    "cannot_tell": "Cannot tell yet",
    "not_suggested": "Not suggested by what was entered",
}
URGENCY_WORDS: Mapping[str, str] = {
    "emergency": "Emergency",
    "same_day": "Same day",
    "urgent": "Urgent",
    "soon": "Soon",
}
REASON_WORDS: Mapping[str, str] = {
    "criteria_met": "a criteria set for it is met",
    "two_strong": "two strong findings, at least one of them examined or a result",
    "held_back": "two strong findings, held back by a strong finding against",
    "one_strong": "one strong finding",
    "two_moderate": "two moderate findings",
    "one_moderate": "one moderate finding, which is enough here: the first step is a short questionnaire",
    "screening_met": "a screening set for it is met",
    "red_flag": "a raised red flag names it",
    "known": "already diagnosed before this visit",
    "companion": "asked about whenever its companion is considered",
    "core_missing": "some support, and unanswered questions could raise it",
    "gate_closed": "its entry condition does not hold",
    "too_little": "too little speaks for it",
}


def label_of(bundle: Bundle, key: str) -> str:
    """The words for an item or a derived value."""
    if key in bundle.items:
        return bundle.items[key].label
    return bundle.derived[key].label if key in bundle.derived else key


def answer_words(bundle: Bundle, key: str, value: Any) -> str:
    """An answer as a clinician would say it: "yes", "60 minutes", "Raised"; "" when unanswered."""
    if value is None:
        return ""
    if value == NOT_ASSESSED:
        return "not assessed"
    if isinstance(value, bool):
        return "yes" if value else "no"
    item = bundle.items.get(key)
    if item is None:
        return str(value)
    if item.type in {"multi_choice", "body_sites"}:
        return "; ".join(item.option_label(entry) for entry in _in_order(item, value)) or "none"
    if item.options:
        return item.option_label(str(value))
    return f"{value} {item.unit}".strip()


def _in_order(item: Item, chosen: Any) -> list[str]:
    return [option.value for option in item.options if option.value in chosen]
