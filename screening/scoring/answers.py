"""Are these answers such as the questionnaire asks for, and what is known from them?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from screening.scoring.bundle import Bundle, Item
from screening.scoring.rule import Known
from screening.scoring.stems import expand_stems

NOT_ASSESSED = "not_assessed"
LONGEST_TEXT = 2000


@dataclass(frozen=True)
class Fault:
    """An answer that cannot be used, and why, in words fit for the person who gave it."""

    item: str
    reason: str


class AnswersInvalid(ValueError):
    """Answers that the questionnaire does not ask for; `faults` lists each of them."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.item}: {fault.reason}" for fault in faults))
        self.faults = faults


def is_answered(value: Any) -> bool:
    """Whether anything is known; absent, null and "not assessed" are not."""
    return value is not None and value != NOT_ASSESSED


def check_answers(bundle: Bundle, answers: Mapping[str, Any]) -> list[Fault]:
    """
    Compare answers with what the bundle asks.

    Args:
        bundle: the questionnaire version.
        answers: item key -> value; absent or None is unanswered, "not_assessed" is not assessed.

    Returns:
        One fault for each unknown item and each value outside the item's type, range or options, and
        for each derived value that contradicts its sources. Empty when all can be used.
    """
    faults = [fault for key, value in answers.items() if (fault := _fault(bundle, key, value))]
    return faults or _contradictions(bundle, answers)


def known_values(bundle: Bundle, answers: Mapping[str, Any]) -> Known:
    """
    What logic may use: normalised values of answered items and every derived value they settle.

    Unanswered and not assessed items, and options that mean so, are left out: unknown.

    Args:
        bundle: the questionnaire version.
        answers: answers that `check_answers` found no fault with.
    """
    values = {
        key: value
        for key, answer in expand_stems(bundle, answers).items()
        if is_answered(answer) and (value := _normalised(bundle, key, answer)) is not None
    }
    for key, rule in bundle.rules.derived.items():
        if key not in values and not rule.unknown(values):
            values[key] = rule.bounds(values).low
    return Known(values)


def _normalised(bundle: Bundle, key: str, answer: Any) -> Any:
    """The value as rules read it, or None where the chosen option says that nothing is known."""
    item = bundle.items.get(key)
    if item is None:
        return answer
    if item.type == "choice":
        return answer if answer in item.values else None
    if item.type in {"multi_choice", "body_sites"}:
        return frozenset(answer) if set(answer) <= set(item.values) else None
    if item.type == "decimal":
        return Decimal(str(answer))
    return answer


def _fault(bundle: Bundle, key: str, value: Any) -> Fault | None:
    if key in bundle.items:
        reason = _item_fault(bundle.items[key], value) if is_answered(value) else ""
    elif key in bundle.derived:
        reason = _derived_fault(bundle, key, value) if is_answered(value) else ""
    else:
        reason = "this questionnaire does not ask it"
    return Fault(str(key)[:80], reason) if reason else None


def _derived_fault(bundle: Bundle, key: str, value: Any) -> str:
    derived = bundle.derived[key]
    if derived.type == "boolean":
        return "" if isinstance(value, bool) else "must be true or false"
    return _whole_number(value) or _range(value, derived.minimum, derived.maximum)


def _item_fault(item: Item, value: Any) -> str:
    match item.type:
        case "boolean":
            return "" if isinstance(value, bool) else "must be true or false"
        case "ordinal" | "integer":
            return _whole_number(value) or _range(value, item.minimum, item.maximum)
        case "decimal":
            return _decimal_fault(item, value)
        case "choice":
            offered = isinstance(value, str) and value in {option.value for option in item.options}
            return "" if offered else "is not an option that is offered"
        case "text":
            return _text_fault(value)
    return _several_fault(item, value)


def _whole_number(value: Any) -> str:
    return "" if isinstance(value, int) and not isinstance(value, bool) else "must be a whole number"


def _range(value: int | Decimal, minimum: int | Decimal | None, maximum: int | Decimal | None) -> str:
    too_low = minimum is not None and value < minimum
    too_high = maximum is not None and value > maximum
    return f"must be from {minimum} to {maximum}" if too_low or too_high else ""


def _decimal_fault(item: Item, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return "must be a number"
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return "must be a number"
    return _range(number, item.minimum, item.maximum) if number.is_finite() else "must be a number"


def _text_fault(value: Any) -> str:
    if not isinstance(value, str):
        return "must be text"
    if any(ord(letter) < 32 and letter not in "\n\t" for letter in value):
        return "contains characters that cannot be stored"
    return "" if len(value) <= LONGEST_TEXT else f"must be at most {LONGEST_TEXT} characters long"


def _several_fault(item: Item, value: Any) -> str:
    if not isinstance(value, list | tuple) or not all(isinstance(entry, str) for entry in value):
        return "must be a list of options"
    offered = {option.value for option in item.options}
    alone = item.exclusive | (offered - set(item.values))
    if not set(value) <= offered:
        return "contains an option that is not offered"
    if len(set(value)) != len(value):
        return "names an option twice"
    return (
        "an option that stands alone is combined with others" if len(value) > 1 and set(value) & alone else ""
    )


def _contradictions(bundle: Bundle, answers: Mapping[str, Any]) -> list[Fault]:
    """A derived value that is given beside its sources must be what they make of it."""
    given = {key for key in answers if key in bundle.derived and is_answered(answers[key])}
    if not given:
        return []
    sources = {key: value for key, value in answers.items() if key not in bundle.derived}
    values = known_values(bundle, sources)
    faults = []
    for key in sorted(given):
        rule = bundle.rules.derived.get(key)
        if rule is None:
            continue
        bounds = rule.bounds(values)
        if not bounds.low <= answers[key] <= bounds.high:
            faults.append(
                Fault(key, f"contradicts the answers it is made of ({_words(bounds.low, bounds.high)})")
            )
    return faults


def _words(low: Any, high: Any) -> str:
    return f"they give {low}" if low == high else f"they give {low} to {high}"
