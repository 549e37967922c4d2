"""Which words of a page are neither translated nor data? Reads what is seen and what is read out."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from html.parser import HTMLParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings

SPOKEN = {"alt", "aria-label", "data-label", "data-words", "placeholder", "title"}
SILENT = {"script", "style", "code", "pre"}  # code is not language
LETTERS = re.compile(r"[A-Za-z]{2,}")
# Names, units and codes that are the same in every language.
SAME = re.compile(
    r"\bUTC\b|\bSHA-256\b|\bDOI\b|\bPMID\b|\bsha256\b|https?://\S+|\bdoi:\S+|\S+@\S+"
    r"|\b[\w-]+\.(?:csv|json|jsonl|py|txt|yaml|yml|pdf)\b|\b\w+_\w+\b"
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{8,}\b|{\w+}|\b[a-z]+[.:][a-z]+\b"
)
SENTENCES = re.compile(r"(?<=[.;:]) ")
NAME = re.compile(r"\bAlgia\b")
# The rooms without Django: what they say is in the language of the bundle, or of the file that is checked.
PURE = (
    tuple(
        str(Path(settings.BASE_DIR) / "screening" / part)
        for part in ("scoring", "evidence", "questionnaires", "authoring/check", "authoring/practice_checks")
    )
    + tuple(
        str(Path(settings.BASE_DIR) / "screening" / "authoring" / name)
        for name in ("package_text.py", "rule_words.py", "yaml_text.py", "line_changes.py")
    )
    + (str(Path(settings.BASE_DIR) / "screening" / "encounters" / "results" / "sources.py"),)
)  # citations


class Page(HTMLParser):
    """The texts of a page, one for each node and spoken attribute."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        is_button = tag == "input" and dict(attrs).get("type") in ("submit", "button", "reset")
        for name, value in attrs:
            if name in SPOKEN or (name == "value" and is_button):
                self.texts.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


class Data:
    """What may stand on a page as it is: the words of bundles and of people."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words: set[str] = set()
        self._seen: dict[int, Any] = {}
        for each in words:
            self.add(each)

    def add(self, value: Any, depth: int = 0) -> None:
        """Every string in it that somebody wrote to be read."""
        if isinstance(value, str):
            words = " ".join(value.split())
            if LETTERS.search(words) and (" " in words or words[0].isupper()):  # else it is a key
                self._words.update(part.casefold() for part in (words, *SENTENCES.split(words)))
            return
        if value is None or isinstance(value, int | float) or id(value) in self._seen or depth > 12:
            return
        if isinstance(value, Mapping | list | tuple | set | frozenset) or is_dataclass(value):
            self._seen[id(value)] = value
            for part in _parts(value):
                self.add(part, depth + 1)

    def taken_out_of(self, text: str) -> str:
        """The text without what is data."""
        folded = text.casefold()
        found = sorted((words for words in self._words if words in folded), key=len, reverse=True)
        for words in found:
            text = re.sub(rf"(?<![A-Za-z]){re.escape(words)}(?![A-Za-z])", " ", text, flags=re.IGNORECASE)
        return text

    def add_exactly(self, *words: str) -> None:
        """Words that count as data although they look like a key: units, keys that are shown, answers."""
        self._words.update(each.casefold() for each in words)

    @contextmanager
    def of_pure_rooms(self) -> Iterator[None]:
        """Inside, whatever a function of a room without Django gives back counts as data."""

        def look(frame: FrameType, event: str, given: Any) -> None:
            if event == "return" and frame.f_code.co_filename.startswith(PURE):
                self.add(given)

        before = sys.getprofile()
        sys.setprofile(look)
        try:
            yield
        finally:
            sys.setprofile(before)


def plain_words(html: str, data: Data) -> list[str]:
    """The texts of a page that hold words which are neither accented nor data, each with what is left of it."""
    page = Page()
    page.feed(html)
    page.close()
    found = []
    for text in page.texts:
        words = " ".join(text.split())
        if LETTERS.search(words):
            left = NAME.sub(" ", data.taken_out_of(SAME.sub(" ", words)))
            if LETTERS.search(left):
                found.append(f"{' '.join(left.split())}  <<  {words[:160]}")
    return list(dict.fromkeys(found))


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from value.values()
    elif is_dataclass(value):
        yield from (getattr(value, field.name, None) for field in fields(value))
    else:
        yield from value
