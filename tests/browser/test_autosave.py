"""Is anything lost that somebody typed: without a network, without a server, signed out, or in two tabs?"""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Dialog, Route, expect

from screening.encounters.models import Response
from tests.browser.place import DESKTOP, PHONE, OpenTab, Place
from tests.browser.tab import Tab
from tests.browser.visit import Tick, fill_start, start
from tests.factories import PASSWORD, MembershipFactory, at_work

AUTOSAVE = re.compile(r"/autosave/$")
expect.set_options(timeout=20_000)  # a retry waits for some seconds
TEN = {
    "known_conditions": ["ra"],
    "cancer_history": True,
    "immunosuppression_or_ivdu": False,
    "anticholinergic_drugs": False,
    "family_history_autoimmune": False,
    "uveitis_history": False,
    "ask_metabolic_psoriasis": True,
    "ask_statin_or_infection": True,
    "statin_exposure": "current",
    "age_years": 53,
}


def answer_ten(tab: Tab) -> None:
    page = tab.page
    page.get_by_role("textbox", name="Age", exact=False).first.fill("53")
    Tick("Diagnoses the patient already has", ("Rheumatoid arthritis",)).fill(page)
    Tick("Which of these does the patient have?", ("Cancer now or in the past",), others="No").fill(page)
    for name, value in (
        ("ask_metabolic_psoriasis", "true"),
        ("ask_statin_or_infection", "true"),
        ("statin_exposure", "current"),
    ):
        page.locator(f"[name={name}][value={value}]").check()


def said(tab: Tab) -> str:
    return tab.page.locator("#autosave [data-words]").inner_text()


def wait_for(tab: Tab, words: str | re.Pattern[str]) -> None:
    expect(tab.page.locator("#autosave")).to_contain_text(words)


def wait_until_saved(tab: Tab) -> None:
    expect(tab.page.locator("#autosave[data-look=saved]")).to_contain_text(re.compile(r"Saved \d\d:\d\d"))


def answers(place: Place) -> dict[str, object]:
    with at_work(place):
        return dict(Response.objects.get().answers)


def forget_faults(tab: Tab, *parts: str) -> None:
    """Failures that the test itself made, and htmx's words about them; anything else still fails it."""
    made = (*parts, "htmx:", "Response Status Error Code")
    tab.faults[:] = [fault for fault in tab.faults if not any(part in fault for part in made)]


def test_what_is_answered_is_saved_by_itself(open_tab: OpenTab, place: Place) -> None:
    tab = open_tab(user=place.user)
    start(tab)

    answer_ten(tab)
    wait_until_saved(tab)

    assert TEN.items() <= answers(place).items()
    tab.page.reload()
    assert tab.page.locator("[name=age_years]").input_value() == "53"


def test_ten_answers_given_without_a_network_are_all_saved_once_it_is_back(
    open_tab: OpenTab, place: Place
) -> None:
    tab = open_tab(user=place.user)
    start(tab)

    tab.page.context.set_offline(True)
    answer_ten(tab)
    wait_for(
        tab, re.compile(r"Not saved since \d\d:\d\d: no connection\. Your answers are still on this page")
    )
    assert "age_years" in answers(place) and answers(place)["age_years"] == 52
    tab.look("autosave-offline")
    tab.page.context.set_offline(False)
    wait_until_saved(tab)

    assert TEN.items() <= answers(place).items()
    forget_faults(tab, "ERR_INTERNET_DISCONNECTED")


def test_a_server_in_trouble_gets_the_answers_once_it_is_well(open_tab: OpenTab, place: Place) -> None:
    tab = open_tab(user=place.user)
    start(tab)
    tab.page.route(AUTOSAVE, lambda route: route.fulfill(status=503, body="no"), times=2)

    answer_ten(tab)
    wait_for(tab, "the server has trouble")
    wait_until_saved(tab)

    assert TEN.items() <= answers(place).items()
    forget_faults(tab, "503 for")


def test_a_save_whose_answer_was_lost_is_no_conflict(open_tab: OpenTab, place: Place) -> None:
    """The server stores it, the line breaks before the page hears of it, and more is typed meanwhile."""
    tab = open_tab(user=place.user)
    start(tab)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    tab.page.route(AUTOSAVE, lose, times=1)
    tab.page.locator("[name=age_years]").fill("60")
    wait_for(tab, "no connection")
    tab.page.locator("[name=age_years]").fill("61")
    wait_until_saved(tab)

    assert answers(place)["age_years"] == 61
    forget_faults(tab, "ERR_FAILED")


def test_who_is_signed_out_signs_in_elsewhere_and_the_page_saves_by_itself(
    open_tab: OpenTab, place: Place
) -> None:
    tab = open_tab(user=place.user)
    start(tab)
    Session.objects.all().delete()

    answer_ten(tab)
    wait_for(tab, "You were signed out")
    tab.look("autosave-signed-out")
    with tab.page.context.expect_page() as opened:
        tab.page.get_by_role("link", name="Sign in in a new tab").click()
    other = opened.value
    other.get_by_label("E-mail").or_(other.get_by_label("Email")).fill(place.user.email)
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    expect(other.locator("h1")).to_have_text("You are signed in again")
    wait_until_saved(tab)

    assert TEN.items() <= answers(place).items()
    forget_faults(tab, "401 for", "403 for")


def test_two_tabs_never_overwrite_each_other(open_tab: OpenTab, place: Place) -> None:
    first = open_tab(user=place.user)
    start(first)
    second = open_tab(user=place.user)
    second.go(first.page.url)
    second.page.locator("[name=age_years]").fill("60")
    wait_until_saved(second)

    first.page.locator("[name=age_years]").fill("70")
    wait_for(first, "changed somewhere else")
    first.look("autosave-conflict")
    assert answers(place)["age_years"] == 60
    first.press("See both versions")

    assert "60 years" in first.words and "70 years" in first.words
    first.press("Keep mine and save")
    assert answers(place)["age_years"] == 70
    forget_faults(first, "409 for")


def test_two_patients_in_two_tabs_never_mix(open_tab: OpenTab, place: Place) -> None:
    first, second = open_tab(user=place.user), open_tab(user=place.user)
    start(first, "A-1")
    start(second, "B-2")

    first.page.locator("[name=age_years]").fill("60")
    second.page.locator("[name=age_years]").fill("70")
    wait_until_saved(first)
    wait_until_saved(second)

    with at_work(place):
        ages = list(Response.objects.order_by("started_at").values_list("answers__age_years", flat=True))
    assert ages == [60, 70]


def test_what_does_not_fit_is_said_at_its_question_and_goes_with_its_mistake(
    open_tab: OpenTab, place: Place
) -> None:
    tab = open_tab(user=place.user)
    start(tab)

    tab.page.locator("[name=age_years]").fill("five")
    wait_for(tab, "Not all is saved")
    message = tab.page.locator("#id_age_years_error")
    expect(message).to_contain_text("Enter a whole number from 18 to 110")
    tab.look("autosave-refused")
    tab.page.locator("[name=age_years]").fill("55")
    wait_until_saved(tab)

    expect(message).to_have_count(0)
    assert answers(place)["age_years"] == 55


@pytest.mark.parametrize("width", [PHONE, pytest.param(DESKTOP, marks=pytest.mark.slow)])
def test_questions_that_come_and_go_are_announced(open_tab: OpenTab, place: Place, width: int) -> None:
    tab = open_tab(user=place.user, width=width)
    start(tab)
    status = tab.page.locator("#autosave [role=status]")
    weeks = tab.page.get_by_role("textbox", name="Weeks from starting")

    tab.page.locator("[name=ask_statin_or_infection][value=true]").check()
    expect(status).to_contain_text("questions were added on this page")
    expect(weeks).to_be_hidden()
    tab.page.locator("[name=statin_exposure][value=current]").check()
    expect(status).to_contain_text("1 question was added on this page: “Weeks from starting")
    weeks.fill("6")
    tab.page.locator("[name=statin_exposure][value=none]").check()
    expect(weeks).to_be_hidden()
    tab.page.locator("[name=statin_exposure][value=recent]").check()
    expect(weeks).to_be_visible()

    assert weeks.input_value() == "6"
    tab.look("autosave-conditional")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_red_flag_shows_on_the_step_without_leaving_it(open_tab: OpenTab, place: Place, width: int) -> None:
    tab = open_tab(user=place.user, width=width)
    start(tab)
    tab.go(re.sub(r"steps/.*", "steps/danger-signs/", tab.page.url))
    box = tab.page.get_by_role("checkbox", name=re.compile("^Cauda equina"))

    box.check()
    banner = tab.page.locator("#step-flags")
    expect(banner).to_contain_text("Emergency")
    expect(tab.page.locator("#autosave [data-flags]")).to_contain_text("Cauda equina")

    expect(box).to_be_focused()
    tab.look("autosave-red-flag")
    box.uncheck()
    expect(banner).not_to_contain_text("Emergency")


def test_only_a_page_with_something_unsaved_asks_before_it_closes(open_tab: OpenTab, place: Place) -> None:
    tab = open_tab(user=place.user)
    start(tab)
    asked: list[str] = []

    def hear(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    tab.page.on("dialog", hear)
    tab.page.locator("[name=age_years]").fill("60")
    wait_until_saved(tab)
    tab.page.reload()
    assert asked == []
    tab.page.route(AUTOSAVE, lambda route: route.abort())
    tab.page.locator("[name=age_years]").fill("61")
    wait_for(tab, "no connection")
    tab.page.reload()

    assert asked == ["beforeunload"]
    forget_faults(tab, "ERR_FAILED")


def test_a_link_waits_for_what_was_just_typed(open_tab: OpenTab, place: Place) -> None:
    tab = open_tab(user=place.user)
    start(tab)

    tab.page.locator("[name=age_years]").fill("60")
    with tab.page.expect_navigation():
        tab.page.get_by_text("Section 1 of").click()
        tab.page.get_by_role("link", name="Where it hurts").click()

    assert tab.heading == "Where it hurts"
    assert answers(place)["age_years"] == 60


def test_nothing_is_kept_in_the_browser(open_tab: OpenTab, place: Place) -> None:
    tab = open_tab(user=place.user)
    start(tab)
    answer_ten(tab)
    wait_until_saved(tab)

    kept = tab.page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]"
    )

    assert kept == [0, 0, 0]


@pytest.mark.parametrize("width", [PHONE, pytest.param(DESKTOP, marks=pytest.mark.slow)])
def test_how_the_questions_were_put_is_said_at_the_start_and_changed_before_submit(
    open_tab: OpenTab, place: Place, width: int
) -> None:
    tab = open_tab(user=place.user, width=width)
    tab.go("/screenings/new/")
    fill_start(tab.page)
    tab.page.get_by_label("By telephone or video").check()
    tab.look("start-mode")
    tab.press("Start")
    tab.page.get_by_text("Section 1 of").click()
    tab.look("step-sections")
    tab.press("Save and check all answers")

    assert tab.page.get_by_label("How the questions were put").input_value() == "telephone"
    tab.look("check-mode")
    tab.page.get_by_label("How the questions were put").select_option("self")
    tab.press(re.compile("^Keep"))
    assert tab.page.get_by_label("How the questions were put").input_value() == "self"


@pytest.mark.security
def test_who_signs_in_next_saves_nothing_of_a_page_left_open(open_tab: OpenTab, place: Place) -> None:
    """Two at one desk: the page belongs to who opened it, and gets no token of anybody else's."""
    tab = open_tab(user=place.user)
    start(tab)
    before = answers(place)
    Session.objects.all().delete()
    answer_ten(tab)
    wait_for(tab, "You were signed out")

    colleague = MembershipFactory(practice=place.practice).user
    with tab.page.context.expect_page() as opened:
        tab.page.get_by_role("link", name="Sign in in a new tab").click()
    other = opened.value
    other.get_by_label("E-mail").or_(other.get_by_label("Email")).fill(colleague.email)
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    expect(other.locator("h1")).to_have_text("You are signed in again")

    wait_for(tab, "this page can no longer be reached with your sign-in")
    assert answers(place) == before
    forget_faults(tab, "401 for", "403 for")
