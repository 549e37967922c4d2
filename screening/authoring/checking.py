"""What does a check say of this text in this practice? Asked once for the same text and the same versions."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID

from django.core.cache import cache

from screening.authoring.alone import CheckersBusy, CheckFailed, check_cases_alone, check_text_alone
from screening.authoring.checker import Case, Checked
from screening.authoring.practice_checks import Issued
from screening.authoring.yaml_text import ONE_LINE, document_yaml
from screening.questionnaires.models import QuestionnaireVersion, VersionStatus
from screening.scoring.engine import ENGINE

KEPT_SECONDS = 60 * 60
FAILURE_KEPT_SECONDS = 60  # one that took all the time there is must not take it again with every page
ISSUED = (VersionStatus.PUBLISHED, VersionStatus.RETIRED, VersionStatus.WITHDRAWN)

Answer = TypeVar("Answer")


def issued_versions(practice_id: UUID) -> dict[str, list[Issued]]:
    """Questionnaire key -> every version published at some time, of the practice in scope or built in."""
    rows = QuestionnaireVersion.objects.filter(status__in=ISSUED).order_by("created_at", "id")
    found: dict[str, list[Issued]] = {}
    for key, version, rules, owner, work_up_for in rows.values_list(
        "questionnaire__key", "version", "rules_digest", "practice_id", "work_up_for"
    ):
        issued = Issued(version, rules, owner == practice_id, is_work_up=bool(work_up_for))
        found.setdefault(key, []).append(issued)
    return found


def check_anew(text: str, issued: Mapping[str, list[Issued]]) -> Checked:
    """Check from scratch, whatever was found before; raises CheckFailed."""
    return check_text_alone(text, issued)


def check_kept(text: str, issued: Mapping[str, list[Issued]]) -> Checked:
    """Check, or say what the same check found within the hour; raises CheckFailed."""
    versions = sorted((key, str(found)) for key, found in issued.items())
    return _kept(["text", text, versions], lambda: check_anew(text, issued))


def cases_kept(document: Mapping[str, Any], sealed: str) -> tuple[Case, ...]:
    """The test cases of a published document with this digest; raises CheckFailed."""
    return _kept(["cases", sealed], lambda: check_cases_alone(document))


def yaml_kept(document: Mapping[str, Any], sealed: str) -> str:
    """A document with this digest as lines to be compared."""
    return _kept(["lines", sealed], lambda: document_yaml(document, width=ONE_LINE))


def _kept(asked: list[Any], find: Callable[[], Answer]) -> Answer:
    name = f"authoring:{sha256(json.dumps([ENGINE, *asked]).encode()).hexdigest()}"
    answer: Answer | CheckFailed | None = cache.get(name)
    if answer is None:
        answer = _found_or_failed(find)
        cache.set(name, answer, FAILURE_KEPT_SECONDS if isinstance(answer, CheckFailed) else KEPT_SECONDS)
    if isinstance(answer, CheckFailed):
        raise answer
    return answer


def _found_or_failed(find: Callable[[], Answer]) -> Answer | CheckFailed:
    """That all checkers are busy says nothing about the file, and is raised."""
    try:
        return find()
    except CheckersBusy:
        raise
    except CheckFailed as failure:
        return failure
