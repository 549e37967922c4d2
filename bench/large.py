"""What does a questionnaire with a given number of items on one page look like?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

SECTION = "many"
_OPTIONS = [{"value": value, "label": value.title()} for value in ("never", "seldom", "often", "always")]
_KINDS: tuple[dict[str, Any], ...] = (
    {"type": "boolean"},
    {"type": "ordinal", "minimum": 0, "maximum": 3},
    {"type": "integer", "minimum": 0, "maximum": 400, "unit": "weeks"},
    {"type": "choice", "options": _OPTIONS},
    {"type": "multi_choice", "options": _OPTIONS},
)
_SOURCE = {"source": "none", "mark": "M"}


def large_document(size: int) -> dict[str, Any]:
    """A document with `size` items on one page, each yes or no of which speaks for one of five conditions."""
    items = list(_items(size))
    conditions = [f"condition_{number}" for number in range(5)]
    asked = [item["key"] for item in items if item["type"] == "boolean"]
    return {
        "meta": {"key": f"large-{size}", "version": "1.0.0", "title": f"A screen of {size} items", **_META},
        "sections": [{"key": SECTION, "title": "Many items", "items": items}],
        "conditions": [_condition(key) for key in conditions],
        "criteria": [_criterion(conditions[0], asked)],
        "findings_for": [
            _finding(key, conditions[place % len(conditions)]) for place, key in enumerate(asked)
        ],
        "references": [_REFERENCE],
    }


def _items(size: int) -> Iterator[dict[str, Any]]:
    yield {**_item("age_years"), "type": "integer", "minimum": 0, "maximum": 120, "unit": "years"}
    for number in range(1, size):
        yield {**_item(f"item_{number}"), **_KINDS[number % len(_KINDS)]}


def _item(key: str) -> dict[str, Any]:
    return {"key": key, "label": key.replace("_", " "), "answered_by": "patient_reported", **_SOURCE}


def _condition(key: str) -> dict[str, Any]:
    facts = {"key": key, "name": key, "one_line": key, "next_steps": ["None"], "sources": ["none"]}
    return {**facts, "mark": "M"}


def _criterion(condition: str, asked: list[str]) -> dict[str, Any]:
    return {
        "id": "a-set",
        "name": "A set",
        "edition": "none",
        "condition": condition,
        "kind": "screening",
        "score": f"number_true({', '.join(asked[:20])})",
        "met": "score >= 3",
        "says": "three of the first twenty",
        "thresholds": [{"on": "met", "says": "three", "source": "none"}],
        **_SOURCE,
    }


def _finding(key: str, condition: str) -> dict[str, Any]:
    bearing = {"condition": condition, "direction": "for", "strength": "weak", **_SOURCE}
    return {"id": f"finding_{key}", "says": f"{key} is answered yes", "when": key, "bears_on": [bearing]}


_META = {
    "language": "en",
    "intended_use": "A benchmark",
    "population": "Nobody",
    "exclusions": ["Everybody"],
    "authored_by": "The benchmark",
    "checked_by": "Nobody",
    "reviewed_date": "2026-01-01",
    "next_review_date": "2027-01-01",
}
_REFERENCE = {"key": "none", "authors": "Nobody", "year": 2026, "title": "Nothing", "doi_verified": False}
