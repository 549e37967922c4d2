"""What does a copy of a published version say of itself before anybody has changed it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count

from accounts.models import User
from screening.questionnaires.digests import digest
from screening.questionnaires.models import QuestionnaireVersion, VersionStatus

NOBODY = "Nobody yet"


def draft_document(document: Mapping[str, Any], *, version: str, author: str) -> dict[str, Any]:
    """The same document under another version number, written by `author` and checked by nobody."""
    meta = {
        **document["meta"],
        "version": version,
        "authored_by": author or NOBODY,
        "checked_by": NOBODY,
    }
    return {**document, "meta": meta}


def untouched_draft(source: QuestionnaireVersion, practice_id: UUID, by: User) -> QuestionnaireVersion | None:
    """A copy of this source that the person made and that nobody has changed since."""
    drafts = QuestionnaireVersion.objects.select_related("questionnaire").filter(
        practice_id=practice_id,
        questionnaire__key=source.questionnaire.key,
        status=VersionStatus.DRAFT,
        package__by=by,
        rules_digest=source.rules_digest,
    )
    for draft in drafts.annotate(steps=Count("review_steps")).filter(steps=1).order_by("created_at", "id"):
        if digest(draft_document(source.bundle, version=draft.version, author=by.name)) == draft.digest:
            return draft
    return None
