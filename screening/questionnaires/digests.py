"""What is the one form of a document, and the digest that seals it?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785

PROSE = frozenset(
    {"label", "help", "says", "title", "action", "weakness", "one_line", "name", "note", "lowers", "cautions",
     "next_steps", "neighbours", "coexists", "performance", "thresholds", "entry_says", "intended_use",
     "population", "exclusions", "licences", "assessed_by"}
)  # fmt: skip
"""Keys that hold words or figures to read; changing them can change no decision."""

RULES = ("sections", "derived", "criteria", "findings_for", "red_flags", "conditions")


def canonical_json(value: Any) -> bytes:
    """
    The canonical JSON of a value (RFC 8785).

    Raises:
        rfc8785.CanonicalizationError: the value is not JSON, or holds a number that JSON cannot.
    """
    return rfc8785.dumps(value)


def digest(value: Any) -> str:
    """The SHA-256 of a value's canonical JSON, as "sha256:<hex>"."""
    return "sha256:" + hashlib.sha256(canonical_json(value)).hexdigest()


def rules_digest(document: Mapping[str, Any]) -> str:
    """The digest of what can change a decision: items, rules, gates and flags without their prose."""
    return digest({key: _without_prose(document.get(key, [])) for key in RULES})


def _without_prose(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_prose(inner) for key, inner in value.items() if key not in PROSE}
    if isinstance(value, list | tuple):
        return [_without_prose(inner) for inner in value]
    return value
