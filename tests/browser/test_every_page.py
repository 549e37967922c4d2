"""Do the pages beside the straight way, and every section with a mistake in it, keep the house rules?"""

from collections.abc import Callable

import pytest

from accounts.models import Role
from screening.encounters.filling import views
from tests.browser.place import DESKTOP, PHONE, OpenTab, Place, new_place
from tests.browser.tab import Tab
from tests.browser.visit import PATIENT, fill_section, start
from tests.factories import MembershipFactory

both_widths = pytest.mark.parametrize("width", [DESKTOP, PHONE])

# A number that is none, or an option that nobody offered; and which control was given it.
SPOIL = """() => {
    const control = document.querySelector(".step-form .answer input");
    control.value = "tampered";
    control.checked = true;
    return control.name;
}"""
ANSWERS = """spoiled => [...new FormData(document.querySelector("main form"))]
    .filter(([name]) => name !== "csrfmiddlewaretoken" && name !== spoiled).map(pair => pair.join("="))"""


@pytest.mark.parametrize("width", [pytest.param(DESKTOP, marks=pytest.mark.slow), PHONE])
def test_a_mistake_in_any_section_is_explained_and_nothing_typed_is_lost(
    open_tab: OpenTab, place: Place, width: int
) -> None:
    tab = open_tab(width=width, user=place.user)
    start(tab)

    for number in range(1, len(PATIENT) + 1):
        fill_section(tab)
        spoiled = tab.page.evaluate(SPOIL)
        typed = tab.page.evaluate(ANSWERS, spoiled)
        tab.press("Save and continue")

        assert tab.page.title().startswith("Error: ")
        assert "nhsuk-error-summary" in tab.focused()
        assert tab.page.evaluate(ANSWERS, spoiled) == typed
        tab.look(f"section-{number:02}-error")
        follow_the_first_error(tab, spoiled)
        tab.go(tab.page.url)
        tab.press("Save and continue")
    assert tab.heading == "Check the answers"


def follow_the_first_error(tab: Tab, name: str) -> None:
    """The link leads to the control itself, and the control can be seen."""
    tab.page.locator("[data-error-summary] a").first.click()
    assert tab.page.evaluate("document.activeElement.name") == name
    top, bottom, height = tab.page.evaluate(
        """() => { const box = document.activeElement.getBoundingClientRect();
            return [box.top, box.bottom, innerHeight]; }"""
    )
    assert top >= 0
    assert bottom <= height


@both_widths
def test_the_pages_beside_the_way(open_tab: OpenTab, place: Place, width: int) -> None:
    MembershipFactory(user=place.user, practice__name="Practice West")
    tab = open_tab(width=width, user=place.user)

    for address, heading in {
        "/about/": "About Algia",
        "/practice/": "Practice",
        "/accounts/logout/": "Sign out",
        "/accounts/password/reset/": "Password Reset",
        "/accounts/password/change/": "Change Password",
    }.items():
        assert tab.go(address) == 200
        assert tab.heading == heading
        tab.look(address.strip("/").replace("/", "-"))


@both_widths
def test_the_page_of_somebody_who_is_no_clinician(
    open_tab: OpenTab, width: int, transactional_db: None
) -> None:
    auditor = new_place("Practice North", "Adam Auditor", Role.AUDITOR)
    tab = open_tab(width=width, user=auditor.user)

    assert tab.go("/") == 200
    tab.look("home-of-an-auditor")
    assert tab.go("/screenings/") == 403
    assert tab.heading == "You may not open this page"
    tab.look("403")


@both_widths
def test_a_page_that_is_not_there(open_tab: OpenTab, place: Place, width: int) -> None:
    tab = open_tab(width=width, user=place.user)

    assert tab.go("/screenings/no-such-page/") == 404
    tab.look("404")


@both_widths
def test_a_form_without_its_token(open_tab: OpenTab, place: Place, width: int) -> None:
    tab = open_tab(width=width, user=place.user)
    tab.go("/screenings/new/")
    tab.page.locator("[name=csrfmiddlewaretoken]").evaluate_all("tokens => tokens.forEach(t => t.remove())")

    tab.press("Start")

    assert tab.heading == "This page was open for too long"
    tab.look("403-csrf")


@both_widths
def test_a_fault_of_the_server(
    open_tab: OpenTab, place: Place, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shown without anything of the fault itself, and with the words that nothing saved is lost."""
    monkeypatch.setattr(views, "offered_versions", broken)
    tab = open_tab(width=width, user=place.user)

    assert tab.go("/screenings/new/") == 500
    assert tab.heading == "Something went wrong"
    assert "What you saved before is still there" in tab.words
    assert "secret" not in tab.page.content()
    tab.look("500")


def broken(*_: object) -> Callable[..., None]:
    raise RuntimeError("a secret of the machine")
