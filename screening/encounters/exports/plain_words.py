"""How does what somebody typed come out as plain words, whatever was hidden in it?"""

import unicodedata

# They turn around what stands beside them, and nobody types them; letters written right to left need none.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
TO_ASCII = str.maketrans(
    {
        "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "…": "...", "≥": ">=",
        "≤": "<=", "×": "x", "±": "+/-", "→": "->", "·": "*", "•": "*", "\xa0": " ", "\u202f": " ",
    }
)  # fmt: skip


def one_line(text: str) -> str:
    """The text on one line: no tabs, breaks, control characters or marks that turn the writing around."""
    spaced = " ".join(text.split())
    return "".join(letter for letter in spaced if letter not in TURNING and not _is_control(letter))


def ascii_punctuation(text: str) -> str:
    """The same words with the punctuation that every record system can hold; letters stay as they are."""
    return text.translate(TO_ASCII)


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs")
