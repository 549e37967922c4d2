"""Are synthetic screenings sound, the same for the same seed, and written once?"""

from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.demo import DEMO_PASSWORD
from accounts.models import Membership, User
from screening.audit import mac
from screening.audit.models import AuditEvent
from screening.encounters.checking.rescoring import rescore
from screening.encounters.made_up.courses import Questions, draw_course
from screening.encounters.made_up.patients import ProfileInvalid, load_patients
from screening.encounters.made_up.seeding import Plan, seed
from screening.encounters.models import Assessment, Encounter, Response, Subject
from screening.encounters.readiness import why_not_submit
from screening.encounters.references import open_reference
from screening.questionnaires.catalogue import builtin_bundle, builtin_documents
from screening.questionnaires.store import bundle_of
from screening.scoring.tiers import SUGGESTED

UNTIL = datetime(2026, 11, 1, tzinfo=UTC)
KEY = "chronic-pain-screen"
PLAN = Plan(practices=2, screenings=25, seed=7, until=UNTIL)

pytestmark = pytest.mark.django_db(databases=["default", "maint"])


@pytest.fixture(scope="module")
def questions() -> Questions:
    bundles = {key: builtin_bundle(key) for key in {each["meta"]["key"] for each in builtin_documents()}}
    return Questions(bundles[KEY], {key: each for key, each in bundles.items() if each.work_up_for})


def rows(model: Any) -> Any:
    return getattr(model, "unscoped", model._default_manager).using("maint")


def test_as_many_screenings_as_asked_are_shared_among_the_practices() -> None:
    done = seed(PLAN, questionnaire=KEY)

    screenings = rows(Response).filter(work_up_of=None)
    counts = [screenings.filter(practice=practice).count() for practice in done.practices.values()]
    assert done.screenings == 25
    assert sorted(counts) == [12, 13]


def test_every_screening_lies_within_the_last_thirty_six_months() -> None:
    seed(PLAN, questionnaire=KEY)

    opened = list(rows(Encounter).values_list("opened_at", flat=True))
    assert min(opened) >= UNTIL - timedelta(days=36 * 31)
    assert max(opened) < UNTIL


def test_every_decision_can_be_recomputed() -> None:
    seed(PLAN, questionnaire=KEY)

    assert rows(Assessment).count() == rows(Response).filter(status="submitted").count() > 0
    assert not any(rescore())


def test_the_same_seed_makes_the_same_patients_and_another_seed_others() -> None:
    def made(number: int) -> list[Any]:
        with transaction.atomic(using="maint"):
            seed(Plan(1, 6, number, UNTIL), questionnaire=KEY)
            found = list(rows(Response).order_by("id").values_list("id", "answers", "saved_at"))
            transaction.set_rollback(True, using="maint")
            return found

    first, again, other = made(1), made(1), made(2)

    assert first == again
    assert [row[0] for row in first] != [row[0] for row in other]


def test_a_second_run_leaves_everything_as_it_is() -> None:
    seed(PLAN, questionnaire=KEY)

    done = seed(PLAN, questionnaire=KEY)

    assert (done.screenings, len(done.skipped)) == (0, 2)
    assert rows(Response).filter(work_up_of=None).count() == 25


def test_work_ups_follow_what_a_result_suggests_and_are_confirmed() -> None:
    done = seed(Plan(1, 60, 7, UNTIL), questionnaire=KEY)

    work_ups = list(rows(Response).exclude(work_up_of=None).select_related("work_up_of", "version"))
    assert len(work_ups) == done.work_ups > 5
    for each in work_ups:
        conditions = rows(Assessment).get(response=each.work_up_of_id).decision["conditions"]
        suggested = {found["condition"] for found in conditions if found["tier"] in SUGGESTED}
        assert suggested & set(each.version.work_up_for)
        assert (each.status, each.carried) == ("submitted", [])
        assert each.submitted_at > each.work_up_of.submitted_at
    events = rows(AuditEvent).filter(type="assessment.confirm").values_list("entity_id", flat=True)
    assert set(events) == {str(each.id) for each in work_ups}


def test_a_clinician_could_have_submitted_every_one() -> None:
    seed(PLAN, questionnaire=KEY)

    for response in rows(Response).filter(status="submitted").select_related("version"):
        assert why_not_submit(bundle_of(response.version), response.answers, response.carried) == []


def test_what_is_written_in_bulk_is_audited_and_signed_as_well() -> None:
    seed(PLAN, questionnaire=KEY)

    submitted = set(rows(Response).filter(status="submitted").values_list("id", flat=True))
    events = list(rows(AuditEvent).filter(type="assessment.submit"))
    assert {event.entity_id for event in events} == {str(key) for key in submitted}
    assert all(mac.is_genuine(e.practice_id, e.body, e.mac_key_id, bytes(e.mac)) for e in events)


def test_a_patients_age_fits_the_birth_year() -> None:
    seed(PLAN, questionnaire=KEY)

    for response in rows(Response).select_related("encounter__subject"):
        years = response.encounter.opened_at.year - response.encounter.subject.birth_year
        assert years - response.answers["age_years"] in (0, 1)
    assert all(open_reference(subject) for subject in rows(Subject))


def test_demo_users_need_demo_to_be_on(settings: Any) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("seed_demo", demo_users=True)
    assert not rows(User).filter(email__endswith=".example").exists()


def test_demo_users_are_one_for_each_role_and_one_in_another_practice(settings: Any) -> None:
    settings.DEMO = True
    said = StringIO()

    call_command("seed_demo", practices=2, screenings=2, demo_users=True, stdout=said)

    people = rows(Membership).select_related("practice", "user")
    north = {m.role for m in people if m.practice.name == "Practice North"}
    assert len(north) == 6
    assert [m.role for m in people if m.practice.name == "Practice South"] == ["clinician"]
    assert all(m.user.check_password(DEMO_PASSWORD) and m.user.email in said.getvalue() for m in people)


def test_without_demo_users_nobody_can_sign_in() -> None:
    call_command("seed_demo", practices=1, screenings=1, stdout=StringIO())

    assert not any(user.has_usable_password() for user in rows(User))


def test_every_profile_fits_the_questionnaires(questions: Questions) -> None:
    patients = load_patients(questions.screen, questions.work_ups.values())

    assert sum(profile.share for profile in patients.profiles) == 100


def test_a_demonstration_shows_nearly_every_condition(questions: Questions) -> None:
    chance, shown = Random(1), set()
    patients = load_patients(questions.screen, questions.work_ups.values())

    for profile in islice(patients.draw_profiles(chance), 100):
        for visit in draw_course(questions, patients, profile, chance).visits:
            conditions = visit.screening.decision["conditions"]
            shown |= {found["condition"] for found in conditions if found["tier"] in SUGGESTED}

    assert len(questions.screen.conditions.keys() - shown) <= 3


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ("items: {no_such_item: 1}", "odd: chronic-pain-screen has no item no_such_item"),
        ("items: {}, work_up_items: {no_such_item: 1}", "odd: no work-up has an item no_such_item"),
    ],
)
def test_a_profile_that_names_an_unknown_item_is_refused(
    questions: Questions, tmp_path: Path, items: str, reason: str
) -> None:
    path = tmp_path / "profiles.yaml"
    path.write_text(
        "background: {work_up_items: {}, yes: 0, danger: 0, unanswered: 0, not_assessed: 0,\n"
        "  on_demand_asked: 0, stem_closed: 0}\n"
        f"profiles: [{{name: odd, share: 1, age_years: [20, 30], female: 1, {items}}}]\n"
    )

    with pytest.raises(ProfileInvalid, match=reason):
        load_patients(questions.screen, questions.work_ups.values(), path)
