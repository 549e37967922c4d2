"""How is a value written into a CSV cell, so that no spreadsheet program takes it for a formula?"""

import re
import unicodedata
from decimal import Decimal

TRIGGERS = ("=", "+", "-", "@")
BREAKS = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]+")
INVISIBLE = ("C", "Z", "M")  # Unicode: control and format characters, blanks, marks without a base


def safe_cell(value: object) -> str:
    """
    The text of one cell.

    Numbers are written as they are, from numeric types only. In text, tabs and line breaks become one
    blank and control characters go; an apostrophe is put before what a spreadsheet would calculate,
    whatever invisible or full-width characters hide it.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value)
    text = str(value)
    plain = "".join(letter for letter in BREAKS.sub(" ", text) if _is_writable(letter))
    return f"'{plain}" if _is_dangerous(text, plain) else plain


def _is_writable(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cc", "Cs")


def _is_dangerous(text: str, plain: str) -> bool:
    if BREAKS.match(text):
        return True
    seen = unicodedata.normalize("NFKC", plain)
    first = next((letter for letter in seen if unicodedata.category(letter)[0] not in INVISIBLE), "")
    return first in TRIGGERS
