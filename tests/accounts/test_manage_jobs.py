"""Does a manager see what was asked to run in the practice, without the files, and nothing of another?"""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from screening.jobs.kinds import all_kinds
from screening.jobs.models import Job
from tests.accounts.managing import colleague, managed, trail
from tests.factories import NOON, at_work

pytestmark = [pytest.mark.django_db, pytest.mark.security]


def asked(place: Any, by: User | None, **more: Any) -> Job:
    kind = next(kind for kind in all_kinds() if kind.listed)
    facts = {"kind": kind.name, "asked_by": by, "asked_at": NOON, "request_key": uuid4(), **more}
    with at_work(place):
        return Job.objects.create(practice=place.practice, **facts)


@pytest.mark.audit
def test_everybodys_jobs_are_listed_with_who_asked_and_how_they_ended(client: Client) -> None:
    place, theirs = managed(), managed()
    clinician = colleague(place, "clinician", name="Dr Nora <North>")
    job = asked(place, clinician, state="done", finished_at=NOON)
    asked(place, None)
    User.objects.filter(id=theirs.user.id).update(name="CANARY-8812")
    asked(theirs, theirs.user)
    client.force_login(place.user)

    page = client.get("/practice/jobs/").content.decode()

    assert "Dr Nora &lt;North&gt;" in page and "nobody in person" in page and "Done" in page
    assert "CANARY-8812" not in page
    assert f"/jobs/{job.id}/files/" not in page
    assert str(job.id) in trail(place, "practice.view")[-1]["fields"]


def test_work_that_is_nobodys_affair_is_not_listed(client: Client) -> None:
    place = managed()
    asked(place, None, kind="a.kind.of.another.version")
    client.force_login(place.user)

    assert "Nobody has asked for a job yet" in client.get("/practice/jobs/").content.decode()
