"""How does a test see which words of a page went through gettext? In this language they wear accents and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations

from django.utils.translation import override, trans_real

PSEUDO = "en-xa"
OPEN, CLOSE = "⟦", "⟧"
CONTEXT = trans_real.CONTEXT_SEPARATOR
_ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀćďéƒǵħíĵķĺɱńóṕɋŕśťúṽŵẍýźÁƁĆĎÉƑǴĦÍĴĶĹḾŃÓṔɊŔŚŤÚṼŴẌÝŹ",
)
# What must come through as it is: %(name)s, %s, {name}, tags and entities of HTML.
_KEPT = re.compile(r"(%\([a-z_0-9]+\)[sd]|%[sd%]|{[a-z_0-9]*}|<[^<>]*>|&#?\w+;)", re.IGNORECASE)


def pseudo(message: str) -> str:
    """The message as it would be in a language that puts an accent on every letter."""
    pieces = _KEPT.split(message)
    words = (piece if place % 2 else piece.translate(_ACCENTED) for place, piece in enumerate(pieces))
    return f"{OPEN}{''.join(words)}{CLOSE}" if message.strip() else message


class PseudoTranslation(NullTranslations):
    """A catalogue that knows every message there could be; lazy strings and template tags end here, too."""

    def gettext(self, message: str) -> str:
        return pseudo(message.partition(CONTEXT)[2] or message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def to_language(self) -> str:
        return PSEUDO

    def language(self) -> str:
        return PSEUDO


@contextmanager
def pseudo_locale() -> Iterator[None]:
    """Inside, Algia speaks the pseudo-language; only in this thread, so with Django's own test client."""
    trans_real._translations[PSEUDO] = PseudoTranslation()
    try:
        with override(PSEUDO):
            yield
    finally:
        del trans_real._translations[PSEUDO]
