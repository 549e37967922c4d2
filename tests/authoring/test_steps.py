"""Who may take which step of a questionnaire, and is every step whole, noted, and never taken twice?"""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import InternalError, ProgrammingError, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from accounts.models import Practice, Role
from screening.audit.models import AuditEvent
from screening.authoring import actions, checking
from screening.authoring.models import Package, ReviewStep
from screening.encounters.actions import VersionNotPublished, open_encounter, submit_response
from screening.questionnaires.models import QuestionnaireVersion, VersionStatus
from screening.questionnaires.store import bundle_of, current_version
from tests.authoring.packages import (
    KEY,
    NEXT,
    SMALL,
    as_user,
    count_rows,
    events,
    in_review,
    published,
    send_file,
    staff,
    stored,
    take,
    team,
    upload,
    url,
)
from tests.factories import NOON, MembershipFactory, ResponseFactory, at_work

pytestmark = pytest.mark.django_db

REASON = {"reason": "A threshold was copied wrongly."}
MESSAGE = "This one is {} now."


@pytest.fixture
def place() -> SimpleNamespace:
    return team()


def status_of(place: Any, version: QuestionnaireVersion) -> str:
    return stored(place, version.id).status


def kinds(place: Any, version: QuestionnaireVersion) -> list[str]:
    with at_work(place):
        return list(ReviewStep.objects.filter(version=version).order_by("at").values_list("kind", flat=True))


def words_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_version_goes_from_a_file_to_a_screening(place: Any) -> None:
    """Author, then another person; the screening that is begun runs on what was published."""
    version = published(place)

    assert version.status == VersionStatus.PUBLISHED
    assert version.published_by_id == place.paul.id
    assert kinds(place, version) == ["uploaded", "sent_to_review", "published"]
    with at_work(place):
        assert current_version(place.practice.id, KEY) == version


STEPS = ("upload", "draft", "review", "delete", "publish", "send_back", "retire", "withdraw")
MAY = {
    Role.AUTHOR: {"upload", "draft", "review", "delete"},
    Role.PUBLISHER: {"publish", "send_back", "retire", "withdraw"},
    Role.CLINICIAN: set(),
    Role.STATISTICS: set(),
    Role.AUDITOR: set(),
    Role.MANAGER: set(),
}


@pytest.mark.security
@pytest.mark.parametrize("role", Role.values)
def test_each_role_may_take_its_own_steps_and_no_other(role: str) -> None:
    place = staff(anna=Role.AUTHOR, someone=role)
    version = upload(place)
    client = as_user(place.someone)
    before = count_rows(place)

    for step in STEPS:
        address = reverse("authoring:upload") if step == "upload" else url(step, version)
        answer = client.post(address, {})
        assert (answer.status_code == 403) == (step not in MAY[Role(role)]), step

    assert count_rows(place) == before


@pytest.mark.security
@pytest.mark.parametrize("page", ["version", "rules", "cases", "difference", "download"])
def test_pages_are_read_by_those_who_need_them(place: Any, page: str) -> None:
    version = upload(place)
    stranger = staff(sam=Role.STATISTICS)
    MembershipFactory(practice=place.practice, user=stranger.sam, role=Role.STATISTICS)

    assert as_user(place.clara).get(url(page, version)).status_code == 200
    assert as_user(place.paul).get(url(page, version)).status_code == 200
    assert as_user(stranger.sam).get(url(page, version)).status_code == 403


@pytest.mark.security
def test_another_practice_finds_nothing(place: Any) -> None:
    version = upload(place)
    other = staff(olga=Role.AUTHOR)
    MembershipFactory(practice=other.practice, user=other.olga, role=Role.PUBLISHER)
    client = as_user(other.olga)

    for page in ("version", "rules", "cases", "difference", "download"):
        assert client.get(url(page, version)).status_code == 404
    for step in STEPS[1:]:
        assert take(client, step, version, **REASON).status_code == 404
    assert client.get(reverse("authoring:upload"), {"draft": version.id}).status_code == 404
    assert KEY not in client.get(reverse("authoring:list")).content.decode()
    assert status_of(place, version) == "draft"


@pytest.mark.security
def test_nobody_publishes_what_they_uploaded_any_text_of(place: Any) -> None:
    """Also with both roles, and also where somebody else replaced the text later."""
    MembershipFactory(practice=place.practice, user=place.paul, role=Role.AUTHOR)
    first = upload(place, SMALL)
    send_file(as_user(place.paul), SMALL.replace("title: Knees", "title: Knee"), replaces=first.digest)
    second = stored(place, first.id)
    send_file(as_user(place.anna), SMALL, replaces=second.digest)
    version = stored(place, first.id)
    take(as_user(place.anna), "review", version)

    answer = take(as_user(place.paul), "publish", version)

    assert status_of(place, version) == "in_review"
    assert answer.status_code == 403
    assert "You uploaded a text of this version yourself" in words_of(answer)
    assert [event.actor for event in events(place, "authz.denied")] == [place.paul.id]


@pytest.mark.security
def test_a_draft_that_was_deleted_keeps_its_authors_from_publishing_its_successor(place: Any) -> None:
    MembershipFactory(practice=place.practice, user=place.paul, role=Role.AUTHOR)
    first = upload(SimpleNamespace(**{**vars(place), "anna": place.paul}))
    take(as_user(place.paul), "delete", first)
    version = in_review(place)

    take(as_user(place.paul), "publish", version)

    assert version.id == first.id
    assert status_of(place, version) == "in_review"


def test_a_draft_with_faults_or_without_test_cases_stays_with_its_author(place: Any) -> None:
    without = SMALL[: SMALL.index("test_cases:")]
    for number, text in enumerate([SMALL.replace("{kn: consider}", "{kn: cannot_tell}"), without]):
        version = upload(place, text.replace("1.0.0", f"1.{number}.0"))

        take(as_user(place.anna), "review", version)

        assert status_of(place, version) == "draft"
        assert kinds(place, version) == ["uploaded"]
    assert events(place, "questionnaire.review") == []


def test_a_version_sent_back_is_a_draft_again_and_its_author_reads_why(place: Any) -> None:
    version = in_review(place)

    answer = take(as_user(place.paul), "send_back", version, reason="Say which knee is meant.")

    assert answer.status_code == 302
    assert status_of(place, version) == "draft"
    assert "Say which knee is meant." in words_of(as_user(place.anna).get(url("version", version)))


@pytest.mark.parametrize("reason", ["", "too short", "x" * 501])
@pytest.mark.parametrize("step", ["send_back", "retire", "withdraw"])
def test_a_step_that_takes_something_away_needs_a_reason(place: Any, step: str, reason: str) -> None:
    version = in_review(place) if step == "send_back" else published(place)

    answer = take(as_user(place.paul), step, version, reason=reason)

    assert answer.status_code == 200
    assert "There is a problem" in words_of(answer)
    assert status_of(place, version) == version.status


def test_publishing_again_or_from_a_second_tab_is_said_in_words(place: Any) -> None:
    version = in_review(place)
    take(as_user(place.paul), "publish", version)

    answer = take(as_user(place.paul), "publish", version)

    assert answer.status_code == 302
    assert MESSAGE.format("published") in words_of(as_user_again(place.paul, answer))
    assert len(events(place, "questionnaire.publish")) == 1


def as_user_again(user: Any, answer: Any) -> Any:
    """The page that an answer leads to, with the message that waits in that session."""
    return answer.client.get(answer["Location"])


@pytest.mark.parametrize("step", ["review", "publish", "send_back", "retire", "withdraw", "delete"])
def test_a_step_on_what_is_no_longer_stored_is_refused_with_words(place: Any, step: str) -> None:
    """A second tab: what was read there is not what would be published, retired or deleted."""
    before = {"retire": published, "withdraw": published, "publish": in_review, "send_back": in_review}
    version = before.get(step, upload)(place)
    who = place.anna if step in ("review", "delete") else place.paul

    answer = as_user(who).post(url(step, version), {"seen": "sha256:" + "0" * 64, **REASON})

    assert answer.status_code == 409
    assert "changed after you opened the page" in words_of(answer)
    assert status_of(place, version) == version.status


def test_a_draft_replaced_while_it_was_checked_is_not_published(
    place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check takes seconds and holds no lock; only what was checked may be published."""
    version = in_review(place)
    real = checking.check_text_alone

    def meanwhile(text: str, issued: Any) -> Any:
        found = real(text, issued)
        monkeypatch.setattr(checking, "check_text_alone", real)
        actions.upload_package(
            practice_id=place.practice.id,
            text=SMALL.replace("title: Knees", "title: Other"),
            replaces=version.digest,
            by=place.anna,
            at=NOON,
        )
        return found

    monkeypatch.setattr(checking, "check_text_alone", meanwhile)

    with at_work(place), pytest.raises(actions.StepNotPossible, match="draft now"):
        actions.publish(version_id=version.id, seen=version.digest, by=place.paul, at=NOON)


def test_a_stored_document_that_is_not_its_file_is_not_published(place: Any) -> None:
    version = in_review(place)
    with at_work(place):
        QuestionnaireVersion.objects.filter(pk=version.pk).update(bundle={**version.bundle, "references": []})

    take(as_user(place.paul), "publish", version)

    assert status_of(place, version) == "in_review"


def test_a_version_overtaken_in_review_is_not_published(place: Any) -> None:
    """1.0.0 waited while 1.0.1 was published: it would be a step back under a lower number."""
    late = in_review(place)
    published(place, NEXT)

    take(as_user(place.paul), "publish", late)

    assert status_of(place, late) == "in_review"


@pytest.mark.parametrize("step", ["retire", "withdraw"])
def test_a_screening_in_progress_finishes_on_its_version(place: Any, step: str) -> None:
    first = published(place)
    version = published(place, NEXT)
    with at_work(place):
        response = open_encounter(
            practice_id=place.practice.id,
            clinician=place.clara,
            reference="P-1",
            birth_year=1974,
            age_years=51,
            sex="female",
            version=version,
            at=NOON,
        )
        response.answers |= {"x_knee_swollen": True, "x_hot_knee": False}
        response.save()

    page = as_user(place.paul).get(url(step, version))
    take(as_user(place.paul), step, version, **REASON)

    assert "1 screening of this practice was made with this version. 1 is in progress." in words_of(page)
    with at_work(place):
        done = submit_response(
            response_id=response.id, submission_key=response.id, lock_number=1, by=place.clara, at=NOON
        )
        assert done.digest == version.digest
        assert current_version(place.practice.id, KEY) == first
        with pytest.raises(VersionNotPublished):
            open_encounter(
                practice_id=place.practice.id, clinician=place.clara, reference="P-2", birth_year=1974,
                age_years=51, sex="female", version=version, at=NOON,
            )  # fmt: skip


def test_a_retired_version_can_still_be_withdrawn_and_no_more(place: Any) -> None:
    version = published(place)

    take(as_user(place.paul), "retire", version, **REASON)
    take(as_user(place.paul), "withdraw", version, **REASON)
    take(as_user(place.paul), "retire", version, **REASON)

    assert status_of(place, version) == "withdrawn"
    assert kinds(place, version)[-2:] == ["retired", "withdrawn"]


@pytest.mark.security
def test_the_database_refuses_to_change_what_is_published(place: Any) -> None:
    version = published(place)

    for change in (
        lambda: QuestionnaireVersion.objects.filter(pk=version.pk).update(digest="sha256:" + "0" * 64),
        lambda: QuestionnaireVersion.objects.filter(pk=version.pk).delete(),
        lambda: Package.objects.filter(version=version).update(text="other"),
        lambda: Package.objects.filter(version=version).delete(),
        lambda: ReviewStep.objects.filter(version=version).update(reason="other"),
    ):
        with pytest.raises((InternalError, ProgrammingError, DatabaseError)), at_work(place):
            change()


def test_a_deleted_draft_is_gone_for_everybody_but_the_record(place: Any) -> None:
    version = upload(place)

    answer = take(as_user(place.anna), "delete", version)

    assert answer["Location"] == reverse("authoring:list")
    assert as_user(place.anna).get(url("version", version)).status_code == 404
    assert "Knees" not in as_user(place.anna).get(reverse("authoring:list")).content.decode()
    assert stored(place, version.id).bundle == {}
    assert [event.actor for event in events(place, "questionnaire.discard")] == [place.anna.id]
    assert take(as_user(place.anna), "delete", version).status_code == 404


def test_what_was_published_or_is_in_review_cannot_be_deleted(place: Any) -> None:
    for version in (in_review(place), published(place, NEXT)):
        take(as_user(place.anna), "delete", version)

        assert status_of(place, version) == version.status
        assert as_user(place.anna).get(url("version", version)).status_code == 200


@pytest.mark.security
def test_a_built_in_version_is_not_changed_by_a_practice(place: Any) -> None:
    MembershipFactory(practice=place.practice, user=place.anna, role=Role.PUBLISHER)
    with at_work(place):
        builtin = QuestionnaireVersion.objects.filter(practice__isnull=True).first()
    assert builtin is not None

    for step in ("review", "publish", "send_back", "retire", "withdraw", "delete"):
        answer = take(as_user(place.anna), step, builtin, **REASON)
        assert answer.status_code == 404, step

    assert status_of(place, builtin) == "published"


def test_the_switch_of_the_practice_stops_uploads_copies_and_publications(place: Any) -> None:
    version = in_review(place)
    with at_work(place):
        Practice.objects.filter(pk=place.practice.pk).update(switches={"own_questionnaires": False})
        builtin = QuestionnaireVersion.objects.filter(practice__isnull=True).first()
    before = count_rows(place)
    client = as_user(place.anna)

    assert client.get(reverse("authoring:upload")).status_code == 302
    assert send_file(client, NEXT).status_code == 302
    assert builtin is not None
    assert client.post(url("draft", builtin)).status_code == 302
    take(as_user(place.paul), "publish", version)

    assert count_rows(place) == before
    assert status_of(place, version) == "in_review"
    assert "turned questionnaires of its own off" in words_of(client.get(reverse("authoring:list")))


@pytest.mark.audit
def test_every_step_is_in_the_audit_trail_with_who_and_what(place: Any) -> None:
    version = in_review(place)
    take(as_user(place.paul), "send_back", version, **REASON)
    take(as_user(place.anna), "review", version)
    take(as_user(place.paul), "publish", version)
    take(as_user(place.paul), "retire", version, **REASON)
    take(as_user(place.paul), "withdraw", version, **REASON)

    for name, who in {
        "import": place.anna, "review": place.anna, "return": place.paul, "publish": place.paul,
        "retire": place.paul, "withdraw": place.paul,
    }.items():  # fmt: skip
        found = events(place, f"questionnaire.{name}")
        assert {event.actor for event in found} == {who.id}, name
        assert {event.entity_id for event in found} == {str(version.id)}
        assert version.digest in found[0].body


@pytest.mark.audit
def test_a_step_that_fails_leaves_no_trace_of_having_happened(
    place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = in_review(place)
    before = count_rows(place)

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the audit trail cannot be written")

    monkeypatch.setattr("screening.authoring.step_rows.record", broken)
    for action, by, more in (
        (actions.publish, place.paul, {}),
        (actions.send_back, place.paul, REASON),
        (actions.delete_draft, place.anna, {}),
    ):
        facts = {"version_id": version.id, "seen": version.digest, "by": by, "at": NOON, **more}
        if action is actions.delete_draft:
            del facts["at"]
        with at_work(place), pytest.raises((RuntimeError, actions.StepNotPossible)):
            action(**facts)  # type: ignore[operator]

    assert count_rows(place) == before
    assert status_of(place, version) == "in_review"
    assert events(place, "questionnaire.publish") == []


def test_use_is_counted_in_ones_own_practice_only(place: Any) -> None:
    version = published(place)
    ResponseFactory(practice=place.practice, version=version)

    page = as_user(place.clara).get(reverse("authoring:list"))

    assert "in 1 screening" in words_of(page)
    with at_work(place):
        assert bundle_of(version).title == "Knees"


def test_nothing_here_is_reached_without_signing_in(place: Any, client: Any) -> None:
    version = upload(place)

    for address in (reverse("authoring:list"), reverse("authoring:upload"), url("download", version)):
        assert "/accounts/login/" in client.get(address)["Location"]
    with transaction.atomic():
        assert AuditEvent.objects.filter(type="questionnaire.download").count() == 0
