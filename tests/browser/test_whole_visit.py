"""Can a clinician get from signing in to a cited result, on a desk and on a phone, with scripts and without?"""

import pytest
from playwright.sync_api import Locator

from screening.encounters.models import Response, ResponseStatus
from tests.browser.place import NARROW_FIRST, OpenTab, Place
from tests.browser.tab import Tab
from tests.browser.visit import AGE_YEARS, PATIENT, REFERENCE, Number, fill_section, fill_start
from tests.factories import PASSWORD, at_work

LEAVES_AFTER = "Fatigue, sleep and mind"


@pytest.mark.parametrize(("width", "scripts"), NARROW_FIRST)
def test_a_clinician_walks_from_signing_in_to_the_cited_result(
    open_tab: OpenTab, place: Place, width: int, scripts: bool
) -> None:
    """Every page on the way is checked for access and width, and photographed."""
    tab = open_tab(width=width, scripts=scripts)

    signs_in(tab, place.user.email)
    starts(tab)
    answers_half_and_leaves(tab)
    resumes_and_answers_the_rest(tab)
    changes_one_answer(tab)
    submits(tab)

    the_result_puts_red_flags_first(tab)
    the_result_says_criteria_in_words(tab)
    the_result_lists_what_speaks_for_and_against(tab)
    every_line_leads_to_its_source(tab)
    the_result_says_what_to_ask_next_and_what_it_is_not(tab)
    the_list_shows_it_as_submitted(tab)
    one_response_is_stored(place)


def signs_in(tab: Tab, email: str) -> None:
    tab.go("/")
    assert tab.heading == "Sign in"
    tab.look("sign-in")
    tab.page.get_by_label("Email").fill(email)
    tab.page.get_by_label("Password").fill("not the password")
    tab.press("Sign in")
    tab.look("sign-in-error")
    tab.page.get_by_label("Email").fill(email)
    tab.page.get_by_label("Password").fill(PASSWORD)
    tab.press("Sign in")
    assert tab.heading == "Screenings"
    tab.look("list-empty")


def starts(tab: Tab) -> None:
    tab.follow(tab.page.get_by_role("link", name="Start a screening"))
    tab.look("start")
    tab.press("Start")
    assert "Enter the patient reference" in tab.words
    tab.look("start-error")
    fill_start(tab.page)
    tab.press("Start")
    assert f"{REFERENCE}, {AGE_YEARS}, female · Started " in tab.words
    assert f"Section 1 of {len(PATIENT)}" in tab.words


def answers_half_and_leaves(tab: Tab) -> None:
    while tab.heading != LEAVES_AFTER:
        answers_one_section(tab)
    answers_one_section(tab, "Save and leave")
    assert f"Saved as a draft: {REFERENCE}" in tab.words
    tab.look("list-draft")


def answers_one_section(tab: Tab, button: str = "Save and continue") -> None:
    number = [*PATIENT].index(tab.heading) + 1
    picture = f"section-{number:02}"
    if tab.has_scripts:  # filled, with scripts, and with a mistake in it besides: test_every_page
        tab.look(f"{picture}-blank")
        fill_section(tab)
        tab.photograph(f"{picture}-filled")
    else:
        fill_section(tab)
        tab.look(f"{picture}-filled")
    tab.press(button)


def resumes_and_answers_the_rest(tab: Tab) -> None:
    tab.follow(tab.page.get_by_role("link", name=f"Resume screening of {REFERENCE}"))
    following = [*PATIENT][[*PATIENT].index(LEAVES_AFTER) + 1]
    assert tab.heading == following
    while "/steps/" in tab.page.url:
        answers_one_section(tab)


def changes_one_answer(tab: Tab) -> None:
    assert tab.heading == "Check the answers"
    assert "36 months" in tab.words
    tab.follow(tab.page.get_by_role("link", name="Change How long the pain has lasted"))
    Number("How long the pain has lasted", "48").fill(tab.page)
    while "/steps/" in tab.page.url:
        tab.press("Save and continue")
    assert "48 months" in tab.words
    tab.look("check")


def submits(tab: Tab) -> None:
    tab.press("Submit and see the result")
    assert tab.heading == f"Result for {REFERENCE}"
    tab.look("result")


def the_result_puts_red_flags_first(tab: Tab) -> None:
    headings = [" ".join(words.split()) for words in tab.page.locator("main h2").all_inner_texts()]
    assert headings[0] == "Thoughts of suicide"
    assert headings.index("Possible cancer of spine or bone") < headings.index("Criteria")
    assert "Same day" in tab.page.get_by_role("region", name="Red flags").inner_text()


def the_result_says_criteria_in_words(tab: Tab) -> None:
    criteria = tab.page.get_by_role("region", name="Criteria")
    criteria.get_by_text(" other criteria sets").click()
    unfold(criteria.locator("details.criterion:not([open]) > summary"))
    words = " ".join(criteria.inner_text().split())
    assert "Meets ACR fibromyalgia criteria, 2016 revision" in words
    assert "Widespread pain index 11 of 19" in words
    assert "Symptom severity scale 10 of 12" in words
    assert "What decides: Another disorder would explain the pain" in words


def the_result_lists_what_speaks_for_and_against(tab: Tab) -> None:
    first = tab.page.get_by_role("region", name="Consider first")
    fibromyalgia = first.locator("#condition-fm")
    open_cards(tab)
    assert [words.strip() for words in fibromyalgia.locator(".evidence h4").all_text_contents()] == [
        "+For",
        "−Against",
        "?Not assessed",
    ]
    assert fibromyalgia.locator(".finding").count() > 10
    assert tab.page.locator("#condition-malig").is_visible()


def every_line_leads_to_its_source(tab: Tab) -> None:
    """A line that names only "[M]", or a source that is not listed, names nothing."""
    unfounded = tab.page.eval_on_selector_all(
        ".finding, .flag, .criterion, .both, .criteria-table tbody tr",
        """lines => lines.filter(line => ![...line.querySelectorAll("a.cite")].some(cite =>
            cite.hash.startsWith("#ref-") && document.getElementById(cite.hash.slice(1))?.textContent.trim()))
            .map(line => line.textContent)""",
    )
    assert unfounded == []


def the_result_says_what_to_ask_next_and_what_it_is_not(tab: Tab) -> None:
    following = tab.page.get_by_role("region", name="What to ask or examine next").inner_text()
    assert "Examine: On a full neurological examination" in following
    notice = tab.page.get_by_role("region", name="About this result").inner_text()
    assert "Screening prompt for qualified clinicians, adults. Not a diagnosis." in notice
    assert "sha256:" in notice


def the_list_shows_it_as_submitted(tab: Tab) -> None:
    tab.follow(tab.page.get_by_role("link", name="Screenings", exact=True))
    assert tab.page.locator(".state--done").count() == 1
    tab.look("list-submitted")
    tab.follow(tab.page.get_by_role("link", name=f"Result screening of {REFERENCE}"))
    tab.follow(tab.page.get_by_role("link", name="Answers", exact=True))
    assert tab.heading == "Answers"
    assert tab.page.get_by_role("link", name="Change").count() == 0
    tab.look("answers")


def open_cards(tab: Tab) -> None:
    """All cards but the first are folded."""
    unfold(tab.page.locator(".tier article > details:not([open]) > summary"))


def unfold(summaries: Locator) -> None:
    """Click each; what was opened is no longer among them."""
    while summaries.count():
        summaries.first.click()


def one_response_is_stored(place: Place) -> None:
    with at_work(place):
        (response,) = Response.objects.all()
        assert response.status == ResponseStatus.SUBMITTED
        assert response.answers["pain_duration_months"] == 48
        assert response.assessments.count() == 1
