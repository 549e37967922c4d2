"""Which questionnaires are built in, and where is the compiled form of a version?

Built-in versions lie in `released/` as canonical JSON, sealed by their digest; they are made from
the recipes by `manage.py questionnaires build`. Nothing is put together at run time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from screening.questionnaires.digests import digest, rules_digest
from screening.scoring.bundle import Bundle, bundle_from_document

RELEASED = Path(__file__).parent / "released"
MOST_COMPILED = 64

_compiled: dict[str, Bundle] = {}


class UnknownQuestionnaire(LookupError):
    """No built-in questionnaire has this key and version; the message says which there are."""


@cache
def builtin_documents() -> tuple[dict[str, Any], ...]:
    """Every released built-in document, ordered by key and version."""
    documents = [json.loads(path.read_bytes()) for path in RELEASED.glob("*.json")]
    return tuple(sorted(documents, key=lambda d: (d["meta"]["key"], version_order(d["meta"]["version"]))))


def builtin_document(key: str, version: str | None = None) -> dict[str, Any]:
    """
    A released built-in document.

    Args:
        key: the questionnaire's key.
        version: "1.0.0"; without it, the newest.

    Raises:
        UnknownQuestionnaire: there is none.
    """
    found = [d for d in builtin_documents() if d["meta"]["key"] == key]
    found = [d for d in found if version in (None, d["meta"]["version"])]
    if not found:
        names = ", ".join(f"{d['meta']['key']} {d['meta']['version']}" for d in builtin_documents())
        raise UnknownQuestionnaire(f"no built-in questionnaire {key} {version or ''}; there are: {names}")
    return found[-1]


def builtin_bundle(key: str, version: str | None = None) -> Bundle:
    """The compiled bundle of a built-in questionnaire; raises `UnknownQuestionnaire`."""
    document = builtin_document(key, version)
    return compiled(document, _sealed(document["meta"]["key"], document["meta"]["version"]))


@cache
def _sealed(key: str, version: str) -> str:
    """The digest of a built-in document, worked out once per process."""
    return digest(builtin_document(key, version))


def compiled(document: Mapping[str, Any], sealed: str) -> Bundle:
    """
    The bundle of a checked document, compiled once per process.

    Args:
        document: the document as stored.
        sealed: its digest, "sha256:...".
    """
    if sealed not in _compiled:
        if len(_compiled) >= MOST_COMPILED:
            _compiled.pop(next(iter(_compiled)))
        _compiled[sealed] = bundle_from_document(document, sealed, rules_digest(document))
    return _compiled[sealed]


def version_order(version: str) -> tuple[int, ...]:
    """A version for sorting: 1.10.0 comes after 1.9.0."""
    return tuple(int(number) for number in version.split("."))
