"""Does every word of the interface go through gettext? A reading of the templates and of the Python that speaks."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Lexer, Token, TokenType

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(ROOT.glob("templates/**/*.html"))
LETTERS = re.compile(r"[^\W\d_]{2,}")
# Names that no language changes.
SAME_EVERYWHERE = {"Algia", "UTC", "DOI", "PMID", "doi"}
# What a filter puts into an attribute that nobody reads.
FOR_MACHINES = {"stack", "submit", "text"}
SPOKEN = {"aria-label", "alt", "data-label", "data-words", "placeholder", "title"}
LITERAL = re.compile(r"""\|(?:default|default_if_none|yesno|pluralize|join):(?P<words>"[^"]*"|'[^']*')""")

# What people read and where it is said: a keyword, the name of a call, a key of `error_messages`.
KEYWORDS = {
    "label",
    "help_text",
    "title",
    "explanation",
    "asks",
    "error_messages",
    "empty_label",
    "verbose_name",
}
CALLS = {"ValidationError", "add_error", "success", "info", "warning", "error"}
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "gettext_noop"}
# Words for machines and for whoever runs the server, and what is written into files and stored as it is.
NOT_READ_HERE = ("management/", "migrations/", "made_up/", "demo.py")
PURE = ("screening/scoring/", "screening/evidence/", "screening/questionnaires/")


class Words(HTMLParser):
    """The words of a template that no gettext tag holds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found += words_in(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_button = tag == "input" and dict(attrs).get("type") in ("submit", "button", "reset")
        for name, value in attrs:
            if name in SPOKEN or (name == "value" and is_button):
                self.found += words_in(value or "")


def words_in(text: str) -> list[str]:
    return [word for word in LETTERS.findall(text) if word not in SAME_EVERYWHERE]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_says_nothing_past_gettext(template: Path) -> None:
    parser = Words()
    tokens = list(Lexer(template.read_text()).tokenize())
    parser.feed("".join(_left_over(tokens)))
    parser.close()

    assert parser.found + list(_literals(tokens)) == []


def _left_over(tokens: list[Token]) -> Iterator[str]:
    """The text outside of blocktranslate; a tag or a value counts as one sign that is no letter."""
    is_translated = is_comment = False
    for token in tokens:
        word = token.contents.split(" ")[0] if token.token_type is TokenType.BLOCK else ""
        is_translated = word == "blocktranslate" or (is_translated and word != "endblocktranslate")
        is_comment = word == "comment" or (is_comment and word != "endcomment")
        if token.token_type is TokenType.TEXT and not is_translated and not is_comment:
            yield token.contents


def _literals(tokens: list[Token]) -> Iterator[str]:
    """Words given to a filter, such as what stands where nothing was said."""
    for token in tokens:
        if token.token_type in (TokenType.VAR, TokenType.BLOCK):
            for found in LITERAL.finditer(token.contents):
                yield from (word for word in words_in(found["words"]) if word not in FOR_MACHINES)


def test_python_says_nothing_past_gettext() -> None:
    """Labels, hints, messages and errors of forms; the other words are found on the pages themselves."""
    sources = [*ROOT.glob("accounts/**/*.py"), *ROOT.glob("screening/**/*.py")]
    found = [
        f"{source.relative_to(ROOT)}:{line}: {words}"
        for source in sorted(sources)
        if not any(part in str(source.relative_to(ROOT)) for part in NOT_READ_HERE)
        if not str(source.relative_to(ROOT)).startswith(PURE)
        for line, words in _bare(ast.parse(source.read_text()))
    ]

    assert found == []


def _bare(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if _is_log(call):
            continue
        said = [word.value for word in call.keywords if word.arg in KEYWORDS]
        said += call.args if _name(call.func) in CALLS else []
        for part in said:
            yield from _bare_in(part)


def _bare_in(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Literals with words; not the keys of a table, and nothing inside of a gettext call."""
    if isinstance(node, ast.Call) and _name(node.func) in GETTEXT:
        return
    if isinstance(node, ast.Constant | ast.JoinedStr):
        words = ast.unparse(node)
        if isinstance(node, ast.JoinedStr) or isinstance(node.value, str):
            has_words = " " in words.strip("'\"f ") or re.match(r"['\"][A-Z][a-z]", words)
            if has_words and LETTERS.search(re.sub(r"{.*?}", "", words)):
                yield node.lineno, words
        return
    inner = node.values if isinstance(node, ast.Dict) else ast.iter_child_nodes(node)
    for child in inner:
        yield from _bare_in(child)


def _is_log(call: ast.Call) -> bool:
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id in ("log", "logger", "structlog")


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
