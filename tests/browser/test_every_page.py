"""Do the pages beside the straight way, and every section with a mistake in it, keep the house rules?"""

from collections.abc import Callable

import pytest

from accounts.models import Role
from screening.encounters.filling import views
from tests.browser.place import DESKTOP, PHONE, TABLET, OpenTab, Place, new_place
from tests.browser.tab import Tab
from tests.browser.visit import PATIENT, fill_section, start
from tests.factories import MembershipFactory

all_widths = pytest.mark.parametrize("width", [DESKTOP, PHONE, pytest.param(TABLET, marks=pytest.mark.slow)])

# A number that is none, or an option that nobody offered; and which control was given it.
SPOIL = """() => {
    const control = document.querySelector(".step-form .answer input");
    control.value = "tampered";
    control.checked = true;
    return control.name;
}"""
ANSWERS = """spoiled => [...new FormData(document.querySelector("main form"))]
    .filter(([name]) => !["csrfmiddlewaretoken", "lock_number", "save_key", spoiled].includes(name))
    .map(pair => pair.join("="))"""


@pytest.mark.parametrize(
    "width", [PHONE, *(pytest.param(width, marks=pytest.mark.slow) for width in (DESKTOP, TABLET))]
)
def test_a_mistake_in_any_section_is_explained_and_nothing_typed_is_lost(
    open_tab: OpenTab, place: Place, width: int
) -> None:
    tab = open_tab(width=width, user=place.user)
    start(tab)
    # An option that nobody offered is gone once the page is drawn anew: saving what is left takes the message away.
    tab.page.route("**/autosave*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))

    for number in range(1, len(PATIENT) + 1):
        tab.look(f"section-{number:02}-blank")
        fill_section(tab)
        tab.look(f"section-{number:02}-filled")
        spoiled = tab.page.evaluate(SPOIL)
        typed = tab.page.evaluate(ANSWERS, spoiled)
        tab.press("Save and continue")

        assert tab.page.title().startswith("Error: ")
        assert "nhsuk-error-summary" in tab.focused()
        assert tab.page.evaluate(ANSWERS, spoiled) == typed
        tab.look(f"section-{number:02}-error")
        follow_the_first_error(tab, spoiled)
        tab.go(tab.page.url)
        fill_section(tab)
        tab.press("Save and continue")
    assert tab.heading == "Check the answers"
    tab.look("check-of-all")
    look_at_the_result(tab)


def look_at_the_result(tab: Tab) -> None:
    """The result of what was saved, and the pages that only a large questionnaire has."""
    tab.press("Submit and see the result")
    tab.look("result-of-all")
    result = tab.page.url
    for page in ("compare/?first=fm&second=noci", "compare/?first=fm&second=fm", "findings/", "history/"):
        tab.go(result.replace("result/", page))
        tab.look("result-of-all-" + page.replace("/", "").translate(str.maketrans("?=&", "---")))


def test_a_mistake_that_stands_stays_in_the_summary_when_the_page_saves(
    open_tab: OpenTab, place: Place
) -> None:
    tab = open_tab(user=place.user)
    start(tab)
    tab.page.get_by_role("textbox", name="Age").fill("200")
    tab.press("Save and continue")
    tab.page.locator("#autosave[data-look=refused]").wait_for()

    assert "Age: enter a whole number" in tab.page.locator("[data-error-summary]").inner_text()
    assert "nhsuk-error-summary" in tab.focused()
    tab.page.get_by_role("textbox", name="Age").fill("52")
    tab.page.locator("[data-error-summary]").wait_for(state="detached")


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


@all_widths
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


@all_widths
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


@all_widths
def test_a_page_that_is_not_there(open_tab: OpenTab, place: Place, width: int) -> None:
    tab = open_tab(width=width, user=place.user)

    assert tab.go("/screenings/no-such-page/") == 404
    tab.look("404")


@all_widths
def test_a_form_without_its_token(open_tab: OpenTab, place: Place, width: int) -> None:
    tab = open_tab(width=width, user=place.user)
    tab.go("/screenings/new/")
    tab.page.locator("[name=csrfmiddlewaretoken]").evaluate_all("tokens => tokens.forEach(t => t.remove())")

    tab.press("Start")

    assert tab.heading == "This page was open for too long"
    tab.look("403-csrf")


@all_widths
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
