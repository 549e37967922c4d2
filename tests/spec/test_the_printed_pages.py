"""Are the pages that were printed from the rules what the rules say today, and is the rule book whole?"""

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from screening.questionnaires.catalogue import builtin_bundle, builtin_documents
from screening.questionnaires.item_list import builtin_items_page
from screening.questionnaires.rule_book import rule_book_page
from tests.spec.book import CONTENTS, chapter_module, told_by
from tests.spec.paragraph import Spec

DOCS = Path(__file__).parents[2] / "docs"
SCREEN = builtin_bundle("chronic-pain-screen")
TO_MEND = "run `manage.py write_docs`"
TEST_VECTORS = 32


def paragraphs() -> Iterator[Callable[[Spec], Any]]:
    for _, sections in CONTENTS:
        for _, module in sections:
            functions = vars(chapter_module(module)).items()
            yield from (function for name, function in functions if name.startswith("test_"))


def test_the_rule_book_page_is_in_step() -> None:
    printed = (DOCS / "generated" / "scoring.md").read_text(encoding="utf-8")

    in_step = printed == rule_book_page(told_by(SCREEN))  # a comparison of two long pages is dear to explain

    assert in_step, TO_MEND


def test_the_page_of_item_ids_is_in_step() -> None:
    assert (DOCS / "items.md").read_text(encoding="utf-8") == builtin_items_page(SCREEN.key), TO_MEND


def test_every_id_stands_on_the_page() -> None:
    page = builtin_items_page(SCREEN.key)

    assert [key for key in (*SCREEN.items, *SCREEN.derived) if f"| `{key}` |" not in page] == []


def test_every_module_of_the_rule_book_is_a_section() -> None:
    """A paragraph in a module that no chapter lists would be run and never printed."""
    here = Path(__file__).parent
    modules = {f"{path.parent.name}.{path.stem}" for path in here.glob("*/test_*.py")}

    assert modules == {module for _, sections in CONTENTS for _, module in sections}


def test_every_test_vector_of_the_brief_is_named_in_a_paragraph() -> None:
    named = {
        int(number)
        for paragraph in paragraphs()
        for number in re.findall(r"\bT(\d+)\b", inspect.getdoc(paragraph) or "")
    }

    assert named == set(range(1, TEST_VECTORS + 1))


def test_every_published_set_and_every_danger_sign_stands_in_the_book() -> None:
    """What no table holds could change unseen."""
    page = rule_book_page(told_by(SCREEN))
    sets = {found["id"] for document in builtin_documents() for found in document["criteria"]}

    assert sorted(name for name in sets if f"→ {name}" not in page) == []
    assert [flag.id for flag in SCREEN.red_flags if f"→ {flag.id} " not in page] == []


def test_every_condition_is_considered_in_some_patient() -> None:
    """A condition that no vignette reaches was never looked at by eye."""
    specs = [Spec(SCREEN) for _ in paragraphs()]
    for spec, paragraph in zip(specs, paragraphs(), strict=True):
        if paragraph.__module__.startswith("tests.spec.vignettes"):
            paragraph(spec)
    found = [outcome for spec in specs for _, outcome in spec.glance]
    considered = {
        key for outcome in found for tier in ("consider_first", "consider") for key in outcome[tier]
    }

    assert considered == set(SCREEN.conditions)


def test_every_paragraph_says_why() -> None:
    assert [paragraph.__name__ for paragraph in paragraphs() if not inspect.getdoc(paragraph)] == []
