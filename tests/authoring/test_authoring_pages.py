"""Do the pages of a questionnaire show what is stored, take in what may come, and keep everything else out?"""

import subprocess
import sys
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from screening.authoring import alone as process
from screening.authoring.alone import CheckersBusy, CheckFailed, check_text_alone
from screening.authoring.checker import check_text
from screening.authoring.checking import check_kept
from screening.authoring.yaml_text import document_yaml
from screening.evidence.source import LARGEST_BYTES, MOST_NODES, parse_yaml
from screening.questionnaires.catalogue import builtin_document
from screening.questionnaires.digests import digest
from screening.questionnaires.models import QuestionnaireVersion
from tests.authoring.packages import (
    NEXT,
    SMALL,
    as_user,
    count_rows,
    events,
    in_review,
    line_of,
    published,
    send_file,
    stored,
    take,
    team,
    upload,
    url,
)
from tests.factories import MembershipFactory, UserFactory, at_work

pytestmark = pytest.mark.django_db

SCREEN = builtin_document("chronic-pain-screen")


@pytest.fixture
def place() -> SimpleNamespace:
    return team()


def words_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def builtin(place: Any) -> QuestionnaireVersion:
    with at_work(place):
        return QuestionnaireVersion.objects.select_related("questionnaire").get(digest=digest(SCREEN))


def test_the_list_says_that_there_is_nothing_yet_and_offers_a_copy(place: Any) -> None:
    page = words_of(as_user(place.anna).get(reverse("authoring:list")))

    assert "has no questionnaires of its own yet" in page
    assert SCREEN["meta"]["title"] in page
    assert "Make a draft" in page


def test_somebody_who_does_not_write_is_offered_no_copy(place: Any) -> None:
    assert "Make a draft<" not in words_of(as_user(place.clara).get(reverse("authoring:list")))


def test_faults_stand_beside_the_line_of_the_uploaded_text(place: Any) -> None:
    text = SMALL.replace("type: integer", "typ: integer")

    version = upload(place, text)

    page = as_user(place.anna).get(url("version", version)).content.decode()
    assert f"Line {line_of(text, 'typ: integer')}" in page
    assert "typ: integer" in page
    assert "Send to review" not in page
    assert "cannot be shown yet" in words_of(as_user(place.anna).get(url("rules", version)))
    assert "could not be run" in words_of(as_user(place.anna).get(url("cases", version)))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"a: [", "Line 1"),
        (b"\xff\xff", "not UTF-8"),
        (b"a: b\x00", "U+0000"),
        (b"x" * (LARGEST_BYTES + 10), "larger than"),
        (b"x" * (3 * LARGEST_BYTES), "larger than 1 MiB"),
        (b"", "empty"),
        (b"a: &a [b]", "anchors and aliases"),
        (b"[" * 3000, "deeper than"),
        (SMALL.replace("  key: knee-screen\n", "").encode(), "the key is small letters"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_a_draft_is_refused_and_nothing_is_stored(
    place: Any, text: bytes, reason: str
) -> None:
    answer = send_file(as_user(place.anna), text)

    assert answer.status_code == 200
    assert reason in words_of(answer)
    assert "There is a problem" in words_of(answer)
    assert count_rows(place) == (0, 0, 0)
    assert events(place, "questionnaire.import") == []


@pytest.mark.parametrize("name", ["q.json", "q.yaml.exe", "q", "q.html"])
def test_other_kinds_of_files_are_refused(place: Any, name: str) -> None:
    assert "ends in .yaml or .yml" in words_of(send_file(as_user(place.anna), name=name))
    assert count_rows(place) == (0, 0, 0)


NAMES = ["a%0D%0AX-Evil%3A%201.yaml", "%E2%80%AEgnp.yaml", "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E.yaml"]


@pytest.mark.security
@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_name_is_neither_kept_nor_shown(place: Any, name: str) -> None:
    version = upload_named(place, name)

    answer = as_user(place.anna).get(url("download", version))

    assert answer["Content-Disposition"] == 'attachment; filename="knee-screen-1.0.0.yaml"'
    assert "X-Evil" not in str(answer.headers)
    assert "script>alert" not in as_user(place.anna).get(url("version", version)).content.decode()


def upload_named(place: Any, name: str) -> QuestionnaireVersion:
    """With the name in the form that lets a browser send any character."""
    head = f"Content-Disposition: form-data; name=\"file\"; filename*=UTF-8''{name}"
    body = f"--edge\r\n{head}\r\nContent-Type: text/plain\r\n\r\n{SMALL}\r\n--edge--\r\n"
    answer = as_user(place.anna).post(
        reverse("authoring:upload"), body.encode(), content_type="multipart/form-data; boundary=edge"
    )
    return stored(place, answer["Location"].rstrip("/").rsplit("/", 1)[-1])


@pytest.mark.security
def test_html_in_a_document_is_shown_as_text_everywhere(place: Any) -> None:
    """The checks refuse HTML, but a draft with faults is shown too."""
    script = '"><script>alert(1)</script>'
    text = SMALL.replace("title: Knees", f"title: '{script}'").replace("label: Age", f"label: '{script}'")
    version = upload(place, text.replace("authored_by: Anna", f"authored_by: '{script}'"))

    for page in ("version", "rules", "cases", "difference"):
        shown = as_user(place.anna).get(url(page, version)).content.decode()
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert" in shown
    assert "<script>alert" not in as_user(place.anna).get(reverse("authoring:list")).content.decode()


@pytest.mark.security
def test_an_upload_without_the_forms_token_is_refused(place: Any) -> None:
    """The view sets its token check aside to limit the body first, and must take it up again."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(place.anna)

    assert send_file(client).status_code == 403
    assert count_rows(place) == (0, 0, 0)


def test_the_file_comes_back_as_it_was_sent_with_its_comments(place: Any) -> None:
    version = upload(place)

    answer = as_user(place.clara).get(url("download", version))

    assert answer.content.decode() == SMALL
    assert answer["Content-Type"] == "application/yaml; charset=utf-8"
    assert len(events(place, "questionnaire.download")) == 1


def test_the_same_file_sent_twice_is_one_draft_and_one_step(place: Any) -> None:
    first = upload(place)

    again = upload(place)

    assert again.id == first.id
    assert count_rows(place) == (1, 1, 1)


def test_a_draft_is_replaced_only_by_somebody_who_saw_it(place: Any) -> None:
    version = upload(place)
    other = SMALL.replace("title: Knees", "title: The knees")

    blind = send_file(as_user(place.anna), other)
    late = send_file(as_user(place.anna), other, replaces="sha256:" + "0" * 64)
    page = as_user(place.anna).get(reverse("authoring:upload"), {"draft": version.id})
    seen = send_file(as_user(place.anna), other, replaces=version.digest)

    assert [blind.status_code, late.status_code, seen.status_code] == [409, 409, 302]
    assert "There is a draft of version 1.0.0 already" in words_of(blind)
    assert version.digest in words_of(page)
    assert stored(place, version.id).bundle["meta"]["title"] == "The knees"
    assert count_rows(place) == (1, 1, 2)


def test_a_version_in_review_that_is_replaced_is_a_draft_again(place: Any) -> None:
    version = in_review(place)

    send_file(as_user(place.anna), SMALL.replace("title: Knees", "title: Knee"), replaces=version.digest)

    assert stored(place, version.id).status == "draft"


def test_a_published_number_is_not_uploaded_again(place: Any) -> None:
    published(place)

    answer = send_file(as_user(place.anna), SMALL.replace("title: Knees", "title: Other"))

    assert answer.status_code == 200
    assert "give it a new version number" in words_of(answer)
    assert count_rows(place)[:2] == (1, 1)


def test_the_rules_are_shown_in_words_with_what_they_read_and_their_source(place: Any) -> None:
    page = words_of(as_user(place.clara).get(url("rules", upload(place))))

    assert "“A knee is swollen” and “Age” is at least 50" in page
    assert "x_knee_swollen and age_years &gt;= 50" in page
    assert "Reads:</b> A knee is swollen; Age" in page
    assert 'href="#ref-someone2001"' in page


def test_the_difference_names_what_changed_in_signs_and_in_words(place: Any) -> None:
    published(place)
    version = upload(place, SMALL.replace("1.0.0", "1.1.0").replace("age_years >= 50", "age_years >= 60"))

    page = words_of(as_user(place.paul).get(url("difference", version)))

    assert "2 lines added, 2 removed. Items or rules changed: yes." in page
    assert "Removed, line" in page
    assert "trigger: x_knee_swollen and age_years &gt;= 60" in page
    assert "unchanged lines" in page


def test_a_change_of_words_changes_no_rule_and_no_change_is_said_so(place: Any) -> None:
    first = published(place)
    version = upload(place, NEXT)

    page = words_of(as_user(place.paul).get(url("difference", version)))

    assert "1 line added, 1 removed. Items or rules changed: no." in page
    assert "nothing to compare with" in words_of(as_user(place.paul).get(url("difference", first)))


def test_a_failing_test_case_says_what_was_expected_and_what_came(place: Any) -> None:
    version = upload(place, SMALL.replace("{kn: consider}", "{kn: cannot_tell}"))

    page = words_of(as_user(place.anna).get(url("cases", version)))

    assert "1 of 1 failed" in page
    assert "expected cannot_tell, the rules give consider" in page


def test_looking_at_a_version_is_in_the_audit_trail(place: Any) -> None:
    version = upload(place)

    as_user(place.clara).get(url("rules", version))

    assert [event.entity_id for event in events(place, "questionnaire.view")] == [str(version.id)]


def test_a_version_that_is_not_there_is_not_found(place: Any) -> None:
    for page in ("version", "rules", "download"):
        assert as_user(place.anna).get(reverse(f"authoring:{page}", args=[uuid4()])).status_code == 404
    assert as_user(place.anna).get(reverse("authoring:upload"), {"draft": "x"}).status_code == 404


def test_the_built_in_screen_written_as_a_file_is_read_again_with_the_same_digest() -> None:
    """The whole way of a copy: it must stay below the limits of what may be uploaded."""
    text = document_yaml(SCREEN)

    again = parse_yaml(text.encode(), "file")

    assert digest(again.value) == digest(SCREEN)
    assert len(text.encode()) < LARGEST_BYTES / 2
    assert len(again.places) < MOST_NODES
    assert text.startswith(f"meta:\n  key: chronic-pain-screen\n  version: {SCREEN['meta']['version']}\n")


@pytest.mark.slow
@pytest.mark.parametrize("alone", [True])
def test_a_copy_of_the_built_in_screen_is_changed_and_published(place: Any, alone: bool) -> None:
    """Copy, download, edit, upload, review, publish: with the real checker in a process of its own."""
    client = as_user(place.anna)
    answer = client.post(url("draft", builtin(place)))
    draft = stored(place, answer["Location"].rstrip("/").rsplit("/", 1)[-1])
    text = client.get(url("download", draft)).content.decode()
    changed = text.replace("title: Chronic pain screen", "title: Our pain screen")

    send_file(client, changed, replaces=draft.digest)
    draft = stored(place, draft.id)
    take(client, "review", draft)
    take(as_user(place.paul), "publish", draft)

    done = stored(place, draft.id)
    assert done.status == "published"
    assert done.version == "1.0.1"
    meta = {**SCREEN["meta"], "version": "1.0.1", "authored_by": "Anna", "checked_by": "Nobody yet"}
    assert done.bundle == {**SCREEN, "meta": {**meta, "title": "Our pain screen"}}
    page = words_of(as_user(place.paul).get(url("difference", done)))
    assert "4 lines added, 4 removed. Items or rules changed: no." in page


def test_only_what_was_published_is_copied(place: Any) -> None:
    draft = upload(place)

    answer = as_user(place.anna).post(url("draft", draft))

    assert answer["Location"] == url("version", draft)
    assert count_rows(place) == (1, 1, 1)


def copied(place: Any, source: QuestionnaireVersion, by: Any) -> QuestionnaireVersion:
    answer = as_user(by).post(url("draft", source))
    return stored(place, answer["Location"].rstrip("/").rsplit("/", 1)[-1])


def test_a_copy_asked_for_twice_is_one_draft_until_it_is_changed(place: Any) -> None:
    """Somebody else's copy is another one; all take the next free number."""
    first, other = published(place), UserFactory(name="Olga")
    MembershipFactory(practice=place.practice, user=other, role=Role.AUTHOR)

    made = [copied(place, first, by=by) for by in (place.anna, place.anna, other)]
    text = as_user(place.anna).get(url("download", made[0])).content.decode()
    send_file(as_user(place.anna), f"# Looked at.\n{text}", replaces=made[0].digest)
    after = copied(place, first, by=place.anna)

    assert [(one.version, one.status) for one in made] == [
        ("1.0.1", "draft"), ("1.0.1", "draft"), ("1.0.2", "draft"),
    ]  # fmt: skip
    assert after.version == "1.0.3"
    assert len(events(place, "questionnaire.import")) == 5


def test_the_text_of_a_version_in_review_sent_again_says_where_it_stands(place: Any) -> None:
    in_review(place)
    client = as_user(place.anna)

    page = words_of(client.get(send_file(client)["Location"]))

    assert "This is the text of knee-screen 1.0.0, which is in review. Nothing was changed." in page
    assert "Stored as a draft" not in page


@pytest.mark.parametrize("alone", [True])
def test_the_process_that_checks_gives_the_same_answer(alone: bool) -> None:
    text = SMALL.replace("{kn: consider}", "{kn: cannot_tell}")

    assert check_text_alone(text, {}) == check_text(text, {})


@pytest.mark.security
def test_the_process_that_checks_knows_neither_django_nor_our_secrets() -> None:
    code = "import sys, os, screening.authoring.alone; print('django' in sys.modules, len(os.environ))"

    done = subprocess.run(
        [sys.executable, "-E", "-s", "-c", code], cwd=process.ROOT, env={"LC_ALL": "C.UTF-8"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout.split()[0] == "False"
    assert int(done.stdout.split()[1]) <= 2


@pytest.mark.security
def test_a_check_that_needs_too_long_or_too_much_ends_in_words(
    place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "MOST_SECONDS", 0.01)
    with pytest.raises(CheckFailed, match="could not be checked within"):
        check_text_alone(SMALL, {})

    monkeypatch.setattr("screening.authoring.checking.check_text_alone", check_text_alone)
    answer = send_file(as_user(place.anna))

    assert "could not be checked within" in words_of(answer)
    assert count_rows(place) == (0, 0, 0)


@pytest.mark.security
def test_a_check_that_failed_is_not_made_again_with_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a file that takes all the time there is takes it as often as somebody looks."""
    asked: list[str] = []

    def fails(text: str, issued: Any) -> Any:
        asked.append(text)
        raise CheckersBusy("Busy.") if len(asked) == 1 else CheckFailed("Too wide.")

    monkeypatch.setattr("screening.authoring.checking.check_text_alone", fails)
    with pytest.raises(CheckersBusy):
        check_kept(SMALL, {})
    for _ in range(3):
        with pytest.raises(CheckFailed, match="Too wide"):
            check_kept(SMALL, {})

    assert len(asked) == 2, "that others were being checked is not kept"


@pytest.mark.security
def test_one_process_checks_one_file_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "WAIT_SECONDS", 0.01)
    with process._ONE_AT_A_TIME, pytest.raises(CheckersBusy, match="Try again in a moment"):
        check_text_alone(SMALL, {})

    assert process._ONE_AT_A_TIME.acquire(blocking=False), "it is free again"
    process._ONE_AT_A_TIME.release()


@pytest.mark.security
@pytest.mark.slow
def test_the_largest_built_in_questionnaire_is_checked_with_a_third_of_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = document_yaml(SCREEN).replace(f"version: {SCREEN['meta']['version']}", "version: 99.0.0", 1)
    third = process.MOST_MEMORY_BYTES // 3
    code = f"import screening.authoring.alone as a; a.MOST_MEMORY_BYTES = {third}; a.main()"
    monkeypatch.setattr(process, "PROGRAM", ("-c", code))

    assert check_text_alone(text, {}).cases


@pytest.mark.security
def test_a_check_that_dies_ends_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "ROOT", process.ROOT / "docs")  # where there is no such program

    with pytest.raises(CheckFailed, match="could not be checked to its end"):
        check_text_alone(SMALL, {})
