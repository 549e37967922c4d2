"""Does a spreadsheet program ever calculate what somebody typed?"""

import csv
import io
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.jobs.spreadsheet import TRIGGERS, safe_cell

pytestmark = pytest.mark.security

ANYTHING = st.text(alphabet=st.characters())
HIDDEN = ("", " ", "\u200b", "\ufeff", "\u00a0", "\u2060", "\u202e", "\u3000", "\x00", "\x1b", "\ufe0f")


@pytest.mark.parametrize("before", HIDDEN, ids=ascii)
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "⁺", "﹣"])
def test_a_formula_is_text_however_it_is_hidden(before: str, sign: str) -> None:
    assert safe_cell(f"{before}{sign}1+1").startswith("'")


@pytest.mark.parametrize("before", ["\t", "\r", "\n", "\r\n", "\u2028", "\v"], ids=ascii)
def test_a_cell_that_begins_with_a_break_is_text(before: str) -> None:
    assert safe_cell(f"{before}anything").startswith("'")


def test_a_formula_after_a_line_break_stays_in_its_cell() -> None:
    assert safe_cell("note\r=1+1") == "note =1+1"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (-3, "-3"),
        (Decimal("-6.90"), "-6.90"),
        (0.5, "0.5"),
        ("-3", "'-3"),
        ("painful -3 to +3", "painful -3 to +3"),
        ("Jürgen O'Neill", "Jürgen O'Neill"),
        ("", ""),
    ],
)
def test_numbers_come_from_numbers_and_ordinary_text_stays(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


@given(ANYTHING)
def test_what_is_written_is_read_back_whole_and_is_no_formula(text: str) -> None:
    cell = safe_cell(text)
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL).writerow([cell, "after"])

    written.seek(0)
    assert list(csv.reader(written)) == [[cell, "after"]]
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in cell)
    seen = unicodedata.normalize("NFKC", cell).strip()
    assert not seen.startswith(TRIGGERS)
    assert cell.encode().decode() == cell


@given(ANYTHING)
def test_making_it_safe_twice_changes_nothing_more(text: str) -> None:
    assert safe_cell(safe_cell(text)) == safe_cell(text)
