"""Are these answers such as the questionnaire asks for, and what is known from them?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from screening.scoring.bundle import Bundle
from screening.scoring.reading import Unfit
from screening.scoring.rule import Known

NOT_ASSESSED = "not_assessed"


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


def read_answers(bundle: Bundle, answers: Mapping[str, Any]) -> Known:
    """
    Check answers and say what is known from them, in one go.

    Raises:
        AnswersInvalid: an unknown item or a value that does not fit.
    """
    whole = bundle.rules.whole_answers.read(answers)
    return read_by_item(bundle, answers) if whole is None else Known(whole)


def read_by_item(bundle: Bundle, answers: Mapping[str, Any]) -> Known:
    """The same item by item; the path for any answers, and the twin of the other in the tests."""
    values, faults = _read(bundle, answers)
    faults = faults or _contradictions(bundle, answers, values)
    if faults:
        raise AnswersInvalid(faults)
    return _settled(bundle, answers, values)


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
    values, faults = _read(bundle, answers)
    return faults or _contradictions(bundle, answers, values)


def known_values(bundle: Bundle, answers: Mapping[str, Any]) -> Known:
    """
    What logic may use: normalised values of answered items and every derived value they settle.

    Unanswered and not assessed items, and options that mean so, are left out: unknown.

    Args:
        bundle: the questionnaire version.
        answers: answers that `check_answers` found no fault with; what does not fit is left out.
    """
    return _settled(bundle, answers, _read(bundle, answers)[0])


def _read(bundle: Bundle, answers: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """The values of the answers that fit, and the faults of the others."""
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    readers, taken = bundle.readers, bundle.taken
    for key, answer in answers.items():
        try:
            value = taken[type(answer)][key][answer]
        except KeyError:
            pass
        else:
            if value is not None:
                values[key] = value
            continue
        read = readers.get(key)
        if read is None:
            faults.append(Fault(str(key)[:80], "this questionnaire does not ask it"))
        elif answer is not None and answer != NOT_ASSESSED:
            try:
                value = read(answer)
            except Unfit as unfit:
                faults.append(Fault(key, str(unfit)))
            else:
                if value is not None:
                    values[key] = value
    return values, faults


def _settled(bundle: Bundle, answers: Mapping[str, Any], values: dict[str, Any]) -> Known:
    """Values joined by what stems answered no say and by the derived values that are settled."""
    for stem, negatives in bundle.negatives.items():
        if answers.get(stem) is False:
            values |= {
                key: value
                for key, value in negatives.items()
                if answers.get(key) is None and value is not None
            }
    for key, rule in bundle.rules.derived.items():
        if key not in values:
            value = rule.settled(values)
            if value is not None:
                values[key] = value
    return Known(values)


def _contradictions(bundle: Bundle, answers: Mapping[str, Any], values: Mapping[str, Any]) -> list[Fault]:
    """A derived value that is given beside its sources must be what they make of it."""
    given = values.keys() & bundle.rules.derived.keys()
    if not given:
        return []
    read = {key: value for key, value in values.items() if key not in bundle.derived}
    sources = _settled(bundle, answers, read)
    faults = []
    for key in sorted(given):
        bounds = bundle.rules.derived[key].bounds(sources)
        if not bounds.low <= answers[key] <= bounds.high:
            faults.append(
                Fault(key, f"contradicts the answers it is made of ({_words(bounds.low, bounds.high)})")
            )
    return faults


def _words(low: Any, high: Any) -> str:
    return f"they give {low}" if low == high else f"they give {low} to {high}"
