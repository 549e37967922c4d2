"""Which questionnaire versions stand before the people of a practice, and how much were they used?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from screening.authoring.checker import Checked
from screening.authoring.checking import cases_kept, check_kept, issued_versions
from screening.authoring.models import Package, ReviewStep
from screening.authoring.practice_checks import Issued, followed
from screening.authoring.step_rows import STATE_CLASS, STATE_WORDS
from screening.authoring.yaml_text import document_yaml
from screening.encounters.models import Response, ResponseStatus
from screening.questionnaires.catalogue import version_order
from screening.questionnaires.models import QuestionnaireVersion, VersionStatus

UNPUBLISHED = (VersionStatus.DRAFT, VersionStatus.IN_REVIEW)


@dataclass(frozen=True)
class Usage:
    """How many screenings of the practice were begun with a version, and how many of them are still open."""

    made: int = 0
    in_progress: int = 0


@dataclass(frozen=True)
class Book:
    """One line of the list: a version, its title, its use and who did the latest step."""

    version: QuestionnaireVersion
    title: str
    state: str
    state_class: str
    is_issued: bool
    usage: Usage
    latest_step: ReviewStep | None


def versions() -> QuerySet[QuestionnaireVersion]:
    """Those of the practice in scope and the built-in ones; a deleted draft has no file any more."""
    has_file = Exists(Package.objects.filter(version=OuterRef("pk")))
    is_there = ~Q(status__in=UNPUBLISHED) | has_file
    return QuestionnaireVersion.objects.filter(is_there).select_related("questionnaire", "published_by")


def own_versions(practice_id: UUID) -> QuerySet[QuestionnaireVersion]:
    """The practice's own, the latest first."""
    return versions().filter(practice_id=practice_id).order_by("questionnaire__key", "-created_at", "id")


def builtin_versions() -> QuerySet[QuestionnaireVersion]:
    return versions().filter(practice__isnull=True).order_by("questionnaire__key", "-published_at", "id")


def books(rows: QuerySet[QuestionnaireVersion], by: User) -> list[Book]:
    """The lines of the list; the documents stay in the database but for their titles."""
    found = list(rows.defer("bundle"))
    ids = [version.id for version in found]
    used, latest = usages(ids), _latest_steps(ids, by)
    return [
        Book(
            version=version,
            title=version.title or _("(no title)"),
            state=str(STATE_WORDS[version.status]),
            state_class=STATE_CLASS.get(version.status, ""),
            is_issued=version.status not in UNPUBLISHED,
            usage=used.get(version.id, Usage()),
            latest_step=latest.get(version.id),
        )
        for version in found
    ]


def usages(version_ids: Iterable[UUID]) -> dict[UUID, Usage]:
    """Of the practice in scope."""
    is_open = Q(status=ResponseStatus.IN_PROGRESS)
    counted = (
        Response.objects.filter(version__in=list(version_ids))
        .values("version")
        .annotate(made=Count("id"), open=Count("id", filter=is_open))
    )
    return {row["version"]: Usage(row["made"], row["open"]) for row in counted}


def steps_of(version: QuestionnaireVersion, by: User) -> list[ReviewStep]:
    """Who did what to a version, in order."""
    return list(
        ReviewStep.objects.visible_to(by).filter(version=version).select_related("by").order_by("at", "id")
    )


def text_of(version: QuestionnaireVersion) -> str:
    """The file of a version as it was uploaded; of one without a file, its document written out."""
    package = Package.objects.filter(version=version).first()
    return package.text if package else document_yaml(version.bundle)


def followed_version(version: QuestionnaireVersion, practice_id: UUID) -> QuestionnaireVersion | None:
    """The version that this one is compared with: what was published before it."""
    key = version.questionnaire.key
    issued = [o for o in issued_versions(practice_id).get(key, []) if _may_follow(version, o)]
    before = [other for other in issued if _precedes(other.version, version.version)]
    if version.status in UNPUBLISHED:
        before = before or issued  # a draft whose number is too low
    found = followed(before)
    if found is None:
        return None
    rows = versions().filter(questionnaire__key=key, version=found.version)
    return rows.filter(practice__isnull=not found.is_own).get()


def _may_follow(version: QuestionnaireVersion, issued: Issued) -> bool:
    """A built-in version follows built-in ones only; nothing follows itself."""
    is_own = version.practice_id is not None
    is_itself = issued.version == version.version and issued.is_own == is_own
    return not is_itself and (is_own or not issued.is_own)


def _precedes(version: str, other: str) -> bool:
    return version_order(version) < version_order(other)


def _latest_steps(version_ids: Iterable[UUID], by: User) -> dict[UUID, ReviewStep]:
    rows = ReviewStep.objects.visible_to(by).filter(version__in=list(version_ids)).select_related("by")
    return {step.version_id: step for step in rows.order_by("at", "id")}


def check_of(version: QuestionnaireVersion, practice_id: UUID) -> Checked:
    """
    What is wrong with a version and what its test cases give.

    A draft is checked; a published version was, and only its test cases are run. Raises CheckFailed.
    """
    if version.status in UNPUBLISHED:
        return check_kept(text_of(version), issued_versions(practice_id))
    return Checked(
        faults=(),
        document=version.bundle,
        digest=version.digest,
        rules_digest=version.rules_digest,
        is_readable=True,
        cases=cases_kept(version.bundle, version.digest),
    )
