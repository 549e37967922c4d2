"""How is a built-in questionnaire put together from the item catalogue and the evidence?

A recipe names items, criteria, conditions and red flags; the document made from it holds them all
and is never completed from the evidence again (architecture section 3).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from screening.evidence.loader import Evidence, load_evidence, load_pieces
from screening.evidence.source import DocPath, Place, Sourced, SourceInvalid, read_yaml
from screening.questionnaires.document import Item
from screening.scoring.expressions import ExpressionFault, names_in, parse

BUILTIN = Path(__file__).parent / "builtin"
_PLACED = ("group", "enable_when", "covers", "ask")


@dataclass(frozen=True)
class Pantry:
    """Everything a recipe may name."""

    items: Mapping[str, Sourced]
    evidence: Evidence


@cache
def pantry() -> Pantry:
    """The item catalogue and the evidence, read once."""
    items: dict[str, Sourced] = {}
    faults: list[str] = []
    for path in sorted((BUILTIN / "items").glob("*.yaml")):
        found = load_pieces(path, "items", Item)
        for item in found.pieces():
            key = item.value["key"]
            if key in items:
                faults.append(item.fault((), f"item {key} is defined twice"))
            items[key] = item
    if faults:
        raise SourceInvalid(faults)
    return Pantry(items, load_evidence())


def recipe_paths() -> list[Path]:
    """The recipes of all built-in questionnaires."""
    return sorted(BUILTIN.glob("*.yaml"))


def assemble(recipe: Sourced, stock: Pantry) -> Sourced:
    """
    Make the whole document of a recipe.

    Raises:
        SourceInvalid: the recipe names something that is not there.
    """
    return _Assembly(recipe, stock).document()


def assemble_file(path: Path) -> Sourced:
    """Make the whole document of a recipe file."""
    return assemble(read_yaml(path), pantry())


class _Assembly:
    """One document in the making: values, the place each came from, and what could not be found."""

    def __init__(self, recipe: Sourced, stock: Pantry) -> None:
        self.recipe = recipe
        self.stock = stock
        self.value: dict[str, Any] = {}
        self.places: dict[DocPath, Place] = dict(recipe.places)
        self.faults: list[str] = []

    def document(self) -> Sourced:
        use = self.recipe.value.get("use", {})
        self.value["meta"] = self.recipe.value.get("meta", {})
        self.value["sections"] = [
            self._section(place, section)
            for place, section in enumerate(self.recipe.value.get("sections", []))
        ]
        evidence = self.stock.evidence
        kept = set(use.get("conditions", []))
        renamed = use.get("rename", {})
        derived = [
            _renamed(piece, renamed)
            for piece in evidence.derived.pieces()
            if piece.value["key"] not in renamed.values()
        ]
        criteria = self._named(evidence.criteria, "id", use, "criteria")
        self._take("criteria", [_renamed(piece, renamed) for piece in criteria])
        conditions = self._named(evidence.conditions, "key", use, "conditions")
        self._take("conditions", [_among(piece, kept) for piece in conditions])
        flags = self._named(evidence.red_flags, "id", use, "red_flags")
        named = {piece.value["key"] for piece in derived}
        asked = self._asked() | named
        for piece in flags:
            if not _reads_only(piece.value.get("raised_too"), {*self.stock.items, *named}):
                self.faults.append(
                    piece.fault(("raised_too",), "reads a name that no item or derived value has")
                )
        self._take("red_flags", [_raised_by(piece, asked) for piece in flags])
        self._take("findings_for", self._findings(kept, derived))
        discriminators = self._discriminators(kept, derived)
        if discriminators:
            self._take("discriminators", discriminators)
        self._take("derived", self._derived(derived))
        self.value["test_cases"] = self.recipe.value.get("test_cases", [])
        self._take("references", self._cited())
        if self.faults:
            raise SourceInvalid(self.faults)
        return Sourced(self.value, self.places)

    def _section(self, place: int, section: dict[str, Any]) -> dict[str, Any]:
        made = {key: value for key, value in section.items() if key != "items"}
        made["items"] = []
        for entry_place, entry in enumerate(section.get("items", [])):
            placed = {"item": entry} if isinstance(entry, str) else dict(entry)
            path: DocPath = ("sections", place, "items", entry_place)
            found = self.stock.items.get(placed.get("item", ""))
            if found is None:
                self.faults.append(
                    self.recipe.fault(path, f"no item {placed.get('item')!r} in the catalogue")
                )
                continue
            item = {**found.value, **{key: placed[key] for key in _PLACED if key in placed}}
            self._note((*path[:3], len(made["items"])), found)
            made["items"].append(item)
        return made

    def _take(self, key: str, pieces: Iterable[Sourced]) -> None:
        self.value[key] = []
        for piece in pieces:
            self._note((key, len(self.value[key])), piece)
            self.value[key].append(piece.value)

    def _note(self, path: DocPath, piece: Sourced) -> None:
        self.places.update({(*path, *inner): place for inner, place in piece.places.items()})

    def _named(self, pieces: Sourced, name: str, use: Mapping[str, Any], key: str) -> list[Sourced]:
        found = {piece.value[name]: piece for piece in pieces.pieces()}
        for place, wanted in enumerate(use.get(key, [])):
            if wanted not in found:
                self.faults.append(
                    self.recipe.fault(("use", key, place), f"no {key} {wanted!r} in the evidence")
                )
        return [found[wanted] for wanted in use.get(key, []) if wanted in found]

    def _asked(self) -> set[str]:
        return {item["key"] for section in self.value["sections"] for item in section["items"]}

    def _derived(self, pieces: list[Sourced]) -> list[Sourced]:
        """The derived values that can be worked out from what is asked, or that some rule here reads."""
        known, kept = self._asked(), []
        read = {name for text in _expressions(self.value) for name in _names(text)}
        for piece in pieces:
            is_asked = "expression" in piece.value and _reads_only(piece.value["expression"], known)
            if not is_asked and piece.value["key"] not in read:
                continue
            known.add(piece.value["key"])
            value = dict(piece.value)
            if not is_asked:
                value.pop("expression", None)
            kept.append(Sourced(value, piece.places))
        return kept

    def _findings(self, conditions: set[str], derived: list[Sourced]) -> list[Sourced]:
        """The findings whose items are asked, with what they bear on of these conditions."""
        known, kept = self._known(derived), []
        for piece in self._sound(self.stock.evidence.findings, derived):
            bears_on = [b for b in piece.value["bears_on"] if b["condition"] in conditions]
            bears_on = [b for b in bears_on if _reads_only(b.get("only_if"), known)]
            if bears_on and _reads_only(piece.value["when"], known):
                kept.append(Sourced({**piece.value, "bears_on": bears_on}, piece.places))
        return kept

    def _discriminators(self, conditions: set[str], derived: list[Sourced]) -> list[Sourced]:
        """The rows of the matrix whose items are asked, with two or more of these conditions."""
        known, kept = self._known(derived), []
        for piece in self._sound(self.stock.evidence.discriminators, derived):
            value = dict(piece.value)
            for key in ("cells", "words"):
                if key in value:
                    value[key] = {name: cell for name, cell in value[key].items() if name in conditions}
            if len(value["cells"]) > 1 and _reads_only(value["when"], known):
                kept.append(Sourced(value, piece.places))
        return kept

    def _known(self, derived: list[Sourced]) -> set[str]:
        """The items asked and the derived values that can be worked out from them or are entered whole."""
        known = self._asked()
        for piece in derived:
            if "expression" not in piece.value or _reads_only(piece.value["expression"], known):
                known.add(piece.value["key"])
        return known

    def _sound(self, pieces: Sourced, derived: list[Sourced]) -> Iterable[Sourced]:
        """The pieces, with a fault noted for each whose rule reads what is nowhere defined."""
        catalogue = {*self.stock.items, *(piece.value["key"] for piece in derived)}
        for piece in pieces.pieces():
            if not _reads_only(piece.value["when"], catalogue):
                self.faults.append(piece.fault(("when",), "reads a name that no item or derived value has"))
            yield piece

    def _cited(self) -> list[Sourced]:
        cited = set(_sources(self.value))
        return [piece for piece in self.stock.evidence.references.pieces() if piece.value["key"] in cited]


def _renamed(piece: Sourced, renamed: Mapping[str, str]) -> Sourced:
    """The piece with derived values called as this questionnaire calls them, in its rules too."""
    if not renamed:
        return piece

    def said(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: said(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [said(inner) for inner in value]
        if not isinstance(value, str):
            return value
        return re.sub(r"[a-z][a-z0-9_]*", lambda found: renamed.get(found[0], found[0]), value)

    return Sourced(said(piece.value), piece.places)


def _among(piece: Sourced, kept: set[str]) -> Sourced:
    """A condition's card without what it says of conditions that this questionnaire does not hold."""
    value = dict(piece.value)
    for key in ("neighbours", "coexists"):
        if key in value:
            value[key] = [entry for entry in value[key] if entry["condition"] in kept]
    if "asks_with" in value:
        value["asks_with"] = [key for key in value["asks_with"] if key in kept]
    return Sourced(value, piece.places)


def _raised_by(piece: Sourced, asked: set[str]) -> Sourced:
    """A red flag without those further reasons, to raise it or to hurry, that this questionnaire does not ask for."""
    value = dict(piece.value)
    if "raised_too" in value:
        value["raised_too"] = _asked_reasons(value["raised_too"], asked)
        if not value["raised_too"]:
            del value["raised_too"]
    if "urgency_when" in value:
        cases = [{**case, "when": _asked_reasons(case["when"], asked)} for case in value["urgency_when"]]
        value["urgency_when"] = [case for case in cases if case["when"]]
    return Sourced(value, piece.places)


def _asked_reasons(rule: str, asked: set[str]) -> str:
    """What is left of `a or b or c` when the reasons are dropped that read what is not asked."""
    node = parse(rule)
    reasons = node.values if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) else [node]
    kept = [reason for reason in reasons if set(names_in(reason)) <= asked]
    return rule if len(kept) == len(reasons) else " or ".join(f"({ast.unparse(reason)})" for reason in kept)


_RULES = {
    "expression",
    "score",
    "met",
    "entry",
    "when",
    "only_if",
    "trigger",
    "raised_too",
    "direct",
    "enable_when",
}


def _expressions(value: Any) -> Iterable[str]:
    """Every rule written anywhere in a value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _RULES and isinstance(inner, str):
                yield inner
            else:
                yield from _expressions(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _expressions(inner)


def _names(expression: str) -> tuple[str, ...]:
    try:
        return names_in(parse(expression))
    except ExpressionFault:
        return ()


def _reads_only(expression: str | None, known: set[str]) -> bool:
    """Whether a rule reads known names only; one that cannot be parsed is kept, to be refused later."""
    if expression is None:
        return True
    try:
        return set(names_in(parse(expression))) <= known
    except ExpressionFault:
        return True


def _sources(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "source" and isinstance(inner, str):
                yield inner
            elif key == "sources":
                yield from inner
            else:
                yield from _sources(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _sources(inner)
