"""How is one step of a version written down: its row held, its step noted, its audit event recorded?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.scope import current_practice_id
from screening.audit.record import Actor, current_context, record
from screening.authoring.models import ReviewStep, StepKind
from screening.questionnaires.models import QuestionnaireVersion, VersionStatus

STATE_WORDS: Mapping[str, str | Promise] = {
    VersionStatus.DRAFT: gettext_lazy("Draft"),
    VersionStatus.IN_REVIEW: gettext_lazy("In review"),
    VersionStatus.PUBLISHED: gettext_lazy("Published"),
    VersionStatus.RETIRED: gettext_lazy("Retired"),
    VersionStatus.WITHDRAWN: gettext_lazy("Withdrawn"),
}
STATE_CLASS: Mapping[str, str] = {
    VersionStatus.DRAFT: "state--draft",
    VersionStatus.IN_REVIEW: "state--draft",
    VersionStatus.PUBLISHED: "state--done",
    VersionStatus.WITHDRAWN: "state--stop",
}


class StepNotPossible(RuntimeError):
    """The version is not in a state for this step, or this person may not take it; the message says why."""


class ChangedMeanwhile(RuntimeError):
    """What the person had before them is no longer what is stored; nothing was done."""


def locked_version(version_id: UUID, seen: str, states: Mapping[VersionStatus, str]) -> QuestionnaireVersion:
    """The practice's own version, locked, in one of these states and still as the person saw it."""
    rows = QuestionnaireVersion.objects.select_related("questionnaire").select_for_update(of=("self",))
    version = rows.filter(practice__isnull=False).get(pk=version_id)
    check_step(version, seen, states)
    return version


def check_step(version: QuestionnaireVersion, seen: str, states: Mapping[VersionStatus, str]) -> None:
    """
    Whether the version is in a state for a step (state -> what to say otherwise) and still as it was seen.

    Raises:
        StepNotPossible, ChangedMeanwhile.
    """
    if version.status not in states:
        now = str(STATE_WORDS[version.status]).lower()
        this_one = _("This one is %(state)s now.") % {"state": now}
        raise StepNotPossible(f"{next(iter(states.values()))} {this_one}")
    if version.digest != seen:
        raise ChangedMeanwhile(_("The version was changed after you opened the page. Look at it again."))


def note_step(version: QuestionnaireVersion, kind: StepKind, reason: str, by: User, at: datetime) -> None:
    ReviewStep.objects.create(
        practice_id=current_practice_id(),
        version=version,
        kind=kind,
        digest=version.digest,
        reason=reason,
        by=by,
        at=at,
    )


def record_step(
    event_type: str,
    action: str,
    version: QuestionnaireVersion,
    change: Mapping[str, Sequence[str | None]],
    *,
    by: User,
    reason: str = "",
) -> None:
    record(
        event_type,
        action=action,
        entity=("questionnaire_version", version.id, version.version),
        practice=version.practice_id,
        actor=current_context().actor or Actor(by.pk, by.name),
        change=change,
        content={"key": version.questionnaire.key, "digest": version.digest},
        reason=reason,
    )


def take_step(
    version: QuestionnaireVersion,
    status: VersionStatus,
    kind: StepKind,
    event_type: str,
    *,
    reason: str = "",
    by: User,
    at: datetime,
) -> QuestionnaireVersion:
    change = {"status": [version.status, status.value]}
    version.status = status
    version.save()
    note_step(version, kind, reason, by, at)
    record_step(event_type, "U", version, change, by=by, reason=reason)
    return version
