"""What does a clinician see when something goes wrong in the middle, and is anything lost or doubled?"""

import pytest
from django.contrib.sessions.models import Session

from screening.audit.models import AuditEvent
from screening.encounters.models import Assessment, Response
from tests.browser.place import OpenTab, Place, new_place
from tests.browser.tab import Tab
from tests.browser.visit import PATIENT, Choose, Number, Tick, fill_all, fill_section, fill_start, start
from tests.factories import PASSWORD, at_work

SUBMIT = "Submit and see the result"
DANGERS = "Is any of these present now?"


def to_check_page(tab: Tab) -> None:
    """The quickest visit that may be submitted: only the danger signs are answered."""
    start(tab)
    visit = tab.page.url.split("/steps/")[0]
    tab.go(f"{visit}/steps/danger-signs/")
    Tick(DANGERS, others="No").fill(tab.page)
    tab.press("Save and continue")


def events(place: Place, event_type: str) -> int:
    with at_work(place):
        return AuditEvent.objects.filter(type=event_type).count()


def assessments(place: Place) -> int:
    with at_work(place):
        return Assessment.objects.count()


def test_two_clicks_on_submit_make_one_assessment(open_tab: OpenTab, place: Place) -> None:
    tab = open_tab(user=place.user)
    to_check_page(tab)

    tab.page.get_by_role("button", name=SUBMIT).dblclick(no_wait_after=True)
    tab.page.wait_for_url("**/result/")

    assert tab.heading.startswith("Result for")
    assert (assessments(place), events(place, "assessment.submit")) == (1, 1)


def test_going_back_after_submit_cannot_change_or_submit_again(open_tab: OpenTab, place: Place) -> None:
    tab = open_tab(user=place.user)
    to_check_page(tab)
    tab.press(SUBMIT)

    tab.page.go_back()

    assert tab.heading == "Answers"
    assert tab.page.get_by_role("button", name=SUBMIT).count() == 0
    tab.page.go_back()
    assert tab.heading == "Answers"
    assert assessments(place) == 1


def test_a_submit_from_a_second_tab_leads_to_the_same_result(open_tab: OpenTab, place: Place) -> None:
    first, second = open_tab(user=place.user), open_tab(user=place.user)
    to_check_page(first)
    second.go(first.page.url)

    first.press(SUBMIT)
    second.press(SUBMIT)

    assert first.page.url == second.page.url
    assert assessments(place) == 1


def test_a_stale_tab_shows_both_versions_and_either_can_be_kept(open_tab: OpenTab, place: Place) -> None:
    first, second = open_tab(user=place.user), open_tab(user=place.user)
    start(first)
    visit = first.page.url.split("/steps/")[0]
    for tab in (first, second):
        tab.go(f"{visit}/steps/how-it-behaves/")

    Number("How long the pain has lasted", "36").fill(first.page)
    first.press("Save and continue")
    Number("How long the pain has lasted", "40").fill(second.page)
    Choose("How the present trouble began", "Gradually").fill(second.page)
    second.press("Save and continue")

    assert second.heading == "This page was saved somewhere else in the meantime"
    assert "36 months" in second.words
    assert "40 months" in second.words
    assert stored(place, "pain_duration_months") == 36
    second.look("409-stale")

    second.press("Keep mine and save")
    assert second.heading == "Fatigue, sleep and mind"
    assert stored(place, "pain_duration_months") == 40
    assert stored(place, "onset_mode") == "insidious"

    first.go(f"{visit}/steps/how-it-behaves/")
    assert first.page.get_by_role("textbox", name="How long the pain has lasted").input_value() == "40"


def test_what_was_saved_elsewhere_can_be_kept(open_tab: OpenTab, place: Place) -> None:
    first, second = open_tab(user=place.user), open_tab(user=place.user)
    start(first)
    second.go(first.page.url)
    Choose("Diabetes, prediabetes", "No").fill(first.page)
    first.press("Save and continue")
    Choose("Diabetes, prediabetes", "Yes").fill(second.page)
    second.press("Save and continue")

    second.follow(second.page.get_by_role("link", name="Keep what was saved"))

    assert second.heading == "About the patient"
    assert stored(place, "ask_metabolic_psoriasis") is False


def test_a_step_of_a_screening_submitted_meanwhile_is_refused(open_tab: OpenTab, place: Place) -> None:
    first, second = open_tab(user=place.user), open_tab(user=place.user)
    to_check_page(first)
    second.go(first.page.url.replace("/check/", "/steps/how-it-behaves/"))
    first.press(SUBMIT)

    Number("How long the pain has lasted", "36").fill(second.page)
    second.press("Save and continue")

    assert second.heading == "This was changed in the meantime"
    assert stored(place, "pain_duration_months") is None
    second.look("409-submitted")


def test_after_the_session_expired_one_is_back_on_the_same_step(open_tab: OpenTab, place: Place) -> None:
    tab = open_tab(user=place.user)
    start(tab)
    fill_section(tab)
    tab.press("Save and continue")
    fill_section(tab)
    tab.press("Save and continue")
    here = tab.page.url
    Session.objects.all().delete()

    fill_section(tab)
    tab.press("Save and continue")
    assert tab.heading == "Sign in"
    tab.page.get_by_label("Email").fill(place.user.email)
    tab.page.get_by_label("Password").fill(PASSWORD)
    tab.press("Sign in")

    assert tab.page.url == here
    assert tab.heading == [*PATIENT][2]
    assert len(stored(place, "pain_sites_wpi")) == 11
    fill_all(tab)
    assert "36 months" in tab.words


def test_a_submit_with_open_danger_signs_leads_to_the_question(open_tab: OpenTab, place: Place) -> None:
    tab = open_tab(user=place.user)
    start(tab)
    tab.go(tab.page.url.split("/steps/")[0] + "/check/")

    tab.press(SUBMIT)

    assert "nhsuk-error-summary" in tab.focused()
    tab.look("check-error")
    tab.follow(tab.page.locator("[data-error-summary] a").first)
    assert tab.heading == "Danger signs"
    assert assessments(place) == 0


def test_nobody_under_18_is_screened(open_tab: OpenTab, place: Place) -> None:
    tab = open_tab(user=place.user)
    tab.go("/screenings/new/")
    fill_start(tab.page, age_years=17)

    tab.press("Start")

    assert "the patient must be 18 or over" in tab.words
    assert tab.page.get_by_label("Patient reference").input_value() == "A-1042"
    with at_work(place):
        assert Response.objects.count() == 0
    tab.look("start-under-18")


@pytest.mark.parametrize(
    "reference",
    [
        '"><img src=x onerror=alert(1)>',
        *(
            pytest.param(other, marks=pytest.mark.slow)
            for other in ("<script>alert(1)</script>", "{{7*7}}", "{% now 'Y' %}'\"&amp;")
        ),
    ],
)
def test_a_reference_made_of_markup_is_only_words(open_tab: OpenTab, place: Place, reference: str) -> None:
    tab = open_tab(user=place.user)
    tab.page.on(
        "dialog", lambda dialog: tab.faults.append(f"a script of the reference ran: {dialog.message}")
    )
    start(tab, reference)
    visit = tab.page.url.split("/steps/")[0]
    assert reference in tab.words

    tab.go(f"{visit}/steps/danger-signs/")
    Tick(DANGERS, others="No").fill(tab.page)
    tab.press("Save and continue")
    assert reference in tab.words
    tab.press(SUBMIT)
    assert tab.heading == f"Result for {reference}"
    assert reference not in tab.page.title()
    tab.go("/screenings/")
    assert reference in tab.words
    assert tab.page.locator("main img, main script").count() == 0


def test_another_practices_screening_is_not_there(open_tab: OpenTab, place: Place) -> None:
    south = new_place("Practice South", "Dr Simon South")
    theirs, ours = open_tab(user=south.user), open_tab(user=place.user)
    start(theirs, "CANARY-7")

    status = ours.go(theirs.page.url)

    assert status == 404
    assert "CANARY" not in ours.page.content()
    assert events(place, "authz.denied") == 1


def stored(place: Place, item: str) -> object:
    with at_work(place):
        return Response.objects.get().answers.get(item)
