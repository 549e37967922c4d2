"""Is an uploaded file text at all that can be read safely, and what stands on each of its lines?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from screening.evidence.source import LARGEST_BYTES, DocPath

LONGEST_LINE = 10_000
MOST_LINES = 40_000
LONGEST_QUOTE = 200
LONGEST_REASON = 300

# What YAML calls a line's end beside the usual ones, and what turns the reading direction of a line around:
# a reviewer would not see what the computer reads.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Fault:
    """One thing that an author must mend; `line` counts from 1 and is 0 for the whole file, `quoted` is its words."""

    line: int
    path: str
    reason: str
    quoted: str = ""


class TextRefused(ValueError):
    """The file is no text that can be taken; `faults` says why and where."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(fault.reason for fault in faults))
        self.faults = faults


def read_text(data: bytes) -> str:
    """
    The text of an uploaded file.

    Raises:
        TextRefused: too large, not UTF-8, or it holds characters that cannot be seen.
    """
    if len(data) > LARGEST_BYTES:
        raise TextRefused([Fault(0, "", f"The file is larger than {LARGEST_BYTES // 1024} KiB.")])
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TextRefused([Fault(line, "", "The file is not UTF-8 text.")]) from error
    faults = list(_text_faults(text))
    if faults:
        raise TextRefused(faults)
    return text


def _text_faults(text: str) -> Iterator[Fault]:
    if not text.strip():
        yield Fault(0, "", "The file is empty.")
    found = lines_of(text)
    if len(found) > MOST_LINES:
        yield Fault(MOST_LINES, "", f"The file has more than {MOST_LINES} lines.")
    for number, line in enumerate(found, start=1):
        if len(line) > LONGEST_LINE:
            yield Fault(number, "", f"The line is longer than {LONGEST_LINE} characters.", quote(line))
            return
        if unseen := _UNSEEN.search(line):
            yield Fault(
                number,
                "",
                f"Character U+{ord(unseen[0]):04X} cannot be seen and is not allowed.",
                quote(line),
            )
            return


def lines_of(text: str) -> list[str]:
    """The lines of a text as YAML and every editor count them."""
    return _LINE_END.split(text)


def quote(line: str) -> str:
    """A line as it is shown beside its fault: short, and without what cannot be seen."""
    shown = _UNSEEN.sub("\ufffd", line)
    return shown if len(shown) <= LONGEST_QUOTE else shown[:LONGEST_QUOTE] + "…"


def clip(reason: str) -> str:
    """A reason at a length that fits a page; it may quote what was uploaded."""
    shown = _SURROGATE.sub("\ufffd", _UNSEEN.sub("\ufffd", reason))
    return shown if len(shown) <= LONGEST_REASON else shown[:LONGEST_REASON] + "…"


def unseen_values(value: Any, path: DocPath = ()) -> Iterator[tuple[DocPath, str]]:
    """Every text in a document, written with escapes, that no page or database could show as it is."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _unseen(key, path)
            yield from unseen_values(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from unseen_values(inner, (*path, place))
    elif isinstance(value, str):
        yield from _unseen(value, path)


def _unseen(text: str, path: DocPath) -> Iterator[tuple[DocPath, str]]:
    found = _UNSEEN.search(text) or _SURROGATE.search(text)
    if found:
        yield path, f"character U+{ord(found[0]):04X} cannot be seen and is not allowed"
