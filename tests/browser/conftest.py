"""What does a browser test stand on? One Chromium a worker, a real server, a practice, tabs that watch."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.machine import FLAGS, chromium, has_sandbox
from tests.browser.place import DESKTOP, PHONE, TABLET, OpenTab, Place, new_place
from tests.browser.tab import Tab

HEIGHTS = {DESKTOP: 900, TABLET: 1180, PHONE: 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Playwright keeps an event loop in this thread, in which Django would refuse its own database."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=FLAGS, chromium_sandbox=has_sandbox()
        )
        yield browser
        browser.close()


@pytest.fixture
def place(transactional_db: None) -> Place:
    return new_place("Practice North", "Dr Nora North")


@pytest.fixture
def open_context(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., BrowserContext]]:
    """Opens browser contexts: a width, JavaScript or not, somebody signed in or nobody."""
    opened: list[BrowserContext] = []

    def open_one(*, width: int = DESKTOP, scripts: bool = True, user: User | None = None) -> BrowserContext:
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=scripts,
            viewport={"width": width, "height": HEIGHTS[width]},
            is_mobile=width == PHONE,
            has_touch=width == PHONE,
            locale="en-GB",
            timezone_id="UTC",
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)  # as long as a request may last; a check of the screen takes some
        opened.append(context)
        if user is not None:
            sign_in_by_cookie(context, live_server.url, user)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def open_tab(open_context: Callable[..., BrowserContext]) -> Iterator[OpenTab]:
    """Opens tabs and, when the test is over, fails for whatever any of them met."""
    tabs: list[Tab] = []

    def open_one(*, width: int = DESKTOP, scripts: bool = True, user: User | None = None) -> Tab:
        context = open_context(width=width, scripts=scripts, user=user)
        twin = None if scripts else open_context(width=width)
        tabs.append(Tab(context, f"{width}{'' if scripts else '-no-scripts'}", twin))
        return tabs[-1]

    yield open_one
    assert [fault for tab in tabs for fault in tab.faults] == []


def sign_in_by_cookie(context: BrowserContext, url: str, user: User) -> None:
    """A session as signing in would give it, without its page; for tests of something else."""
    client = Client()
    client.force_login(user)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": url}])
