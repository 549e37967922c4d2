"""Can this document be published? Everything that must be mended, each with its path.

The shape is checked by `document`; here is what no shape can say: names that lead nowhere, rules
that can never hold, items that can never be reached, conditions that can never be considered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from screening.evidence.loader import frozen_lists, located
from screening.evidence.source import DocPath, Sourced, path_words
from screening.questionnaires.document import Document
from screening.questionnaires.item_checks import item_problems
from screening.questionnaires.problems import Problem
from screening.questionnaires.rule_checks import rule_problems
from screening.questionnaires.test_cases import failed_cases
from screening.scoring.bundle import bundle_from_document


def check_document(document: Mapping[str, Any], *, run_test_cases: bool = True) -> list[Problem]:
    """
    Everything that must be mended before a document can be published.

    Args:
        document: plain JSON values.
        run_test_cases: also run the document's own test cases.

    Returns:
        Problems in reading order. Later checks need sound earlier ones and wait for them.
    """
    problems = unreadable(document)
    if problems:
        return problems
    bundle = bundle_from_document(document)
    problems = list(rule_problems(bundle))
    if not problems and run_test_cases:
        problems = list(failed_cases(bundle, document.get("test_cases", [])))
    return problems


def unreadable(document: Mapping[str, Any]) -> list[Problem]:
    """What must be mended before the rules can be looked at: shape first, then names, then items."""
    for check in (_shape, _names, _item_rules):
        problems = list(check(document))
        if problems:
            return problems
    return []


def problem_lines(problems: Iterable[Problem], source: Sourced | None = None) -> list[str]:
    """Problems as "file:line: path: reason", or without a file as "path: reason"."""
    if source is None:
        return [f"{path_words(problem.path)}: {problem.reason}" for problem in problems]
    return [source.fault(problem.path, problem.reason) for problem in problems]


def _shape(document: Mapping[str, Any]) -> Iterator[Problem]:
    try:
        Document.model_validate(frozen_lists(document))
    except ValidationError as error:
        for path, reason in located(document, error):
            yield Problem(path, reason)


@dataclass(frozen=True)
class _Named:
    path: DocPath
    key: str


def _names(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Every name is given once, and every reference named is there."""
    for kind, named in _all_named(document).items():
        counts = Counter(entry.key for entry in named)
        seen: set[str] = set()
        for entry in named:
            if counts[entry.key] > 1 and entry.key in seen:
                yield Problem(entry.path, f"{kind} {entry.key!r} stands twice")
            seen.add(entry.key)
    references = {reference["key"] for reference in document.get("references", [])}
    conditions = {condition["key"] for condition in document.get("conditions", [])}
    for path, key, value in _walk(document, ()):
        if key in {"source", "sources"} and value not in references:
            yield Problem(path, f"unknown reference {value!r}")
        if key in {"condition", "names", "asks_with"} and value is not None and value not in conditions:
            yield Problem(path, f"unknown condition {value!r}")


def _all_named(document: Mapping[str, Any]) -> dict[str, list[_Named]]:
    items: list[_Named] = []
    for place, section in enumerate(document["sections"]):
        for item_place, item in enumerate(section["items"]):
            items.append(_Named(("sections", place, "items", item_place, "key"), item["key"]))
    lists = {"derived": "key", "criteria": "id", "findings_for": "id", "red_flags": "id"}
    lists |= {"conditions": "key", "references": "key", "test_cases": "id", "discriminators": "id"}
    found = {
        name: [_Named((name, place, key), piece[key]) for place, piece in enumerate(document.get(name, []))]
        for name, key in lists.items()
    }
    sections = [_Named(("sections", place, "key"), s["key"]) for place, s in enumerate(document["sections"])]
    return {"item": items + found.pop("derived"), "section": sections, **found}


def _walk(value: Any, path: DocPath) -> Iterator[tuple[DocPath, str, Any]]:
    """Every scalar with its path and the key it stands under."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if path or key not in {"references", "test_cases"}:
                yield from _walk(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from _walk(inner, (*path, place))
    else:
        keys = [step for step in path if isinstance(step, str)]
        yield path, keys[-1] if keys else "", value


def _item_rules(document: Mapping[str, Any]) -> Iterator[Problem]:
    yield from item_problems(document)
