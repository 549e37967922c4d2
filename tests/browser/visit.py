"""How does a clinician fill in a visit? The answers of one synthetic patient, as they are clicked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from playwright.sync_api import Locator, Page

from tests.browser.tab import Tab

AGE_YEARS = 52
REFERENCE = "A-1042"
FINDINGS = "Which of these does the patient have?"


class Answer(Protocol):
    """One question answered on a page."""

    def fill(self, page: Page) -> None: ...


@dataclass(frozen=True)
class Choose:
    """A radio."""

    question: str
    answer: str

    def fill(self, page: Page) -> None:
        question(page, self.question).get_by_label(self.answer, exact=True).check()


@dataclass(frozen=True)
class Tick:
    """Members of a list, and what holds for all that are not ticked."""

    question: str
    ticked: tuple[str, ...] = ()
    others: str = ""

    def fill(self, page: Page) -> None:
        group = question(page, self.question)
        for words in self.ticked:
            group.get_by_role("checkbox", name=words, exact=True).check()
        if self.others:
            group.get_by_role("radio", name=self.others, exact=True).check()


@dataclass(frozen=True)
class Number:
    """A number typed with its unit beside it."""

    question: str
    typed: str

    def fill(self, page: Page) -> None:
        page.get_by_role("textbox", name=self.question).fill(self.typed)


Patient = Mapping[str, tuple[Answer, ...]]

# Widespread pain, poor sleep and fatigue for three years; an old cancer, and night pain that is new: the
# picture of fibromyalgia, and two reasons not to stop there.
PATIENT: Patient = {
    "About the patient": (
        Tick("Diagnoses the patient already has", ("None known",)),
        Tick(FINDINGS, ("Cancer now or in the past",), others="No"),
        Choose("Diabetes, prediabetes or heavy alcohol use", "No"),
        Choose("A statin now or in recent months", "No"),
    ),
    "Where it hurts": (
        Tick(
            "Places that hurt or are tender in the past seven days",
            (
                "Jaw, left",
                "Shoulder girdle, left",
                "Shoulder girdle, right",
                "Upper arm, right",
                "Hip or buttock, left",
                "Hip or buttock, right",
                "Upper leg, left",
                "Lower leg, right",
                "Neck",
                "Upper back",
                "Lower back",
            ),
        ),
        Tick("Which of these apply?", ("Headache or pain in the face",), others="No"),
    ),
    "How it behaves": (
        Number("How long the pain has lasted", "36"),
        Choose("Symptoms have been there at much the same level", "Yes"),
        Number("Age when the symptoms first appeared", "49"),
        Choose("How the present trouble began", "Gradually"),
        Number("How long morning stiffness lasts", "20"),
        Tick(
            "What is the pain like",
            ("Light touch or clothing hurts", "Pain at night that wakes and that no position eases"),
            others="No",
        ),
    ),
    "Fatigue, sleep and mind": (
        Choose("Fatigue over the past week", "3 Intense on nearly every day and upsetting everyday tasks"),
        Choose("Waking unrefreshed", "3 Intense on nearly every day and upsetting everyday tasks"),
        Choose(
            "Trouble with memory or concentration", "2 Plain to notice on many days, or of medium strength"
        ),
        Tick(
            FINDINGS, ("Headaches in the past six months", "Depression in the past six months"), others="No"
        ),
        Choose("Thoughts of ending life or of self-harm", "1 Once in a while"),
        Choose("Does effort that used to be tolerated", "No"),
    ),
    "Joints and spine": (
        Choose("On examination, is any joint", "No"),
        Tick("What do you find at joints and digits?", others="No"),
    ),
    "Nerves, head and sight": (
        Tick("Head and sight", others="No"),
        Tick("Has any of these happened?", others="No"),
        Choose("Tingling or numbness", "1 A little now and then"),
        Choose("On a full neurological examination", "Not examined"),
    ),
    "Skin and general symptoms": (
        Tick(
            FINDINGS, ("Unintended loss of 5% of body weight or more, or sweats that drench at night",), "No"
        ),
        Tick("What do you see?", others="No"),
    ),
    "Muscles and trigger points": (
        Tick(
            "What does palpation show?",
            ("Pressure hurts at several unrelated places, control sites among them",),
            others="Not examined",
        ),
    ),
    "Results already there": (
        Choose("CRP or ESR", "Normal"),
        Choose("Rheumatoid factor and ACPA", "Not done"),
    ),
    "Danger signs": (Tick("Is any of these present now?", ("Thoughts of suicide disclosed",), others="No"),),
}


def question(page: Page, words: str) -> Locator:
    """The fieldset of a question, found by how its words begin."""
    return page.get_by_role("group", name=words).first


def start(tab: Tab, reference: str = REFERENCE) -> None:
    """From anywhere to the first page of a new visit."""
    tab.go("/screenings/new/")
    fill_start(tab.page, reference)
    tab.press("Start")


def fill_start(page: Page, reference: str = REFERENCE, age_years: int = AGE_YEARS) -> None:
    page.get_by_label("Patient reference").fill(reference)
    page.get_by_label("Year of birth").fill(str(datetime.now(UTC).year - age_years))
    page.get_by_label("Age today").fill(str(age_years))
    page.get_by_label("Female").check()


def fill_section(tab: Tab, patient: Patient = PATIENT) -> None:
    """Answer the page that is open as the synthetic patient would have it."""
    for answer in patient[tab.heading]:
        answer.fill(tab.page)


def fill_all(tab: Tab, patient: Patient = PATIENT) -> None:
    """From any page of a visit to the check page."""
    while "/steps/" in tab.page.url:
        fill_section(tab, patient)
        tab.press("Save and continue")
