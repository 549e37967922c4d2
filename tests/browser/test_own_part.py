"""Can a clinician think first, judge, acknowledge, note, sign, amend and take back, with scripts and without?"""

from __future__ import annotations

import pytest

from accounts.models import Practice
from screening.encounters.models import Response, ResponseStatus, Verdict
from tests.browser.place import NARROW_FIRST, OpenTab, Place
from tests.browser.tab import Tab
from tests.encounters.knees import screen_document, screened_knee, version_of
from tests.factories import at_work

WHY = "The duration was mistyped."


@pytest.mark.parametrize(("width", "scripts"), NARROW_FIRST)
def test_a_clinician_makes_a_result_part_of_the_record(
    open_tab: OpenTab, place: Place, width: int, scripts: bool
) -> None:
    response = hot_knee(place)
    tab = open_tab(width=width, scripts=scripts, user=place.user)

    thinks_first(tab, response)
    judges(tab, place)
    changes_the_view(tab, place)
    is_asked_for_the_flag_before_signing(tab, response)
    acknowledges(tab)
    notes(tab)
    signs(tab)
    amends(tab, response)
    takes_back(tab, place)


def hot_knee(place: Place) -> Response:
    """Submitted, with a red flag, in a practice that asks for the own differential first."""
    version = version_of(place, screen_document())
    with at_work(place):
        Practice.objects.filter(pk=place.practice.pk).update(switches={"own_differential_first": True})
    return screened_knee(place, "A-1042", version=version, rf_knee=True)


def thinks_first(tab: Tab, response: Response) -> None:
    assert tab.go(f"/screenings/{response.id}/result/") == 200
    assert tab.heading == "What do you think of?"
    assert "Look at the knee today." in tab.words and "Why here" not in tab.words
    tab.look("own-first")
    tab.press("Note it and open the list")
    assert "Choose or write at least one, or skip with a reason" in tab.words
    tab.look("own-first-refused")
    tab.page.get_by_label("Other disease").check()
    tab.page.get_by_label("Something else").fill("Gout")
    tab.press("Note it and open the list")
    assert tab.heading == "Result for A-1042"
    noted = tab.page.get_by_role("region", name="Noted before the list opened").inner_text()
    assert "Cannot tell yet" in noted and "Other disease" in noted and "“Gout”" in noted


def judges(tab: Tab, place: Place) -> None:
    card = tab.page.locator("#verdict-kn")
    assert card.locator(":checked:not(option)").count() == 0
    heights = [radio.bounding_box() for radio in card.locator("label.choice").all()]
    assert all(box and box["height"] >= 44 for box in heights)
    assert not card.get_by_label("Reason for your view").is_visible()
    card.get_by_label("Disagree").check()
    save(tab, "#verdict-kn", "Save your view of Knee disease")
    assert "Choose why you disagree" in tab.words
    tab.look("verdict-refused")
    card = tab.page.locator("#verdict-kn, form").filter(has=tab.page.get_by_label("Disagree")).first
    card.get_by_label("Reason for your view").select_option(label="Another condition explains it better")
    card.get_by_label("In your words").fill("Gout")
    save(tab, "#verdict-kn", "Save your view of Knee disease")
    card = tab.page.locator("#condition-kn")
    card.locator("summary .badge", has_text="You disagreed").wait_for()
    if tab.has_scripts:
        assert "You disagreed" in str(tab.page.evaluate("document.activeElement.innerText"))
    with at_work(place):
        assert Verdict.objects.get().reason == "Gout"
    tab.look("verdict")


def changes_the_view(tab: Tab, place: Place) -> None:
    block = tab.page.locator("#verdict-kn")
    block.locator("summary", has_text="Change").click()
    block.get_by_label("Agree", exact=True).check()
    save(tab, "#verdict-kn", "Save your view of Knee disease")
    block.get_by_text("You agreed").wait_for()
    block.locator("summary", has_text="1 earlier entry").click()
    assert "You disagreed" in block.inner_text()
    with at_work(place):
        assert Verdict.objects.count() == 2


def is_asked_for_the_flag_before_signing(tab: Tab, response: Response) -> None:
    tab.follow(tab.page.get_by_role("link", name="Review and sign"))
    assert "Hot knee: not acknowledged" in tab.words
    tab.press("Sign and lock")
    assert "Acknowledge these red flags first: Hot knee." in tab.words
    tab.look("sign-refused")
    tab.follow(tab.page.get_by_role("link", name="Go to the red flag"))


def acknowledges(tab: Tab) -> None:
    block = tab.page.locator("#acknowledge-RF5")
    block.get_by_label("What follows").select_option(label="Referred or arranged already")
    save(tab, "#acknowledge-RF5", "Acknowledge Hot knee")
    tab.page.get_by_text("You acknowledged it").wait_for()


def notes(tab: Tab) -> None:
    tab.page.locator("summary", has_text="Add a note").click()
    tab.page.get_by_label("Add a note").fill("Seen with the daughter.\nCalls tomorrow.")
    tab.press("Save the note")
    assert "Seen with the daughter." in tab.words
    tab.look("result-own-part")


def signs(tab: Tab) -> None:
    tab.follow(tab.page.get_by_role("link", name="Review and sign"))
    tab.look("sign")
    tab.press("Sign and lock")
    assert "Signed. By Dr Nora North" in tab.words
    assert tab.page.get_by_role("radio").count() == 0
    tab.look("result-signed")


def amends(tab: Tab, response: Response) -> None:
    tab.follow(tab.page.get_by_role("link", name="Amend", exact=True))
    tab.press("Begin the amendment")
    assert "Write why you amend it" in tab.words
    tab.look("amend-refused")
    tab.page.get_by_label("Why do you amend it?").fill(WHY)
    tab.press("Begin the amendment")
    assert "Amends the screening of 2 March 2026" in tab.words and WHY in tab.words
    tab.look("amendment-check")
    tab.press("Submit and see the result")
    assert "Takes the place of what was submitted on 2 March 2026" in tab.words
    tab.look("result-amendment")
    tab.follow(tab.page.get_by_role("link", name="Go to what it amends"))
    assert "Amended since." in tab.words
    tab.look("result-amended")
    tab.follow(tab.page.get_by_role("link", name="Go to the amendment"))


def takes_back(tab: Tab, place: Place) -> None:
    tab.follow(tab.page.get_by_role("link", name="Entered in error"))
    tab.page.get_by_label("Why was it entered in error?").fill("The wrong patient.")
    tab.look("take-back")
    tab.press("Mark as entered in error")
    assert "Marked as entered in error." in tab.words
    with at_work(place):
        gone = Response.objects.get(status=ResponseStatus.ENTERED_IN_ERROR)
    tab.go(f"/screenings/{gone.id}/result/")
    assert "Entered in error. Marked by Dr Nora North" in tab.words and "Knee disease" in tab.words
    tab.look("result-entered-in-error")


def save(tab: Tab, block: str, button: str) -> None:
    """With scripts the block alone is swapped; without, the page comes back."""
    pressed = tab.page.get_by_role("button", name=button)
    if not tab.has_scripts:
        with tab.page.expect_navigation(wait_until="load"):
            pressed.click()
        return
    with tab.page.expect_response(lambda answer: answer.request.method == "POST"):
        pressed.click()
