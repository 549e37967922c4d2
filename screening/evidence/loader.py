"""What is known: the cited pieces from which built-in questionnaires are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from screening.evidence.schema import (
    Condition,
    Criterion,
    Derived,
    Discriminator,
    Finding,
    Piece,
    RedFlag,
    Reference,
    Reviewed,
)
from screening.evidence.source import DocPath, Sourced, SourceInvalid, read_yaml

DATA = Path(__file__).parent / "data"

_SHAPES: dict[str, tuple[str, type[Piece]]] = {
    "references": ("references", Reference),
    "derived": ("derived", Derived),
    "conditions": ("conditions", Condition),
    "criteria": ("criteria", Criterion),
    "findings": ("weights", Finding),
    "red_flags": ("red_flags", RedFlag),
    "discriminators": ("discriminators", Discriminator),
}
"""The list of a kind -> the file, or the directory of files, that holds it, and the shape of its pieces."""


@dataclass(frozen=True)
class Evidence:
    """Every piece by kind, each a list with the places of its values."""

    references: Sourced
    derived: Sourced
    conditions: Sourced
    criteria: Sourced
    findings: Sourced
    red_flags: Sourced
    discriminators: Sourced


def load_evidence(directory: Path = DATA) -> Evidence:
    """
    Read every evidence file, refusing what is uncited or out of shape.

    Raises:
        SourceInvalid: names file, line and path of everything that has to be mended.
    """
    found: dict[str, list[Sourced]] = {kind: [] for kind in _SHAPES}
    for whole in load_files(directory).values():
        kind = next(kind for kind in _SHAPES if kind in whole.value)
        found[kind].append(whole.part(kind))
    return Evidence(**{kind: _joined(parts) for kind, parts in found.items()})


def load_files(directory: Path = DATA) -> dict[str, Sourced]:
    """
    Every evidence file whole, with its review header, by its name under the directory.

    Raises:
        SourceInvalid: names file, line and path of everything that has to be mended.
    """
    faults: list[str] = []
    found: dict[str, Sourced] = {}
    for kind, (stem, shape) in _SHAPES.items():
        for path in evidence_paths(directory, stem):
            name = path.relative_to(directory).as_posix()
            try:
                found[name] = _load_whole(path, kind, shape, name)
            except SourceInvalid as error:
                faults += error.faults
    if faults:
        raise SourceInvalid(faults)
    return found


def evidence_paths(directory: Path, stem: str) -> list[Path]:
    """The file of a kind, or the files of its directory in order of name."""
    return (
        [directory / f"{stem}.yaml"]
        if not (directory / stem).is_dir()
        else sorted((directory / stem).glob("*.yaml"))
    )


def _joined(parts: list[Sourced]) -> Sourced:
    """One list of the lists of several files, each piece with its own place."""
    joined = Sourced([])
    for part in parts:
        shift = len(joined.value)
        joined.value.extend(part.value)
        for path, place in part.places.items():
            if path and isinstance(path[0], int):
                joined.places[(path[0] + shift, *path[1:])] = place
    return joined


def load_pieces(path: Path, key: str, shape: type[Piece]) -> Sourced:
    """
    Read one file: a review header and a list of pieces under `key`.

    Raises:
        SourceInvalid: names file, line and path of each fault.
    """
    return _load_whole(path, key, shape).part(key)


def _load_whole(path: Path, key: str, shape: type[Piece], name: str | None = None) -> Sourced:
    whole = read_yaml(path, name)
    if not isinstance(whole.value, dict) or not isinstance(whole.value.get(key), list):
        raise SourceInvalid([whole.fault((), f"needs a review header and a list {key!r}")])
    header = {name: value for name, value in whole.value.items() if name != key}
    faults = shape_faults(whole, (), Reviewed, header)
    for place, piece in enumerate(whole.value[key]):
        faults += shape_faults(whole, (key, place), shape, piece)
    if faults:
        raise SourceInvalid(faults)
    return whole


def shape_faults(whole: Sourced, path: tuple[str | int, ...], shape: type[Piece], value: object) -> list[str]:
    """The faults of a value against a shape, each with file, line and path."""
    try:
        shape.model_validate(frozen_lists(value))
    except ValidationError as error:
        return [whole.fault((*path, *inner), reason) for inner, reason in located(value, error)]
    return []


def located(value: Any, error: ValidationError) -> Iterator[tuple[DocPath, str]]:
    """The path and the reason of each fault that a shape found in a value."""
    for fault in error.errors():
        path = _existing(value, fault["loc"])
        if fault["type"] == "extra_forbidden":
            yield path, f"unknown key {str(fault['loc'][-1])!r}"
        elif not _is_only_emptied(value, path, fault):
            yield path, fault["msg"]


def _is_only_emptied(value: Any, path: DocPath, fault: ErrorDetails) -> bool:
    """Whether a list is called too short only because its entries are at fault themselves."""
    if fault["type"] != "too_short":
        return False
    for step in path:
        value = value[step]
    return bool(len(value) >= fault.get("ctx", {}).get("min_length", 0))


def _existing(value: Any, location: tuple[str | int, ...]) -> DocPath:
    """The part of a pydantic location that stands in the value, with a missing last key kept."""
    path: list[str | int] = []
    for step in location:
        is_there = isinstance(value, dict) and step in value
        is_place = isinstance(value, list) and isinstance(step, int) and step < len(value)
        if is_there or is_place:
            value = value[step]
            path.append(step)
        elif step == location[-1] and isinstance(step, str) and isinstance(value, dict):
            path.append(step)
    return tuple(path)


def frozen_lists(value: object) -> object:
    """The same value with tuples for lists, as the strict shapes want them."""
    if isinstance(value, dict):
        return {key: frozen_lists(inner) for key, inner in value.items()}
    return tuple(frozen_lists(inner) for inner in value) if isinstance(value, list) else value
