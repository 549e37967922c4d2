"""How is a part of a result written as JSON, and how are parts left open that are filled in later?"""

from __future__ import annotations

import json
from typing import Any

import orjson

HOLE = "\0"
"""Stands in a value for what is filled in later; nothing that is stored can contain it."""
_HOLE_TEXT = '"\\u0000"'


def json_text(value: Any) -> str:
    """
    A value as one line of JSON.

    What orjson does not write, a number beyond 64 bits or half of a surrogate pair in an id, is left to
    the standard library.
    """
    try:
        return orjson.dumps(value).decode()
    except (TypeError, ValueError):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def form_of(value: Any) -> str:
    """The JSON of a value as text for the operator `%`, which fills in JSON wherever a hole stands."""
    return json_text(value).replace("%", "%%").replace(_HOLE_TEXT, "%s")
