"""Can this installation lay out PDFs? Asked without loading the library, which takes more than a second."""

from ctypes import CDLL
from functools import cache
from importlib.util import find_spec

# What WeasyPrint opens when it is imported, by the names of Linux and of macOS.
NEEDED = (
    ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
)


@cache
def can_lay_out() -> bool:
    """Whether WeasyPrint and the native libraries under it are there."""
    return find_spec("weasyprint") is not None and all(any(map(_opens, names)) for names in NEEDED)


def _opens(name: str) -> bool:
    try:
        CDLL(name)
    except OSError:
        return False
    return True
