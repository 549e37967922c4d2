"""Are the built-in versions stored once, and is the right version asked?"""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from screening.audit.models import AuditEvent
from screening.questionnaires import store
from screening.questionnaires.catalogue import builtin_documents
from screening.questionnaires.digests import digest
from screening.questionnaires.models import QuestionnaireVersion, VersionStatus
from screening.questionnaires.store import (
    BuiltInChanged,
    NoPublishedVersion,
    bundle_of,
    current_version,
    newest_builtin,
    sync_builtin,
)
from tests.factories import QuestionnaireFactory, VersionFactory, at_work, clinic, small_document

KEY = "chronic-pain-screen"
BOTH = pytest.mark.django_db(databases=["default", "maint"])


def stored() -> list[str]:
    rows = QuestionnaireVersion.unscoped.using("maint").filter(practice=None)
    return sorted(f"{row.questionnaire.key} {row.version}" for row in rows.select_related("questionnaire"))


@BOTH
def test_every_built_in_document_is_stored_as_published() -> None:
    sync_builtin()

    assert set(stored()) >= {f"{d['meta']['key']} {d['meta']['version']}" for d in builtin_documents()}
    for row in QuestionnaireVersion.unscoped.using("maint").filter(practice=None):
        assert row.status == VersionStatus.PUBLISHED
        assert row.digest == digest(row.bundle)


@BOTH
def test_a_second_sync_adds_nothing() -> None:
    sync_builtin()

    assert sync_builtin() == []


@BOTH
def test_a_new_document_is_added_with_an_audit_event(monkeypatch: pytest.MonkeyPatch) -> None:
    sync_builtin()
    before = AuditEvent.objects.using("maint").filter(type="questionnaire.publish").count()
    monkeypatch.setattr(store, "builtin_documents", lambda: (small_document("new-screen"),))

    assert sync_builtin() == ["new-screen 1.0.0"]

    events = AuditEvent.objects.using("maint").filter(type="questionnaire.publish")
    assert events.count() == before + 1


@BOTH
def test_a_document_changed_under_its_version_is_refused_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    document = small_document("new-screen")
    monkeypatch.setattr(store, "builtin_documents", lambda: (document,))
    sync_builtin()
    changed = {**document, "meta": {**document["meta"], "title": "Changed"}}
    monkeypatch.setattr(store, "builtin_documents", lambda: (small_document("other-screen"), changed))

    with pytest.raises(BuiltInChanged, match=r"new-screen 1\.0\.0"):
        sync_builtin()

    assert "other-screen 1.0.0" not in stored()


@pytest.mark.django_db
def test_the_built_in_screen_is_there_for_every_practice() -> None:
    place = clinic()

    with at_work(place):
        assert current_version(place.practice.id, KEY).practice_id is None


@pytest.mark.django_db
def test_the_newest_published_version_is_the_current_one() -> None:
    place = clinic()
    questionnaire = QuestionnaireFactory(practice=place.practice, key="own")
    same: dict[str, Any] = {"practice": place.practice, "questionnaire": questionnaire}
    VersionFactory(version="1.9.0", **same)
    newest = VersionFactory(version="1.10.0", **same)
    VersionFactory(version="2.0.0", draft=True, **same)
    VersionFactory(version="1.11.0", retired=True, **same)

    with at_work(place):
        assert current_version(place.practice.id, "own") == newest


@pytest.mark.django_db
def test_a_practices_own_version_goes_before_the_built_in_one_and_is_its_own_alone() -> None:
    place, other = clinic(), clinic()
    questionnaire = QuestionnaireFactory(practice=place.practice, key=KEY)
    own = VersionFactory(practice=place.practice, questionnaire=questionnaire, version="0.1.0")

    with at_work(place):
        assert current_version(place.practice.id, KEY) == own
    with at_work(other):
        assert current_version(other.practice.id, KEY).practice_id is None


@pytest.mark.django_db
def test_a_key_without_a_published_version_is_an_error() -> None:
    place = clinic()

    with at_work(place), pytest.raises(NoPublishedVersion):
        current_version(place.practice.id, "no-such-screen")
    with pytest.raises(NoPublishedVersion):
        newest_builtin("no-such-screen", using="default")


@pytest.mark.django_db
def test_the_document_is_read_from_the_database_once_per_process() -> None:
    place = clinic()
    questionnaire = QuestionnaireFactory(practice=place.practice, key=f"own-{uuid4().hex[:8]}")
    VersionFactory(practice=place.practice, questionnaire=questionnaire)

    with at_work(place):
        first = bundle_of(current_version(place.practice.id, questionnaire.key))
        again = current_version(place.practice.id, questionnaire.key)
        with CaptureQueriesContext(connection) as queries:
            assert bundle_of(again) is first

    assert len(queries) == 0
