"""By which questionnaires can a list be narrowed down?"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from screening.questionnaires.catalogue import version_order
from screening.questionnaires.models import QuestionnaireVersion, VersionStatus

USED = (VersionStatus.PUBLISHED, VersionStatus.RETIRED, VersionStatus.WITHDRAWN)


@dataclass(frozen=True)
class FilledIn:
    """A questionnaire that a screening may have been filled in with, by the title of its newest version."""

    title: str
    versions: tuple[UUID, ...]


def filled_in() -> dict[UUID, FilledIn]:
    """Those of the practice in scope and the built-in ones, by title, without work-ups."""
    rows = QuestionnaireVersion.objects.filter(status__in=USED, work_up_for=[])
    versions = rows.only("id", "questionnaire_id", "version", "title")
    found: dict[UUID, FilledIn] = {}
    for each in sorted(versions, key=lambda version: version_order(version.version)):
        before = found.get(each.questionnaire_id)
        ids = (*before.versions, each.id) if before else (each.id,)
        found[each.questionnaire_id] = FilledIn(each.title, ids)
    return dict(sorted(found.items(), key=lambda item: item[1].title.casefold()))
