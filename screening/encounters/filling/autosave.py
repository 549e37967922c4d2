"""What does the browser send while somebody fills in a page, and what of it is kept?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from screening.encounters.actions import check_takes_answers, keep, locked
from screening.encounters.filling.forms import StepForm
from screening.encounters.filling.questions import Question
from screening.encounters.models import Response
from screening.encounters.saves import change_of, faults_in
from screening.questionnaires.store import bundle_of


@dataclass(frozen=True)
class Read:
    """What of the changed questions of a page can be kept, and which cannot be, by field name, with the words."""

    posted: Mapping[str, Any]
    refused: Mapping[str, str]


def read_changed(form: StepForm) -> Read:
    """The answers of a form that asks only what changed; one that does not fit is refused, the others stand."""
    refused = dict(_refused(form, form.questions))
    kept = {item.key for each in form.questions if each.name not in refused for item in each.items}
    return Read({key: value for key, value in form.posted().items() if key in kept}, refused)


def by_hand(form: StepForm, posted: Mapping[str, Any]) -> set[str]:
    """
    The items whose answers somebody gave now: of a checklist only the members that changed.

    In a work-up these are confirmed by it; what was carried beside them still waits.
    """
    changed = {key for key, value in posted.items() if value != form.answers.get(key)}
    alone = {each.items[0].key for each in form.questions if len(each.items) == 1}
    return changed | (alone & set(posted))


def unsaved_questions(form: StepForm) -> list[str]:
    """The questions of a page that came back with errors whose answers stand on the page and nowhere else."""
    refused, posted = dict(_refused(form, form.questions)), form.posted()
    return [
        each.name
        for each in form.questions
        if each.name in refused or any(posted[i.key] != form.answers.get(i.key) for i in each.items)
    ]


def _refused(form: StepForm, questions: Iterable[Question]) -> Iterator[tuple[str, str]]:
    for question in questions:
        words = [message for name in question.names for message in map(str, form.errors.get(name, ()))]
        if words:
            yield question.name, ". ".join(words)


@transaction.atomic
def autosave(
    *,
    response_id: UUID,
    section_key: str,
    read: Read,
    confirmed: Set[str],
    lock_number: int,
    save_key: str,
    tried: Sequence[str],
    by: User,
    at: datetime,
) -> tuple[Response, list[tuple[str, str]]]:
    """
    Keep the answers that changed on a page. What the questionnaire itself refuses stays out; the others stand.

    Args:
        read: what was sent.
        confirmed: the items that somebody answered by hand.
        lock_number: of the version that the page began with.
        save_key: names this save, `tried` the ones before it that the page heard nothing of.

    Returns:
        The response, and item and words of what was refused.

    Raises:
        Response.DoesNotExist, ResponseNotInProgress, StaleResponse.
    """
    response = locked(response_id, by)
    check_takes_answers(response, lock_number, read.posted, (*tried, save_key))
    bundle = bundle_of(response.version)
    change = change_of(bundle, response, section_key, read.posted, confirmed)
    faults = faults_in(bundle, change, read.posted)
    if faults:
        refused = {fault.key for fault in faults}
        posted = {key: value for key, value in read.posted.items() if key not in refused}
        change = change_of(bundle, response, section_key, posted, confirmed - refused)
    if not change.is_in(response):
        keep(response, change, section_key, by=by, at=at, save_key=save_key)
    return response, [(fault.key, fault.message) for fault in faults]
