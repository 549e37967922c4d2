"""Does a page keep the house rules while somebody uses it? A browser tab that watches itself."""

import re
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response

from tests.browser.machine import pictures

HERE = ("127.0.0.1", "localhost")
TELL_OF_CSP = """addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP ${event.effectiveDirective} ${event.blockedURI}`))"""
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# Chromium logs every page that is not a 200. Which status a page has is what the tests themselves ask.
NOT_OK = "Failed to load resource: the server responded with a status of"


class Tab:
    """One page and all that went wrong in it: errors, CSP violations, requests that leave the machine."""

    def __init__(self, context: BrowserContext, name: str, twin: BrowserContext | None = None) -> None:
        """`twin` runs scripts for a context that does not: axe is one, and needs somewhere to run."""
        self.name = name
        self.twin = twin
        self._copy: Page | None = None
        self.faults: list[str] = []
        self.page: Page = context.new_page()
        self.page.add_init_script(TELL_OF_CSP)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        self.page.on("request", self._see_request)
        self.page.on("response", self._see_response)

    def go(self, address: str) -> int:
        """Open an address of the application and say which status it answered."""
        answer = self.page.goto(address, wait_until="load")
        assert answer is not None
        return answer.status

    def press(self, name: str | re.Pattern[str]) -> None:
        """Click a button, and wait for the page that it leads to."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.get_by_role("button", name=name, exact=isinstance(name, str)).click()

    def follow(self, link: Locator) -> None:
        """Click a link to another page."""
        with self.page.expect_navigation(wait_until="load"):
            link.click()

    @property
    def has_scripts(self) -> bool:
        return self.twin is None

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def words(self) -> str:
        """What can be read on the page, without the space between."""
        return " ".join(self.page.locator("main").inner_text().split())

    def look(self, picture: str) -> None:
        """Check the page as it stands for everybody's access and for its width, and take its picture."""
        self.photograph(picture)
        self.faults += [f"{picture}: {fault}" for fault in [*self._barriers(), *self._overflow()]]

    def photograph(self, picture: str) -> None:
        folder = pictures() / self.name
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{picture}.png", full_page=True)

    def focused(self) -> str:
        """The id, else the class, of what has the focus."""
        return str(self.page.evaluate("document.activeElement.id || document.activeElement.className"))

    def _barriers(self) -> list[str]:
        if self.twin is None:
            return barriers(self.page)
        copy = self._copy = self._copy or self._new_copy(self.twin)
        copy.goto(self.page.url)
        return barriers(copy)

    def _new_copy(self, twin: BrowserContext) -> Page:
        """A page that shows what this one holds, whatever the server would answer now."""
        copy = twin.new_page()
        copy.route("**/*.js", lambda route: route.abort())
        copy.route(
            lambda address: address == self.page.url,
            lambda route: route.fulfill(body=self.page.content(), content_type="text/html"),
        )
        return copy

    def _overflow(self) -> list[str]:
        wide, shown = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        return [f"the page is {wide} px wide in a window of {shown} px"] if wide > shown else []

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(NOT_OK):
            self.faults.append(f"console at {self.page.url}: {message.text}")

    def _see_request(self, request: Request) -> None:
        if urlsplit(request.url).scheme != "data" and urlsplit(request.url).hostname not in HERE:
            self.faults.append(f"request off this machine: {request.url}")

    def _see_response(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.faults.append(f"{response.status} for {response.url}")


def barriers(page: Page) -> list[str]:
    """What axe finds on a page."""
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return [
        f"axe {rule['id']}: {node['target']} {node['html'][:160]}" for rule in found for node in rule["nodes"]
    ]
