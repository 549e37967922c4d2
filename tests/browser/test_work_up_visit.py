"""Can a clinician get from a result through a work-up to its result, wide and narrow, with scripts and without?"""

import pytest

from screening.encounters.models import Response, ResponseStatus
from tests.browser.place import NARROW_FIRST, OpenTab, Place
from tests.browser.tab import Tab
from tests.browser.visit import Choose, Number, Tick
from tests.encounters.knees import TITLE, screen_document, screened_knee, version_of, work_up_document
from tests.factories import at_work

SHOWN = "Carried from the screening of 2 March 2026, to confirm"


@pytest.mark.parametrize(("width", "scripts"), NARROW_FIRST)
def test_a_clinician_works_up_what_a_result_suggests(
    open_tab: OpenTab, place: Place, width: int, scripts: bool
) -> None:
    screening = knee_screening(place)
    tab = open_tab(width=width, scripts=scripts, user=place.user)

    opens_the_work_up(tab, screening)
    answers_what_is_new(tab)
    finds_what_waits(tab)
    confirms_and_submits(tab)
    goes_back_to_the_screening(tab)
    the_list_shows_both(tab)
    both_are_stored(place)


def knee_screening(place: Place) -> Response:
    """Submitted; it suggests the condition that the work-up is for."""
    version = version_of(place, screen_document())
    version_of(place, work_up_document())
    return screened_knee(place, "A-1042", version=version)


def opens_the_work_up(tab: Tab, screening: Response) -> None:
    tab.go(f"/screenings/{screening.id}/result/")
    assert "Work-ups" in tab.words
    tab.look("result-with-work-ups")
    tab.press(f"Open the work-up {TITLE}")
    assert f"Work-up: {TITLE} ·" in tab.words
    assert "Section 2 of 2" in tab.words


def answers_what_is_new(tab: Tab) -> None:
    stiffness = tab.page.get_by_role("textbox", name="The knee is stiff")
    assert stiffness.input_value() == "45"
    described = stiffness.get_attribute("aria-describedby") or ""
    assert tab.page.locator(f"#{described.split()[-1]}").inner_text() == SHOWN
    tab.look("work-up-step")
    Tick("Signs", ("A knee is tender",), others="No").fill(tab.page)
    Choose("Pain", "2 Marked").fill(tab.page)
    tab.press("Save and check all answers")


def finds_what_waits(tab: Tab) -> None:
    """The page that was saved is confirmed; age and sex, on a page that nobody opened, are not."""
    assert "2 answers were carried from the screening" in tab.words
    tab.look("work-up-check")
    tab.press("Submit and see the result")
    assert "2 answers are carried from the screening and not confirmed yet." in tab.words
    tab.look("work-up-refused")


def confirms_and_submits(tab: Tab) -> None:
    tab.press("Confirm the carried answers")
    assert "The carried answers are confirmed." in tab.words
    assert "to confirm" not in tab.words
    tab.follow(tab.page.get_by_role("link", name="Change The knee is stiff"))
    Number("The knee is stiff", "20").fill(tab.page)
    tab.press("Save and check all answers")
    tab.press("Submit and see the result")
    assert tab.heading == "Result for A-1042"
    tab.look("work-up-result")


def goes_back_to_the_screening(tab: Tab) -> None:
    tab.follow(tab.page.get_by_role("link", name="screening of 2 Mar 2026"))
    work_ups = tab.page.get_by_role("region", name="Work-ups")
    assert "Submitted" in work_ups.inner_text()
    assert work_ups.get_by_role("button").count() == 0
    tab.look("result-worked-up")


def the_list_shows_both(tab: Tab) -> None:
    tab.follow(tab.page.get_by_role("link", name="Screenings", exact=True))
    assert tab.page.get_by_role("link", name=f"Result Work-up: {TITLE} 1.0.0 of A-1042").count() == 1
    tab.look("list-with-work-up")


def both_are_stored(place: Place) -> None:
    with at_work(place):
        screening, work_up = Response.objects.order_by("started_at")
        assert {screening.status, work_up.status} == {ResponseStatus.SUBMITTED}
        assert (screening.answers["knee_stiff_minutes"], work_up.answers["knee_stiff_minutes"]) == (45, 20)
        assert work_up.work_up_of_id == screening.id
