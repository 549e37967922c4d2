"""May a practice call this document so, and do its items keep the meaning they have everywhere else?

Answers are carried from one questionnaire to another by their key, and results name a version for
years: both must stay what they were when a practice writes a questionnaire of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from screening.questionnaires.catalogue import builtin_documents, version_order
from screening.questionnaires.digests import rules_digest
from screening.questionnaires.problems import Problem

KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
VERSION = re.compile(r"(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){2}")
LONGEST_KEY = 80
OWN = ("x_", "ask_x_")
RECIPE = (
    "recipes (use:) are for built-in questionnaires only; a questionnaire of a practice holds everything it "
    "needs: make a draft from a built-in one and change that"
)


@dataclass(frozen=True)
class Issued:
    """A version that was published at some time, here or built in, and cannot be taken back."""

    version: str
    rules_digest: str
    is_own: bool
    is_work_up: bool = False


def name_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Without a key and a version nothing can be stored."""
    meta = document.get("meta")
    if not isinstance(meta, Mapping):
        yield Problem(("meta",), "a questionnaire begins with meta: key, version, title and the rest")
        return
    key, version = meta.get("key"), meta.get("version")
    if not (isinstance(key, str) and KEY.fullmatch(key) and len(key) <= LONGEST_KEY):
        yield Problem(
            ("meta", "key"), "the key is small letters, digits and hyphens, as in chronic-pain-screen"
        )
    if not (isinstance(version, str) and VERSION.fullmatch(version)):
        yield Problem(("meta", "version"), "the version is three plain numbers, as in 1.0.1")


def version_problems(document: Mapping[str, Any], issued: Sequence[Issued]) -> Iterator[Problem]:
    """A new version comes after all that were published, and says by its number whether rules changed."""
    version = document["meta"]["version"]
    highest = max(issued, key=lambda other: version_order(other.version), default=None)
    if highest and version_order(version) <= version_order(highest.version):
        is_taken = any(other.version == version for other in issued)
        why = f"{version} was published before" if is_taken else f"{highest.version} was published before"
        yield Problem(("meta", "version"), f"{why}; give it a new version number above {highest.version}")
        return
    before = followed(issued)
    if before and before.is_work_up != bool(document["meta"].get("work_up_for")):
        was, other = ("a work-up", "a screening") if before.is_work_up else ("a screening", "a work-up")
        yield Problem(
            ("meta", "work_up_for"),
            f"{before.version} is {was}: give {other} a key of its own",
        )
    if before and _is_patch(version, before.version) and before.rules_digest != rules_digest(document):
        yield Problem(
            ("meta", "version"),
            f"items or rules differ from {before.version}: raise the second number, or the first where old "
            "answers could be decided differently; the third alone is for words",
        )


def followed(issued: Sequence[Issued]) -> Issued | None:
    """The version that a new one is compared with: the practice's own highest, else the built-in one."""
    own = [other for other in issued if other.is_own]
    return max(own or issued, key=lambda other: version_order(other.version), default=None)


def next_patch(version: str, taken: Sequence[str]) -> str:
    """The next patch number after `version` and after everything of that key that is taken."""
    major, minor, patch = max(map(version_order, [version, *taken]))
    return f"{major}.{minor}.{patch + 1}"


def item_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """An item called like a built-in one asks the same thing with the same answers; others begin with x_."""
    known, derived = _builtin_items(), _builtin_derived()
    for place, section in enumerate(document["sections"]):
        for item_place, item in enumerate(section["items"]):
            path = ("sections", place, "items", item_place)
            key = item["key"]
            if key in known and _answers(item) not in known[key]:
                yield Problem((*path, "key"), _differs(key, item, known[key][0]))
            elif key in derived:
                yield Problem(
                    (*path, "key"), f"{key} is a value computed from answers; call the item x_{key}"
                )
            elif key not in known and not key.startswith(OWN):
                own = "ask_x_" + key.removeprefix("ask_") if item.get("covers") else f"x_{key}"
                yield Problem((*path, "key"), f"{key} is no built-in item: call your own {own}")
    for place, value in enumerate(document.get("derived", [])):
        if value["key"] in known:
            yield Problem(
                ("derived", place, "key"), f"{value['key']} is an item; call the value x_{value['key']}"
            )


Answers = tuple[str, tuple[tuple[str, str | None], ...], str]


def _answers(item: Mapping[str, Any]) -> Answers:
    """What decides the meaning of a stored answer: type, options, unit."""
    options = tuple((option["value"], option.get("means")) for option in item.get("options", []))
    return item["type"], options, item.get("unit", "")


def _differs(key: str, item: Mapping[str, Any], builtin: Answers) -> str:
    kind, options, unit = builtin
    is_type = item["type"] != kind
    is_options = not is_type and _answers(item)[1] != options
    what = (
        f"is of type {kind}"
        if is_type
        else "has other options"
        if is_options
        else f"is in {unit or 'no unit'}"
    )
    return f"{key} is a built-in item and {what}; keep it so, or call yours x_{key}"


def work_up_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """A work-up opens for conditions that some screening can suggest, each named once."""
    named = document["meta"].get("work_up_for", [])
    known = _builtin_conditions() | {condition["key"] for condition in document.get("conditions", [])}
    for place, condition in enumerate(named):
        if condition not in known:
            yield Problem(("meta", "work_up_for", place), f"unknown condition {condition!r}")
        elif condition in named[:place]:
            yield Problem(("meta", "work_up_for", place), f"{condition} stands twice")


def _is_patch(version: str, before: str) -> bool:
    return version_order(version)[:2] == version_order(before)[:2]


@cache
def _builtin_items() -> Mapping[str, tuple[Answers, ...]]:
    found: dict[str, tuple[Answers, ...]] = {}
    for document in builtin_documents():
        for section in document["sections"]:
            for item in section["items"]:
                found[item["key"]] = (*found.get(item["key"], ()), _answers(item))
    return found


@cache
def _builtin_conditions() -> frozenset[str]:
    return frozenset(card["key"] for document in builtin_documents() for card in document["conditions"])


@cache
def _builtin_derived() -> frozenset[str]:
    return frozenset(value["key"] for document in builtin_documents() for value in document["derived"])
