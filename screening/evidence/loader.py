"""What is known: the cited pieces from which built-in questionnaires are made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from screening.evidence.schema import (
    Condition,
    Criterion,
    Derived,
    Finding,
    Piece,
    RedFlag,
    Reference,
    Reviewed,
)
from screening.evidence.source import Sourced, SourceInvalid, read_yaml

DATA = Path(__file__).parent / "data"

_FILES: dict[str, tuple[str, type[Piece]]] = {
    "references": ("references.yaml", Reference),
    "derived": ("derived.yaml", Derived),
    "conditions": ("conditions.yaml", Condition),
    "criteria": ("criteria.yaml", Criterion),
    "findings": ("weights.yaml", Finding),
    "red_flags": ("red_flags.yaml", RedFlag),
}


@dataclass(frozen=True)
class Evidence:
    """Every piece by kind, each a list with the places of its values."""

    references: Sourced
    derived: Sourced
    conditions: Sourced
    criteria: Sourced
    findings: Sourced
    red_flags: Sourced


def load_evidence(directory: Path = DATA) -> Evidence:
    """
    Read every evidence file, refusing what is uncited or out of shape.

    Raises:
        SourceInvalid: names file, line and path of everything that has to be mended.
    """
    faults: list[str] = []
    found: dict[str, Sourced] = {}
    for kind, (name, shape) in _FILES.items():
        try:
            found[kind] = load_pieces(directory / name, kind, shape)
        except SourceInvalid as error:
            faults += error.faults
    if faults:
        raise SourceInvalid(faults)
    return Evidence(**found)


def load_pieces(path: Path, key: str, shape: type[Piece]) -> Sourced:
    """
    Read one file: a review header and a list of pieces under `key`.

    Raises:
        SourceInvalid: names file, line and path of each fault.
    """
    whole = read_yaml(path)
    if not isinstance(whole.value, dict) or not isinstance(whole.value.get(key), list):
        raise SourceInvalid([whole.fault((), f"needs a review header and a list {key!r}")])
    header = {name: value for name, value in whole.value.items() if name != key}
    faults = shape_faults(whole, (), Reviewed, header)
    for place, piece in enumerate(whole.value[key]):
        faults += shape_faults(whole, (key, place), shape, piece)
    if faults:
        raise SourceInvalid(faults)
    return whole.part(key)


def shape_faults(whole: Sourced, path: tuple[str | int, ...], shape: type[Piece], value: object) -> list[str]:
    """The faults of a value against a shape, each with file, line and path."""
    try:
        shape.model_validate(frozen_lists(value))
    except ValidationError as error:
        return [whole.fault((*path, *_steps(fault["loc"])), fault["msg"]) for fault in error.errors()]
    return []


def frozen_lists(value: object) -> object:
    """The same value with tuples for lists, as the strict shapes want them."""
    if isinstance(value, dict):
        return {key: frozen_lists(inner) for key, inner in value.items()}
    return tuple(frozen_lists(inner) for inner in value) if isinstance(value, list) else value


def _steps(location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """A pydantic location without the names of the union members it tried."""
    return tuple(step for step in location if isinstance(step, int) or step.isidentifier() or "-" in step)
