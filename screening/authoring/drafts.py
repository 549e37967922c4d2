"""What does a copy of a published version say of itself before anybody has changed it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from screening.authoring.practice_checks import next_patch

NOBODY = "Nobody yet"


def draft_document(document: Mapping[str, Any], *, taken: Sequence[str], author: str) -> dict[str, Any]:
    """The same document under the next free version number, written by `author` and checked by nobody."""
    meta = {
        **document["meta"],
        "version": next_patch(document["meta"]["version"], taken),
        "authored_by": author or NOBODY,
        "checked_by": NOBODY,
    }
    return {**document, "meta": meta}
