"""How is a result written down for other programs? The stable form of `manage.py score`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import compress
from typing import Any

import orjson

from screening.scoring.answers import AnswersInvalid
from screening.scoring.ask_next import what_next
from screening.scoring.bundle import Bundle
from screening.scoring.engine import ENGINE, Assessment, assess, outcomes
from screening.scoring.explanation import ConditionView, FlagView
from screening.scoring.flag_rules import FlagRules
from screening.scoring.lines import Line
from screening.scoring.sheet import Outcomes

Result = dict[str, Any]


def score_line(bundle: Bundle, line: bytes, *, explain: bool) -> Result:
    """
    Score one JSON document `{"id"?, "answers"}`; a fault never raises but is written into the result.

    Args:
        bundle: the questionnaire version.
        line: JSON text.
        explain: put words in the lists, not ids.
    """
    try:
        document = json.loads(line, parse_constant=_refuse, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, _Refused) else "is not JSON that can be read"
        return _faulty(bundle, None, [{"item": "", "reason": reason}])
    if not isinstance(document, dict) or not isinstance(document.get("answers"), dict):
        return _faulty(bundle, None, [{"item": "answers", "reason": 'each line is an object with "answers"'}])
    if unknown := sorted(set(document) - {"id", "answers"}):
        return _faulty(bundle, document.get("id"), [{"item": unknown[0], "reason": "is not a key of a line"}])
    return score_answers(bundle, document["answers"], identifier=document.get("id"), explain=explain)


def line_text(result: Result) -> str:
    """
    A result as one line of JSON.

    What orjson does not write, a number beyond 64 bits or half of a surrogate pair in an id, is left to
    the standard library.
    """
    try:
        return orjson.dumps(result).decode()
    except (TypeError, ValueError):
        return json.dumps(result, ensure_ascii=False, separators=(",", ":"))


def score_answers(
    bundle: Bundle, answers: Mapping[str, Any], *, identifier: Any = None, explain: bool
) -> Result:
    """The stable form of one assessment, with all its keys."""
    try:
        assessment = assess(bundle, answers)
    except AnswersInvalid as error:
        return _faulty(bundle, identifier, [{"item": f.item, "reason": f.reason} for f in error.faults])
    result = _frame(bundle, identifier)
    if explain:
        return {**result, **_in_words(assessment)}
    return {**result, **_in_ids(assessment)}


def _frame(bundle: Bundle, identifier: Any) -> Result:
    is_plain = isinstance(identifier, str | int) and not isinstance(identifier, bool)
    return {
        "id": identifier if is_plain else None,
        "questionnaire": {"key": bundle.key, "version": bundle.version, "digest": bundle.digest},
        "engine": ENGINE,
        "red_flags": [],
        "suggestions": [],
        "criteria": [],
        "what_next": [],
        "faults": [],
    }


def _faulty(bundle: Bundle, identifier: Any, faults: list[dict[str, str]]) -> Result:
    return {**_frame(bundle, identifier), "faults": faults}


def _in_ids(assessment: Assessment) -> Result:
    bundle, decision, values = assessment.bundle, assessment.decision, assessment.values
    found = outcomes(bundle, values)
    flags = zip(bundle.rules.flags, decision["red_flags"], strict=True)
    return {
        "red_flags": [_flag_ids(rules, values, result) for rules, result in flags],
        "suggestions": [_suggestion_ids(bundle, values, found, result) for result in decision["conditions"]],
        "criteria": [_criterion_ids(bundle, result) for result in decision["criteria"]],
        "what_next": [view.item for view in what_next(bundle, values, decision)],
    }


def _flag_ids(rules: FlagRules, values: Mapping[str, Any], result: Mapping[str, Any]) -> Result:
    because = rules.raising(values) if result["status"] == "raised" else []
    return {"id": result["id"], "status": result["status"], "urgency": result["urgency"], "because": because}


def _suggestion_ids(
    bundle: Bundle, values: Mapping[str, Any], found: Outcomes, result: Mapping[str, Any]
) -> Result:
    key, rules = result["condition"], bundle.rules
    holds = found.findings
    places = rules.finding_places[key]
    sources = list(compress(rules.sources[key], holds[places]))
    return {
        "condition": key,
        "tier": result["tier"],
        "could_become": result["could_become"],
        "for": [finding for place, finding in rules.ids_for[key] if holds[place]],
        "against": [finding for place, finding in rules.ids_against[key] if holds[place]],
        "not_assessed": _missing(bundle, values, found, key),
        "citations": list(dict.fromkeys([*sources, *bundle.conditions[key].sources])),
    }


def _missing(bundle: Bundle, values: Mapping[str, Any], found: Outcomes, condition: str) -> list[str]:
    """What the findings that could still hold do not know."""
    if found.is_complete:
        return []
    places = bundle.rules.finding_places[condition]
    ends = zip(found.findings[places], found.findings_high[places], strict=True)
    pairs = zip(bundle.rules.findings[condition], ends, strict=True)
    missing = [name for rule, (low, high) in pairs if high and not low for name in rule.rule.unknown(values)]
    return list(dict.fromkeys(missing))


def _criterion_ids(bundle: Bundle, result: Mapping[str, Any]) -> Result:
    criterion = bundle.rules.criteria[result["id"]].criterion
    parts = {key: low if low == high else [low, high] for key, (low, high) in result["parts"].items()}
    return {
        "id": result["id"],
        "condition": criterion.condition,
        "status": result["status"],
        "score": result["score"],
        "parts": parts,
        "deciding": result["deciding"],
        "exact": result["exact"],
        "open": result["open"],
    }


def _in_words(assessment: Assessment) -> Result:
    explanation = assessment.explanation
    words = _in_ids(assessment)
    by_id = {view.id: view for view in explanation.criteria}
    for result in words["criteria"]:
        view = by_id[result["id"]]
        result.update(
            name=view.name, words=view.words, deciding=list(view.deciding), open=list(view.open),
            citations=list(view.citations),
        )  # fmt: skip
    words["red_flags"] = [_flag_words(view) for view in explanation.red_flags]
    words["suggestions"] = [_suggestion_words(view) for view in explanation.conditions]
    words["what_next"] = [
        {"item": view.item, "label": view.label, "kind": view.kind, "effect": view.effect}
        for view in explanation.what_next
    ]
    return words


def _flag_words(view: FlagView) -> Result:
    return {
        "id": view.id,
        "status": view.status,
        "urgency": view.urgency,
        "because": [f"{line.text}: {line.answer}" if line.answer else line.text for line in view.because]
        if view.status == "raised"
        else [],
        "name": view.name,
        "action": view.action,
        "weakness": view.weakness,
        "contradiction": view.contradiction,
        "citations": list(view.citations),
    }


def _suggestion_words(view: ConditionView) -> Result:
    return {
        "condition": view.key,
        "tier": view.tier,
        "could_become": view.could_become,
        "for": [_line_words(line) for line in view.findings_for],
        "against": [_line_words(line) for line in view.findings_against],
        "not_assessed": [_line_words(line) for line in view.not_assessed],
        "citations": list(view.citations),
        "name": view.name,
        "why": view.why,
        "gate": view.gate,
        "next_steps": list(view.next_steps),
    }


def _line_words(line: Line) -> Result:
    return {
        "rule": line.rule,
        "answer": line.answer or line.text,
        "strength": line.strength,
        "source": line.citations[0],
        "mark": line.mark,
        "state": line.state or "holds",
    }


class _Refused(ValueError):
    pass


def _refuse(text: str) -> Any:
    raise _Refused(f"{text} is not a number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Refused("a key stands twice")
    return found
