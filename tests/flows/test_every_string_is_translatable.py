"""Does anything on any page forget gettext? Every page in a pseudo-language, where such words stand out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from screening.encounters.exports.download import Wish, ask_for_download
from screening.encounters.exports.filed_pdf import filed_html
from screening.encounters.models import Response
from screening.encounters.terms import STRENGTH_NAMES, TIER_NAMES, URGENCY_NAMES
from screening.jobs.models import Job, JobFile
from screening.questionnaires.models import QuestionnaireVersion
from screening.questionnaires.store import bundle_of, current_version
from screening.scoring.bundle import STRENGTHS
from screening.scoring.wording import TIER_WORDS, URGENCY_WORDS
from screening.statistics.actions import record_export
from tests.authoring.packages import SMALL, send_file
from tests.encounters.knees import knee_clinic, screened_knee, worked_up
from tests.encounters.own_parts import DISAGREE, KNEE, own_first
from tests.encounters.screenings import begun
from tests.encounters.taking_away import open_again, result_of
from tests.encounters.test_take_away_pdf import MARK
from tests.factories import NOON, PASSWORD, MembershipFactory, UserFactory, at_work
from tests.flows.walker import PEOPLE, REASON, RECORDED, Walker
from tests.jobs.running_jobs import run_pending
from tests.pseudo_locale import pseudo_locale

pytestmark = pytest.mark.django_db


@pytest.fixture
def walker(client: Client) -> Iterator[Walker]:
    place = knee_clinic()
    type(place.user).objects.filter(pk=place.user.pk).update(name=PEOPLE[0])
    type(place.practice).objects.filter(pk=place.practice.pk).update(name=PEOPLE[1])
    for role in set(Role.values) - {Role.CLINICIAN}:
        MembershipFactory(practice=place.practice, user=place.user, role=role)
    place.user.refresh_from_db()
    place.practice.refresh_from_db()
    client.force_login(place.user)
    walker = Walker(place, client)
    with pseudo_locale(), walker.data.of_pure_rooms():
        yield walker
    assert not walker.faults, "\n".join(f"{where}: {words}" for words, where in walker.faults.items())


def test_the_pages_of_a_visit(walker: Walker) -> None:
    walker.get("encounters:list")
    walker.get("encounters:start")
    walker.post("encounters:start")
    walker.post(
        "encounters:start", reference="P-1", birth_year="x", age_years="12", sex="?", questionnaire="?"
    )
    walker.post("encounters:start", reference="P-1", birth_year="1990", age_years="70", sex="male")
    draft = begun(walker.place, "Q-2")
    with at_work(walker.place):
        bundle = bundle_of(walker.place.version)
    for section in bundle.sections:
        walker.get("encounters:step", draft.id, section.key)
        wrong = {item.key: "tampered" for item in section.items}
        walker.post("encounters:step", draft.id, section.key, lock_number=draft.lock_number, **wrong)
        walker.post("encounters:step", draft.id, section.key, lock_number=1)
        walker.post("encounters:step", draft.id, section.key)
        walker.get("encounters:autosave", draft.id, section.key)
        walker.post("encounters:autosave", draft.id, section.key)
        for lock_number in (99, draft.lock_number):
            sent = {"lock_number": lock_number, "save_key": f"{lock_number:032}", "changed": [*wrong]}
            walker.post("encounters:autosave", draft.id, section.key, **sent, **wrong)
    walker.get("encounters:check", draft.id)
    walker.post("encounters:submit", draft.id)
    walker.post("encounters:submit", draft.id, submission_key=uuid4(), lock_number=draft.lock_number)
    walker.get("encounters:list", whose="practice", status="in_progress")
    walker.get("encounters:search")
    walker.get("encounters:search", reference="P-9")


def test_every_section_of_the_built_in_screen(walker: Walker) -> None:
    with at_work(walker.place):
        version = current_version(walker.place.practice.id, "chronic-pain-screen")
    draft = begun(walker.place, "P-1", version=version)
    for section in bundle_of(version).sections:
        walker.get("encounters:step", draft.id, section.key)
    walker.get("encounters:check", draft.id)
    result = result_of(walker.place, "Q-2")
    for name in ("result", "contrast", "findings", "history", "take_away", "check"):
        walker.get(f"encounters:{name}", result.id)
    walker.get("encounters:findings", result.id, all="1")
    walker.get("encounters:contrast", result.id, first="fm", second="ra")
    walker.get("encounters:contrast", result.id, first="fm", second="fm")
    walker.get("encounters:contrast", result.id, first="no", second="fm")
    with at_work(walker.place):
        walker.reads(filed_html(open_again(walker.place, result).told(), MARK), "the filed PDF")
    walker.get("encounters:history", result.id, a="same", b="same")
    answer = walker.get("encounters:summary", result.id)
    walker.reads(f"<p>{answer.content.decode()}</p>", "summary.txt")


def test_what_a_clinician_says_to_a_result(walker: Walker) -> None:
    place = walker.place
    own_first(place)
    result = screened_knee(place, rf_knee=True)
    walker.get("encounters:result", result.id)
    walker.post("encounters:own_differential", result.id)
    walker.post("encounters:own_differential", result.id, then="skip")
    walker.post("encounters:own_differential", result.id, then="skip", skip_code="other", skip_reason=REASON)
    walker.post("encounters:verdict", result.id, KNEE)
    walker.post("encounters:verdict", result.id, KNEE, judgement="disagree", reason_code="other")
    walker.post("encounters:verdict", result.id, KNEE, **DISAGREE | {"reason": REASON})
    walker.post("encounters:acknowledge", result.id, "RF5")
    walker.post("encounters:sign", result.id, lock_number=result.lock_number)
    walker.post("encounters:acknowledge", result.id, "RF5", reason_code="referred")
    walker.post("encounters:note", result.id)
    walker.post("encounters:note", result.id, text=REASON)
    walker.get("encounters:sign", result.id)
    walker.post("encounters:sign", result.id)
    walker.post("encounters:sign", result.id, lock_number=now(place, result).lock_number)
    walker.get("encounters:result", result.id)
    walker.get("encounters:amend", result.id)
    walker.post("encounters:amend", result.id)
    walker.post("encounters:amend", result.id, reason=REASON)
    walker.get("encounters:enter_in_error", result.id)
    walker.post("encounters:enter_in_error", result.id)
    lock_number = now(place, result).lock_number
    walker.post("encounters:enter_in_error", result.id, reason=REASON, lock_number=lock_number)
    later = screened_knee(place, at=NOON + timedelta(days=90))
    for response in (result, later):
        for name in ("result", "history", "take_away"):
            walker.get(f"encounters:{name}", response.id)


def test_a_work_up_and_what_was_carried(walker: Walker) -> None:
    result = screened_knee(walker.place)
    walker.get("encounters:result", result.id)
    work_up = worked_up(walker.place, result)
    walker.get("encounters:resume", work_up.id)
    walker.get("encounters:check", work_up.id)
    walker.post("encounters:submit", work_up.id, submission_key=uuid4(), lock_number=work_up.lock_number)
    walker.post("encounters:confirm_carried", work_up.id)
    walker.post("encounters:confirm_carried", work_up.id, lock_number=work_up.lock_number)
    walker.get("encounters:result", result.id)
    walker.get("encounters:list")


def test_downloads_statistics_and_jobs(walker: Walker) -> None:
    place = walker.place
    walker.get("jobs:list")
    walker.get("encounters:download")
    screened_knee(place)
    walker.get("encounters:download")
    walker.post("encounters:download", from_date="x", to_date="2999-01-01", reason="short")
    walker.get("statistics:exports")
    walker.post("statistics:exports")
    walker.post("statistics:exports", first="2026-05", last="2026-03", reason=REASON, request_key=uuid4())
    with at_work(place):
        wish = Wish(None, None, with_references=False, reason=REASON)
        facts = {"practice": place.practice, "by": place.user, "at": timezone.now()}
        job = ask_for_download(wish=wish, request_key=uuid4(), **facts)
    walker.get("jobs:job", job.id)
    walker.get("jobs:cancel", job.id)
    walker.post("jobs:cancel", job.id)
    walker.post("jobs:retry", job.id)
    run_pending(place.practice)
    walker.get("jobs:job", job.id)
    with at_work(place):
        Job.objects.filter(pk=job.pk).update(state="failed")
    for name in ("jobs:job", "jobs:list"):
        walker.get(name, *([job.id] if name == "jobs:job" else []))
    walker.get("jobs:practice")
    with at_work(place):
        file = JobFile.objects.filter(job=job).first()
        JobFile.objects.filter(job=job).update(removed_at=timezone.now())
        month = timezone.localdate().replace(day=1)
        told = {"first": month, "last": month, "reason": REASON, "files": {}, "by": place.user}
        record_export(practice_id=place.practice.id, job_id=None, at=timezone.now(), **told)
        type(place.practice).objects.filter(pk=place.practice.pk).update(
            switches={"statistics": False, "downloads": False}
        )
    assert file is not None
    walker.get("jobs:file", job.id, file.id)
    walker.get("jobs:job", job.id)
    walker.get("statistics:exports")
    walker.get("encounters:download")


def test_the_authors_pages(walker: Walker) -> None:
    walker.get("authoring:list")
    walker.get("authoring:upload")
    walker.post("authoring:upload")
    send_file(
        walker.client, SMALL.replace("type: integer", "type: number").replace("knee-screen", "ill-screen")
    )
    drafted = send_file(walker.client, SMALL)
    draft = drafted["Location"].rstrip("/").rsplit("/", 1)[-1]
    own = str(walker.place.version.id)
    for version in (draft, own):
        for page in ("version", "rules", "cases", "difference"):
            walker.get(f"authoring:{page}", version)
    walker.get("authoring:delete", draft)
    with at_work(walker.place):
        seen = QuestionnaireVersion.objects.get(pk=draft).digest
    walker.post("authoring:review", draft, seen=seen)
    walker.post("authoring:review", draft, seen=seen)
    walker.post("authoring:publish", draft, seen=seen)
    walker.post("authoring:publish", draft, seen="another")
    for step in ("publish", "send_back"):
        walker.get(f"authoring:{step}", draft)
    walker.post("authoring:send_back", draft, seen=seen)
    for step in ("retire", "withdraw"):
        walker.get(f"authoring:{step}", own)
    walker.get("authoring:list")


def test_the_pages_of_a_practice(walker: Walker) -> None:
    place = walker.place
    colleague = UserFactory(name=PEOPLE[2])
    MembershipFactory(practice=place.practice, user=colleague)
    for name in ("home", "switch", "manage", "add", "about"):
        walker.get(f"accounts:{name}")
    walker.post("accounts:switch")
    walker.post("accounts:add")
    walker.post("accounts:add", email="é@x", name="\u202e", roles="?")
    walker.post("accounts:add", email="new@practice.example", name=PEOPLE[2], roles=Role.AUTHOR)
    walker.get("accounts:person", colleague.id)
    walker.post("accounts:person", colleague.id)
    walker.post("accounts:person", place.user.id, seen=",".join(Role.values), roles=Role.CLINICIAN)
    for on in ("no", "yes", "?"):
        walker.post("accounts:switch_feature", "downloads", on=on)
    walker.get("library:articles")
    walker.get("library:articles", condition="fm")


def test_the_audit_trail(walker: Walker) -> None:
    walker.data.add_exactly(*RECORDED)
    screened_knee(walker.place)
    walker.get("encounters:list")
    walker.get("audit:events")
    walker.get("audit:events", type="?", person="?", from_day="x", to_day="1800-01-01", thing="x", before="x")
    walker.get("audit:events", from_day="2026-03-31", to_day="2026-03-01")


def test_signing_in_and_what_goes_wrong(walker: Walker) -> None:
    walker.client.raise_request_exception = False
    walker.client.force_login(UserFactory(name=PEOPLE[2]))
    walker.get("accounts:home")
    walker.client.force_login(walker.place.user)
    walker.get("encounters:result", uuid4())
    walker.get("account_logout")
    walker.post("account_logout")
    walker.get("account_login", lost="1")
    walker.post("account_login", login="x", password="")
    walker.post("account_login", login="nobody@practice.example", password=PASSWORD)
    walker.get("account_signup")
    walker.get("account_inactive")
    walker.get("account_reset_password")
    for template in ("400.html", "403.html", "403_csrf.html", "404.html", "409.html", "500.html"):
        walker.reads(render_to_string(template, {"demo": True}), template)


def now(place: Any, response: Response) -> Response:
    with at_work(place):
        return Response.objects.get(pk=response.pk)


def test_the_interface_calls_a_tier_what_scoring_calls_it() -> None:
    """In English both say the same; a code that one of them gained and the other did not would break a page."""
    assert {code: str(words) for code, words in TIER_NAMES.items()} == TIER_WORDS
    assert {code: str(words) for code, words in URGENCY_NAMES.items()} == URGENCY_WORDS
    assert set(STRENGTH_NAMES) == set(STRENGTHS)
