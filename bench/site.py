"""How does a signed-in clinician reach the whole application, without a network in between?"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, RequestFactory

from bench.rounds import cpu_seconds

_NUMBERED = re.compile(r'SAVEPOINT "\w+"')
CSRF_SECRET = "bench" * 6 + "ok"


class PageFailed(RuntimeError):
    """A page did not answer as it should, so that its time says nothing."""


@dataclass(frozen=True)
class Request:
    """Everything that a server would hand to the application."""

    environ: dict[str, Any]
    body: bytes
    expects: int

    @property
    def path(self) -> str:
        return str(self.environ["PATH_INFO"])


class Site:
    """The application with all its middleware, and one person signed in."""

    def __init__(self, user: Any) -> None:
        self._application = WSGIHandler()
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: CSRF_SECRET}
        self._cookies = "; ".join(f"{name}={value}" for name, value in cookies.items())

    def get(self, path: str) -> Request:
        """A GET that should answer 200."""
        return Request(self._environ(RequestFactory().get(path)), b"", 200)

    def post(self, path: str, fields: Iterable[tuple[str, str]], expects: int = 302) -> Request:
        """A POST of a form, with what every form of ours carries against forgery."""
        body = urlencode([("csrfmiddlewaretoken", CSRF_SECRET), *fields]).encode()
        form = "application/x-www-form-urlencoded"
        return Request(self._environ(RequestFactory().post(path, body, content_type=form)), body, expects)

    def cpu_seconds(self, request: Request) -> float:
        """The CPU time from the request's first byte to the page's last one."""
        return cpu_seconds(lambda: self.answer(request))

    def answer(self, request: Request) -> bytes:
        """
        The page.

        Raises:
            PageFailed: its status is another than the one expected.
        """
        statuses: list[str] = []
        environ = {**request.environ, "wsgi.input": io.BytesIO(request.body)}

        def start(status: str, headers: Any, info: Any = None, /) -> Any:
            statuses.append(status)

        response = self._application(environ, start)
        page = b"".join(response)
        response.close()
        if not statuses[0].startswith(str(request.expects)):
            raise PageFailed(f"{environ['REQUEST_METHOD']} {request.path} answered {statuses[0]}")
        return page

    def queries(self, request: Request) -> list[str]:
        """The statements that an answer sends to the database, beside BEGIN and COMMIT."""
        with _recorded() as statements:
            self.answer(request)
        return statements

    def _environ(self, request: Any) -> dict[str, Any]:
        return {**request.environ, "HTTP_COOKIE": self._cookies, "HTTP_HOST": "localhost"}


@contextmanager
def _recorded() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(_NUMBERED.sub("SAVEPOINT", sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements
