"""How does a result become the PDF that is filed: tagged for everybody's access, and made from itself alone?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from screening.encounters.body_figure import showing
from screening.encounters.exports.summary_text import notice
from screening.encounters.exports.told import Told

STYLES = Path(__file__).with_name("filed.css")
VARIANT = "pdf/ua-1"


class NoPdfHere(RuntimeError):
    """The library that lays out PDFs, or what lies under it, is not on this machine."""


class AsksForMore(RuntimeError):
    """A document that is to be laid out asks for something outside of itself."""


@dataclass(frozen=True)
class Mark:
    """The audit event of this export: whoever holds the key can check that it was not changed."""

    event_id: UUID
    mac: str
    key_id: str
    by: str
    at: datetime


def filed_html(told: Told, mark: Mark) -> str:
    """The document before it is laid out; its title and its metadata name no patient."""
    shown = {
        "told": told,
        "mark": mark,
        "notice": notice(),
        "created": mark.at.isoformat(timespec="seconds"),
        "views": showing({site: ("now",) for site, _label in told.painful}, dict(told.painful)),
        "sites": "; ".join(label for _site, label in told.painful),
    }
    return render_to_string("encounters/filed/result.html", shown)


def filed_pdf(html: str) -> bytes:
    """
    Lay a document out on A4, as PDF/UA-1.

    The same document gives the same bytes on the same machine.

    Raises:
        NoPdfHere, AsksForMore.
    """
    library = _library()
    styles = library.CSS(string=STYLES.read_text(encoding="utf-8"), url_fetcher=_refusing())
    document = library.HTML(string=html, url_fetcher=_refusing())
    try:
        made: bytes = document.write_pdf(stylesheets=[styles], pdf_variant=VARIANT)
    except library.urls.FatalURLFetchingError as error:  # which is no Exception, and would end the worker
        raise AsksForMore(str(error)) from error
    return made


def _library() -> Any:
    """Imported where it is needed: by a worker, with its first PDF."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise NoPdfHere(type(error).__name__) from error
    return weasyprint


@cache
def _refusing() -> Any:
    """A fetcher that fetches nothing, and ends the work where something is asked for."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class RefusesAll(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            raise FatalURLFetchingError("a filed PDF is made from itself alone")

    return RefusesAll()
