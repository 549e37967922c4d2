"""Are the generated pages in step with the rules? Writes them, or with --check only says."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from screening.questionnaires.catalogue import builtin_bundle
from screening.questionnaires.item_list import builtin_items_page
from screening.questionnaires.rule_book import rule_book_page

SCREEN = "chronic-pain-screen"
RULE_BOOK = "tests.spec.book"


class Command(BaseCommand):
    help = "Write docs/generated/scoring.md from the rule book and docs/items.md from the questionnaires."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail where a page is stale")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        stale = [name for name, text in _pages() if self._write(Path(settings.BASE_DIR) / name, text, check)]
        if check and stale:
            raise CommandError(f"run `manage.py write_docs`: {', '.join(stale)} changed", returncode=1)

    def _write(self, path: Path, text: str, check: bool) -> bool:
        """Write one page; whether it differs from what lies there."""
        differs = not path.exists() or path.read_text(encoding="utf-8") != text
        if differs and not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{path.name} written")
        return differs


def _pages() -> Iterator[tuple[str, str]]:
    bundle = builtin_bundle(SCREEN)
    yield "docs/items.md", builtin_items_page(SCREEN)
    yield "docs/generated/scoring.md", rule_book_page(_rule_book().told_by(bundle))


def _rule_book() -> Any:
    """The rule book stands beside the tests and is not installed with the application."""
    try:
        return importlib.import_module(RULE_BOOK)
    except ModuleNotFoundError as error:
        raise CommandError(
            "the rule book in tests/spec is not here; write the pages from a checkout"
        ) from error
