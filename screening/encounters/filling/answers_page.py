"""How are the answers of a visit read back: for a last check, and when two people saved the same page?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from screening.encounters.carrying import waiting_by_hand
from screening.encounters.filling.fields import not_assessed_words
from screening.encounters.filling.start_form import MODES
from screening.encounters.models import Response
from screening.encounters.readiness import Reason
from screening.encounters.visit_words import (
    mode_words,
    patient_words,
    started_words,
    step_url,
    work_up_words,
)
from screening.questionnaires.answering import (
    Control,
    controls,
    merge_step,
    unanswered_by_section,
    visible_items,
)
from screening.scoring.answers import NOT_ASSESSED
from screening.scoring.bundle import Bundle, Item, Section
from screening.scoring.stems import is_by_stem
from screening.scoring.wording import answer_words

CARRIED = gettext_lazy("Carried from the screening, to confirm")


@dataclass(frozen=True)
class Part:
    """The words for one item, which links from the result lead to."""

    item: str
    words: str


@dataclass(frozen=True)
class Said:
    """One line of an answer; `kind` is "", "unknown" or "unanswered", `anchors` the other items it speaks for."""

    lead: str
    parts: tuple[Part, ...]
    kind: str = ""
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One control with its answer; `carried` says which of it was carried and waits, "" where nothing does."""

    label: str
    said: tuple[Said, ...]
    change: str
    carried: str = ""


@dataclass(frozen=True)
class AnswerSection:
    """One section of the questionnaire as answered."""

    key: str
    title: str
    rows: tuple[Row, ...]
    unanswered: int
    change: str


@dataclass(frozen=True)
class AnswersPage:
    """
    All answers of a visit; only a draft can be changed and submitted.

    `carried` says how many answers of a work-up wait to be confirmed, "" where none does. `mode` is how the
    questions were put, `modes` what it can be changed to.
    """

    title: str
    patient: str
    work_up: str
    counted: str
    started: str
    mode: str
    mode_words: str
    modes: tuple[tuple[str, str], ...]
    set_mode: str
    carried: str
    confirm: str
    sections: tuple[AnswerSection, ...]
    is_open: bool
    back: str
    back_words: str
    submit: str
    submission_key: UUID
    lock_number: int


@dataclass(frozen=True)
class Blocker:
    """Why a draft cannot be submitted, and where to mend it."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Difference:
    """One item in both versions of a page."""

    label: str
    saved: str
    yours: str
    differs: bool


def answers_page(bundle: Bundle, response: Response, *, submission_key: UUID) -> AnswersPage:
    """The check-answers page of a draft, or the answers behind a result."""
    is_open = response.is_in_progress
    last = step_url(response, bundle.sections[-1].key)
    waiting = waiting_by_hand(bundle, response.carried, response.answers) if is_open else []
    return AnswersPage(
        title=_("Check the answers") if is_open else _("Answers"),
        patient=patient_words(response),
        work_up=work_up_words(response),
        counted=answered_words(bundle, response.answers),
        started=started_words(response.started_at, timezone.now()) if is_open else "",
        mode=response.mode,
        mode_words=mode_words(response),
        modes=tuple((value, str(label)) for value, label in MODES),
        set_mode=reverse("encounters:mode", args=[response.id]),
        carried=_waiting_words(len(waiting)),
        confirm=reverse("encounters:confirm_carried", args=[response.id]),
        sections=answer_sections(bundle, response, response.answers, waiting),
        is_open=is_open,
        back=last if is_open else reverse("encounters:result", args=[response.id]),
        back_words=_("Back") if is_open else _("Result"),
        submit=reverse("encounters:submit", args=[response.id]),
        submission_key=submission_key,
        lock_number=response.lock_number,
    )


def _waiting_words(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(count)s answer was carried", "%(count)s answers were carried", count) % {
        "count": count
    }


def answered_words(bundle: Bundle, answers: Mapping[str, Any]) -> str:
    """ "37 of 43 answered": the shown core questions, "not examined" being an answer."""
    missing = sum(len(keys) for keys in unanswered_by_section(bundle, answers).values())
    given = sum(1 for key in visible_items(bundle, answers) if answers.get(key) is not None)
    return _("%(given)s of %(total)s answered") % {"given": given, "total": given + missing}


def blockers(bundle: Bundle, response: Response, reasons: Iterable[Reason]) -> list[Blocker]:
    """The reasons of a refused submit, each with a link to its question."""
    found = []
    for reason in reasons:
        if reason.code == "unconfirmed":
            found.append(Blocker(reason.message, "#carried"))
            continue
        section = _section_of(bundle, reason.key)
        anchor = f"item-{reason.key if reason.key in bundle.items else f'group__{reason.key}'}"
        found.append(Blocker(reason.message, f"{step_url(response, section)}#{anchor}" if section else ""))
    return found


def _section_of(bundle: Bundle, key: str) -> str:
    """The section of an item or a group; "" where there is none."""
    return next(
        (s.key for s in bundle.sections if key in s.groups or key in {item.key for item in s.items}), ""
    )


def answer_sections(
    bundle: Bundle, response: Response, answers: Mapping[str, Any], waiting: Collection[str] = ()
) -> tuple[AnswerSection, ...]:
    """Every shown control by section, with what a lead question answered for others, and what waits."""
    shown = visible_items(bundle, answers)
    missing = unanswered_by_section(bundle, answers)
    reader = _Reader(bundle, answers, shown, waiting)
    return tuple(
        AnswerSection(
            key=section.key,
            title=section.title,
            rows=tuple(
                reader.rows(section, step_url(response, section.key) if response.is_in_progress else "")
            ),
            unanswered=len(missing[section.key]),
            change=step_url(response, section.key) if response.is_in_progress else "",
        )
        for section in bundle.sections
    )


def differences(
    bundle: Bundle, section: Section, current: Response, yours: Mapping[str, Any]
) -> tuple[Difference, ...]:
    """Both versions of one page side by side, the differing ones first; what neither answered is left out."""
    saved = current.answers
    yours = merge_step(bundle, section.key, current.answers, current.set_aside, yours)[0]
    rows = [
        Difference(
            label=item.label,
            saved=_plain(bundle, item, saved.get(item.key)),
            yours=_plain(bundle, item, yours.get(item.key)),
            differs=saved.get(item.key) != yours.get(item.key),
        )
        for item in section.items
        if saved.get(item.key) is not None or yours.get(item.key) is not None
    ]
    return tuple(sorted(rows, key=lambda row: not row.differs))


def _plain(bundle: Bundle, item: Item, value: Any) -> str:
    if value == NOT_ASSESSED:
        return not_assessed_words(item)
    if isinstance(value, list):
        chosen = "; ".join(option.label for option in item.options if option.value in value)
        return chosen or _("None of these")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return answer_words(bundle, item.key, value) or _("Unanswered")


@dataclass(frozen=True)
class _Reader:
    bundle: Bundle
    answers: Mapping[str, Any]
    shown: set[str]
    waiting: Collection[str]

    def rows(self, section: Section, change: str) -> Iterable[Row]:
        for control in controls(section):
            yield from self._rows(control, change)

    def _rows(self, control: Control, change: str) -> Iterable[Row]:
        items = [item for item in control.items if item.key in self.shown]
        if items and self._is_met(items):
            said = self._checklist(items) if control.kind == "group" else self._single(items[0])
            said = (*said, *self._by_stem(control))
            yield Row(control.label, said, _at(change, control), self._carried(control, items))
        if self.answers.get(control.key) is True:
            for inner in control.inner:
                yield from self._rows(inner, change)

    def _carried(self, control: Control, items: Iterable[Item]) -> str:
        found = [item.label for item in items if item.key in self.waiting]
        if not found:
            return ""
        return str(CARRIED) if control.kind != "group" else f"{CARRIED}: {'; '.join(found)}"

    def _is_met(self, items: Iterable[Item]) -> bool:
        return any(item.ask == "core" or self.answers.get(item.key) is not None for item in items)

    def _single(self, item: Item) -> tuple[Said, ...]:
        value = self.answers.get(item.key)
        kind = {None: "unanswered", NOT_ASSESSED: "unknown"}.get(
            value if isinstance(value, str | None) else "", ""
        )
        words = _plain(self.bundle, item, value)
        return (Said("", (Part(item.key, words[:1].upper() + words[1:]),), kind),)

    def _checklist(self, items: list[Item]) -> tuple[Said, ...]:
        """Ticked members by name, then the others by what their closing answer made of them."""
        if all(self.answers.get(item.key) is None for item in items):
            others = tuple(item.key for item in items[1:])
            return (Said("", (Part(items[0].key, _("Unanswered")),), "unanswered", others),)
        leads = (
            (True, _("Yes:"), ""),
            (False, _("No:"), ""),
            (NOT_ASSESSED, f"{not_assessed_words(items[0])}:", "unknown"),
            (None, _("Unanswered:"), "unanswered"),
        )
        found = [
            Said(lead, tuple(Part(item.key, item.label) for item in items if self._is(item, value)), kind)
            for value, lead, kind in leads
        ]
        return tuple(said for said in found if said.parts)

    def _is(self, item: Item, value: Any) -> bool:
        answer = self.answers.get(item.key)
        return type(answer) is type(value) and bool(answer == value)

    def _by_stem(self, control: Control) -> tuple[Said, ...]:
        """What this lead question's "no" answers as well."""
        if control.kind != "stem":
            return ()
        covered = [
            Part(key, self.bundle.items[key].label)
            for key in control.item.covers
            if is_by_stem(self.bundle, self.answers, key)
        ]
        return (Said(_("By this answer also no:"), tuple(covered), "unknown"),) if covered else ()


def _at(change: str, control: Control) -> str:
    if not change:
        return ""
    name = f"group__{control.key}" if control.kind == "group" else control.key
    return f"{change}#item-{name}"
