"""What can be done with a practice's questionnaire, from its file to its withdrawal?

Each action happens whole, with its step and its audit event, or not at all. The file is checked
before the rows are locked, so that nobody waits for a check.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Practice, User
from accounts.switches import is_on
from screening.authoring.checker import Checked
from screening.authoring.checking import ISSUED, check_anew, check_kept, issued_versions
from screening.authoring.drafts import draft_document, untouched_draft
from screening.authoring.models import Package, ReviewStep, StepKind
from screening.authoring.package_text import Fault
from screening.authoring.practice_checks import Issued, next_patch
from screening.authoring.step_rows import (
    ChangedMeanwhile,
    StepNotPossible,
    check_step,
    locked_version,
    note_step,
    record_step,
    take_step,
)
from screening.authoring.yaml_text import document_yaml
from screening.questionnaires.digests import digest, rules_digest
from screening.questionnaires.models import Questionnaire, QuestionnaireVersion, VersionStatus

SWITCH = "own_questionnaires"
EMPTY: dict[str, Any] = {}


class OwnText(StepNotPossible):
    """Nobody publishes what they wrote; who asks for it all the same is refused, and that is recorded."""


class PackageRefused(ValueError):
    """Nothing can be stored of the file; `faults` says why."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(fault.reason for fault in faults))
        self.faults = faults


@transaction.atomic
def upload_package(
    *, practice_id: UUID, text: str, replaces: str, by: User, at: datetime
) -> QuestionnaireVersion:
    """
    Keep a file as a draft, with whatever faults it has; a draft of the same version is replaced.

    Args:
        replaces: the digest of the draft that the person means to replace; "" for a new one.

    Raises:
        StepNotPossible, PackageRefused, ChangedMeanwhile, alone.CheckFailed.
    """
    _check_switch(practice_id)
    checked = check_kept(text, issued_versions(practice_id))
    if checked.document is None:
        raise PackageRefused(checked.faults)
    stored = _locked_by_name(practice_id, checked.key, checked.version)
    if stored is None:
        return _create(practice_id, checked, text, by=by, at=at)
    package = Package.objects.filter(version=stored).first()
    if stored.status in ISSUED:
        raise PackageRefused(_already_published(checked))
    if package and package.text == text and package.by_id == by.pk:
        return stored  # a second click
    if package and stored.digest != replaces:
        raise ChangedMeanwhile(
            _(
                "There is a draft of version %(version)s already, uploaded by %(name)s. Nothing was replaced. "
                "Look at it, and upload your file from its page."
            )
            % {"version": stored.version, "name": package.by.name}
        )
    return _replace(stored, checked, text, by=by, at=at)


@transaction.atomic
def make_draft(*, source_id: UUID, practice_id: UUID, by: User, at: datetime) -> QuestionnaireVersion:
    """
    Begin the next version from a published one, built in or own: a draft that its author changes.

    Asked again before they changed anything, it is the same draft.

    Raises:
        QuestionnaireVersion.DoesNotExist, StepNotPossible.
    """
    _check_switch(practice_id)
    source = QuestionnaireVersion.objects.select_related("questionnaire").get(pk=source_id)
    if source.status not in ISSUED:
        raise StepNotPossible(_("Only a version that was published can be copied. Change the draft itself."))
    key = source.questionnaire.key
    _lock_questionnaire(practice_id, key)
    if draft := untouched_draft(source, practice_id, by):
        return draft
    taken = QuestionnaireVersion.objects.filter(questionnaire__key=key).values_list("version", flat=True)
    number = next_patch(source.bundle["meta"]["version"], list(taken))
    document = draft_document(source.bundle, version=number, author=by.name)
    checked = Checked((), document, digest(document), rules_digest(document))
    return _create(practice_id, checked, document_yaml(document), by=by, at=at)


@transaction.atomic
def send_to_review(*, version_id: UUID, seen: str, by: User, at: datetime) -> QuestionnaireVersion:
    """
    Hand a draft to the publishers; only without faults and with at least one test case.

    Raises:
        QuestionnaireVersion.DoesNotExist, StepNotPossible, ChangedMeanwhile, alone.CheckFailed.
    """
    package, issued = _file(version_id)
    is_draft = {VersionStatus.DRAFT: _("Only a draft can be sent to review.")}
    check_step(package.version, seen, is_draft)  # before the time that a check takes
    checked = check_anew(package.text, issued)
    version = locked_version(version_id, seen, is_draft)
    _check_can_go_on(version, checked)
    return take_step(
        version, VersionStatus.IN_REVIEW, StepKind.SENT_TO_REVIEW, "questionnaire.review", by=by, at=at
    )


@transaction.atomic
def send_back(*, version_id: UUID, seen: str, reason: str, by: User, at: datetime) -> QuestionnaireVersion:
    """
    Give a version in review back to its author.

    Raises:
        QuestionnaireVersion.DoesNotExist, StepNotPossible, ChangedMeanwhile.
    """
    version = locked_version(
        version_id, seen, {VersionStatus.IN_REVIEW: _("Only a version in review can be sent back.")}
    )
    return take_step(
        version, VersionStatus.DRAFT, StepKind.SENT_BACK, "questionnaire.return", reason=reason, by=by, at=at
    )


@transaction.atomic
def publish(*, version_id: UUID, seen: str, by: User, at: datetime) -> QuestionnaireVersion:
    """
    Let screenings begin on a version. Checked from scratch, by somebody who wrote none of it.

    Raises:
        QuestionnaireVersion.DoesNotExist, StepNotPossible, OwnText, ChangedMeanwhile, alone.CheckFailed.
    """
    package, issued = _file(version_id)
    _check_switch(package.practice_id)
    in_review = {VersionStatus.IN_REVIEW: _("Only a version in review can be published.")}
    check_step(package.version, seen, in_review)  # before the time that a check takes
    _check_four_eyes(package.version, by)
    checked = check_anew(package.text, issued)
    _lock_questionnaire(package.practice_id, checked.key)
    if issued_versions(package.practice_id) != issued:
        raise ChangedMeanwhile(_("Another version was published while this one was checked. Look at both."))
    version = locked_version(version_id, seen, in_review)
    _check_four_eyes(version, by)
    if digest(version.bundle) != version.digest:
        raise StepNotPossible(
            _("The stored document is not the one that was uploaded. Upload the file again.")
        )
    _check_can_go_on(version, checked)
    version.published_at, version.published_by = at, by
    return take_step(
        version, VersionStatus.PUBLISHED, StepKind.PUBLISHED, "questionnaire.publish", by=by, at=at
    )


@transaction.atomic
def retire(*, version_id: UUID, seen: str, reason: str, by: User, at: datetime) -> QuestionnaireVersion:
    """
    Let no new screening begin on a version; what was begun is finished on it.

    Raises:
        QuestionnaireVersion.DoesNotExist, StepNotPossible, ChangedMeanwhile.
    """
    words = {VersionStatus.PUBLISHED: _("Only a published version can be retired.")}
    version = locked_version(version_id, seen, words)
    return take_step(
        version, VersionStatus.RETIRED, StepKind.RETIRED, "questionnaire.retire", reason=reason, by=by, at=at
    )


@transaction.atomic
def withdraw(*, version_id: UUID, seen: str, reason: str, by: User, at: datetime) -> QuestionnaireVersion:
    """
    As `retire`, for a version that turned out to be wrong: the word stands beside it from now on.

    Raises:
        QuestionnaireVersion.DoesNotExist, StepNotPossible, ChangedMeanwhile.
    """
    words = _("Only a published or retired version can be withdrawn.")
    states = dict.fromkeys([VersionStatus.PUBLISHED, VersionStatus.RETIRED], words)
    version = locked_version(version_id, seen, states)
    return take_step(
        version,
        VersionStatus.WITHDRAWN,
        StepKind.WITHDRAWN,
        "questionnaire.withdraw",
        reason=reason,
        by=by,
        at=at,
    )


@transaction.atomic
def delete_draft(*, version_id: UUID, seen: str, by: User) -> None:
    """
    Remove a draft's file and document. Its steps are append-only and stay, and so does the row they name.

    Raises:
        QuestionnaireVersion.DoesNotExist, StepNotPossible, ChangedMeanwhile.
    """
    version = locked_version(version_id, seen, {VersionStatus.DRAFT: _("Only a draft can be deleted.")})
    Package.objects.filter(version=version).delete()
    before, version.digest = version.digest, digest(EMPTY)
    version.bundle, version.rules_digest = EMPTY, rules_digest(EMPTY)
    version.save()
    record_step("questionnaire.discard", "D", version, {"digest": [before, None]}, by=by)


def uploaders_of(version: QuestionnaireVersion) -> set[UUID]:
    """Everybody who ever uploaded or copied a text of this version."""
    steps = ReviewStep.objects.filter(version=version, kind=StepKind.UPLOADED)
    return set(steps.values_list("by_id", flat=True))


def _check_switch(practice_id: UUID) -> None:
    if not is_on(Practice.objects.get(pk=practice_id), SWITCH):
        raise StepNotPossible(_("The practice has turned questionnaires of its own off."))


def _check_four_eyes(version: QuestionnaireVersion, by: User) -> None:
    if by.pk in uploaders_of(version):
        raise OwnText(
            _(
                "You uploaded a text of this version yourself. Somebody else with the publisher role must publish it."
            )
        )


def _file(version_id: UUID) -> tuple[Package, dict[str, list[Issued]]]:
    """The file as it is stored now, and the versions it must come after; built-in ones have none."""
    package = Package.objects.select_related("version").filter(version_id=version_id).first()
    if package is None:
        raise QuestionnaireVersion.DoesNotExist("The practice has no such draft.")
    return package, issued_versions(package.practice_id)


def _check_can_go_on(version: QuestionnaireVersion, checked: Checked) -> None:
    if checked.digest != version.digest:
        raise ChangedMeanwhile(_("The draft was changed while it was checked. Look at it again."))
    if not checked.is_sound:
        raise StepNotPossible(_("This version has faults. They must be mended first."))
    if not checked.cases:
        raise StepNotPossible(_("This version has no test case. Write at least one."))


def _already_published(checked: Checked) -> tuple[Fault, ...]:
    """The check says so too, with the line, unless the version was published after it began."""
    return checked.faults or (
        Fault(0, "meta.version", _("%(version)s was published just now.") % {"version": checked.version}),
    )


def _lock_questionnaire(practice_id: UUID, key: str) -> Questionnaire:
    """One upload, copy or publication of a questionnaire at a time."""
    made, _ = Questionnaire.objects.get_or_create(practice_id=practice_id, key=key)
    return Questionnaire.objects.select_for_update(of=("self",)).get(pk=made.pk)


def _locked_by_name(practice_id: UUID, key: str, version: str) -> QuestionnaireVersion | None:
    questionnaire = _lock_questionnaire(practice_id, key)
    rows = QuestionnaireVersion.objects.select_for_update(of=("self",))
    return rows.filter(questionnaire=questionnaire, version=version).first()


def _create(
    practice_id: UUID, checked: Checked, text: str, *, by: User, at: datetime
) -> QuestionnaireVersion:
    questionnaire = Questionnaire.objects.get(practice_id=practice_id, key=checked.key)
    version = QuestionnaireVersion.objects.create(
        practice_id=practice_id,
        questionnaire=questionnaire,
        version=checked.version,
        bundle=checked.document,
        digest=checked.digest,
        rules_digest=checked.rules_digest,
    )
    _keep_file(version, text, by, at)
    record_step("questionnaire.import", "C", version, {"digest": [None, version.digest]}, by=by)
    return version


def _replace(
    version: QuestionnaireVersion, checked: Checked, text: str, *, by: User, at: datetime
) -> QuestionnaireVersion:
    change = {"digest": [version.digest, checked.digest], "status": [version.status, "draft"]}
    version.bundle, version.digest = checked.document, checked.digest
    version.rules_digest, version.status = checked.rules_digest, VersionStatus.DRAFT
    version.save()
    _keep_file(version, text, by, at)
    record_step("questionnaire.import", "U", version, change, by=by)
    return version


def _keep_file(version: QuestionnaireVersion, text: str, by: User, at: datetime) -> None:
    facts = {"practice_id": version.practice_id, "text": text, "by": by, "at": at}
    Package.objects.update_or_create(version=version, defaults=facts)
    note_step(version, StepKind.UPLOADED, "", by, at)
