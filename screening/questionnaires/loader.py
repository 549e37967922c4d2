"""How does a questionnaire file become a document, and what is wrong with it?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from screening.evidence.source import LARGEST_BYTES, Sourced, SourceInvalid, parse_yaml
from screening.questionnaires.checks import check_document, problem_lines
from screening.questionnaires.recipes import assemble, pantry


def load_document(path: Path, *, run_test_cases: bool = True) -> dict[str, Any]:
    """
    Read and check a questionnaire file: a recipe, a whole document in YAML, or one in JSON.

    Returns:
        The whole document, fit to be published.

    Raises:
        SourceInvalid: names file, line, path and reason of everything that must be mended.
        OSError: the file cannot be read.
    """
    source = read_document(path)
    problems = check_document(source.value, run_test_cases=run_test_cases)
    if problems:
        raise SourceInvalid(problem_lines(problems, source))
    document: dict[str, Any] = source.value
    return document


def read_document(path: Path) -> Sourced:
    """Read a questionnaire file without checking it; a recipe is put together."""
    data = path.read_bytes()
    if path.suffix == ".json":
        return Sourced(_parse_json(data, path.name))
    source = parse_yaml(data, path.name)
    if not isinstance(source.value, dict):
        raise SourceInvalid([f"{path.name}:1: a questionnaire is a mapping"])
    return assemble(source, pantry()) if "use" in source.value else source


def _parse_json(data: bytes, name: str) -> dict[str, Any]:
    """JSON without duplicate keys, NaN, floats or absurd depth."""
    if len(data) > LARGEST_BYTES:
        raise SourceInvalid([f"{name}:1: larger than {LARGEST_BYTES} bytes"])
    try:
        value = json.loads(
            data, object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_float=_refuse_float
        )
    except json.JSONDecodeError as error:
        raise SourceInvalid([f"{name}:{error.lineno}: {error.msg}"]) from error
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, _Refused) else "is not JSON that can be read"
        raise SourceInvalid([f"{name}:1: {reason}"]) from error
    if not isinstance(value, dict):
        raise SourceInvalid([f"{name}:1: a questionnaire is an object"])
    return value


class _Refused(ValueError):
    pass


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Refused(f"duplicate key {twice!r}")
    return found


def _refuse_constant(text: str) -> Any:
    raise _Refused(f"{text} is not a number")


def _refuse_float(text: str) -> Any:
    raise _Refused(f"write the decimal {text} as quoted text")
