"""How long until a section of sixty items can be used in a browser, beside plain HTML of the same items?

Both pages are made beforehand and served by a server that does nothing else, so that only the browser is timed: from
asking for the page until it is loaded, its scripts have run and the next frame is drawn.
"""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain
from threading import Thread

from django.conf import settings
from playwright.sync_api import Browser, sync_playwright

from bench.large import SECTION, large_document
from bench.page_weight import asset, assets_of
from bench.results import Result, at_most, result
from bench.visits import Practice
from screening.encounters.filling.forms import StepForm, build_step_form
from tests.browser.machine import FLAGS, chromium, has_sandbox

NAMES = ("browser_ready_vs_plain", "browser_ready_first_vs_plain", "browser_ready_ms")
SIZE = 60
ROUNDS = 15
READY = "new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"
OURS, PLAIN = "/ours/", "/plain/"


@dataclass(frozen=True)
class Served:
    """One file as the browser gets it."""

    kind: str
    body: bytes
    is_kept: bool


def browser_ready() -> Iterator[Result]:
    """Sixty items on one page, with the assets kept by the browser and without."""
    files = _files()
    with _server(files) as home, _browser() as browser:
        later = [_later(browser, home) for _ in range(2)][1]
        first = [_first(browser, home) for _ in range(ROUNDS + 1)][1:]
    words = f"A section of {SIZE} items ready in headless Chromium against plain HTML of the same items"
    yield result(NAMES[0], [a / b for a, b in later], "times the time", f"{words}, assets kept", at_most(1.5))
    yield result(NAMES[1], [a / b for a, b in first], "times the time", f"{words}, nothing kept yet")
    yield result(NAMES[2], [ours for ours, _ in later], "ms", f"The same section alone, {SIZE} items")


def _later(browser: Browser, home: str) -> list[tuple[float, float]]:
    """Both pages in turn, in one window that has seen them before."""
    page = browser.new_page()

    def ready(path: str) -> float:
        page.goto(home + path, wait_until="load")
        return float(page.evaluate(READY))

    rounds = [(ready(OURS), ready(PLAIN)) for _ in range(ROUNDS + 1)][1:]
    page.close()
    return rounds


def _first(browser: Browser, home: str) -> tuple[float, float]:
    """Both pages, each in a window that has seen nothing."""
    taken = []
    for path in (OURS, PLAIN):
        context = browser.new_context()
        page = context.new_page()
        page.goto(home + path, wait_until="load")
        taken.append(float(page.evaluate(READY)))
        context.close()
    return taken[0], taken[1]


def _files() -> Mapping[str, Served]:
    practice = Practice()
    version = practice.version(large_document(SIZE))
    bundle = practice.bundle(version)
    draft = practice.draft(version, {"age_years": 50})
    ours = practice.site.answer(practice.page("step", draft.id, SECTION))
    plain = plain_page(build_step_form(bundle, SECTION, {"age_years": 50}))
    pages = {
        path: Served("text/html; charset=utf-8", body, False) for path, body in ((OURS, ours), (PLAIN, plain))
    }
    names = assets_of(ours.decode())
    return pages | {settings.STATIC_URL + name: Served(_kind(name), asset(name), True) for name in names}


def plain_page(form: StepForm) -> bytes:
    """The questions and controls of a section and nothing else: no style, no script, no class."""
    fields = chain.from_iterable(_plain_field(form, name) for name in form.fields)
    return f'<!DOCTYPE html><title>Plain</title><form method="post">{"".join(fields)}</form>'.encode()


def _plain_field(form: StepForm, name: str) -> Iterator[str]:
    bound = form[name]
    kind = getattr(bound.field.widget, "input_type", "text")
    yield f"<fieldset><legend>{escape(str(bound.label))}</legend>"
    choices = getattr(bound.field, "choices", ())
    if kind in ("radio", "checkbox") and choices:
        for value, words in choices:
            box = f'<input type="{kind}" name="{name}" value="{escape(str(value))}">'
            yield f"<label>{box} {escape(str(words))}</label>"
    else:
        yield f'<input type="{kind}" name="{name}">'
    yield "</fieldset>"


def _kind(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=FLAGS, chromium_sandbox=has_sandbox()
        )
        yield browser
        browser.close()


@contextmanager
def _server(files: Mapping[str, Served]) -> Iterator[str]:
    """These files on a port of this machine, compressed; what is kept is kept for good."""
    packed = {path: gzip.compress(each.body) for path, each in files.items()}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = files.get(self.path)
            body = packed.get(self.path, b"")
            self.send_response(200 if found else 404)
            self.send_header("Content-Length", str(len(body)))
            if found:
                self.send_header("Content-Type", found.kind)
                self.send_header("Content-Encoding", "gzip")
                kept = "max-age=315360000, public, immutable" if found.is_kept else "no-store"
                self.send_header("Cache-Control", kept)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
