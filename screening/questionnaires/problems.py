"""What is wrong in a document, and where?"""

from __future__ import annotations

from dataclasses import dataclass

from screening.evidence.source import DocPath


@dataclass(frozen=True)
class Problem:
    """One thing that must be mended: the path to it and the reason in words."""

    path: DocPath
    reason: str
