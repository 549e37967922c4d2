"""How long do people wait who use the same server at once? The web server of the demo, on this machine alone."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import connections
from django.test import Client

from accounts.models import User
from bench.site import PageFailed
from tools.localdb.files import read_urls
from tools.localdb.places import places
from tools.processes import started, wait_until
from tools.serve import GUNICORN, WORKERS

PEOPLE = 4
WARM_UP_SECONDS = 4
SECONDS = 15
READY_SECONDS = 60
ANSWER_SECONDS = 30
VARIABLES = {"default": "DATABASE_URL", "owner": "DATABASE_OWNER_URL", "maint": "DATABASE_MAINT_URL"}


@dataclass(frozen=True)
class Waits:
    """Milliseconds from a request to the last byte of its page, one a request."""

    each: tuple[float, ...]

    def percentile(self, hundredth: int) -> float:
        return statistics.quantiles(self.each, n=100, method="inclusive")[hundredth - 1]


@contextmanager
def serving() -> Iterator[int]:
    """
    The port on which the application answers, with the database that the aliases point at.

    The server ends with the block, also where that ends by an error, by Ctrl-C or by SIGTERM.
    """
    with _ended_by_sigterm(), socket.socket() as listener, tempfile.TemporaryDirectory() as folder:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        port = listener.getsockname()[1]
        command = [*GUNICORN, "--workers", WORKERS, "--bind", f"fd://{listener.fileno()}"]
        with started("bench-web", command, _environment(Path(folder)), listener.fileno()) as web:
            wait_until([web], lambda: _answers(port), READY_SECONDS)
            yield port


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """As an error, so that what was begun is ended; by itself it would leave the server behind."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def waits(port: int, user: User, addresses: Sequence[str], *, seconds: float = SECONDS) -> Waits:
    """What several people who are signed in wait for, each asking for the next page as soon as one is there."""
    with ThreadPoolExecutor(PEOPLE) as people:
        until = time.monotonic() + WARM_UP_SECONDS + seconds
        cookies = [_cookie(user) for _ in range(PEOPLE)]
        asked = [
            people.submit(_ask_until, port, cookie, addresses, place, until)
            for place, cookie in enumerate(cookies)
        ]
        found = [wait for each in asked for wait in each.result()]
    begun = until - seconds
    return Waits(tuple(1000 * took for at, took in found if at >= begun))


def _ask_until(
    port: int, cookie: str, addresses: Sequence[str], place: int, until: float
) -> list[tuple[float, float]]:
    """When each request began and how long it took; everybody begins with another address."""
    found = []
    for number in count(place):
        begun = time.monotonic()
        if begun >= until:
            return found
        _get(port, addresses[number % len(addresses)], cookie)
        found.append((begun, time.monotonic() - begun))
    return found


def _get(port: int, address: str, cookie: str = "") -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", address, headers={"Cookie": cookie, "Host": "localhost"})
        response = connection.getresponse()
        response.read()
    finally:
        connection.close()
    if response.status != 200:
        raise PageFailed(f"GET {address} answered {response.status}")


def _answers(port: int) -> bool:
    try:
        _get(port, "/livez")
    except (OSError, PageFailed):
        return False
    return True


def _cookie(user: User) -> str:
    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _environment(folder: Path) -> dict[str, str]:
    """As the demo is served, but with the key by which this process signs its sessions."""
    ours = {
        "DEMO": "1",
        "SECRET_KEY": settings.SECRET_KEY,
        "CACHE_DIR": str(folder / "cache"),
        "FILES_DIR": str(folder / "files"),
        "DJANGO_SETTINGS_MODULE": "bench.serving",
        "LOG_LEVEL": "WARNING",
    }
    given = os.environ if VARIABLES["default"] in os.environ else read_urls(places().env_file)
    urls = {variable: _with_name_of(alias, given[variable]) for alias, variable in VARIABLES.items()}
    return {**os.environ, **ours, **urls}


def _with_name_of(alias: str, url: str) -> str:
    """The address that we were given, with the name of the database in use."""
    name = quote(str(connections[alias].settings_dict["NAME"]))
    return urlsplit(url)._replace(path=f"/{name}").geturl()
