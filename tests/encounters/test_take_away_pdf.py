"""Is the filed PDF whole, tagged, made from itself alone, and tied to the trail?"""

import io
import json
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import Membership
from screening.audit.mac import event_mac
from screening.audit.models import AuditEvent
from screening.encounters.exports import filed_pdf as filing
from screening.encounters.exports import pdf_job
from screening.encounters.exports.filed_pdf import AsksForMore, Mark, NoPdfHere, filed_html, filed_pdf
from screening.encounters.exports.pdf_library import can_lay_out
from screening.encounters.models import Response
from screening.jobs.files import path_of
from screening.jobs.models import Job, JobFile, JobState
from tests.encounters.taking_away import (
    ARABIC,
    FORMULA,
    MARKUP,
    SCREEN,
    add_own_part,
    hostile_result,
    key,
    open_again,
    result_of,
)
from tests.factories import NOON, MembershipFactory, at_work, clinic
from tests.jobs.running_jobs import run_pending

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not can_lay_out(), reason="libpango-1.0-0 and libpangoft2-1.0-0 are not installed"),
]

MARK = Mark(UUID(int=7), "ab" * 32, "derived", "Dr Nora North", NOON)


@pytest.fixture
def place(client: Client, settings: Any, tmp_path: Path) -> Any:
    settings.FILES_DIR = tmp_path / "files"
    place = clinic()
    client.force_login(place.user)
    return place


def ask(client: Client, response: Response, request_key: str | None = None) -> str:
    """The address of the job."""
    asked = {"request_key": request_key or key()}
    return str(client.post(reverse("encounters:pdf", args=[response.id]), asked).url)


def html_of(place: Any, response: Response) -> str:
    with at_work(place):
        return filed_html(open_again(place, response).told(), MARK)


def read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def words(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def the_job(place: Any) -> Job:
    with at_work(place):
        return Job.objects.get(kind=pdf_job.KIND)


# --- What is in it


def test_it_is_tagged_in_a_language_with_a_title_that_names_nobody(place: Any) -> None:
    pdf = read(filed_pdf(html_of(place, result_of(place))))

    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 (pypdf's own kind of truth)
    assert root["/Lang"] == "en-gb"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()
    assert pdf.metadata is not None and pdf.metadata.title == "Result of a screening"
    kinds = set(structure(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/L", "/LI", "/Figure"} <= kinds


def structure(node: Any) -> list[str]:
    """The kinds of all elements below a node of the structure tree."""
    node = node.get_object()
    if not hasattr(node, "get"):
        return []
    inner = node.get("/K", [])
    inner = inner if isinstance(inner, list) else [inner]
    own = [str(node["/S"])] if "/S" in node else []
    return own + [kind for each in inner for kind in structure(each)]


@pytest.mark.security
def test_the_metadata_name_no_patient(place: Any) -> None:
    made = filed_pdf(html_of(place, result_of(place)))

    pdf = read(made)
    assert "CANARY-0815" in words(pdf)
    metadata = pdf.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "CANARY" not in f"{dict(pdf.metadata or {})} {metadata}"
    assert b"CANARY" not in made  # bookmarks and ids would stand there in clear


def test_it_holds_the_result_the_answers_and_what_the_clinician_added(place: Any) -> None:
    response = result_of(place)
    add_own_part(place, response, "as I thought")

    pdf = read(filed_pdf(html_of(place, response)))
    text = words(pdf)

    assert 3 <= len(pdf.pages) <= 14
    for part in (
        "Red flags",
        "To be considered",
        "Fibromyalgia",
        "Published criteria",
        "Painful sites",
        "Appendix: the answers",
        "36 months",
        "Sources",
        "About this document",
        "Not a diagnosis",
        "agrees: Fits the whole picture: as I thought",
        "Fibromyalgia; as I thought",
        "first line as I thought",
    ):
        assert part in text, part


def test_every_page_names_the_digests_the_event_and_its_number(place: Any) -> None:
    response = result_of(place)

    pdf = read(filed_pdf(html_of(place, response)))

    with at_work(place):
        assessment = response.assessments.get()
    for number, page in enumerate(pdf.pages, start=1):
        text = " ".join(page.extract_text().split())
        assert f"{number} / {len(pdf.pages)}" in text
        assert assessment.digest in text and assessment.decision_digest in text
        assert f"Audit event {MARK.event_id}, code {'ab' * 8}" in text


def test_the_ticked_sites_are_filled_on_the_figure_and_no_others(place: Any) -> None:
    html = html_of(place, result_of(place, pain_sites_wpi=["neck"]))

    assert html.count("body-static__site--now") == 2  # the neck, from the front and from behind
    assert "Neck. R and L are the patient" in html


def test_the_same_result_gives_the_same_bytes(place: Any) -> None:
    html = html_of(place, result_of(place))

    assert filed_pdf(html) == filed_pdf(html)


@pytest.mark.security
def test_hostile_text_is_printed_as_text(place: Any) -> None:
    response = hostile_result(place)

    html = html_of(place, response)
    text = words(read(filed_pdf(html)))

    assert "<script" not in html and "\u202e" not in html and ARABIC in html
    assert "<script>alert(1)</script> {{ 7|add:7 }} {% now 'Y' %} &amp;" in text.replace("\u00ad", "")
    assert FORMULA[:30] in text
    assert MARKUP.split()[0] in text


@pytest.mark.security
def test_nothing_is_fetched_whatever_the_document_asks_for(place: Any) -> None:
    """Not over the network, not from the disk; whatever asks ends the work."""
    secret = Path(__file__).resolve().as_uri()
    with mock.patch.object(socket, "getaddrinfo", side_effect=AssertionError("a name was looked up")):
        for address in ("https://evil.example/x.png", secret, "data:image/png;base64,AAAA"):
            with pytest.raises(AsksForMore):
                filed_pdf(f'<html lang="en"><title>x</title><img alt="x" src="{address}"></html>')


# --- How it is made


def test_it_is_asked_for_made_and_downloaded(client: Client, place: Any) -> None:
    response = result_of(place)

    job = ask(client, response)
    assert "PDF of a result" in client.get(job).content.decode()
    assert run_pending(place.practice) >= 1
    with at_work(place):
        file = JobFile.objects.get(job__kind=pdf_job.KIND)
    answer = client.get(reverse("jobs:file", args=[file.job_id, file.id]))

    made = b"".join(answer.streaming_content)
    assert made.startswith(b"%PDF-") and "CANARY-0815" in words(read(made))
    assert (file.name, file.media_type) == ("screening-result.pdf", "application/pdf")
    assert file.expires_at - file.made_at == timedelta(hours=24)
    assert "CANARY" not in job + str(answer.headers)


@pytest.mark.audit
def test_the_code_on_the_page_proves_the_event_in_the_trail(client: Client, place: Any) -> None:
    response = result_of(place)
    ask(client, response)
    run_pending(place.practice)

    with at_work(place):
        event = AuditEvent.objects.get(type="result.export")
        text = words(read(path_of(JobFile.objects.get().place).read_bytes()))
    mac = event_mac(event.practice_id, event.body, event.mac_key_id).hex()
    assert str(event.event_id) in text and mac in text.replace(" ", "")
    body = json.loads(event.body)
    assert (body["content"]["kind"], body["content"]["digest"]) == ("pdf", SCREEN.digest)
    assert body["actor"]["id"] == str(place.user.id)
    assert body["entity"]["id"] == str(response.id)


@pytest.mark.audit
def test_each_download_is_told(client: Client, place: Any) -> None:
    ask(client, result_of(place))
    run_pending(place.practice)
    with at_work(place):
        file = JobFile.objects.get()

    b"".join(client.get(reverse("jobs:file", args=[file.job_id, file.id])).streaming_content)

    with at_work(place):
        latest = AuditEvent.objects.filter(type="result.export").latest("id")
    assert json.loads(latest.body)["content"]["file"] == "screening-result.pdf"


def test_a_second_click_finds_the_same_job(client: Client, place: Any) -> None:
    response, one = result_of(place), key()

    assert ask(client, response, one) == ask(client, response, one)


@pytest.mark.security
def test_a_colleague_does_not_get_the_file(client: Client, place: Any) -> None:
    ask(client, result_of(place))
    run_pending(place.practice)
    with at_work(place):
        file = JobFile.objects.get()
    client.force_login(MembershipFactory(practice=place.practice).user)

    assert client.get(reverse("jobs:file", args=[file.job_id, file.id])).status_code == 404


@pytest.mark.security
def test_who_lost_the_role_since_gets_no_file(client: Client, place: Any) -> None:
    ask(client, result_of(place))
    with at_work(place):
        Membership.objects.filter(user=place.user).update(role="author")

    run_pending(place.practice)

    job = the_job(place)
    assert job.state == JobState.FAILED and "no longer have the role" in job.fault


def test_a_server_without_the_library_says_so_and_tries_no_more(client: Client, place: Any) -> None:
    ask(client, result_of(place))

    with mock.patch.object(filing, "_library", side_effect=NoPdfHere("OSError")):
        run_pending(place.practice)

    job = the_job(place)
    assert (job.state, job.fault) == (JobState.FAILED, pdf_job.NOT_HERE)


def test_a_document_beyond_all_measure_is_refused(client: Client, place: Any) -> None:
    ask(client, result_of(place))

    with mock.patch.object(pdf_job, "LONGEST_HTML", 100):
        run_pending(place.practice)

    assert the_job(place).fault == pdf_job.TOO_LONG


def test_while_it_is_laid_out_the_job_keeps_its_lease(client: Client, place: Any) -> None:
    """And so notices that it was stopped."""
    ask(client, result_of(place))
    told: list[tuple[Any, ...]] = []
    progress = pdf_job.Work.progress

    def tell(work: Any, *facts: Any) -> None:
        told.append(facts)
        progress(work, *facts)

    with (
        mock.patch.object(pdf_job, "HEARTBEAT_SECONDS", 0.05),
        mock.patch.object(pdf_job.Work, "progress", tell),
    ):
        run_pending(place.practice)

    assert told.count((1, 3, "Laying out the pages")) > 2
    assert the_job(place).state == JobState.DONE
    assert timezone.now() - the_job(place).finished_at < timedelta(minutes=5)
