"""What do the rules make of answers, in the words of the tables?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from screening.questionnaires.digests import canonical_json
from screening.scoring.answers import known_values
from screening.scoring.bundle import Bundle
from screening.scoring.engine import assess
from screening.scoring.stems import expand_stems
from screening.scoring.tiers import SUGGESTED, WEAK_SUPPORT

Answers = Mapping[str, Any]
TIERS = ("consider_first", "consider", "cannot_tell", "not_suggested")
ORDER = "order"
"""The outcome that is the list of all that is suggested, in its order."""
USUAL = {
    "sex": "female",
    "pain_duration_months": 24,
    "onset_mode": "insidious",
    "morning_stiffness_minutes": 0,
}
"""What a normal visit says where nothing is called normal."""

_DECIDED: dict[tuple[str, bool, bytes], dict[str, Any]] = {}
_FLAGS: dict[str, Bundle] = {}


def decided(bundle: Bundle, answers: Answers, only_flags: bool = False) -> dict[str, Any]:
    """
    The decision, made once for the test and the printed page.

    Args:
        bundle: the questionnaire version.
        answers: item or derived key -> value.
        only_flags: leave sets and conditions out; danger signs read neither.
    """
    key = (bundle.digest, only_flags, canonical_json(dict(answers)))
    if key not in _DECIDED:
        _DECIDED[key] = assess(_danger_signs(bundle) if only_flags else bundle, answers).decision
    return _DECIDED[key]


def _danger_signs(bundle: Bundle) -> Bundle:
    """The same questionnaire with nothing to decide but its danger signs."""
    if bundle.digest not in _FLAGS:
        _FLAGS[bundle.digest] = replace(bundle, criteria=(), findings=(), conditions={})
    return _FLAGS[bundle.digest]


def outcome(bundle: Bundle, decision: Mapping[str, Any], answers: Answers, name: str) -> str:
    """
    One outcome in words.

    Args:
        name: "<set>" or "<set> score|deciding|open" or "<set> <part>"; "<condition>" or
            "<condition> could become|why|strength"; "<flag>" or "<flag> urgency|contradiction"; a derived value;
            "order".
    """
    if name == ORDER:
        return order_of(bundle, decision)
    key, _, aspect = name.partition(" ")
    if key in bundle.derived:
        bounds = bundle.rules.derived[key].bounds(known_values(bundle, answers))
        return _span([bounds.low, bounds.high])
    for kind, identity, main in (
        ("criteria", "id", "status"), ("conditions", "condition", "tier"), ("red_flags", "id", "status"),
    ):  # fmt: skip
        for result in decision[kind]:
            if result[identity] == key:
                wanted = {"why": "reason"}.get(aspect, aspect.replace(" ", "_")) or main
                return _worded({**result.get("parts", {}), **result}[wanted])
    raise AssertionError(f"there is no outcome {name}")


def order_of(bundle: Bundle, decision: Mapping[str, Any]) -> str:
    """All that is suggested in the order of the list; "=" between two that only their names put in order."""
    raised = {flag["id"] for flag in decision["red_flags"] if flag["status"] == "raised"}
    named = {flag.names for flag in bundle.red_flags if flag.id in raised}
    words, before = "", None
    for result in decision["conditions"]:
        if result["tier"] in SUGGESTED:
            key = result["condition"]
            place = (result["known"], result["tier"], key in named, result["strength"])
            words += f"{'' if before is None else ' = ' if place == before else ', '}{key}"
            before = place
    return words or "nothing"


def _worded(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and value and not isinstance(value[0], str):
        return _span(value)
    if isinstance(value, list):
        return " ".join(value) or "none"
    return str(value).replace("_", " ")


def _span(bounds: list[Any]) -> str:
    low, high = ("yes" if b is True else "no" if b is False else str(b) for b in bounds)
    return low if low == high else f"{low} to {high}"


def whole_outcome(decision: Mapping[str, Any]) -> dict[str, list[str]]:
    """Every condition by tier, those with weak support apart (behind no closed gate), and the raised flags."""
    found: dict[str, list[str]] = {tier: [] for tier in (*TIERS[:3], "weak")}
    for result in decision["conditions"]:
        if result["tier"] in found:
            found[result["tier"]].append(result["condition"])
        elif result["reason"] == "too_little" and result["strength"] >= WEAK_SUPPORT:
            found["weak"].append(result["condition"])
    found["flags"] = [flag["id"] for flag in decision["red_flags"] if flag["status"] == "raised"]
    return found


def normal_visit(bundle: Bundle, answers: Answers) -> dict[str, Any]:
    """
    A whole visit: what is given, and all else that is asked of everybody answered as normal.

    Tests that are not given were not done. A stem is opened when something behind it is given.
    """
    given = {key: value for key, value in answers.items() if value is not None}
    visit = {**_normal(bundle), **given}
    for item in bundle.items.values():
        if item.is_stem and item.key not in given:
            visit[item.key] = any(key in given for key in item.covers)
    if "neuro_exam_normal" in bundle.items and "neuro_exam_normal" not in given:
        visit["neuro_exam_normal"] = visit.get("ask_neuro_signs") is False
    left_out = {key for key, value in answers.items() if value is None}
    return {key: value for key, value in expand_stems(bundle, visit).items() if key not in left_out}


def _normal(bundle: Bundle) -> dict[str, Any]:
    """The normal answer of each item that is asked of everybody and is not a test."""
    found: dict[str, Any] = {}
    for item in bundle.items.values():
        if item.ask != "core" or item.answered_by == "result" or item.is_stem:
            continue
        if item.negative is not None:
            found[item.key] = list(item.negative) if isinstance(item.negative, tuple) else item.negative
        elif item.type == "ordinal":
            found[item.key] = 0
        elif item.key in USUAL:
            found[item.key] = USUAL[item.key]
    return found
