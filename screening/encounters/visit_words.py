"""What do the list of screenings and the head of each page of a visit show?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.encounters.models import Mode, Response, ResponseStatus
from screening.encounters.references import open_reference
from screening.questionnaires.models import QuestionnaireVersion, VersionStatus
from screening.scoring.bundle import Bundle, Section

STATE_WORDS = {
    ResponseStatus.IN_PROGRESS: gettext_lazy("Draft"),
    ResponseStatus.SUBMITTED: gettext_lazy("Submitted"),
    ResponseStatus.SIGNED: gettext_lazy("Signed"),
    ResponseStatus.SUPERSEDED: gettext_lazy("Amended since"),
    ResponseStatus.ENTERED_IN_ERROR: gettext_lazy("Entered in error"),
}

ANY = UUID(int=0)
SEX_WORDS = {
    "female": gettext_lazy("female"),
    "male": gettext_lazy("male"),
    "other": gettext_lazy("other"),
    "unknown": gettext_lazy("sex not known"),
}
WORK_UP = "Work-up: "  # a practice's own questionnaire may be called so already
WITHDRAWN_WORDS = {
    True: gettext_lazy(
        "This version of the questionnaire was withdrawn: it is not to be relied on any more. "
        "You can finish this screening; its result will say so. A new screening uses the version in force."
    ),
    False: gettext_lazy(
        "This result was made with a version of the questionnaire that was withdrawn since, and is not "
        "to be relied on any more. It is shown as it was; screen the patient again with the version in force."
    ),
}
RETIRED_WORDS = gettext_lazy(
    "A newer version may be in use by now. This screening finishes on the version it began with."
)


@dataclass(frozen=True)
class Notice:
    """What is to be known of the questionnaire version before reading on."""

    heading: str
    words: str
    is_grave: bool


@dataclass(frozen=True)
class Visit:
    """One row of the list: a screening by the day of its visit, a work-up by its own."""

    reference: str
    who: str
    opened_at: datetime
    clinician: str
    questionnaire: str
    state: str
    state_words: str
    href: str
    act: str
    note: str = ""
    work_ups: tuple[Visit, ...] = ()


@dataclass(frozen=True)
class SectionLink:
    """One section in the bar that says how far a visit is; `look` is is-done, is-here or ""."""

    title: str
    href: str
    look: str


@dataclass(frozen=True)
class Step:
    """Where in the visit a page stands; `work_up` is the title of a work-up, "" in a screening."""

    title: str
    help: str
    number: int
    total: int
    sections: tuple[SectionLink, ...]
    started: str
    saved: str
    patient: str
    work_up: str
    here: str
    autosave: str
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
        opened_at=response.started_at if response.is_work_up else response.encounter.opened_at,
        clinician=response.encounter.clinician.name,
        questionnaire=f"{title} {response.version.version}",
        state="draft" if is_draft else "done",
        state_words=str(STATE_WORDS[ResponseStatus(response.status)]),
        href=reverse(f"encounters:{'resume' if is_draft else 'result'}", args=[response.id]),
        act=_("Resume") if is_draft else _("Result"),
        note=_("Amendment") if response.amends_id else "",
        work_ups=tuple(visit_of(each) for each in work_ups),
    )


def work_up_words(response: Response) -> str:
    """ "Work-up: Rheumatoid arthritis (ACR/EULAR 2010)"; "" for a screening."""
    if not response.is_work_up:
        return ""
    return _("Work-up: %(title)s") % {"title": response.version.title.removeprefix(WORK_UP)}


def carried_words(response: Response) -> str:
    """What stands beside an answer that a work-up was given; `work_up_of` comes with the response."""
    screening = response.work_up_of
    if screening is None or screening.submitted_at is None:
        return ""
    day = date_format(timezone.localtime(screening.submitted_at), "j F Y")
    return _("Carried from the screening of %(day)s, to confirm") % {"day": day}


def version_words(version: QuestionnaireVersion) -> str:
    """ "Chronic pain screen, version 1.0.0": a questionnaire that is offered."""
    words = _("%(title)s, version %(version)s")
    if version.practice_id:
        words = _("%(title)s, version %(version)s, your practice’s own")
    return words % {"title": version.title, "version": version.version}


def notice_of(response: Response) -> Notice | None:
    """What is to be known of the response itself before its version; `amends` comes with it."""
    version = version_notice_of(response)
    if response.status == ResponseStatus.ENTERED_IN_ERROR:
        words = _("It is shown as it was and counts nowhere. Reason: “%(reason)s”")
        return Notice(_("Entered in error"), words % {"reason": response.void_reason}, is_grave=True)
    if response.is_in_progress and response.amends is not None and response.amends.submitted_at is not None:
        amended = timezone.localtime(response.amends.submitted_at)
        words = _("Amends the screening of %(day)s; takes its place once submitted. Reason: “%(reason)s”")
        if response.is_work_up:
            words = _("Amends the work-up of %(day)s; takes its place once submitted. Reason: “%(reason)s”")
        words %= {"day": date_format(amended, "j F Y"), "reason": response.amendment}
        words = f"{words}. {version.words}" if version else words
        return Notice(_("Amendment"), words, is_grave=bool(version and version.is_grave))
    return version


def version_notice_of(response: Response) -> Notice | None:
    """On every page of a withdrawn version; of a retired one only while answers are still entered."""
    if response.version.status == VersionStatus.WITHDRAWN:
        return Notice(
            _("Questionnaire withdrawn"), str(WITHDRAWN_WORDS[response.is_in_progress]), is_grave=True
        )
    if response.version.status == VersionStatus.RETIRED and response.is_in_progress:
        return Notice(_("Questionnaire retired"), str(RETIRED_WORDS), is_grave=False)
    return None


def step_of(bundle: Bundle, response: Response, section: Section) -> Step:
    """The frame of one section's page."""
    keys = [each.key for each in bundle.sections]
    place = keys.index(section.key)
    urls = [step_url(response, key) for key in keys]
    way_out = reverse("encounters:list"), _("Screenings")
    if response.work_up_of_id:
        way_out = reverse("encounters:result", args=[response.work_up_of_id]), _("Result of the screening")
    sections = tuple(
        SectionLink(each.title, url, "is-done" if n < place else "is-here" if n == place else "")
        for n, (each, url) in enumerate(zip(bundle.sections, urls, strict=True))
    )
    return Step(
        title=section.title,
        help=section.help,
        number=place + 1,
        total=len(keys),
        sections=sections,
        started=started_words(response.started_at, timezone.now()),
        saved=saved_words(response.saved_at),
        patient=patient_words(response),
        work_up=work_up_words(response),
        here=urls[place],
        autosave=reverse("encounters:autosave", args=[response.id, section.key]),
        back=urls[place - 1] if place else way_out[0],
        back_words=_("Back") if place else way_out[1],
        after=urls[place + 1] if place + 1 < len(keys) else reverse("encounters:check", args=[response.id]),
    )


def step_url(response: Response, section_key: str) -> str:
    """The address of one page of a visit."""
    return _step_url_of_any(section_key, get_script_prefix()).replace(str(ANY), str(response.id))


@lru_cache(maxsize=1024)
def _step_url_of_any(section_key: str, prefix: str) -> str:
    """The same for a response that there is not: a page names twenty of them, and looking one up takes long."""
    return reverse("encounters:step", args=[ANY, section_key])


def started_words(started_at: datetime, now: datetime) -> str:
    """ "Started 10:31, 6 minutes ago"; of another day "Started 3 May 2026, 10:31"."""
    began, today = timezone.localtime(started_at), timezone.localtime(now).date()
    if began.date() != today:
        return _("Started %(when)s") % {"when": date_format(began, "j F Y, H:i")}
    when = {"time": date_format(began, "H:i"), "ago": timesince(started_at, now, depth=1)}
    if (now - started_at).total_seconds() < 60:
        return _("Started %(time)s, just now") % when
    return _("Started %(time)s, %(ago)s ago") % when


def saved_words(at: datetime) -> str:
    """When something was saved: "10:42"; of another day with the day."""
    when = timezone.localtime(at)
    return date_format(when, "H:i" if when.date() == timezone.localdate() else "j M Y, H:i")


def mode_words(response: Response) -> str:
    """How the questions were put; "" where nobody said."""
    return str(Mode(response.mode).label) if response.mode else ""


def patient_words(response: Response) -> str:
    """ "A-1042, 52, female": whom a page is about."""
    return f"{open_reference(response.encounter.subject)}, {age_and_sex(response)}"


def age_and_sex(response: Response) -> str:
    """Age at this visit and sex, as far as known."""
    age = response.answers.get("age_years")
    sex = response.encounter.subject.sex
    said = [
        str(age) if age is not None else _("age not given"),
        str(SEX_WORDS[sex]),
    ]
    return ", ".join(said)
