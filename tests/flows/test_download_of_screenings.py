"""Does a practice get its own screenings out, step by step, and does the trail tell of each step?"""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership
from screening.jobs.models import JobFile
from tests.factories import at_work, clinic
from tests.flows.encounter import Clinician, trail, words_of
from tests.jobs.running_jobs import run_pending

pytestmark = [pytest.mark.django_db, pytest.mark.audit]

DANGERS = {"group__danger_signs__others": "false"}
ASKED = {"from_date": "", "to_date": "", "reason": "Yearly look at our own work"}


@pytest.fixture
def nora(client: Client, settings: Any, tmp_path: Path) -> Clinician:
    """A clinician who has submitted one screening with the practice's own questionnaire."""
    settings.FILES_DIR = tmp_path / "files"
    nora = Clinician(client, clinic())
    nora.signs_in()
    nora.starts("P-0815", questionnaire=nora.place.version.questionnaire.key)
    nora.answers("dangers", **DANGERS)
    nora.submits()
    return nora


def asks_for_the_files(nora: Clinician) -> str:
    """The address of the job."""
    page = nora.client.get("/screenings/download/")
    key = page.context["form"].initial["request_key"]
    return str(nora.client.post("/screenings/download/", {**ASKED, "request_key": key})["Location"])


def files_of(nora: Clinician, job: str) -> list[str]:
    with at_work(nora.place):
        return [f"{job}files/{file.id}/" for file in JobFile.objects.order_by("name")]


def test_from_the_list_to_the_file_and_into_the_trail(nora: Clinician) -> None:
    # When she asks for the files and the worker makes them
    job = asks_for_the_files(nora)
    run_pending(nora.place.practice)

    # Then the page of the job leads to both of them
    page = words_of(nora.client.get(job))
    table, lines = files_of(nora, job)
    assert table in page and lines in page

    # And what she fetches is her screening, the patient by a random number only
    fetched = b"".join(nora.client.get(table).streaming_content).decode()
    assert nora.visit in fetched
    assert "P-0815" not in fetched

    # And the trail has every step, in order; the recheck of the result found nothing to say
    steps = [step for step in trail(nora.place) if step.startswith(("job.", "screenings.", "result."))]
    assert steps == ["job.request", "screenings.export", "job.done", "screenings.download"]


@pytest.mark.security
def test_who_loses_the_role_loses_the_files_too(nora: Clinician) -> None:
    job = asks_for_the_files(nora)
    run_pending(nora.place.practice)
    with at_work(nora.place):
        Membership.objects.filter(user=nora.place.user).update(role="author")

    pages = [nora.client.get(address) for address in (job, *files_of(nora, job))]

    assert {page.status_code for page in pages} <= {403, 404}
    assert "screenings.download" not in trail(nora.place)
