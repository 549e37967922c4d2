"""Is every item whole: range, unit, options, group, stem?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from screening.evidence.source import DocPath
from screening.questionnaires.problems import Problem
from screening.scoring.body_sites import BODY_SITES
from screening.scoring.domain import MOST_VALUES

ALWAYS_THERE = ("age_years", "sex")
_NUMBERS = {"ordinal", "integer", "decimal"}
_OFFERING = {"choice", "multi_choice", "body_sites"}


def item_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Everything wrong with the items of a document whose shape is right."""
    items = dict(_items(document))
    by_key = {item["key"]: item for item in items.values()}
    for wanted in ALWAYS_THERE:
        if wanted not in by_key:
            yield Problem(("sections",), f"every questionnaire asks {wanted}")
    covered: set[str] = set()
    for path, item in items.items():
        section = document["sections"][path[1]]
        yield from _type_problems(path, item)
        yield from _group_problems(path, item, section)
        yield from _stem_problems(path, item, section, by_key, covered)
        covered |= set(item.get("covers", []))


def _items(document: Mapping[str, Any]) -> Iterator[tuple[DocPath, Mapping[str, Any]]]:
    for place, section in enumerate(document["sections"]):
        for item_place, item in enumerate(section["items"]):
            yield ("sections", place, "items", item_place), item


def _type_problems(path: DocPath, item: Mapping[str, Any]) -> Iterator[Problem]:
    kind = item["type"]
    if kind in _NUMBERS:
        yield from _range_problems(path, item)
    if kind in _OFFERING and not item.get("options"):
        yield Problem(path, f"a {kind} item needs options")
    values = [option["value"] for option in item.get("options", [])]
    if len(set(values)) != len(values):
        yield Problem((*path, "options"), "an option stands twice")
    if kind == "ordinal" and values != [
        str(n) for n in range(item.get("minimum", 0), item.get("maximum", 0) + 1)
    ]:
        yield Problem((*path, "options"), "an ordinal item names every number of its range in order")
    if kind == "body_sites" and tuple(values) != BODY_SITES:
        yield Problem((*path, "options"), "the body sites are the fixed 19 in their fixed order")
    yield from _negative_problems(path, item, values)


def _range_problems(path: DocPath, item: Mapping[str, Any]) -> Iterator[Problem]:
    low, high = item.get("minimum"), item.get("maximum")
    is_decimal = item["type"] == "decimal"
    if low is None or high is None:
        yield Problem(path, "a number needs a finite range: minimum and maximum")
    elif not is_decimal and not (isinstance(low, int) and isinstance(high, int)):
        yield Problem(path, "the range of a whole number is whole")
    elif not float(low) < float(high):
        yield Problem((*path, "maximum"), "the maximum must be above the minimum")
    elif not is_decimal and high - low >= MOST_VALUES:
        yield Problem((*path, "maximum"), f"a range holds at most {MOST_VALUES} numbers")
    if item["type"] != "ordinal" and not item.get("unit"):
        yield Problem(path, "a number needs a unit")


def _negative_problems(path: DocPath, item: Mapping[str, Any], values: list[str]) -> Iterator[Problem]:
    negative = item.get("negative")
    if negative is None:
        return
    kind = item["type"]
    fits = {
        "boolean": negative is False,
        "ordinal": negative == 0 and negative is not False,
        "integer": negative == 0 and negative is not False,
        "choice": negative in values if isinstance(negative, str) else False,
        "multi_choice": isinstance(negative, list | tuple) and set(negative) <= set(values),
        "body_sites": isinstance(negative, list | tuple) and not negative,
    }
    if not fits.get(kind, False):
        yield Problem((*path, "negative"), f"{negative!r} cannot be the negative of a {kind} item")


def _group_problems(path: DocPath, item: Mapping[str, Any], section: Mapping[str, Any]) -> Iterator[Problem]:
    group = item.get("group")
    if group is None:
        return
    if group not in {entry["key"] for entry in section.get("groups", [])}:
        yield Problem((*path, "group"), f"the section has no group {group!r}")
    if item["type"] != "boolean":
        yield Problem((*path, "group"), "only yes-or-no items can stand in a checklist")


def _stem_problems(
    path: DocPath,
    item: Mapping[str, Any],
    section: Mapping[str, Any],
    by_key: Mapping[str, Mapping[str, Any]],
    covered: set[str],
) -> Iterator[Problem]:
    if item.get("covers") and item["type"] != "boolean":
        yield Problem((*path, "covers"), "a stem is a yes-or-no item")
    if bool(item.get("covers")) != item["key"].startswith("ask_"):
        yield Problem((*path, "key"), "a stem's key starts with ask_, and only a stem's does")
    after = _after(section, item["key"])
    for place, key in enumerate(item.get("covers", [])):
        where = (*path, "covers", place)
        if key not in by_key:
            yield Problem(where, f"unknown item {key!r}")
        elif key not in after:
            yield Problem(where, f"{key} must stand after its stem in the same section")
        elif key in covered:
            yield Problem(where, f"{key} already has a stem")
        elif by_key[key].get("negative") is None:
            yield Problem(where, f"{key} needs a negative value to stand behind a stem")


def _after(section: Mapping[str, Any], key: str) -> set[str]:
    keys = [item["key"] for item in section["items"]]
    return set(keys[keys.index(key) + 1 :]) if key in keys else set()
