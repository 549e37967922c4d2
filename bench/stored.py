"""What does a practice look like that has stored screenings for years? A few made up, then copied by the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg

from accounts.models import Role, User
from screening.encounters.made_up.seeding import MOST_DRAFTS, Plan, seed
from tests.database import connect
from tests.factories import MembershipFactory

QUESTIONNAIRE = "chronic-pain-screen"
MADE_UP = 200  # screenings with answers and a decision of their own; all others repeat them
COLLEAGUES = 19  # beside the one who is measured
DRAFT_COPIES = 60
TABLES = ("screening_subject", "screening_encounter", "screening_response", "screening_assessment")
_AT = "now() - make_interval(secs => ('x' || substr(md5(e.id::text || k), 1, 7))::bit(28)::int %% 94608000)"
_ID = "md5({0}::text || k)::uuid"

# Copy number k of a row has an id made of the row's and of k, so that the links of the copies need no table.
_COPIES = {
    "subject": f"""
        INSERT INTO screening_subject
            (id, practice_id, reference_ciphertext, reference_index, birth_year, sex, created_at)
        SELECT {_ID.format("s.id")}, practice_id, reference_ciphertext, sha256((s.id::text || k)::bytea),
            birth_year, sex, created_at
        FROM screening_subject s, generate_series(1, %(copies)s) k WHERE practice_id = %(practice)s""",
    "encounter": f"""
        INSERT INTO screening_encounter (id, practice_id, subject_id, clinician_id, opened_at)
        SELECT {_ID.format("e.id")}, e.practice_id, {_ID.format("e.subject_id")},
            (%(people)s::uuid[])[1 + k %% %(size)s], {_AT}
        FROM screening_encounter e, generate_series(1, %(copies)s) k
        WHERE e.practice_id = %(practice)s
            AND (k <= {DRAFT_COPIES} OR EXISTS (SELECT FROM screening_response r
                 WHERE r.encounter_id = e.id AND r.status <> 'in_progress'))""",
    "response": f"""
        INSERT INTO screening_response
            (id, practice_id, encounter_id, version_id, status, answers, set_aside, work_up_of_id, carried, mode,
             lock_number, started_at, saved_at, sitting, sitting_steps, submission_key, submitted_at,
             submitted_by_id, amendment, void_reason)
        SELECT {_ID.format("r.id")}, r.practice_id, {_ID.format("r.encounter_id")}, version_id, status,
            {{answers}}, set_aside, {_ID.format("work_up_of_id")}, carried, mode, lock_number, at, at, sitting,
            sitting_steps, {_ID.format("submission_key")}, CASE WHEN submitted_at IS NOT NULL THEN at END,
            submitted_by_id, amendment, void_reason
        FROM screening_response r JOIN screening_encounter e ON e.id = r.encounter_id
            CROSS JOIN generate_series(1, %(copies)s) k CROSS JOIN LATERAL (SELECT {_AT} AS at) moment
        WHERE r.practice_id = %(practice)s AND (k <= {DRAFT_COPIES} OR r.status <> 'in_progress')""",
    "assessment": f"""
        INSERT INTO screening_assessment
            (id, practice_id, response_id, engine, digest, inputs_digest, decision, decision_digest, made_at)
        SELECT {_ID.format("a.id")}, practice_id, {_ID.format("a.response_id")}, engine, digest, inputs_digest,
            decision, decision_digest, made_at
        FROM screening_assessment a, generate_series(1, %(copies)s) k WHERE practice_id = %(practice)s""",
}
_ANSWERS_OF_THE_LIST = "jsonb_build_object('age_years', r.answers -> 'age_years')"


def store(screenings: int, *, with_results: bool) -> User:
    """
    Fill a database with so many screenings of one practice, and a few of another; for a database to be dropped.

    Without results a response keeps of its answers what the list shows.

    Returns:
        One of the practice's clinicians; a twentieth of its screenings are hers.
    """
    done = seed(Plan(2, MADE_UP, 7, datetime.now(UTC), courses=40), questionnaire=QUESTIONNAIRE)
    practice = done.practices[0]
    people = [MembershipFactory(practice=practice, role=Role.CLINICIAN).user for _ in range(COLLEAGUES + 1)]
    made_up = MADE_UP // len(done.practices) - MOST_DRAFTS
    facts = {
        "practice": practice.id,
        "copies": screenings // made_up,
        "people": [each.id for each in people],
        "size": len(people),
    }
    with connect("owner") as owner, _bare(owner), connect("maint") as maint:
        _copy(maint, facts, with_results=with_results)
    with connect("owner") as owner:
        for table in TABLES:
            owner.execute(f"VACUUM ANALYZE {table}")
    return people[0]


def _copy(maint: psycopg.Connection, facts: dict[str, object], *, with_results: bool) -> None:
    for name, sql in _COPIES.items():
        if name != "assessment" or with_results:
            maint.execute(sql.format(answers="answers" if with_results else _ANSWERS_OF_THE_LIST), facts)


@contextmanager
def _bare(owner: psycopg.Connection) -> Iterator[None]:
    """The tables without links and indexes, each of which would cost its time with every row; both come back."""
    links = owner.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])",
        [list(TABLES)],
    ).fetchall()
    indexes = owner.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY(%s::regclass[])"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
        [list(TABLES)],
    ).fetchall()
    for table, name, _ in links:
        owner.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _ in indexes:
        owner.execute(f"DROP INDEX {name}")
    yield
    for _, definition in indexes:
        owner.execute(definition)
    for table, name, definition in links:
        owner.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
