"""How is the clinical rule book laid out as a page that a clinician can read?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

Row = tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table of words: what goes in and what the rules make of it."""

    head: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Paragraph:
    """One rule as a sentence, why it matters, and the tables that were run to hold it."""

    sentence: str
    why: str
    grids: tuple[Grid, ...]


@dataclass(frozen=True)
class Section:
    """Paragraphs on one question."""

    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Chapter:
    """Sections on one subject."""

    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class RuleBook:
    """The whole book, and of which version it speaks."""

    version: str
    digest: str
    chapters: tuple[Chapter, ...] = field(default=())


def rule_book_page(book: RuleBook) -> str:
    """The book as one Markdown page."""
    return "\n".join(_lines(book)).rstrip() + "\n"


def _lines(book: RuleBook) -> Iterator[str]:
    yield "# How answers become suggestions"
    yield ""
    yield "Made by `manage.py write_docs` from the rule book in `tests/spec`; every row was run as it is printed."
    yield f"It speaks of {book.version}, `{book.digest}`."
    yield ""
    yield (
        "A screening prompt for qualified clinicians, for adults; not validated as a whole. It gives no "
        "diagnosis, no probability and no treatment advice. Strengths are ordinal proposals."
    )
    for chapter in book.chapters:
        yield from ("", f"## {chapter.title}")
        for section in chapter.sections:
            yield from ("", f"### {section.title}")
            for paragraph in section.paragraphs:
                yield from _paragraph(paragraph)


def _paragraph(paragraph: Paragraph) -> Iterator[str]:
    yield from ("", f"**{paragraph.sentence}.**")
    if paragraph.why:
        yield paragraph.why
    for grid in paragraph.grids:
        yield ""
        yield from grid_lines(grid)


def grid_lines(grid: Grid) -> Iterator[str]:
    """A Markdown table."""
    yield _row(grid.head)
    yield _row(["---"] * len(grid.head))
    yield from (_row(row) for row in grid.rows)


def _row(cells: Sequence[str] | Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") or " " for cell in cells) + " |"
