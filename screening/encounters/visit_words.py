"""What do the list of screenings and the head of each page of a visit show?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format

from screening.encounters.models import Response, ResponseStatus
from screening.encounters.references import open_reference
from screening.questionnaires.models import QuestionnaireVersion, VersionStatus
from screening.scoring.bundle import Bundle, Section

STATE_WORDS = {
    ResponseStatus.IN_PROGRESS: "Draft",
    ResponseStatus.SUBMITTED: "Submitted",
    ResponseStatus.SIGNED: "Signed",
    ResponseStatus.SUPERSEDED: "Amended since",
    ResponseStatus.ENTERED_IN_ERROR: "Entered in error",
}

WORK_UP = "Work-up: "  # a practice's own questionnaire may be called so already
WITHDRAWN_WORDS = {
    True: "This version of the questionnaire was withdrawn: it is not to be relied on any more. You can finish"
    " this screening; its result will say so. A new screening uses the version in force.",
    False: "This result was made with a version of the questionnaire that was withdrawn since, and is not to be"
    " relied on any more. It is shown as it was; screen the patient again with the version in force.",
}
RETIRED_WORDS = "A newer version may be in use by now. This screening finishes on the version it began with."


@dataclass(frozen=True)
class Notice:
    """What is to be known of the questionnaire version before reading on."""

    heading: str
    words: str
    is_grave: bool


@dataclass(frozen=True)
class Visit:
    """One row of the list."""

    reference: str
    who: str
    opened_at: datetime
    clinician: str
    questionnaire: str
    state: str
    state_words: str
    href: str
    act: str
    work_ups: tuple[Visit, ...] = ()


@dataclass(frozen=True)
class Step:
    """Where in the visit a page stands; `work_up` is the title of a work-up, "" in a screening."""

    title: str
    help: str
    number: int
    total: int
    marks: tuple[str, ...]
    patient: str
    work_up: str
    here: str
    back: str
    back_words: str
    after: str


def visit_of(response: Response, work_ups: Iterable[Response] = ()) -> Visit:
    """
    A row of the list, with its work-ups under it.

    Each response comes with its encounter, subject, clinician and version.
    """
    is_draft = response.is_in_progress
    title = work_up_words(response) or response.version.title
    return Visit(
        reference=open_reference(response.encounter.subject),
        who=age_and_sex(response),
        opened_at=response.started_at,
        clinician=response.encounter.clinician.name,
        questionnaire=f"{title} {response.version.version}",
        state="draft" if is_draft else "done",
        state_words=STATE_WORDS[ResponseStatus(response.status)],
        href=reverse(f"encounters:{'resume' if is_draft else 'result'}", args=[response.id]),
        act="Resume" if is_draft else "Result",
        work_ups=tuple(visit_of(each) for each in work_ups),
    )


def work_up_words(response: Response) -> str:
    """ "Work-up: Rheumatoid arthritis (ACR/EULAR 2010)"; "" for a screening."""
    return f"{WORK_UP}{response.version.title.removeprefix(WORK_UP)}" if response.is_work_up else ""


def carried_words(response: Response) -> str:
    """What stands beside an answer that a work-up was given; `work_up_of` comes with the response."""
    screening = response.work_up_of
    if screening is None or screening.submitted_at is None:
        return ""
    day = date_format(timezone.localtime(screening.submitted_at), "j F Y")
    return f"Carried from the screening of {day}, to confirm"


def version_words(version: QuestionnaireVersion) -> str:
    """ "Chronic pain screen, version 1.0.0": a questionnaire that is offered."""
    own = ", your practice’s own" if version.practice_id else ""
    return f"{version.title}, version {version.version}{own}"


def notice_of(response: Response) -> Notice | None:
    """On every page of a withdrawn version; of a retired one only while answers are still entered."""
    if response.version.status == VersionStatus.WITHDRAWN:
        return Notice("Questionnaire withdrawn", WITHDRAWN_WORDS[response.is_in_progress], is_grave=True)
    if response.version.status == VersionStatus.RETIRED and response.is_in_progress:
        return Notice("Questionnaire retired", RETIRED_WORDS, is_grave=False)
    return None


def step_of(bundle: Bundle, response: Response, section: Section) -> Step:
    """The frame of one section's page."""
    keys = [each.key for each in bundle.sections]
    place = keys.index(section.key)
    urls = [step_url(response, key) for key in keys]
    way_out = reverse("encounters:list"), "Screenings"
    if response.work_up_of_id:
        way_out = reverse("encounters:result", args=[response.work_up_of_id]), "Result of the screening"
    marks = tuple("is-done" if n < place else "is-here" if n == place else "" for n in range(len(keys)))
    return Step(
        title=section.title,
        help=section.help,
        number=place + 1,
        total=len(keys),
        marks=marks,
        patient=patient_words(response),
        work_up=work_up_words(response),
        here=urls[place],
        back=urls[place - 1] if place else way_out[0],
        back_words="Back" if place else way_out[1],
        after=urls[place + 1] if place + 1 < len(keys) else reverse("encounters:check", args=[response.id]),
    )


def step_url(response: Response, section_key: str) -> str:
    """The address of one page of a visit."""
    return reverse("encounters:step", args=[response.id, section_key])


def patient_words(response: Response) -> str:
    """ "A-1042, 52, female": whom a page is about."""
    return f"{open_reference(response.encounter.subject)}, {age_and_sex(response)}"


def age_and_sex(response: Response) -> str:
    """Age at this visit and sex, as far as known."""
    age = response.answers.get("age_years")
    sex = response.encounter.subject.sex
    said = [str(age) if age is not None else "age not given", "sex not known" if sex == "unknown" else sex]
    return ", ".join(said)
