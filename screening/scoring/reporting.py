"""How is a result written down for other programs? The stable form of `manage.py score`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from screening.scoring.answers import AnswersInvalid, read_answers
from screening.scoring.bundle import Bundle
from screening.scoring.engine import Assessment, decide, outcomes
from screening.scoring.explanation import ConditionView, FlagView
from screening.scoring.in_ids import Result, decision_in_ids, frame
from screening.scoring.json_text import json_text
from screening.scoring.lines import Line
from screening.scoring.rule import Known


class Scored(NamedTuple):
    """A line of JSON, and for a person the id and the faults that stand in it."""

    text: str
    identifier: str | int | None
    faults: list[Result]


def score_text(bundle: Bundle, line: bytes, *, explain: bool) -> Scored:
    """What `score_line` says as a line of JSON, written at once where nothing is missing."""
    given = _given(bundle, line)
    if isinstance(given, _Given) and not explain:
        found = outcomes(bundle, given.values)
        if found.is_complete:
            text = bundle.rules.result_text.of(bundle, given.identifier, given.values, found)
            return Scored(text, None, [])
    result = _result(bundle, given, explain) if isinstance(given, _Given) else given
    return Scored(json_text(result), result["id"], result["faults"])


def stored_text(
    bundle: Bundle, identifier: str, answers: Mapping[str, Any], decision: Mapping[str, Any]
) -> str:
    """A stored decision as the line in which `score_text` explains one, whichever engine made it."""
    values = read_answers(bundle, answers)
    assessment = Assessment(bundle, dict(answers), values, _in_order(bundle, decision))
    lists = decision_in_ids(bundle, values, outcomes(bundle, values), assessment.decision)
    head = {**frame(bundle, identifier), "engine": decision["engine"]}
    return json_text({**head, **_in_words(assessment, lists)})


def _in_order(bundle: Bundle, decision: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of each set in the bundle's order, which a database does not keep."""
    criteria = [
        {**result, "parts": {key: result["parts"][key] for key in bundle.rules.criteria[result["id"]].parts}}
        for result in decision["criteria"]
    ]
    return {**decision, "criteria": criteria}


def score_line(bundle: Bundle, line: bytes, *, explain: bool) -> Result:
    """
    Score one JSON document `{"id"?, "answers"}`; a fault never raises but is written into the result.

    Args:
        bundle: the questionnaire version.
        line: JSON text.
        explain: put words in the lists, not ids.

    Returns:
        The stable form of one assessment, with all its keys.
    """
    given = _given(bundle, line)
    return _result(bundle, given, explain) if isinstance(given, _Given) else given


class _Given(NamedTuple):
    identifier: Any
    answers: Mapping[str, Any]
    values: Mapping[str, Any]


def _given(bundle: Bundle, line: bytes) -> _Given | Result:
    """What a line gives to score, or the result that says what is wrong with it."""
    return _given_whole(bundle, line) or _given_in_part(bundle, line)


def _given_whole(bundle: Bundle, line: bytes) -> _Given | None:
    """What a plain line gives in which everything is answered; None where there is more to look at."""
    try:
        document = orjson.loads(line)
    except ValueError:
        return None
    answers = document.get("answers") if type(document) is dict else None
    if type(answers) is not dict or not document.keys() <= _KEYS or not _is_plain(line, document, answers):
        return None
    values = bundle.rules.whole_answers.read(answers)  # takes no fractions
    return None if values is None else _Given(document.get("id"), answers, values)


def _given_in_part(bundle: Bundle, line: bytes) -> _Given | Result:
    try:
        document = _document(line)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, _Refused) else "is not JSON that can be read"
        return _faulty(bundle, None, [{"item": "", "reason": reason}])
    if not isinstance(document, dict) or not isinstance(document.get("answers"), dict):
        return _faulty(bundle, None, [{"item": "answers", "reason": 'each line is an object with "answers"'}])
    if unknown := sorted(document.keys() - _KEYS):
        return _faulty(bundle, document.get("id"), [{"item": unknown[0], "reason": "is not a key of a line"}])
    identifier, answers = document.get("id"), document["answers"]
    try:
        return _Given(identifier, answers, read_answers(bundle, answers))
    except AnswersInvalid as error:
        return _faulty(bundle, identifier, [{"item": f.item, "reason": f.reason} for f in error.faults])


def _result(bundle: Bundle, given: _Given, explain: bool) -> Result:
    """The result by the decision, whatever is missing."""
    values = given.values if isinstance(given.values, Known) else Known(given.values)
    assessment = Assessment(bundle, dict(given.answers), values, decide(bundle, values))
    lists = decision_in_ids(bundle, values, outcomes(bundle, values), assessment.decision)
    return {**frame(bundle, given.identifier), **(_in_words(assessment, lists) if explain else lists)}


def _faulty(bundle: Bundle, identifier: Any, faults: list[Result]) -> Result:
    return {**frame(bundle, identifier), "faults": faults}


def _in_words(assessment: Assessment, words: Result) -> Result:
    explanation = assessment.explanation
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


def _document(line: bytes) -> Any:
    """
    What stands in a line; raises ValueError where it is no JSON, or says something twice.

    orjson reads what is plain: as many colons as keys, so that no key stands twice, and neither fractions
    nor numbers beyond 64 bits, which it would round. The standard library reads all else.
    """
    try:
        document = orjson.loads(line)
    except ValueError:
        return _by_the_standard_library(line)
    answers = document.get("answers") if isinstance(document, dict) else None
    is_plain = (
        isinstance(answers, dict)
        and _PLAIN.issuperset(map(type, answers.values()))
        and _is_plain(line, document, answers)
    )
    return document if is_plain else _by_the_standard_library(line)


def _is_plain(line: bytes, document: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    """Whether no key stands twice, and the id is none that orjson rounds; what answers hold is not looked at."""
    return type(document.get("id")) in _PLAIN_IDS and line.count(b":") == len(answers) + len(document)


_KEYS = frozenset({"id", "answers"})
_PLAIN = frozenset({bool, int, str, list, type(None)})
_PLAIN_IDS = frozenset({int, str, type(None)})


def _by_the_standard_library(line: bytes) -> Any:
    return json.loads(line, parse_constant=_refuse, object_pairs_hook=_unique)


class _Refused(ValueError):
    pass


def _refuse(text: str) -> Any:
    raise _Refused(f"{text} is not a number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Refused("a key stands twice")
    return found
