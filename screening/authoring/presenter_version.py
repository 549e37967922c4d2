"""What stands at the head of a version's pages, and which steps may this person take?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.permissions import may
from screening.authoring.models import ReviewStep, StepKind
from screening.authoring.step_rows import STATE_CLASS, STATE_WORDS
from screening.questionnaires.models import QuestionnaireVersion, VersionStatus

WRITES = "questionnaire.write"
PUBLISHES = "questionnaire.publish"
# Step -> who takes it, and in which states; `draft` begins the next version from this one.
STEPS: dict[str, tuple[str, frozenset[str]]] = {
    "upload": (WRITES, frozenset({VersionStatus.DRAFT, VersionStatus.IN_REVIEW})),
    "review": (WRITES, frozenset({VersionStatus.DRAFT})),
    "delete": (WRITES, frozenset({VersionStatus.DRAFT})),
    "send_back": (PUBLISHES, frozenset({VersionStatus.IN_REVIEW})),
    "publish": (PUBLISHES, frozenset({VersionStatus.IN_REVIEW})),
    "retire": (PUBLISHES, frozenset({VersionStatus.PUBLISHED})),
    "withdraw": (PUBLISHES, frozenset({VersionStatus.PUBLISHED, VersionStatus.RETIRED})),
    "draft": (WRITES, frozenset({VersionStatus.PUBLISHED, VersionStatus.RETIRED, VersionStatus.WITHDRAWN})),
}
GATED = frozenset({"upload", "draft", "publish"})


@dataclass(frozen=True)
class StepView:
    words: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class VersionHead:
    """A version in words; `acts` are the steps that this person may take, `is_own_text` bars publishing."""

    id: UUID
    key: str
    version: str
    title: str
    state: str
    state_class: str
    digest: str
    is_own: bool
    is_unpublished: bool
    is_issued: bool
    authored_by: str
    checked_by: str
    published_at: datetime | None
    steps: tuple[StepView, ...]
    acts: frozenset[str]
    is_own_text: bool


def version_head(
    version: QuestionnaireVersion,
    steps: Collection[ReviewStep],
    *,
    roles: Collection[str],
    user_id: UUID,
    is_switched_on: bool,
) -> VersionHead:
    """The head of a version for one person."""
    meta = meta_of(version)
    uploaders = {step.by_id for step in steps if step.kind == StepKind.UPLOADED}
    is_unpublished = version.status in (VersionStatus.DRAFT, VersionStatus.IN_REVIEW)
    return VersionHead(
        id=version.id,
        key=version.questionnaire.key,
        version=version.version,
        title=_text(meta, "title") or _("(no title)"),
        state=str(STATE_WORDS[version.status])
        if version.practice_id
        else _("%(state)s, built in") % {"state": STATE_WORDS[version.status]},
        state_class=STATE_CLASS.get(version.status, ""),
        digest=version.digest,
        is_own=version.practice_id is not None,
        is_unpublished=is_unpublished,
        is_issued=not is_unpublished,
        authored_by=_text(meta, "authored_by"),
        checked_by=_text(meta, "checked_by"),
        published_at=version.published_at,
        steps=tuple(
            StepView(str(StepKind(step.kind).label), step.by.name, step.at, step.reason) for step in steps
        ),
        acts=_acts(version, roles, is_switched_on),
        is_own_text=user_id in uploaders,
    )


def meta_of(version: QuestionnaireVersion) -> dict[str, Any]:
    """The head of a document, which in a draft may be anything."""
    meta = version.bundle.get("meta")
    return meta if isinstance(meta, dict) else {}


def _acts(version: QuestionnaireVersion, roles: Collection[str], is_switched_on: bool) -> frozenset[str]:
    return frozenset(
        name
        for name, (permission, states) in STEPS.items()
        if version.status in states and may(roles, permission)
        if name == "draft" or version.practice_id is not None
        if is_switched_on or name not in GATED
    )


def _text(meta: dict[str, Any], key: str) -> str:
    value = meta.get(key)
    return value if isinstance(value, str) else ""
