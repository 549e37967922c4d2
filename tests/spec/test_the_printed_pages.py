"""Are the pages that were printed from the rules what the rules say today?"""

from pathlib import Path

from screening.questionnaires.catalogue import builtin_bundle
from screening.questionnaires.item_list import builtin_items_page
from screening.questionnaires.rule_book import rule_book_page
from tests.spec.book import CONTENTS, told_by

DOCS = Path(__file__).parents[2] / "docs"
SCREEN = builtin_bundle("chronic-pain-screen")
TO_MEND = "run `manage.py write_docs`"


def test_the_rule_book_page_is_in_step() -> None:
    printed = (DOCS / "generated" / "scoring.md").read_text(encoding="utf-8")

    assert printed == rule_book_page(told_by(SCREEN)), TO_MEND


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
