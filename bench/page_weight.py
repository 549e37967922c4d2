"""What goes over the wire for a page of a visit: the first one with everything it needs, and each later one?

Assets are counted as WhiteNoise serves them, compressed once at their best and then kept by the browser; pages as the
application compresses them for each answer.
"""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import brotli  # type: ignore[import-untyped]
from django.conf import settings
from django.contrib.staticfiles import finders

from bench.patients import SCREEN, complete, half_unanswered
from bench.results import Result, at_most, result
from bench.visits import Practice
from screening.questionnaires.store import current_version
from tests.factories import at_work

NAMES = ("first_load_kb", "first_load_gzip_kb", "later_page_kb", "result_page_kb")
SEED = 23
KB = 1000
PAGE_LEVEL = 6
"""How hard a page is compressed while somebody waits for it; the usual level of proxies and of Django."""

_ASSET = re.compile(rf'(?:src|href)="{re.escape(settings.STATIC_URL)}([^"]+)"')


def page_weight() -> Iterator[Result]:
    """Each section of the built-in screen, half filled in, and the result of a patient who answered everything."""
    steps, decided = _pages()
    pages = [_gzip(page, PAGE_LEVEL) / KB for page in steps]
    brotlied, gzipped = ([sum(_weights(page, best)) / KB for page in steps] for best in (_brotli, _gzip))
    words = "Everything that a section of the built-in screen loads the first time, "
    first = [page + assets for page, assets in zip(pages, brotlied, strict=True)]
    yield _heaviest(NAMES[0], first, f"{words}assets in Brotli: the heaviest section", 90)
    first = [page + assets for page, assets in zip(pages, gzipped, strict=True)]
    yield _heaviest(NAMES[1], first, f"{words}assets in gzip, as without TLS: the heaviest section", 90)
    later = "A section once its assets are kept by the browser: the heaviest section, its page in gzip"
    yield _heaviest(NAMES[2], pages, later, 15)
    words = "The result of the built-in screen once its assets are kept, in gzip"
    yield _heaviest(NAMES[3], [_gzip(decided, PAGE_LEVEL) / KB], words, 15)


def assets_of(page: str) -> tuple[str, ...]:
    """The names of the static files that a page names, each once."""
    return tuple(dict.fromkeys(unescape(name) for name in _ASSET.findall(page)))


def asset(name: str) -> bytes:
    """The content of a static file."""
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(name)
    return Path(found).read_bytes()


def _pages() -> tuple[list[bytes], bytes]:
    practice = Practice()
    with at_work(practice.place):
        version = current_version(practice.place.practice.id, SCREEN)
    bundle = practice.bundle(version)
    chance = random.Random(SEED)
    draft = practice.draft(version, half_unanswered(complete(bundle, chance), chance))
    done = practice.submitted(version, complete(bundle, chance))
    steps = [practice.page("step", draft.id, section.key) for section in bundle.sections]
    answered = [practice.site.answer(request) for request in steps]
    return answered, practice.site.answer(practice.page("result", done.id))


def _weights(page: bytes, compressed: object) -> list[int]:
    return [compressed(asset(name)) for name in assets_of(page.decode())]  # type: ignore[operator]


def _brotli(content: bytes) -> int:
    return len(brotli.compress(content))


def _gzip(content: bytes, level: int = 9) -> int:
    return len(gzip.compress(content, level))


def _heaviest(name: str, weights: list[float], measures: str, limit: float) -> Result:
    """All of them, with the verdict on the heaviest."""
    found = result(name, weights, "KB", measures, at_most(limit))
    kept = found.high <= limit
    return Result(name, found.high, "KB", found.target, kept, found.runs, found.low, found.high, measures)
