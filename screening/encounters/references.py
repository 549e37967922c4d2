"""How is a patient reference kept, found and read again? No other module touches it.

Version "v0": the reference is packed reversibly, not encrypted. Field encryption replaces `_pack` and
`_unpack` with a key of its own for each subject; the blind index stays.
"""

import base64
import hashlib
import hmac
import unicodedata
from uuid import UUID

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from screening.encounters.models import Subject

VERSION = b"v0|"
LONGEST_REFERENCE = 64


class ReferenceUnreadable(ValueError):
    """The stored reference was not written by this version of Algia."""


class ReferenceUnusable(ValueError):
    """The reference is empty, too long, or holds characters that cannot be printed."""


def normalised(reference: str) -> str:
    """One form for all ways of typing the same reference: blanks trimmed, width and case folded."""
    return " ".join(unicodedata.normalize("NFKC", reference).split()).casefold()


def check_reference(reference: str) -> None:
    """Raises ReferenceUnusable."""
    shown = " ".join(reference.split())
    if not shown or len(shown) > LONGEST_REFERENCE or not shown.isprintable():
        raise ReferenceUnusable(
            _("A patient reference has 1 to %(longest)s printable characters.")
            % {"longest": LONGEST_REFERENCE}
        )


def seal_reference(practice_id: UUID, subject_id: UUID, reference: str) -> tuple[bytes, bytes]:
    """The two columns of a Subject: the reference itself, and the index by which it is found."""
    check_reference(reference)
    return _pack(" ".join(reference.split())), reference_index(practice_id, reference)


def reference_index(practice_id: UUID, reference: str) -> bytes:
    """A blind index: equal references of one practice are equal, of two practices they are not."""
    key = salted_hmac("screening.encounters.references", practice_id.hex, algorithm="sha256").digest()
    return hmac.new(key, normalised(reference).encode(), hashlib.sha256).digest()


def open_reference(subject: Subject) -> str:
    return _unpack(bytes(subject.reference_ciphertext))


def _pack(reference: str) -> bytes:
    return VERSION + base64.b85encode(reference.encode())


def _unpack(stored: bytes) -> str:
    if not stored.startswith(VERSION):
        raise ReferenceUnreadable("The reference was written by another version of Algia.")
    return base64.b85decode(stored.removeprefix(VERSION)).decode()
