"""Which versions does the database hold, which one is asked today, and is every built-in one there?"""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from screening.audit.record import AuditContext, audit_context, record
from screening.questionnaires.catalogue import builtin_documents, compiled, version_order
from screening.questionnaires.digests import digest, rules_digest
from screening.questionnaires.models import Questionnaire, QuestionnaireVersion, VersionStatus
from screening.scoring.bundle import Bundle

MAINTENANCE = "maint"


class NoPublishedVersion(LookupError):
    """A questionnaire of that key has no version that may be used now."""


class BuiltInChanged(RuntimeError):
    """A released built-in document differs from what is stored under the same version."""


def current_version(practice_id: UUID, key: str) -> QuestionnaireVersion:
    """
    The newest published version of a questionnaire; the practice's own goes before the built-in one.

    Its `bundle` column is left in the database until `bundle_of` needs it.
    """
    found = list(_published(practice_id).filter(questionnaire__key=key))
    if not found:
        raise NoPublishedVersion(f"No version of {key} is published.")
    return max(found, key=_precedence)


def offered_versions(practice_id: UUID) -> list[QuestionnaireVersion]:
    """
    What a screening may begin with, by title: of each key the version that `current_version` gives.

    Work-ups are left out: they are opened from the result of a screening.
    """
    return [version for version in _newest(practice_id) if not version.is_work_up]


def offered_work_ups(practice_id: UUID) -> list[QuestionnaireVersion]:
    """What may be opened from the result of a screening, by title; else as `offered_versions`."""
    return [version for version in _newest(practice_id) if version.is_work_up]


def _newest(practice_id: UUID) -> list[QuestionnaireVersion]:
    """Of each key the version in force, by title; no document is read for it."""
    found = sorted(_published(practice_id), key=_precedence)
    newest = {version.questionnaire.key: version for version in found}
    return sorted(newest.values(), key=lambda version: (version.title, version.questionnaire.key))


def _published(practice_id: UUID) -> models.QuerySet[QuestionnaireVersion]:
    rows = QuestionnaireVersion.objects.filter(
        Q(practice_id=practice_id) | Q(practice_id=None), status=VersionStatus.PUBLISHED
    )
    return rows.select_related("questionnaire").defer("bundle")


def _precedence(version: QuestionnaireVersion) -> tuple[bool, tuple[int, ...]]:
    """The practice's own goes before the built-in one, then the newer before the older."""
    return version.practice_id is not None, version_order(version.version)


def newest_builtin(key: str, *, using: str) -> QuestionnaireVersion:
    """The newest published built-in version, for commands without a practice in scope."""
    rows = QuestionnaireVersion.unscoped.using(using).filter(
        practice=None, questionnaire__key=key, status=VersionStatus.PUBLISHED
    )
    found = list(rows.select_related("questionnaire"))
    if not found:
        raise NoPublishedVersion(f"No built-in version of {key} is stored; run sync_builtin.")
    return max(found, key=lambda v: version_order(v.version))


def newest_builtin_work_ups(*, using: str) -> dict[str, QuestionnaireVersion]:
    """Key -> the newest published built-in work-up, in the order of the keys; else as `newest_builtin`."""
    rows = QuestionnaireVersion.unscoped.using(using).filter(practice=None, status=VersionStatus.PUBLISHED)
    found = list(rows.exclude(work_up_for=[]).select_related("questionnaire"))
    found.sort(key=lambda version: (version.questionnaire.key, version_order(version.version)))
    return {version.questionnaire.key: version for version in found}


def bundle_of(version: QuestionnaireVersion) -> Bundle:
    """The compiled bundle of a version; reads the stored document only where this process has not yet."""
    document = SimpleLazyObject(lambda: version.bundle)
    return compiled(cast("Mapping[str, Any]", document), version.digest)


def sync_builtin(*, using: str = MAINTENANCE) -> list[str]:
    """
    Store every built-in document as a published version, once.

    Returns:
        What was added, as "key version"; empty when all was there.

    Raises:
        BuiltInChanged: a document was changed without a new version; nothing is stored then.
    """
    with transaction.atomic(using=using), audit_context(AuditContext(system="sync_builtin")):
        return [name for document in builtin_documents() if (name := _sync(document, using))]


def _sync(document: Mapping[str, Any], using: str) -> str:
    key, version, sealed = document["meta"]["key"], document["meta"]["version"], digest(document)
    questionnaire, _ = Questionnaire.unscoped.using(using).get_or_create(practice=None, key=key)
    stored = _stored_digest(questionnaire, version, using)
    if stored == sealed:
        return ""
    if stored is not None:
        raise BuiltInChanged(f"{key} {version} is stored as {stored}, but the document is {sealed}.")
    row = QuestionnaireVersion.unscoped.using(using).create(
        questionnaire=questionnaire,
        version=version,
        status=VersionStatus.PUBLISHED,
        bundle=document,
        digest=sealed,
        rules_digest=rules_digest(document),
        published_at=timezone.now(),
    )
    change = {"digest": [None, sealed]}
    record(
        "questionnaire.publish",
        action="C",
        entity=("questionnaire_version", row.id, version),
        change=change,
        using=using,
    )
    return f"{key} {version}"


def _stored_digest(questionnaire: Questionnaire, version: str, using: str) -> str | None:
    rows: models.QuerySet[QuestionnaireVersion] = QuestionnaireVersion.unscoped.using(using)
    found = rows.filter(questionnaire=questionnaire, version=version)
    return found.values_list("digest", flat=True).first()
