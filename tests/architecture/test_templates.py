"""Can every page live under the strict policy? Nothing inline, nothing unescaped, nothing from elsewhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted([*ROOT.glob("templates/**/*.html"), *ROOT.glob("screening/**/templates/**/*.html")])
PYTHON = sorted([*ROOT.glob("accounts/**/*.py"), *ROOT.glob("screening/**/*.py")])
SCRIPTS = sorted(ROOT.glob("screening/static/**/*.js"))
LONGEST_TEMPLATE = 80
# Joins what crispy drew and escapes what stands between; test_fragments.py holds it to crispy's own escaping.
SPLICES = ROOT / "screening" / "encounters" / "filling" / "fragments.py"

FORBIDDEN = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "an event attribute": r"<[^>]*\son[a-z]+\s*=",
    "an hx-on attribute": r"\bhx-on[:\-a-z]*\s*=",
    "a script body": r"<script\b[^>]*>\s*[^<\s]",
    "a javascript address": r"javascript:",
    "unescaped text": r"\|\s*safe\b|{%\s*autoescape\s+off",
    "something from another host": r"(?:src|href)\s*=\s*[\"'](?:https?:)?//(?!doi\.org)",
}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_keeps_to_the_policy(template: Path) -> None:
    text = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", template.read_text(), flags=re.DOTALL)

    found = [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text, flags=re.IGNORECASE)]

    assert not found


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_is_short(template: Path) -> None:
    assert len(template.read_text().splitlines()) <= LONGEST_TEMPLATE


def test_no_code_marks_text_as_safe_or_writes_sql_by_hand() -> None:
    for source in PYTHON:
        text = source.read_text()
        if source == SPLICES:
            assert text.count("SafeString(") == 1
            text = text.replace("SafeString(", "")
        for word in ("mark_safe", "SafeString(", ".extra(", "RawSQL"):
            assert word not in text, f"{source.relative_to(ROOT)}: {word}"


def test_scripts_make_no_code_and_no_inline_style() -> None:
    for script in SCRIPTS:
        for word in ("eval(", "new Function", ".style.", "innerHTML", "localStorage", "sessionStorage.set"):
            assert word not in script.read_text(), f"{script.relative_to(ROOT)}: {word}"
